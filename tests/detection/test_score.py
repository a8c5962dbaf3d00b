"""The yardstick itself: what it counts, and that a changed text keeps its marks."""

import pytest

from tests.detection.gold import Gold, Mark, load, parse
from tests.detection.mutate import MUTATIONS, names_lower, spacing, typo_around, typo_within
from tests.detection.score import score

ASKED = parse("a-1", "asis: Ask [[PERSON|Ina Mair]] in [[PLACE|Ayr]]")
CLEAN = parse("a-2", "asis: Nothing here at all")
TEXTS = tuple(load())


def test_a_mark_is_found_only_if_its_last_letter_is() -> None:
    part = score([ASKED], lambda _: [(4, 11), (16, 19)])
    assert (part.direct, part.quasi, part.leak) == (0.0, 1.0, 1.0)
    assert part.missed == [("a-1", "PERSON", "Ina Mair")]
    whole = score([ASKED], lambda _: [(4, 7), (8, 12)])
    assert (whole.direct, whole.quasi, whole.leak) == (1.0, 0.0, 0.0)


def test_only_texts_with_nothing_to_find_count_alarms_and_overlaps_are_one() -> None:
    report = score([ASKED, CLEAN], lambda _: [(0, 5), (3, 9), (10, 12)])
    assert (report.clean, report.alarms, report.alarm) == (1, 2, 2.0)
    assert report.alarmed == [("a-2", "Nothing h"), ("a-2", "re")]


def test_without_any_text_nothing_is_missed() -> None:
    empty = score([], lambda _: [])
    assert (empty.direct, empty.leak, empty.alarm) == (1.0, 0.0, 0.0)


def test_the_figures_name_each_label() -> None:
    lines = score([ASKED], lambda _: [(16, 19)]).lines()
    assert "direct 0.000  quasi 1.000" in lines[0]
    assert lines[1:] == ["PERSON        0/1    0.000", "PLACE         1/1    1.000"]


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_keeps_marks_on_their_words(name: str) -> None:
    changed = [(gold, MUTATIONS[name](gold)) for gold in TEXTS]
    assert sum(before.text != after.text for before, after in changed) > len(TEXTS) / 6
    for before, after in changed:
        assert [m.label for m in after.marks] == [m.label for m in before.marks]
        for old, new in zip(before.marks, after.marks, strict=True):
            assert first_and_last(after, new) == first_and_last(before, old), before.id


def first_and_last(gold: Gold, mark: Mark) -> tuple[str, str]:
    """The edges of a mark, which no slip touches."""
    words = gold.words(mark).casefold()
    return words[0], words[-1]


def test_a_slip_is_one_word_inside_or_outside_the_marks() -> None:
    for gold in TEXTS:
        around, within = typo_around(gold), typo_within(gold)
        assert [around.words(m) for m in around.marks] == [gold.words(m) for m in gold.marks]
        slips = sum(
            within.words(new) != gold.words(old)
            for old, new in zip(gold.marks, within.marks, strict=True)
        )
        assert slips <= 1
        assert abs(len(around.text) - len(gold.text)) <= 1


def test_spacing_changes_only_spaces_and_small_names_only_names() -> None:
    for gold in TEXTS:
        assert spacing(gold).text.split() == gold.text.split()
        small = names_lower(gold)
        assert small.text.casefold() == gold.text.casefold()
        assert [m for m in gold.marks if m.label == "PLACE"] == [
            m for m in small.marks if m.label == "PLACE"
        ]


def test_the_same_text_is_always_changed_the_same_way() -> None:
    for mutate in MUTATIONS.values():
        assert [mutate(gold) for gold in TEXTS[:50]] == [mutate(gold) for gold in TEXTS[:50]]
