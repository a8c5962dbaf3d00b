"""The demonstration in the terminal: the whole life of one round, on the real product."""

import asyncio
import io
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest
from rich.console import Console

from app import sample
from app.compose import build
from app.demo import SECONDS_A_WORD
from app.demo_stage import Lines, Panels, stage
from app.demo_story import FIRST, OUTCOME, PLACE, SCENES, Scene, Story
from app.demonstration import demo_clock
from app.settings import Settings
from app.told import phrases
from tests.app.conftest import Command

RAW = ["Kirsty", "band practice", "900456"]
"""What the one who is shown close up covers."""
OTHERS = ["Nadia", "Callum", "Elm Row", "Lennox", "900123", "help@northshore"]
"""What the others cover, none of whose screens is shown."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the demonstration may put its data."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    return scratch


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> list[Scene]:
    """Every scene of one life."""
    folder = tmp_path_factory.mktemp("story")

    async def live() -> list[Scene]:
        settings = Settings(_env_file=None, demo_folder=folder).for_demonstration()  # type: ignore[call-arg]
        clock = demo_clock(settings)
        async with build(settings, clock=clock) as app:
            return [scene async for scene in Story(app, clock).scenes()]

    return asyncio.run(live())


def held(text: str, what: str) -> list[str]:
    """Return what stood beside one thing that the database holds, whenever it was told."""
    return re.findall(rf"^  {what}: (.*)$", text, re.MULTILINE)


def test_the_whole_life_in_plain_lines(heardback: Command, folder: Path, elsewhere: Path) -> None:
    shown = heardback("demo", "--plain")
    assert (shown.exit_code, shown.stderr) == (0, "")
    text = shown.stdout
    assert re.findall(r"^--- Step (\d+) of 20", text, re.MULTILINE) == [
        str(number) for number in range(1, 21)
    ]
    assert "\x1b" not in text
    assert "\r" not in text
    before, _, after = text.partition("--- Step 7 of ")
    assert FIRST.text in before
    assert [word for word in RAW if word in after] == []
    assert [word for word in OTHERS if word in text] == []
    # Who knows the name by itself says that it is one.
    kept = re.compile(
        r"\[(name|covered words)\] rang me each week after \[covered words\]. "
        r"You can ask her on \[phone number\]."
    )
    assert len(kept.findall(before)) == 1
    assert kept.search(after.partition("--- Step 18 of ")[2])
    assert text.count(PLACE) == 2, "typed by the coordinator and read there, and nowhere after"
    assert "I took [covered words]." in after
    assert held(text, "The round's key")[-1] == "destroyed"
    answers, quotes = held(text, "Locked answers"), held(text, "Anonymous quotes")
    said = 2 + sum(each is not None for one in sample.PEOPLE for each in one)
    assert str(said) in answers
    assert (answers[-1], quotes[-1]) == ("0", str(said))
    # Seven took part and one of them has stopped.
    assert held(text, "Messages sent")[-1] == "6"
    last = text.partition("--- Step 20 of ")[2]
    assert "What changed because of you" in last
    assert OUTCOME["said"] in last
    assert OUTCOME["did"] in last
    assert text.rstrip().endswith("type heardback run --demo.")
    assert list(elsewhere.iterdir()) == []
    assert [path for path in folder.iterdir() if path != elsewhere] == []


def test_the_scenes_are_what_the_product_shows(scenes: list[Scene]) -> None:
    by_name = {scene.name: scene for scene in scenes}
    assert tuple(by_name) == SCENES
    assert [scene.now for scene in scenes] == sorted(scene.now for scene in scenes)
    assert (scenes[-1].now - scenes[0].now).days >= 28
    assert by_name["keep"].lying.locked
    for scene in scenes:
        for _kind, locked in scene.lying.locked:
            assert not any(word.encode() in locked for word in [*RAW, *OTHERS, "trust"])
    changed, seal = by_name["changed"].lying, by_name["seal"].lying
    assert len(changed.locked) > len(changed.quotes) == 0
    assert len(seal.quotes) > len(seal.locked) == 0
    assert (by_name["changed"].key, by_name["seal"].key) == (True, False)


@pytest.mark.parametrize(
    ("width", "height", "panels"), [(120, 40, 3), (100, 24, 3), (99, 40, 3), (80, 24, 1)]
)
def test_panels_stand_beside_or_below_each_other(
    scenes: list[Scene], width: int, height: int, panels: int
) -> None:
    say = phrases()
    out = io.StringIO()
    console = Console(file=out, width=width, height=height, force_terminal=True, color_system=None)
    drawn = Panels(console, say)
    for scene in scenes:
        out.seek(0)
        out.truncate()
        console.print(drawn.drawn(scene), height=height, end="")
        lines = out.getvalue().splitlines()
        assert len(lines) == height
        assert all(len(line) == width for line in lines)
        text = "\n".join(lines)
        assert say(f"demo.scene.{scene.name}") in " ".join(text.split())
        assert f"▶ {say(f'demo.panel.{scene.who}')}" in text
        names = [say(f"demo.panel.{who}") for who in ("contributor", "coordinator", "facilitator")]
        assert sum(f" {name} ─" in text or f" {name} ━" in text for name in names) == panels
        top = next(line for line in lines if "┏" in line)
        beside = width >= 100
        assert (top.count("┏") + top.count("╭") == panels) is beside or panels == 1


@pytest.mark.parametrize(
    ("plain", "term", "no_color", "window", "kind"),
    [
        (False, "xterm", False, True, Panels),
        (True, "xterm", False, True, Lines),
        (False, "dumb", False, True, Lines),
        (False, "xterm", True, True, Lines),
        (False, "xterm", False, False, Lines),
    ],
)
def test_where_panels_are_drawn(
    plain: bool, term: str, no_color: bool, window: bool, kind: type
) -> None:
    set_ = {"TERM": term, **({"NO_COLOR": "1"} if no_color else {})}
    console = Console(file=io.StringIO(), force_terminal=window, _environ=set_)
    assert isinstance(stage(console, phrases(), plain), kind)


class Window:
    """The demonstration as a process in a window of its own."""

    def __init__(self, folder: Path, code: str) -> None:
        self._outer, inner = pty.openpty()
        ioctl(self._outer, TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        around = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=folder,
            env={**around, "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[2])},
            stdin=inner,
            stdout=inner,
            stderr=inner,
        )
        os.close(inner)
        self.shown = ""

    def reads(self, until: str = "") -> str:
        """Read until some text was shown, or to the end."""
        with suppress(OSError):  # the end of a window on Linux
            while not until or until not in self.shown:
                more = os.read(self._outer, 65536)
                if not more:
                    break
                self.shown += more.decode("utf-8", "replace")
        return self.shown

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._outer)


@pytest.fixture
def window(folder: Path) -> Iterator[type[Window]]:
    opened: list[Window] = []

    class Opened(Window):
        def __init__(self, code: str) -> None:
            super().__init__(folder, code)
            opened.append(self)

    yield Opened  # type: ignore[misc]
    for each in opened:
        each.close()


PLAYED = "from app import demo; from app.settings import Settings; demo.play(Settings.read(), False"


def test_the_live_form_takes_the_window_and_gives_it_back(
    window: type[Window], folder: Path, elsewhere: Path
) -> None:
    text = window(f"{PLAYED}, 0)").reads()  # type: ignore[call-arg,arg-type]
    begins, ends = text.index("\x1b[?1049h"), text.index("\x1b[?1049l")
    assert "\x1b[?25h" in text[begins:]
    for number in range(1, 21):
        assert begins < text.index(f"Step {number} of 20") < ends
    assert "What the database holds" in text
    assert "destroyed" in text
    assert "That was one round." in text[ends:]
    assert list(elsewhere.iterdir()) == []


def test_ctrl_c_ends_it_quietly(window: type[Window], folder: Path, elsewhere: Path) -> None:
    opened = window(f"{PLAYED})")  # type: ignore[call-arg,arg-type]
    opened.reads(until="Step 1 of 20")
    assert list(elsewhere.iterdir()) != []
    opened.process.send_signal(signal.SIGINT)
    text = opened.reads()
    assert opened.process.wait() == 0
    assert "Traceback" not in text
    assert "\x1b[?1049l" in text
    assert "\x1b[?25h" in text
    assert "That was one round." not in text
    assert list(elsewhere.iterdir()) == []


def test_captions_stand_for_less_than_a_minute() -> None:
    words = [len(phrases()(f"demo.scene.{name}").split()) for name in SCENES]
    assert 30 < sum(words) * SECONDS_A_WORD < 54


def test_a_stranger_has_nothing_before_them(scenes: list[Scene]) -> None:
    """Before the link is opened the contributor's panel says so."""
    out = io.StringIO()
    console = Console(file=out, width=120, height=36, color_system=None)
    console.print(Panels(console, phrases()).drawn(scenes[0]), height=36)
    assert "Nothing yet." in out.getvalue()
