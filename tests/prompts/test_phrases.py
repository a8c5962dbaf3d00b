"""Phrases: saying them, what is refused, and that every one of them can be said."""

from datetime import date

import pytest

from prompts.library import Library, PhraseMissing, Phrases, PromptFault
from prompts.safe_yaml import read_yaml


def phrases(text: str) -> Phrases:
    return Phrases("en", read_yaml("phrases/en.yaml", text.encode()))


def test_a_phrase_is_said_with_its_slots_filled() -> None:
    say = phrases('a:\n  b: "Question {number} of {total}"\n')

    assert say("a.b", number=2, total=5) == "Question 2 of 5"
    assert say.say("a.b", number="two", total="five") == "Question two of five"
    assert say.slots("a.b") == {"number", "total"}


def test_slots_may_have_the_names_that_code_uses() -> None:
    assert phrases('a: "{self} {key}"')("a", self=1, key=2) == "1 2"


def test_braces_in_a_value_are_only_braces() -> None:
    assert phrases('a: "{words} {{so}}"')("a", words="{0} {words.x}") == "{0} {words.x} {so}"


def test_lists_are_given_whole() -> None:
    say = phrases("word:\n  stop: [stop, end]\n")

    assert say.many("word.stop") == ("stop", "end")


def test_keys_are_known() -> None:
    say = phrases("a:\n  b: x\n  c: [y]\n")

    assert say.keys() == ("a.b", "a.c")
    assert [say.has(key) for key in ("a.b", "a.c", "a", "a.d")] == [True, True, False, False]


def test_what_is_missing_is_named_and_values_are_not() -> None:
    say = phrases('a: "{first} {second} {third}"\nb: [c]\n')

    with pytest.raises(PhraseMissing, match="no phrase “x”"):
        say("x")
    with pytest.raises(PhraseMissing, match="no phrase “b”"):
        say("b")
    with pytest.raises(PhraseMissing, match="no phrase “b”"):
        say.slots("b")
    with pytest.raises(PhraseMissing, match="no list of phrases “a”"):
        say.many("a")
    with pytest.raises(PhraseMissing, match=r"“a” was said without second, third$") as caught:
        say("a", first="canary")
    assert "canary" not in repr(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('a: x\nb: "{}"', 2, "a slot is one plain name"),
        ('a: x\nb: "{0}"', 2, "a slot is one plain name"),
        ('a: x\nb: "{a.b}"', 2, "a slot is one plain name"),
        ('a: x\nb: "{a[0]}"', 2, "a slot is one plain name"),
        ('a: x\nb: "{a!r}"', 2, "a slot is one plain name"),
        ('a: x\nb: "{a:>9}"', 2, "a slot is one plain name"),
        ('a: x\nb: "{a:{b}}"', 2, "a slot is one plain name"),
        ('a: x\nb: "{a"', 2, "write it twice"),
        ('a: x\nb: "a}"', 2, "write it twice"),
        ("a: x\nb:\n", 2, "the phrase “b” is empty"),
        ("a.b: x\n", 1, "take the dot out of the name “a.b”"),
        ("a:\n  - x\n  - [y]\n", 3, "a list of phrases holds only texts"),
        ("a:\n  - x\n  -\n", 3, "a list of phrases holds only texts"),
    ],
)
def test_a_phrase_that_cannot_be_said_names_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(PromptFault) as caught:
        phrases(text)

    assert reason in caught.value.reason
    assert (caught.value.path, caught.value.line) == ("phrases/en.yaml", line)


def test_days_read_as_people_write_them(library: Library) -> None:
    say = library.phrases()

    assert say.date(date(2027, 3, 8)) == "8\N{NO-BREAK SPACE}March 2027"
    assert say.weekday_date(date(2027, 4, 30)) == "Friday 30\N{NO-BREAK SPACE}April 2027"
    assert say.short_date(date(2026, 12, 1)) == "1\N{NO-BREAK SPACE}December"


def test_every_phrase_can_be_said(library: Library) -> None:
    say = library.phrases()

    assert sorted(say.keys()) == sorted([*say._texts, *say._lists, *say._plurals])
    for key in say._lists:
        assert all(say.many(key))
    for key in say._texts:
        said = say(key, **dict.fromkeys(say.slots(key), "Ann"))
        assert said.strip() == said != ""


def test_control_words_are_written_as_they_are_compared(library: Library) -> None:
    say = library.phrases()
    controls = {key for key in say._lists if key.startswith("word.")}
    words = [word for key in controls for word in say.many(key)]

    assert {key.removeprefix("word.") for key in controls} >= {
        "stop", "pause", "skip", "back", "help", "support", "answers", "privacy", "join",
        "yes", "no", "later", "never",
    }  # fmt: skip
    assert len(words) == len(set(words)), "one word, one meaning"
    for word in words:
        assert word == " ".join(word.casefold().split())
        assert word.replace(" ", "").isalpha()


def test_a_language_nobody_wrote_is_missing(library: Library) -> None:
    with pytest.raises(PhraseMissing, match="no phrases for the language “tlh”"):
        library.phrases("tlh")
