"""The rule for CHI and NHS numbers."""

import pytest

from bot.detection.structured.health import health
from tests.detection.structured.marks import holds

FOUND = (
    "chi «280205 7116» thats me",
    "«1911074321» is my chi",
    "chi number is «12 06 10 5578»",
    "CHI: «0405083316»",
    "my nhs number is «943 476 5919»",
    "«943 476 5919»",
    "my chi no is «12O6lO5578»",
    "chi number is «120610557» cant mind the rest",
    "my chi is «twelve oh six ten five five seven eight»",
    "hospital number «120610-5578»",
    "they had my chi down as «120610 5578»",
    "my CHI «150307 2241»",
    "chi «15 03 07 2241» is on the wristband",
    "nhs no «4857773456»",
    "the chi number («1503072241»)",
    "CHI No: «150307-2241»",
    "community health index number «1503072241»",
    "my chi is «fifteen oh three oh seven two two four one»",
    "ma chi nummer, «1503 072 241»",
    "nhs number «485 777 3456»",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(health, marked)
