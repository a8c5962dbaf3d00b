"""Other languages: plural forms and dates, what falls back to English, and what the check says."""

from datetime import date, time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.__main__ import cli
from prompts.languages import for_people
from prompts.library import Library, Phrases
from prompts.phrasebook import PhraseMissing
from prompts.safe_yaml import PromptFault, read_yaml
from tests.prompts.pseudo import folder_of, pseudo

PEOPLE = frozenset(for_people(Library.load().phrases()))
WELSH = frozenset({"zero", "one", "two", "few", "many", "other"})


def book(language: str, text: str) -> Phrases:
    return Phrases(language, read_yaml(f"{language}.yaml", text.encode()))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "two: x\none: one\nother: '{count}'"),
        ("pl", "one: one\nfew: few\nmany: many\nother: other"),
        ("cy", "zero: z\none: one\ntwo: two\nfew: few\nmany: many\nother: other"),
    ],
)
def test_each_language_counts_in_its_own_forms(language: str, forms: str) -> None:
    indented = "\n".join(f"    {line}" for line in forms.splitlines())
    say = book(language, f"a:\n  b:\n{indented}\n")

    told = {number: say("a.b", count=number) for number in (0, 1, 2, 3, 5, 6)}
    assert (
        told
        == {
            "en": {0: "0", 1: "one", 2: "2", 3: "3", 5: "5", 6: "6"},
            "pl": {0: "many", 1: "one", 2: "few", 3: "few", 5: "many", 6: "many"},
            "cy": {0: "z", 1: "one", 2: "two", 3: "few", 5: "other", 6: "many"},
        }[language]
    )
    # What is no whole number, such as "40+", is more than can be counted.
    assert say("a.b", count="40+") == {"en": "40+"}.get(language, "other")
    with pytest.raises(PhraseMissing, match="was said without count"):
        say("a.b")


def test_days_and_hours_are_named_in_the_language() -> None:
    days = 'word: {date: "{day} {month} {year}", weekday_date: "{weekday} {day} {month}"}'
    polish = book("pl", days)

    assert polish.date(date(2027, 4, 30)) == "30 kwietnia 2027"
    assert polish.weekday_date(date(2027, 4, 30)) == "piątek 30 kwietnia"
    assert polish.hour(time(15, 30)) == "15:30"
    assert (polish.name, polish.direction, book("ar", days).direction) == ("Polski", "ltr", "rtl")
    assert Library.load().phrases().hour(time(15, 30)) == "3:30\N{NO-BREAK SPACE}pm"


@pytest.mark.parametrize("code", ["tlh", "english", "e", "no_way"])
def test_a_code_that_is_no_language_is_a_fault(code: str) -> None:
    with pytest.raises(PromptFault, match="is the code of no language we know"):
        book(code, "a: b\n")


def test_what_stands_around_falls_back_alone_and_a_message_as_a_whole(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "own", cy="contributor: {yes: Ydw}\n")
    say = Library.load(languages=folder).phrases().of("cy")

    assert say("contributor.yes") == "Ydw"
    assert say("web.brand") == "Heardback"
    assert say.many("terminal.leave") == ("leave", "leave now")
    with pytest.raises(PhraseMissing):
        say("contributor.no")
    assert say.of("gd") is say
    assert [each.language for each in say.languages()] == ["cy", "en"]


def test_a_language_is_complete_without_what_staff_read(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "own",
        cy=pseudo(WELSH, has=PEOPLE.__contains__),
        ar=pseudo(WELSH, has=lambda key: not key.startswith("contributor.")),
    )
    arabic, welsh = Library.load(languages=folder).languages()

    assert (welsh.language, welsh.complete) == ("cy", True)
    assert (arabic.language, arabic.complete) == ("ar", False)
    assert arabic.told < arabic.of == welsh.of


def test_the_check_tells_how_far_a_language_is_and_what_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(
        tmp_path / "own", cy=pseudo(WELSH), gd=pseudo(), pl="contributor: {yes: Tak}\n"
    )
    broken = (folder / "phrases" / "gd.yaml").read_text("utf-8")
    broken = broken.replace("progress: ⟦", "progress: ⟦{more}").replace("hour:", "hours:", 1)
    broken = broken.replace("stop: ⟦", f"stop: ⟦{'long' * 20}")
    (folder / "phrases" / "gd.yaml").write_text(broken, "utf-8")
    monkeypatch.setenv("HEARDBACK_LANGUAGES_FOLDER", str(folder))

    told = CliRunner().invoke(cli, ["prompts", "check"])

    assert told.exit_code == 1
    lines = told.stdout.splitlines()
    at = lines.index(next(line for line in lines if line.startswith("cy, Cymraeg: ")))
    assert lines[at + 1 : at + 3] == [
        "  It is complete.",
        "  The reading grade is for English alone. Have people read it.",
    ]
    assert "  It is not complete. What lacks a phrase is shown in English." in lines
    faults = told.stderr
    assert (
        "“contributor.question.progress” must have the same slots as English; look at more"
        in faults
    )
    assert "“word.hours.am” is no phrase of Heardback" in faults
    assert "“contributor.control.stop” has" in faults
    assert "“sheet.questions.asked” lacks the plural form few, one, two" in faults
    assert "cy.yaml" not in faults


def test_a_set_is_asked_in_a_language_only_as_the_very_version(root: Path, tmp_path: Path) -> None:
    plain = (root / "sets" / "reflection.yaml").read_text("utf-8")
    own = tmp_path / "own"
    (own / "sets").mkdir(parents=True)
    (own / "phrases").mkdir()
    (own / "phrases" / "cy.yaml").write_text(pseudo(WELSH), "utf-8")
    file = own / "sets" / "reflection.cy.yaml"
    file.write_text(plain, "utf-8")
    library = Library.load(root, own)
    asked = library.sets["reflection"]

    assert library.translated(asked, "cy") == asked
    assert [each.sets for each in library.languages()] == [{"reflection"}]
    assert library.translated(asked, "gd") is None
    assert library.translated(asked.model_copy(update={"version": 99}), "cy") is None

    file.write_text(plain.replace("kind: text", "kind: likert", 1), "utf-8")
    with pytest.raises(PromptFault, match="as it is, in other words alone"):
        Library.load(root, own)
