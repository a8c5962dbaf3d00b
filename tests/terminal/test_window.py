"""The real window: standard input and output."""

import asyncio
import io
import os
import threading
from collections.abc import Iterator
from typing import TextIO

import pytest

from adapters.terminal_screen import Window


@pytest.fixture
def pipe() -> Iterator[tuple[TextIO, TextIO]]:
    read, write = os.pipe()
    with (
        os.fdopen(read, encoding="utf-8") as typed,
        os.fdopen(write, "w", encoding="utf-8") as keys,
    ):
        yield typed, keys


class Shown(io.TextIOWrapper):
    """Output that is, or is not, a window."""

    def __init__(self, *, window: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")
        self.window = window

    def isatty(self) -> bool:
        return self.window

    @property
    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


async def test_lines_come_as_they_are_typed() -> None:
    window = Window(io.StringIO("one\n two \r\nlast"), shown := Shown())
    assert [await window.read() for _ in range(5)] == ["one", " two ", "last", None, None]
    assert shown.text == "> > > > > "


async def test_a_line_is_waited_for(pipe: tuple[TextIO, TextIO]) -> None:
    typed, keys = pipe
    window = Window(typed, Shown())
    reading = asyncio.create_task(window.read())
    await asyncio.sleep(0)
    assert not reading.done()
    keys.write("now\n")
    keys.flush()
    assert await reading == "now"
    keys.close()
    assert await window.read() is None


async def test_a_closed_input_has_ended() -> None:
    typed = io.StringIO("gone")
    typed.close()
    assert await Window(typed, Shown()).read() is None


async def test_a_window_may_outlive_its_loop(pipe: tuple[TextIO, TextIO]) -> None:
    typed, keys = pipe
    before = set(threading.enumerate())
    ended = asyncio.new_event_loop()
    await asyncio.to_thread(ended.run_until_complete, _opened(typed))
    ended.close()
    (reader,) = (new for new in set(threading.enumerate()) - before if new.name == "typed")
    keys.write("to nobody\n")
    keys.flush()
    reader.join(20)
    assert not reader.is_alive()


async def _opened(typed: TextIO) -> Window:
    return Window(typed, Shown())


async def test_what_a_window_cannot_show_is_marked() -> None:
    window = Window(io.StringIO(), shown := Shown(encoding="ascii"))
    window.write("café \ud800 – fine")
    assert shown.text == "caf? ? ? fine\n"


@pytest.mark.parametrize(("is_window", "written"), [(True, "\x1b[3J\x1b[2J\x1b[H"), (False, "")])
async def test_only_a_window_is_cleared(is_window: bool, written: str) -> None:
    window = Window(io.StringIO(), shown := Shown(window=is_window))
    window.clear()
    assert shown.text == written
