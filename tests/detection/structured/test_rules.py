"""All structured rules together: hard plain texts stay quiet, and time grows with the text."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection.found import Found
from bot.detection.structured import RULES
from bot.detection.text import Text
from tests.detection.structured import test_address, test_age, test_case, test_dates
from tests.detection.structured.marks import found, quiet

CLEAN = test_age.LEFT + test_address.LEFT + test_case.LEFT + test_dates.LEFT
PIECES = (
    *("a", "a.", "a@", "@a", "a at ", "at dot ", "at dash ", "0", "0 ", "+", "7", "(0", "eh1 "),
    *("insta-", "insta is ", "on insta ", "x.com/", "-", "'", "a_", "xx", "x", "1/", "1 ", "ref "),
    *("aged ", "i am only ", "turning ", "flat 1, ", "1 a street ", "st ", "double ", "oh and "),
    *("born ", "the 1st of ", "may ", "reg is ", "a dot ", "a slash ", "chi ", "ni no ", "ref a-"),
)


def everything(text: Text) -> Iterator[Found]:
    for rule in RULES:
        yield from rule(text)


@pytest.mark.parametrize("text", CLEAN)
def test_no_rule_speaks_up_in_a_clean_text(text: str) -> None:
    quiet(everything, text)


def test_a_long_answer_with_much_in_it_loses_nothing() -> None:
    text = (
        "so i was born on 4/5/2008 and im 17 now. i stay at flat 2/1, 14 byres rd, g12 8qq wi ma gran. "
        "my worker never rings, her number is 07700 900 123 and mine is oh seven seven double oh nine "
        "double oh one two three. they wrote my ni number ab 12 34 56 c and my chi 040508 1234 on the "
        "same sheet (ref SW/2211). my insta is wee_spud21, email is jo dot mac at example dot com, and i "
        "wrote it up on example.com/blog/me. on the 19th of march she parked SN17 FGH outside 24/7, "
        "14 people round a table, 7 out of 10, childline is 0800 1111, i was 9 when it started"
    )
    assert found(everything, text) == [
        *("4/5/2008", "17", "flat 2/1, 14 byres rd", "g12 8qq", "07700 900 123"),
        *("oh seven seven double oh nine double oh one two three", "ab 12 34 56 c"),
        *("040508 1234", "ref sw/2211", "wee_spud21", "jo dot mac at example dot com"),
        *("example.com/blog/me", "the 19th of march", "sn17 fgh", "9"),
    ]


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_written_finds_lie_within_it(text: str) -> None:
    ready = Text.of(text)
    for find in everything(ready):
        assert 0 <= find.start < find.end <= len(ready.text)
        assert 0 < find.score <= 1


def _growth(piece: str) -> float:
    """How much longer four times the text takes: about 4, or 16 with the square of it."""

    def seconds(size: int) -> float:
        text = Text.of(piece * (size // len(piece)))
        start = time.process_time()
        list(everything(text))
        return time.process_time() - start

    return seconds(4_000) / seconds(1_000)


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_grows_with_the_text(piece: str) -> None:
    # Others at work on this machine only ever add time.
    assert any(_growth(piece) < 9 for _ in range(3))
