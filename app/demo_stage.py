"""How a demonstration is drawn: panels side by side in a window, or plain lines."""

from collections.abc import Iterator
from types import TracebackType
from typing import Final, Protocol, Self

from rich import box
from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.layout import Layout
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from app.demo_story import SCENES, Scene, Who
from app.demo_words import lines_of
from prompts.library import Phrases
from storage.glimpse import Lying

PEOPLE: Final[tuple[Who, ...]] = ("contributor", "coordinator", "facilitator")
SIDE_BY_SIDE: Final = 100
"""Columns from which the panels stand side by side."""
ROOMY: Final = 32
"""Lines from which there is room for empty ones."""
_SHOWN_BYTES: Final = 12
_SHOWN_ROWS: Final = 6


class Stage(Protocol):
    """Where scenes are shown, one after another."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the window as it was."""

    def show(self, scene: Scene) -> None:
        """Show a scene."""


def stage(console: Console, say: Phrases, plain: bool) -> Stage:
    """Return panels where a window can show them and nobody has asked for less, else lines."""
    less = plain or console.no_color or console.is_dumb_terminal or not console.is_terminal
    return Lines(console, say) if less else Panels(console, say)


class Lines:
    """Plain lines: no colour, and nothing moves."""

    def __init__(self, console: Console, say: Phrases) -> None:
        self._console = console
        self._say = say
        self._held: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        """Print what this is."""
        self._print(self._say("demo.title"))
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing was moved, so nothing is put back."""

    def show(self, scene: Scene) -> None:
        """Print a scene: where it stands, what happens, the screen, and rows that changed."""
        say = self._say
        number = say("demo.step", number=SCENES.index(scene.name) + 1, total=len(SCENES))
        self._print("", f"--- {number} - {say.weekday_date(scene.now.date())} ---")
        self._print(say(f"demo.scene.{scene.name}"))
        self._print("", f"[{say(f'demo.panel.{scene.who}')}]")
        self._print(*(f"  {line}" for line in _screen(scene, scene.who)))
        held = (*(f"{label}: {what}" for label, what in _counts(scene, say)), *_rows(scene.lying))
        if held != self._held:
            self._print("", f"[{say('demo.panel.tables')}]", *(f"  {line}" for line in held))
        self._held = held

    def _print(self, *lines: str) -> None:
        for line in lines:
            self._console.print(Text(line), soft_wrap=True)


class Panels:
    """One panel for each person and one for the tables."""

    def __init__(self, console: Console, say: Phrases) -> None:
        self._say = say
        self._console = console
        self._live = Live(console=console, screen=True, auto_refresh=False)

    def __enter__(self) -> Self:
        """Take the window over; what stood there comes back at the end."""
        self._live.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Give the window back."""
        self._live.stop()

    def show(self, scene: Scene) -> None:
        """Draw a scene over the one before."""
        self._live.update(self.drawn(scene), refresh=True)

    def drawn(self, scene: Scene) -> RenderableType:
        """Return the whole window."""
        layout, people = Layout(), Layout()
        panels = [Layout(self._person(who, scene), name=who) for who in PEOPLE]
        if self._beside:
            people.split_row(*panels)
        elif self._console.height >= ROOMY:
            people.split_column(*panels)
        else:
            # There is room for one only: the one whose turn it is.
            people.split_column(*(panel for panel in panels if panel.name == scene.who))
        layout.split_column(
            Layout(self._caption(scene), size=5),
            people,
            Layout(self._tables(scene), size=_SHOWN_ROWS + 2),
        )
        return layout

    @property
    def _beside(self) -> bool:
        return self._console.width >= SIDE_BY_SIDE

    def _caption(self, scene: Scene) -> RenderableType:
        say, at = self._say, SCENES.index(scene.name) + 1
        number = say("demo.step", number=at, total=len(SCENES))
        head = Table.grid(expand=True)
        head.add_column()
        head.add_column(justify="right")
        head.add_row(Text(say("demo.title"), "bold"), Text(say.weekday_date(scene.now.date())))
        bar = Table.grid(padding=(0, 1), expand=True)
        bar.add_column(ratio=1)
        bar.add_column()
        bar.add_row(
            Align.center(
                ProgressBar(len(SCENES), at, complete_style="bold", finished_style="bold"),
                vertical="middle",
            ),
            Text(number),
        )
        return Group(head, bar, Text(), Text(say(f"demo.scene.{scene.name}"), "bold"))

    def _person(self, who: Who, scene: Scene) -> Panel:
        """Draw one person's screen; whose turn it is has the heavy frame and a mark."""
        now = who == scene.who
        title = self._say(f"demo.panel.{who}")
        between = "\n\n" if self._beside and self._console.height >= ROOMY else "\n"
        text = Text(between.join(_screen(scene, who)) or self._say("demo.quiet"))
        return Panel(
            text,
            title=f"▶ {title}" if now else title,
            title_align="left",
            box=box.HEAVY if now else box.ROUNDED,
            border_style="bold" if now else "dim",
        )

    def _tables(self, scene: Scene) -> Panel:
        counts = list(_counts(scene, self._say))
        grid = Table.grid(padding=(0, 2), expand=True)
        for column in zip(*counts, strict=True):
            grid.add_column(no_wrap=True, width=max(map(len, column)))
        grid.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        rows = [*_rows(scene.lying), *[""] * len(counts)]
        for (label, what), row in zip(counts, rows, strict=False):
            grid.add_row(Text(label), Text(what, "bold"), Text(row))
        title = self._say("demo.panel.tables")
        return Panel(grid, title=title, title_align="left", box=box.ROUNDED, border_style="dim")


def _screen(scene: Scene, who: Who) -> Iterator[str]:
    """Yield what a person did just now, and what they see."""
    if scene.did and who == scene.who:
        yield f"> {scene.did}"
    if who in scene.screens:
        yield from lines_of(scene.screens[who])


def _counts(scene: Scene, say: Phrases) -> Iterator[tuple[str, str]]:
    lying = scene.lying
    yield say("demo.held.key"), say("demo.held.there" if scene.key else "demo.held.gone")
    for kind in ("session", "answer", "outbox"):
        count = sum(each == kind for each, _ in lying.locked)
        yield say(f"demo.held.{kind}"), str(count)
    yield say("demo.held.quotes"), str(len(lying.quotes))
    yield say("demo.held.sent"), str(lying.messages.count("sent"))


def _rows(lying: Lying) -> Iterator[str]:
    """Yield a few rows as they lie there: locked ones as bytes, quotes as words."""
    for kind, text in lying.locked[:_SHOWN_ROWS]:
        yield f"{kind:<8}{text[:_SHOWN_BYTES].hex(' ')} …"
    for words in lying.quotes[:_SHOWN_ROWS]:
        yield f"quote   {words}"
