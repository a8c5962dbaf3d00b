"""A person at a terminal, as a list of lines; what they saw is kept."""

from adapters.terminal import Terminal
from app.compose import App
from tests.delivery.line import Line

CLEAR = "\N{CHECK MARK} cleared"


class Typed:
    """Fulfils :class:`adapters.terminal.Screen`. When the lines are used up nobody is there."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)
        self.shown: list[str] = []

    async def read(self) -> str | None:
        if not self._lines:
            return None
        line = self._lines.pop(0)
        self.shown.append(f"> {line}")
        return line

    def write(self, text: str) -> None:
        self.shown.append(text)

    def clear(self) -> None:
        self.shown.append(CLEAR)

    @property
    def text(self) -> str:
        return "\n".join(self.shown).replace("\N{NO-BREAK SPACE}", " ")

    @property
    def left(self) -> int:
        return len(self._lines)


async def chat(line: Line | App, code: str, *lines: str, preview: bool = False) -> Typed:
    """Sit down at a terminal and type."""
    app = line.app if isinstance(line, Line) else line
    screen = Typed(*lines)
    await Terminal(app.conversations, screen, app.say, code, preview).run()
    return screen
