"""A person at the terminal: the real entrance, its lines typed and read as at a window."""

import asyncio
import re
from typing import Final, Self

from adapters.terminal import Terminal
from app.compose import App
from tests.drivers.page import squeezed

_PATIENCE: Final = 60.0
"""Seconds to wait for the next prompt before something is thought to hang."""
_PROMPTS: Final = 9
"""More fields than any form has."""


class Keyboard:
    """Fulfils :class:`adapters.terminal.Screen`: hands over when the next line is waited for."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._waiting = asyncio.Event()

    async def read(self) -> str | None:
        self._waiting.set()
        line = await self._lines.get()
        self._waiting.clear()
        return line

    def write(self, text: str) -> None:
        self.out.append(text)

    def clear(self) -> None:
        self.out = []

    async def waits(self, ended: "asyncio.Task[None]") -> None:
        """Return when a line is waited for, or the terminal has ended."""
        waiting = asyncio.create_task(self._waiting.wait())
        done, _ = await asyncio.wait(
            {waiting, ended}, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        waiting.cancel()
        assert done, "the terminal waits for nothing and does nothing"
        if ended in done:
            ended.result()

    def type(self, line: str | None) -> None:
        self._waiting.clear()
        self._lines.put_nowait(line)


class TerminalPerson:
    """Fulfils ``Driver`` of the transcripts' runner."""

    channel = "terminal"
    address = None

    def __init__(self, app: App, code: str) -> None:
        self._app = app
        self._say = app.say
        self._drawn = ""
        self._code = ""
        self._sits_down(code)

    def _sits_down(self, code: str) -> None:
        self._keys = Keyboard()
        terminal = Terminal(self._app.conversations, self._keys, self._say, code)
        self._running = asyncio.create_task(terminal.run())

    async def __aenter__(self) -> Self:
        await self._keys.waits(self._running)
        self._look()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._stands_up()

    async def _stands_up(self) -> None:
        if not self._running.done():
            self._keys.type(None)
        await asyncio.wait_for(self._running, _PATIENCE)

    # what a transcript can ask for
    async def opens(self, *, elsewhere: bool = False, code: str | None = "") -> None:  # noqa: ARG002 - as above
        """Come back. The window forgets who sat there, so that takes the code anywhere."""
        if not self._drawn:
            return
        ended = self._say("terminal.press_enter") in self._tail
        await self._type("" if ended else "leave")
        await self._type("yes")
        if code:
            await self.taps("I have a code", {})
            await self.taps("Go on", {"Your code": code})

    async def turns_to(self, code: str) -> None:
        """Come by another link from now on."""
        await self._stands_up()
        self._sits_down(code)
        self._drawn = ""
        await self.__aenter__()

    async def says(self, text: str) -> None:
        """Type text; where several lines are read, an empty one ends them."""
        many = squeezed(self._say("terminal.two_lines")) in squeezed(self._tail)
        for line in text.split("\n"):
            await self._type(line)
        if many and self._reading_on():
            await self._type("")

    async def taps(
        self, label: str, fills: dict[str, str | list[str]], switches: tuple[str, ...] = ()
    ) -> int:
        """Choose by typing a label, then type what is asked for."""
        left = dict(fills)
        taps = 1 + len(switches)
        if fills and self._asks_at_once():
            taps += await self._fill(left, switches)
        else:
            await self._type(label)
        for _ in range(_PROMPTS):
            if self._turned():
                break
            taps += await self._fill(left, switches)
        assert not left, f"nobody asked for {list(left)}: {self._recent}"
        return taps

    @property
    def seen(self) -> str:
        """Everything on the screen since the last line that was typed."""
        return squeezed(re.sub(r"^(  )?[|*!] ", "", self._drawn, flags=re.MULTILINE))

    @property
    def labels(self) -> list[str]:
        """What can be chosen, as a list to look a label up in."""
        numbered = re.findall(r"^ *\d+  (.*(?:\n     .*)*)", self._drawn, flags=re.MULTILINE)
        always = squeezed(self._drawn.rpartition("-" * 78)[2].partition(self._tail)[0])
        _, _, words = always.partition(": ")
        return [*map(squeezed, numbered), *(word[:1].upper() + word[1:] for word in
                                            words.rstrip(".").split(", "))]  # fmt: skip

    @property
    def shown(self) -> list[str]:
        """The person's own words: what is covered by its kind, what is shown as it stands."""
        found = re.findall(r"(?:^  \| ?.*\n?)+", self._drawn, flags=re.MULTILINE)
        texts = [re.sub(r"^  \| ?", "", block, flags=re.MULTILINE) for block in found]
        without_numbers = (re.sub(r"\[\d+: |<\d+: ([^>]*)>", _as_read, text) for text in texts)
        return [squeezed(text) for text in without_numbers]

    @property
    def code(self) -> str:
        """The code to come back with, if the screen shows it."""
        found = re.search(r"^    ((?:[a-z]+ ){6}[a-z]+)$", self._drawn, flags=re.MULTILINE)
        return found[1] if found else ""

    # how it is done
    async def _type(self, line: str) -> None:
        self._keys.out = []
        self._keys.type(line)
        await self._keys.waits(self._running)
        self._look()

    def _look(self) -> None:
        self._recent = "\n".join(self._keys.out)
        if self._turned() or not self._drawn:
            self._drawn = self._recent

    def _turned(self) -> bool:
        """Tell whether a new screen was drawn since the last line."""
        ends = ("terminal.another", "terminal.press_enter")
        return "-" * 78 in self._recent or any(self._say(key) in self._recent for key in ends)

    @property
    def _tail(self) -> str:
        """What was asked after the screen."""
        return self._recent.rpartition("-" * 78)[2]

    def _reading_on(self) -> bool:
        return not self._recent

    def _asks_at_once(self) -> bool:
        menu = ("terminal.choose", "terminal.type_word", "terminal.two_lines")
        return not any(squeezed(self._say(key)) in squeezed(self._tail) for key in menu)

    async def _fill(self, left: dict[str, str | list[str]], switches: tuple[str, ...]) -> int:
        """Answer one prompt."""
        asked = squeezed(self._recent)
        label = next((each for each in left if each in asked), None)
        if label is None:
            covers = squeezed(self._say("terminal.switch")) in asked
            await self._type(" ".join(map(self._number, switches)) if covers else "")
            return 0
        value = left.pop(label)
        if isinstance(value, list):
            await self._type(" ".join(self._number(each) for each in value))
            return len(value)
        choice = squeezed(self._say("terminal.one")) in asked
        await self._type(value)
        return int(choice)

    def _number(self, words: str) -> str:
        """Return the number of the option that names these words."""
        found = re.findall(r"^ *(\d+)  (.*(?:\n     .*)*)", self._recent, flags=re.MULTILINE)
        return next(number for number, label in found if words in squeezed(label))


def _as_read(numbered: re.Match[str]) -> str:
    """Return a cover, or words that show, without the number that switches it."""
    return "[" if numbered[1] is None else numbered[1]
