"""How easy a text is: sentences, beats of a word, and a grade that agrees with textstat."""

from statistics import mean
from typing import Final

import pytest
import textstat  # type: ignore[import-untyped]  # It ships no types.

from prompts.library import Library
from prompts.lint import whole
from prompts.reading import MAX_GRADE, grade, is_question, sentences, syllables, words

# Words as the CMU Pronouncing Dictionary has them; and a number, which counts as one.
BEATS: Final = {
    1: "a the like while rules called looked helped likes asked room share themes 2027",
    2: "little social handled wanted places safety open about again any people helpful something being "
    "someone never working going create before agree didn't couldn’t useful evening trauma "
    "voices meeting settled",
    3: "idea area anyone everyone everything example remember recommend resources nobody "
    "co-design reflection already delivered",
    4: "original information experience collaborate identify invitation contributed coordinate",
    5: "organisation collaboration participation co-delivery opportunities",
}


@pytest.mark.parametrize(
    ("word", "beats"), [(word, beats) for beats, listed in BEATS.items() for word in listed.split()]
)
def test_beats_are_counted_as_they_are_heard(word: str, beats: int) -> None:
    (said,) = words(word)

    assert syllables(said) == beats


def test_a_sentence_ends_where_one_is_heard_to_end() -> None:
    text = "One idea.  Is it\nfine? “Yes!” she said… Then (so they say.) we go: now, or not."

    assert sentences(text) == (
        "One idea.", "Is it", "fine?", "“Yes!", "she said…", "Then (so they say.", "we go: now, or not.",
    )  # fmt: skip
    assert sentences(" ... \n\n") == ()


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [("Is it so?", True), ("(Is it so?)", True), ("“Is it so?”", True), ("It is so.", False)],
)
def test_a_question_is_known_by_its_mark(sentence: str, asks: bool) -> None:
    assert is_question(sentence) is asks


def test_a_grade_follows_the_formula() -> None:
    assert grade("The cat sat on the mat by us.") == pytest.approx(0.39 * 8 + 11.8 - 15.59)
    assert grade("The kitten sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 7 / 6 - 15.59)
    assert grade("The cat sat. The cat sat on the mat.") == pytest.approx(0.39 * 4.5 + 11.8 - 15.59)


def test_a_sentence_of_two_words_makes_nothing_easier() -> None:
    assert grade("The cat sat on the mat. Or not.") == pytest.approx(0.39 * 8 + 11.8 - 15.59)
    assert grade("Or not.") == pytest.approx(0.39 * 2 + 11.8 - 15.59)


@pytest.mark.parametrize("text", ["", " ", "…", "___", "?!"])
def test_a_text_without_words_is_no_reading(text: str) -> None:
    assert grade(text) == 0


def shipped(library: Library) -> dict[str, list[str]]:
    """Every wording of every shipped set, and every phrase that is long enough to be graded."""
    say = library.phrases()
    steps = [step for each in library.sets.values() if not each.template for step in each.questions]
    texts = (say(key, **dict.fromkeys(say.slots(key), "Ann")) for key in say._texts)
    return {
        "plain": [whole(step.wording["plain"]) for step in steps],
        "original": [whole(step.wording["original"]) for step in steps],
        "phrases": [text for text in texts if len(text.split()) >= 20],
    }


def test_the_grade_agrees_with_textstat_on_what_is_shipped(library: Library) -> None:
    """Measured when written: 0.5, 1.0 and 0.4 of a grade apart on the average, ours the stricter.

    textstat hears one beat in "idea", "about" or "any", and two in "co-delivery"; that is where
    the two part.
    """
    apart = {
        kind: [grade(text) - textstat.flesch_kincaid_grade(text) for text in texts]
        for kind, texts in shipped(library).items()
    }

    assert {kind: len(gaps) > 10 for kind, gaps in apart.items()} == dict.fromkeys(apart, True)
    for gaps in apart.values():
        assert mean(map(abs, gaps)) < 1.2
        assert mean(gaps) > 0
        assert min(gaps) > -0.7


def test_both_grades_find_the_same_plain_wordings_plain(library: Library) -> None:
    for kind in ("plain", "phrases"):
        for text in shipped(library)[kind]:
            assert grade(text) <= MAX_GRADE, text
            assert textstat.flesch_kincaid_grade(text) <= MAX_GRADE, text


def test_the_hardest_words_of_the_source_are_as_hard_for_both(library: Library) -> None:
    fifth = library.sets["school-sessions"].question("principles").wording["original"].ask

    assert textstat.flesch_kincaid_grade(fifth) == pytest.approx(13.8)
    assert grade(fifth) == pytest.approx(13.8, abs=1)
