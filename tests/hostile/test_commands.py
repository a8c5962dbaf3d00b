"""Any string on the command line, in a setting or in a file of questions: taken as it is, or refused
in a sentence, and never a traceback."""

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.__main__ import cli
from app.settings import PREFIX, Settings
from app.trouble import Trouble
from prompts.check import check_file
from prompts.safe_yaml import MAX_BYTES, PromptFault, read_yaml
from tests.hostile.strings import FIXED, SOME, hostile, made_up

NAMES = {name: PREFIX + name.upper() for name in Settings.model_fields}


@pytest.fixture(scope="module", autouse=True)
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Work in an empty folder, with nothing set."""
    folder = tmp_path_factory.mktemp("commands")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in NAMES.values():
            patch.delenv(name, raising=False)
        yield folder


def typed(text: str) -> str:
    """Return what a program gets of a string as an argument or a setting: bytes without NUL, those
    that are no text as halves of characters."""
    raw = text.encode("utf-8", "surrogatepass").replace(b"\0", b"")
    return raw.decode("utf-8", "surrogateescape")


def run(*words: str) -> Result:
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code in (0, 1, 2), result.exception
    # A refusal ends by leaving; anything else would have been a traceback.
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", result.output)
    # What Typer says of its own shows turning marks to whoever has just typed them.
    ours = "" if "Usage:" in result.output else result.output
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", ours)
    if result.exit_code:
        assert result.stderr.strip()
        assert "nobody foresaw" not in result.stderr
    return result


COMMANDS = (
    ("chat", "{}"),
    ("rounds", "seal", "{}"),
    ("staff", "add", "--role", "{}", "--name", "x"),
    ("staff", "add", "--role", "lead", "--name", "{}"),
    ("group", "add", "--site", "{}", "--audience", "x", "--partner", "{}"),
    ("prompts", "check", "{}"),
    ("run", "--port", "{}"),
    ("{}",),
    ("chat", "--{}"),
)
QUICK = ("{}", "--{}", "chat", "prompts")
"""Where a command does not begin to serve."""


def is_command(text: str) -> bool:
    """Tell whether a string would really start something, such as a server."""
    return text.strip().lstrip("+").isdecimal() or text in ("run", "demo")


def tries(number: int, text: str) -> None:
    command = COMMANDS[number % len(COMMANDS)]
    if not is_command(text):
        run(*(word.replace("{}", text) for word in command))


def test_arguments() -> None:
    for number, text in enumerate(map(typed, SOME)):
        tries(number, text)


@made_up(10)
@given(number=st.integers(0, len(COMMANDS) - 1), text=hostile(400))
def test_arguments_made_up(number: int, text: str) -> None:
    tries(number, typed(text))


# --- settings --------------------------------------------------------------------------------


def sets(name: str, text: str, *, in_file: bool = False) -> None:
    """Set something to a string: it is taken as it is, or refused by its name alone."""
    file = Path(".env")
    with pytest.MonkeyPatch.context() as patch:
        if in_file:
            file.write_bytes(f"{NAMES[name]}={text}\n".encode("utf-8", "surrogateescape"))
        else:
            patch.setitem(os.environ, NAMES[name], text)
        trouble: Trouble | None = None
        try:
            shown = repr(Settings.read())
        except Trouble as refused:
            trouble = refused
            shown = str(refused.values.get("why", ""))
        finally:
            file.unlink(missing_ok=True)
    if trouble is not None:
        assert trouble.key in ("setting", "setting_unknown", "setting_file", "setting_line")
        assert trouble.values.get("name", PREFIX).startswith(PREFIX)
    assert len(text) < 4 or text not in shown or (trouble is None and name != "kek")


def test_settings() -> None:
    for text, name in zip(map(typed, FIXED), itertools.cycle(NAMES), strict=False):
        sets(name, text)
        sets(name, text, in_file=True)


@made_up(40)
@given(name=st.sampled_from(sorted(NAMES)), text=hostile(600), in_file=st.booleans())
def test_settings_made_up(name: str, text: str, in_file: bool) -> None:
    sets(name, typed(text), in_file=in_file)


def test_a_file_of_settings_that_is_no_text() -> None:
    Path(".env").write_bytes(bytes(range(256)))
    try:
        run("rounds", "list")
    finally:
        Path(".env").unlink()


# --- files of questions ----------------------------------------------------------------------

SET = Path(__file__).parents[2] / "prompts" / "sets" / "reflection.yaml"


def reads(raw: bytes) -> None:
    """Read bytes as a file of questions: what stands in it comes back, or a line is named."""
    fault: PromptFault | None = None
    try:
        line = read_yaml("x.yaml", raw).lines[()]
    except PromptFault as found:
        fault, line = found, found.line
    assert line >= 1
    assert fault is None or "\n" not in fault.reason


def checks(raw: bytes) -> None:
    file = Path("set.yaml")
    file.write_bytes(raw)
    checked = check_file(file, ())
    assert checked.questions is None or checked.questions.id


def lines_of(text: str) -> Iterator[bytes]:
    """Yield a file with a string in it: alone, quoted, as a name, and in a real set."""
    raw = text.encode("utf-8", "surrogatepass")
    yield raw[:MAX_BYTES]
    yield b'id: "' + raw.replace(b'"', b'\\"') + b'"\n'
    yield raw + b": x\n"
    whole = SET.read_bytes()
    yield whole.replace(b"version: 1", b"version: " + raw)
    yield whole + b"\n" + raw


def test_files_of_questions() -> None:
    for text in SOME:
        for raw in lines_of(text):
            reads(raw)
            checks(raw)


@made_up(40)
@given(text=hostile(2000), which=st.integers(0, 4))
def test_files_of_questions_made_up(text: str, which: int) -> None:
    raw = list(lines_of(text))[which]
    reads(raw)
    checks(raw)


@made_up(12)
@given(raw=st.binary(max_size=400))
def test_files_of_bytes(raw: bytes) -> None:
    reads(raw)
    checks(raw)
