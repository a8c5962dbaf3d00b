"""Of what the model takes for names only people, places and named organisations are proposed."""

import pytest

from bot.detection.hits import proposals
from bot.detection.model import Entity
from bot.detection.text import Text


def proposed(text: str, words: str, label: str) -> list[tuple[str, str]]:
    start = text.index(words)
    names = [Entity(start, start + len(words), label)]
    return [(text[one.start : one.end], one.label) for one in proposals(Text.of(text), names)]


@pytest.mark.parametrize(
    ("words", "label", "kept"),
    [
        ("Zofia Kruk", "PERSON", ("Zofia Kruk", "PERSON")),
        ("Mr Kruk's", "PERSON", ("Kruk", "PERSON")),
        ("tell Kruk the", "PERSON", ("Kruk", "PERSON")),
        ("Zofia wi Kruk", "PERSON", ("Zofia wi Kruk", "PERSON")),
        ("the Kruk", "GPE", ("Kruk", "PLACE")),
        ("Krukburn Academy", "ORG", ("Krukburn Academy", "SCHOOL")),
        ("the Kruk unit", "ORG", ("Kruk unit", "CARE_HOME")),
    ],
)
def test_the_smallest_part_that_names_is_proposed(
    words: str, label: str, kept: tuple[str, str]
) -> None:
    assert proposed(f"aye {words} .", words, label) == [kept]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("wi", "PERSON"),
        ("Dinnae", "PERSON"),
        ("Christmas", "DATE"),
        ("two days", "DATE"),
        ("Polish", "NORP"),
        ("CAMHS", "ORG"),
        ("the Kruk team", "ORG"),
        ("School", "ORG"),
        ("42", "PERSON"),
        ("...", "PERSON"),
    ],
)
def test_the_rest_stays_quiet(words: str, label: str) -> None:
    assert proposed(f"aye {words} .", words, label) == []
