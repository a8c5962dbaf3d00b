"""Every command does its work, or says in one sentence why it cannot and ends with 2."""

import base64
import re
import sqlite3
from pathlib import Path

import pytest

from bot.consultation.staffing import LINK_DAYS
from prompts.library import Library
from tests.app.conftest import Command

SAY = Library.load().phrases()
LINK = re.compile(r"  http://127\.0\.0\.1:8080/desk/enter/([\w-]{32})\n")


def complained(result: object) -> str:
    """Return the one sentence of a command that ended with 2."""
    assert result.exit_code == 2, result.output  # type: ignore[attr-defined]
    assert result.stdout == ""  # type: ignore[attr-defined]
    lines = result.stderr.splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1, lines
    return str(lines[0])


# --- staff and groups --------------------------------------------------------------------------


def test_a_member_of_staff_is_added_and_their_link_printed(heardback: Command) -> None:
    added = heardback("staff", "add", "--role", "facilitator", "--name", " Isobel  Kerr ")
    assert added.exit_code == 0
    assert "Isobel Kerr is here as facilitator." in added.stdout
    assert LINK.search(added.stdout)
    listed = heardback("staff", "list")
    assert re.search(r"Isobel Kerr +facilitator\n", listed.stdout)


def test_the_same_person_gets_a_new_link(heardback: Command) -> None:
    links = set()
    for _ in range(2):
        added = heardback("staff", "add", "--role", "lead", "--name", "Isla Grant")
        links.add(LINK.findall(added.stdout)[0])
    assert len(links) == 2
    assert heardback("staff", "list").stdout.count("Isla Grant") == 1
    other = heardback("staff", "add", "--role", "coordinator", "--name", "Isla Grant")
    assert complained(other) == "Isla Grant is here as safeguarding lead. One person has one role."


def test_a_link_waits_a_week() -> None:
    assert LINK_DAYS == 7


@pytest.mark.parametrize("role", ["Facilitator", "boss", ""])
def test_a_role_there_is_not_is_refused(heardback: Command, role: str) -> None:
    told = complained(heardback("staff", "add", "--role", role, "--name", "Ann"))
    assert told == (
        "There is no such role. Choose one of these: "
        "facilitator, coordinator, lead, partner, admin."
    )


@pytest.mark.parametrize("name", ["", "  ", "a" * 121, "An\x1bn", "An\u202en"])
def test_a_name_that_is_none_is_refused(heardback: Command, name: str) -> None:
    told = complained(heardback("staff", "add", "--role", "lead", "--name", name))
    assert told == "A name has 1 to 120 letters."


def test_a_group_is_added_and_listed(heardback: Command) -> None:
    words = ("--site", "Leith", "--audience", "Young people", "--partner", "Harbour Street")
    assert "The group is there: Leith, Young people." in heardback("group", "add", *words).stdout
    assert re.search("Leith +Young people +Harbour Street", heardback("group", "list").stdout)


def test_a_group_is_there_once(heardback: Command) -> None:
    words = ("--site", "Leith", "--audience", "Young people", "--partner", "Harbour Street")
    heardback("group", "add", *words)
    again = ("--site", " leith", "--audience", "young  people", "--partner", "Harbour Street")
    assert complained(heardback("group", "add", *again)) == "This group is there already."
    assert heardback("group", "list").stdout.count("Harbour Street") == 1
    empty = heardback("group", "add", "--site", "", "--audience", "a", "--partner", "b")
    assert complained(empty) == "A name has 1 to 120 letters."


def test_an_empty_house_says_so(heardback: Command) -> None:
    for group, sentence in (
        ("staff", "There is nobody yet."),
        ("group", "There are no groups yet."),
        ("rounds", "There are no rounds yet."),
    ):
        listed = heardback(group, "list")
        assert listed.exit_code == 0
        assert sentence in listed.stdout


def test_without_words_it_tells_what_there_is(heardback: Command) -> None:
    told = heardback("--help")
    for name in ("run", "chat", "staff", "group", "rounds", "audit"):
        assert re.search(rf"\b{name}\b", told.stdout)


# --- what is not as it has to be -----------------------------------------------------------------


