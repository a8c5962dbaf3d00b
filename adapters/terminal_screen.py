"""The window a person really types in: standard input and output."""

import asyncio
import threading
from contextlib import suppress
from typing import Final, TextIO

# Erases what the window shows and what can be scrolled back to, and starts at its top.
_CLEAR: Final = "\x1b[3J\x1b[2J\x1b[H"


class Window:
    """Fulfils :class:`adapters.terminal.Screen`. Make it where an event loop runs."""

    def __init__(self, typed: TextIO, shown: TextIO) -> None:
        """Begin to read ``typed``. What is shown is cleared only where ``shown`` is a window."""
        self._shown = shown
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        # Reading blocks, and a pool's thread would be waited for at the end; this one is not.
        threading.Thread(target=self._follow, args=(typed,), name="typed", daemon=True).start()

    async def read(self) -> str | None:
        """Return the next line without its end, or None when there is no more."""
        self._show("> ")
        line = await self._lines.get()
        if line is None:
            self._lines.put_nowait(None)
        return line

    def write(self, text: str) -> None:
        """Show lines; what the window cannot show becomes a question mark."""
        self._show(text + "\n")

    def clear(self) -> None:
        """Remove everything that was shown."""
        if self._shown.isatty():
            self._show(_CLEAR)

    def _show(self, text: str) -> None:
        encoding = self._shown.encoding or "utf-8"
        self._shown.write(text.encode(encoding, "replace").decode(encoding))
        self._shown.flush()

    def _follow(self, typed: TextIO) -> None:
        # The loop that would read on may be gone by now; an input that is closed has ended.
        with suppress(RuntimeError):
            with suppress(OSError, ValueError):
                for line in typed:
                    self._put(line.rstrip("\r\n"))
            self._put(None)

    def _put(self, line: str | None) -> None:
        self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
