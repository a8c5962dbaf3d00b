"""The rule for National Insurance numbers."""

import pytest

from bot.detection.structured.nino import nino
from tests.detection.structured.marks import holds

FOUND = (
    "NI no. «AB 12 34 56 C» thanks",
    "my ni number is «nr675849d»",
    "national insurance «AB123456C» they asked",
    "«QQ123456C»",
    "«qq 12 34 56 c»",
    "«AB-12-34-56-C»",
    "«A B 1 2 3 4 5 6 C»",
    "my NI number is «AB12345C» i think",
    "ni number «ABl2 34 56C»",
    "ni number is «q q one two three four five six c» ok",
    "ma nat ins number is «JX 55 66 77»",
    "national insurance number was «ab 123 456 c»",
    "NI: «ce445566b»",
    "n.i. number «ce 44 55 66 b»",
    "insurance number «PW 45 67 89 D»",
    "they wanted my nat insurance: «pw456789d»",
    "N.I. «PW 456 789 D»",
    "NINO «PW45 6789 D»",
    "my NI num is «pw45678» something",
    "«pw 45 67 89d»",
    "ni «pw 4S 67 89 d»",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(nino, marked)
