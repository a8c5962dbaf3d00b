"""Any string typed at the terminal: kept as it was shown, or refused, and never obeyed."""

import asyncio
import os
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given

from adapters.terminal import Terminal
from adapters.terminal_page import plain
from bot.conversation.facts import MAX_TEXT, control_word
from bot.ports import Unit
from tests.drivers.terminal import Keyboard
from tests.hostile.house import House
from tests.hostile.strings import FIXED, FULL, SOME, hostile, made_up
from tests.hostile.test_answers import showable

TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def obeyed(shown: str) -> list[str]:
    """Return what a terminal would obey instead of showing it."""
    return [
        ch for ch in shown if ch != "\n" and (unicodedata.category(ch) == "Cc" or ch in TURNING)
    ]


class Window:
    """Somebody at a terminal, in front of the first question."""

    def __init__(self, house: House) -> None:
        self.house = house
        app = house.world.app
        self._say = app.say
        self._keys = Keyboard()
        terminal = Terminal(app.conversations, self._keys, app.say, house.world.round.code)
        self._running = asyncio.create_task(terminal.run())
        self.code = ""

    @classmethod
    async def opened(cls, house: House) -> "Window":
        made = cls(house)
        await made._keys.waits(made._running)
        shown = await made.types("Yes, I will take part")
        (made.code,) = re.findall(r"^    ((?:[a-z]+ ){6}[a-z]+)$", shown, flags=re.MULTILINE)
        await made.types("Nothing")
        return made

    async def types(self, line: str) -> str:
        """Type one line; return what was shown then."""
        self._keys.out = []
        self._keys.type(line)
        await self._keys.waits(self._running)
        shown = "\n".join(self._keys.out)
        assert obeyed(shown) == []
        return shown

    async def answers(self, text: str) -> None:
        """Type an answer of several lines, keep it, and go back to the question."""
        lines = until_empty(text)
        for line in lines:
            await self.types(line)
        shown = await self.types("")
        typed = "\n".join(lines).rstrip()
        if self._say("contributor.check.title") not in shown:
            assert "! " in shown
            assert len(typed) > MAX_TEXT or not any(ch.isprintable() for ch in typed.strip())
            return
        await self.types("Keep")
        await self.types("No")
        # It is not hard to read.
        shown = await self.types("")
        assert self._say("contributor.question.progress", number=2, total=5) in shown
        assert await self.kept(typed), repr(typed)
        await self.types("back")

    async def kept(self, typed: str) -> bool:
        """Tell whether what was typed lies in the vault, but for what the checker covers."""
        address = await self.house.world.app.codes.address(self.code)
        round_id = self.house.world.round.id

        def work(unit: Unit) -> bool:
            person = unit.person(address)
            assert person is not None
            kept = unit.answers(round_id, person.id)["trust"].kept
            assert kept is not None
            return kept.text == showable(typed) if not kept.covers else True

        return await self.house.world.run(work)

    async def leaves(self) -> None:
        self._keys.type(None)
        await self._running


def until_empty(text: str) -> list[str]:
    """Return the lines of a text up to the first that looks empty, which would end it."""
    lines: list[str] = []
    for line in re.split(r"\r\n|\r|\n", text):
        if not line.strip():
            break
        lines.append(line)
    return lines


def means_something(house: House, text: str) -> bool:
    """Tell whether a line of it is a word that always works, or the label of a choice."""
    say = house.world.app.say
    return any(
        control_word(say, line) or plain(line) in LABELS or not line.strip()
        for line in until_empty(text) or [""]
    )


LABELS = frozenset({"", "back", "leave", "my answers", "help", "privacy", "next", "why", "quit"})


@pytest.fixture(scope="module")
def window(house: House) -> Window:
    made = house.run(Window.opened(house))
    yield made
    house.run(made.leaves())


def test_the_fixed_list(window: Window) -> None:
    for text in SOME:
        if not means_something(window.house, text):
            window.house.run(window.answers(text))


@made_up(15)
@given(text=hostile())
def test_whatever_is_made_up(window: Window, text: str) -> None:
    if not means_something(window.house, text):
        window.house.run(window.answers(text))


# --- the command, with bytes coming in -------------------------------------------------------


async def piped(folder: Path, typed: bytes, code: str) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "chat", code),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"HEARDBACK_DATA_FOLDER": str(folder), "PYTHONUTF8": "1"},
    )
    out, err = await asyncio.wait_for(process.communicate(typed), 1200)
    assert process.returncode is not None
    return process.returncode, out, err


async def test_bytes_that_are_piped_in(tmp_path: Path) -> None:
    """Whatever comes in, the command goes on to its end and complains of nothing."""
    from tests.transcripts.test_command import opened

    made = await opened(tmp_path)
    lines = [text.encode("utf-8", "surrogatepass") for text in (FIXED if FULL else FIXED[::3])]
    lines += [bytes(range(256)), b"\xff\xfe", b"\xed\xa0\x80", b"\x00" * 50]
    often = 10_000 // len(lines) + 1 if FULL else 1
    typed = b"1\n1\n" + b"\n".join(line + b"\n" for line in lines * often)
    status, out, err = await piped(tmp_path, typed, made.round.code)
    assert (status, err) == (0, b"")
    assert b"Traceback" not in out
    # Every line was read: nothing in between has ended it.
    assert out.count(b"> ") >= typed.count(b"\n")
    shown = out.decode("utf-8", "replace")
    assert obeyed(shown) == []
