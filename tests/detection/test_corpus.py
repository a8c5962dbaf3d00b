"""The corpus is what it says: enough of everything, marked exactly, and nobody real in it."""

import re
from collections import Counter
from itertools import chain

import pytest

from tests.detection.gold import DIRECT, LABELS, QUASI, STYLES, Gold, load, parse

TEXTS = tuple(load())
LENGTH = range(250, 901)


def marked(*labels: str) -> list[tuple[str, str]]:
    return [(g.id, g.words(m)) for g in TEXTS for m in g.marks if m.label in labels]


def digits(words: str) -> str:
    return re.sub(r"\D", "", words)


def test_there_is_enough_of_every_kind() -> None:
    counts = Counter(mark.label for gold in TEXTS for mark in gold.marks)
    assert set(counts) == LABELS
    assert {label for label in DIRECT | QUASI if counts[label] < 12} == set()
    assert counts["PERSON"] >= 150
    assert {gold.style for gold in TEXTS} == set(STYLES)


def test_there_are_enough_long_texts_and_enough_with_nothing_to_find() -> None:
    assert len(TEXTS) >= 330
    assert sum(len(gold.text) in LENGTH for gold in TEXTS) >= 110
    assert sum(not gold.marks for gold in TEXTS) >= 110
    assert max(len(gold.text) for gold in TEXTS) in LENGTH


def test_no_text_stands_there_twice() -> None:
    assert len({gold.text.casefold() for gold in TEXTS}) == len(TEXTS)


def test_marks_hold_words_from_edge_to_edge_and_never_overlap() -> None:
    for gold in TEXTS:
        bounds = list(chain.from_iterable((m.start, m.end) for m in gold.marks))
        assert bounds == sorted(bounds), gold.id
        for mark in gold.marks:
            around = gold.text[max(mark.start - 1, 0) : mark.end + 1]
            inside = gold.words(mark)
            assert inside == inside.strip(), gold.id
            assert not re.match(r"\w\w", around) or mark.start == 0, gold.id
            assert not re.search(r"\w\w$", around) or mark.end == len(gold.text), gold.id


def test_marks_are_the_smallest_phrase() -> None:
    more = re.compile(r"(?i)^(?:the|mr|mrs|ms|miss|dr|sheriff|cllr|prof\w*) |\byears?$")
    assert [one for one in marked(*(DIRECT | QUASI)) if more.search(one[1])] == []


def test_phone_numbers_are_those_kept_for_drama() -> None:
    """Ofcom's ranges for radio and drama; spoken numbers hold words and are read by eye."""
    drama = re.compile(
        r"(?:0|44)(?:7700900\d{3}|1[34]14960\d{3}|1632960\d{3}|3069990\d{3}|8081570\d{3})"
    )
    written = [one for one in marked("PHONE") if not re.search(r"[a-z]", one[1], re.IGNORECASE)]
    assert len(written) >= 20
    assert [one for one in written if not drama.fullmatch(digits(one[1]))] == []


def test_postcodes_lie_in_districts_that_have_no_houses() -> None:
    nowhere = re.compile(r"(?i)(?:[A-Z]{2}99|G79|G99|EH88) *\d[A-Z]{2}")
    assert [one for one in marked("POSTCODE") if not nowhere.fullmatch(one[1])] == []


def test_mail_and_web_addresses_are_on_names_kept_for_examples() -> None:
    ours = re.compile(r"(?i)\bexample(?:\.| dot )")
    assert [one for one in marked("EMAIL", "URL") if not ours.search(one[1])] == []


@pytest.mark.parametrize(
    "line",
    [
        "no style at all",
        "loud: a style nobody has",
        "lower: an [[UNKNOWN|label]]",
        "lower: a [[PERSON| loose]] edge",
        "lower: an [[PERSON|open mark",
    ],
)
def test_a_line_that_is_wrong_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="here-1"):
        parse("here-1", line)


def test_a_line_becomes_text_and_marks() -> None:
    gold = parse("here-1", "lower: ask [[PERSON|ina]] in [[PLACE|ayr]]")
    assert isinstance(gold, Gold)
    assert (gold.text, gold.style) == ("ask ina in ayr", "lower")
    assert [(gold.words(m), m.label) for m in gold.marks] == [("ina", "PERSON"), ("ayr", "PLACE")]
