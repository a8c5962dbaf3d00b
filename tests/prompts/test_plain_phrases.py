"""What Heardback says keeps the house's tone and is easy to read, and what does not is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import textstat  # type: ignore[import-untyped]  # It ships no types.

from bot.conversation.messages import Message, Segment, Text, Words
from prompts.library import phrases_alone, phrases_file
from prompts.lint import Finding
from prompts.phrasebook import Phrases
from prompts.plain import Plain, reviewed_words
from prompts.reading import grade
from prompts.safe_yaml import read_yaml
from prompts.tone import Tone
from scripts import wording

SAY: Final = phrases_alone()
TONE: Final = Tone.of(SAY)
BOTH: Final = (grade, textstat.flesch_kincaid_grade)
LONG: Final = "We would like to tell you what we did and what we did not do and then some more."
HARD: Final = (
    "Participation opportunities facilitate collaborative accountability. Organisational"
    " responsibilities necessitate interdisciplinary communication. Individual circumstances"
    " determine proportionate representation. Consultation documentation demonstrates"
    " accessibility. Implementation prioritises."
)


def planted(text: str) -> list[Finding]:
    document = read_yaml("en.yaml", text.encode())
    return [*Plain(document, TONE, reviewed_words(), BOTH).findings()]


def test_every_phrase_is_plain_and_kind() -> None:
    plain = Plain(phrases_file(), TONE, reviewed_words(), BOTH)

    assert [each.said(SAY) for each in plain.findings()] == []


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        (f"desk:\n  a: Fine.\n  b: {LONG}\n", "phrase_long", 3),
        (f"desk:\n  list:\n    - Fine.\n    - {LONG}\n", "phrase_long", 4),
        (f"desk:\n  b: {HARD}\n", "phrase_hard", 2),
        ("contributor:\n  a: Back\n  b: Reschedule\n", "word", 3),
        ("contributor:\n  b: 'Reschedule {day}'\n", "word", 2),
    ],
)
def test_what_is_not_plain_is_found_with_its_line(text: str, kind: str, line: int) -> None:
    (found,) = planted(text)

    assert (found.kind, found.line, found.path) == (kind, line, "en.yaml")


def test_a_finding_shows_the_sentence_and_its_grade() -> None:
    (long,) = planted(f"desk:\n  b: Yes. {LONG}\n")
    (hard,) = planted(f"desk:\n  b: {HARD}\n")

    assert long.said(SAY) == f"en.yaml, line 2: a sentence has 19 words, above 15. {LONG}"
    assert f"above 5. {HARD}" in hard.said(SAY)


def test_labels_of_staff_and_what_people_type_are_left_in_peace() -> None:
    assert planted(f"facilitator:\n  b: Reschedule\nword:\n  stop: [stop please, '{LONG}']\n") == []


@pytest.mark.parametrize("measure", BOTH)
def test_either_measure_is_enough(measure: Callable[[str], float]) -> None:
    document = read_yaml("en.yaml", f"desk:\n  b: {HARD}\n".encode())

    assert [*Plain(document, TONE, measures=(lambda _: 0.0, measure)).findings()]


def test_a_whole_screen_is_measured_though_each_of_its_phrases_is_short() -> None:
    pieces = [f"{each}." for each in HARD.split(". ")]
    document = read_yaml("en.yaml", f"a: Fine.\nb: {pieces[0]}\nc: {pieces[1]}\n".encode())
    plain = Plain(document, TONE)
    assert [*plain.findings()] == []

    (found,) = plain.screen([*pieces, "A label without an end"], "the screen “x”")

    assert (found.kind, found.line) == ("phrase_hard", 3)
    assert "the screen “x”: " + pieces[1] in found.said(SAY)


def test_a_planted_sentence_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Words((Segment(LONG),), "Your answer")
    shown = Message("A title", parts=(own, Text("We would be glad.")))
    monkeypatch.setattr(wording, "screens", lambda: iter([("the screen “x”", shown)]))
    assert wording.main() == 0

    bad = Message("A title", parts=(own, Text(LONG)))
    monkeypatch.setattr(wording, "screens", lambda: iter([("the screen “x”", bad)]))

    assert wording.main() == 1
    assert f"line 1: a sentence has 19 words, above 15. {LONG}" in capsys.readouterr().out


def test_the_list_holds_no_word_in_vain() -> None:
    document = phrases_file()

    needed = {
        str(each.values["words"]).lower().replace("’", "'")
        for each in Plain(document, TONE, frozenset({"-"})).findings()
        if each.kind == "word"
    }
    assert needed == reviewed_words()


def test_make_lint_runs_the_command() -> None:
    makefile = (Path(wording.__file__).parents[1] / "Makefile").read_text("utf-8")
    lint = makefile[makefile.index("\nlint:") :].partition("\n\n")[0]

    assert "python -m scripts.wording\n" in f"{lint}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Please tell us more.", "Please"),
        ("You must answer this.", "You must"),
        ("It is important to us.", "important to us"),
        ("Tell us!", "!"),
        ("Well  done.\nGo on.", "Well done"),
        ("Why? You can say.", "Why?"),
        ("You haven’t told us.", "You haven’t"),
        ("That code is invalid.", "invalid"),
        ("This gives you a badge.", "badge"),
        ("We are always here for you.", "always here for you"),
        ("Sorry for the inconvenience.", "inconvenience"),
        ("That is kept \N{PARTY POPPER}", "\N{PARTY POPPER}"),
    ],
)
def test_an_unkind_text_is_found_with_the_reason(text: str, found: str) -> None:
    refused = TONE.found(text)

    assert refused
    assert refused[0] == found
    assert refused[1].endswith(".")
    assert [each.kind for each in planted(f"desk:\n  a: {text!r}\n")] == ["tone"]


@pytest.mark.parametrize(
    "text",
    ["I was pleased with the plan.", "You do not have to say why.", "Scores of people came.", ""],
)
def test_a_kind_text_is_left_in_peace(text: str) -> None:
    assert TONE.found(text) is None


def test_a_language_without_such_words_refuses_none() -> None:
    assert Tone.of(Phrases("gd", read_yaml("gd.yaml", b"a: b"))).found("Please!") is None