def test_a_setting_that_is_not_right_is_named(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_PORT", "canary")
    told = complained(heardback("staff", "list"))
    assert told.startswith("The setting HEARDBACK_PORT is not right: input should be a valid int")
    assert "canary" not in told


def test_a_misspelt_setting_is_named(heardback: Command) -> None:
    Path(".env").write_text("HEARDBACK_PROT=1\n", encoding="utf-8")
    assert complained(heardback("run")).startswith("There is no setting HEARDBACK_PROT.")


def test_a_folder_that_cannot_be_written_is_told(heardback: Command) -> None:
    Path("var").write_text("", encoding="utf-8")
    assert complained(heardback("run")) == "Heardback cannot write to the folder var."


def test_a_keys_folder_that_cannot_be_made_is_told(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("HEARDBACK_KEYS_FOLDER", "taken/keys")
    assert complained(heardback("run")) == "Heardback cannot write to the folder taken/keys."


def test_a_missing_key_is_told_and_nothing_is_made_in_its_place(heardback: Command) -> None:
    heardback("staff", "list")
    Path("var/heardback.env").unlink()
    told = complained(heardback("staff", "list"))
    assert told.startswith("The key that wraps all keys is missing. Set HEARDBACK_KEK, or put ")
    assert not Path("var/heardback.env").exists()


def test_another_key_does_not_open_the_keys(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    heardback("staff", "list")
    monkeypatch.setenv("HEARDBACK_KEK", base64.urlsafe_b64encode(b"k" * 32).decode())
    told = complained(heardback("staff", "list"))
    assert told == "The keys in var/keys do not open. Set the key they were made with."


def test_keys_that_others_can_read_are_refused(heardback: Command) -> None:
    heardback("staff", "list")
    Path("var/keys/contact.key").chmod(0o644)
    told = complained(heardback("staff", "list"))
    assert told == "Others can read var/keys/contact.key. Let only its owner read it."


def test_a_key_that_is_gone_is_named(heardback: Command) -> None:
    heardback("staff", "list")
    Path("var/keys/lookup.key").unlink()
    told = complained(heardback("staff", "list"))
    assert told == "A key is missing: lookup. Put it back where the keys are."


def test_a_database_that_is_none_is_told(heardback: Command) -> None:
    Path("var").mkdir()
    Path("var/heardback.db").write_bytes(b"no database" * 100)
    told = complained(heardback("staff", "list"))
    assert told == "The database cannot be opened. Check the setting HEARDBACK_DATABASE_URL."


def test_a_database_that_has_no_place_is_told(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("HEARDBACK_DATABASE_URL", "sqlite:///taken/x.db")
    told = complained(heardback("staff", "list"))
    assert told == "The database cannot be opened. Check the setting HEARDBACK_DATABASE_URL."


def test_a_damaged_table_is_told(heardback: Command) -> None:
    heardback("staff", "list")
    connection = sqlite3.connect("var/heardback.db")
    connection.execute("alter table staff rename to away")
    connection.close()
    told = complained(heardback("staff", "list"))
    assert told == "That did not save. Nothing was changed."


def test_what_nobody_foresaw_is_no_traceback(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> None:
        raise ZeroDivisionError("canary")

    monkeypatch.setattr("app.people.Settings.read", breaks)
    told = heardback("staff", "list")
    assert told.exit_code == 1
    assert "Something went wrong that nobody foresaw (ZeroDivisionError)." in told.stderr
    assert "canary" not in told.output
    assert "Traceback" not in told.output


def test_phrases_that_cannot_be_read_are_named(
    heardback: Command, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    broken = folder / "en.yaml"
    broken.write_text("command: {a: b}\n\tc", encoding="utf-8")
    from prompts.safe_yaml import read_yaml

    def load(_languages: Path | None) -> None:
        read_yaml("phrases/en.yaml", broken.read_bytes())

    monkeypatch.setattr("app.compose.shipped", load)
    told = complained(heardback("staff", "list"))
    assert "phrases/en.yaml" in told


def test_every_phrase_of_a_trouble_is_there() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(__file__).parents[2].glob("app/*.py"))
    for key in re.findall(r'Trouble\(\s*"(\w+)"', source):
        assert SAY.has(f"command.trouble.{key}"), key
    for reason in ("open_to_others", "not_ours", "missing", "wrong_key", "mirror"):
        assert SAY.slots(f"command.trouble.keys_{reason}") <= {"folder", "name"}


def test_staff_who_leave_hand_over_what_was_theirs(heardback: Command) -> None:
    for name, role in (("Fay", "facilitator"), ("Gus", "facilitator"), ("Ada", "admin")):
        heardback("staff", "add", "--name", name, "--role", role)
    assert "nobody here" in complained(heardback("staff", "remove", "--name", "Bo"))
    wrong = heardback("staff", "remove", "--name", "Fay", "--to", "Ada")
    assert "nobody here" in complained(wrong)
    assert "Fay has left" in heardback("staff", "remove", "--name", "Fay", "--to", "Gus").stdout
    assert "Fay" not in heardback("staff", "list").stdout
    assert "remove" in heardback("audit", "list").stdout
