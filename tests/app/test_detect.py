"""The command that shows what the detector finds, in one text or in lines of JSON."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import PREFIX
from bot.detection.detector import FullDetector
from bot.detection.found import Found
from bot.detection.model import Model, ModelRefused
from bot.detection.rules import RULES
from bot.detection.text import Text
from tests.app.conftest import Command

HEARDBACK = [sys.executable, "-m", "app"]


def clue(text: Text) -> Iterator[Found]:
    if "only" in text.low:
        yield Found(0, len(text.text), "INDIRECT", 0.5, "clue")


@pytest.fixture(autouse=True)
def a_rule_for_clues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.detection.detector.RULES", (*RULES, clue))


def lines(*made: object) -> str:
    return "".join(json.dumps(each) + "\n" for each in made)


def test_each_line_is_answered_in_the_order_it_came(heardback: Command) -> None:
    ran = heardback(
        "detect",
        typed=lines(
            {"id": "b", "text": "\u201cEH1\u200b 1AA\u201d", "style": "asis"},
            {"id": 1, "text": "I am the only one"},
            {"id": "\u00e9\ud800", "text": ""},
        ),
    )
    assert ran.exit_code == 0
    assert [json.loads(line) for line in ran.stdout.splitlines()] == [
        {"id": "b", "spans": [{"start": 1, "end": 9, "label": "POSTCODE", "score": 0.95}]},
        {"id": 1, "spans": []},
        {"id": "\u00e9\ud800", "spans": []},
    ]
    assert ran.stderr == "Only rules look here, as HEARDBACK_DETECTOR asks. They miss more.\n"


def test_reasons_and_clues_are_for_who_asks(heardback: Command) -> None:
    typed = lines({"id": "a", "text": "the only one in EH1 1AA"})
    (line,) = heardback("detect", "--explain", "--indirect", typed=typed).stdout.splitlines()
    assert json.loads(line)["spans"] == [
        {"start": 0, "end": 23, "label": "INDIRECT", "score": 0.5, "why": "clue"},
        {"start": 16, "end": 23, "label": "POSTCODE", "score": 0.95, "why": "shape"},
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"Kirsty", "Line 2 is not JSON."),
        (b'{"id": "a", "text": "Kirsty', "Line 2 is not JSON."),
        (b'{"id": "a", "text": "Kirsty\xff"}', "Line 2 is not JSON."),
        (b"[" * 100_000, "Line 2 is not JSON."),
        (b'["Kirsty"]', "Line 2 needs an id and a text."),
        (b'{"text": "Kirsty"}', "Line 2 needs an id and a text."),
        (b'{"id": null, "text": "Kirsty"}', "Line 2 needs an id and a text."),
        (b'{"id": "a", "text": ["Kirsty"]}', "Line 2 needs an id and a text."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_not_quoted(
    heardback: Command, line: bytes, told: str
) -> None:
    good = b'{"id": 1, "text": "EH1 1AA"}'
    ran = heardback("detect", typed=b"\n".join((good, line, b"", good, b"")))
    assert ran.exit_code == 2
    assert ran.stdout.count('"POSTCODE"') == 2
    assert ran.stderr.splitlines()[1:] == [told]
    assert "Kirsty" not in ran.output


def test_one_text_is_shown_with_labels(heardback: Command) -> None:
    ran = heardback("detect", "Call 07700 900123\x1b[2J or [b]EH1 1AA[/b]\udcff")
    assert ran.exit_code == 0
    assert ran.stdout == ("Call [07700 900123: PHONE] [2J or [b][EH1 1AA: POSTCODE][/b] \n")


def test_one_text_is_explained(heardback: Command) -> None:
    ran = heardback("detect", "--indirect", "--explain", "the only EH1 1AA")
    head, asked, columns, *rows = ran.stdout.splitlines()
    assert head == "the only [EH1 1AA: POSTCODE]"
    assert asked == "This may point at one person: the only EH1 1AA"
    assert columns.split() == ["Words", "Label", "Score", "Why"]
    assert [row.split("  ")[0] for row in rows] == ["the only EH1 1AA", "EH1 1AA"]
    assert rows[1].rstrip().endswith("Written like one.")


def test_where_nothing_is_found_it_does_not_promise(heardback: Command) -> None:
    ran = heardback("detect", "It was fine, the only thing.")
    assert ran.stdout.splitlines() == [
        "It was fine, the only thing.",
        "We found nothing. We can miss some, so look for yourself.",
    ]


@pytest.mark.parametrize("reason", ["missing", "changed", "broken"])
def test_less_is_told(heardback: Command, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    def refuse() -> Model:
        raise ModelRefused(reason)  # type: ignore[arg-type]

    monkeypatch.delenv(PREFIX + "DETECTOR")
    monkeypatch.setattr("app.detect_command.detector_for", lambda _full: FullDetector(refuse))
    ran = heardback("detect", "EH1 1AA")
    assert ran.exit_code == 0
    assert "POSTCODE" in ran.stdout
    assert "Only rules look, and they miss more." in ran.stderr


@pytest.fixture
def terminal() -> Iterator[tuple[int, Callable[[], str]]]:
    """A terminal: one end to write to, and what was written."""
    ours, theirs = pty.openpty()

    def read() -> str:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:
            pass  # The other end is closed.
        return shown.decode()

    yield theirs, read
    os.close(ours)


@pytest.mark.parametrize("from_file", [True, False])
def test_a_terminal_shows_how_far_it_is(
    tmp_path: Path, terminal: tuple[int, Callable[[], str]], from_file: bool
) -> None:
    theirs, shown = terminal
    typed = lines(*({"id": at, "text": "EH1 1AA"} for at in range(3))) + "x\n"
    file = tmp_path / "texts.jsonl"
    file.write_text(typed)
    with file.open() as texts:
        given = {"stdin": texts} if from_file else {"input": typed, "text": True}
        environment = os.environ | {"HEARDBACK_DETECTOR": "rules", "TERM": "xterm"}
        ran = subprocess.run(
            [*HEARDBACK, "detect"],
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=environment,
            check=False,
            **given,  # type: ignore[call-overload]
        )
    assert ran.returncode == 2
    assert len(ran.stdout.splitlines()) == 3
    told = shown()
    assert "Texts looked at: 4" in told
    assert "Line 4 is not JSON." in told


def test_at_a_terminal_without_a_text_it_says_what_to_give(
    terminal: tuple[int, Callable[[], str]],
) -> None:
    theirs, _ = terminal
    ran = subprocess.run(
        [*HEARDBACK, "detect"], stdin=theirs, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr == "Give a text, or send lines of JSON to standard input.\n"
    assert ran.stdout == ""


def test_a_reader_that_has_seen_enough_ends_it() -> None:
    typed = lines(*({"id": at, "text": "EH1 1AA"} for at in range(3000)))
    ran = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m app detect | head -1; exit ${{PIPESTATUS[0]}}"],
        input=typed,
        capture_output=True,
        text=True,
        env=os.environ | {"HEARDBACK_DETECTOR": "rules"},
        check=False,
    )
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 1
    assert ran.stderr.count("\n") == 1
