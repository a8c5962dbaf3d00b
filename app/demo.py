"""The life of one round, played in the terminal in under a minute, on data that is thrown away."""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from rich.console import Console

from app.compose import build
from app.demo_stage import Panels, Stage, stage
from app.demo_story import Story
from app.demonstration import demo_clock
from app.settings import Settings
from app.told import phrases, print_line

SECONDS_A_WORD: Final = 0.19
"""How long a caption stands, for each of its words: about as fast as people read."""


def play(settings: Settings, plain: bool, seconds_a_word: float = SECONDS_A_WORD) -> None:
    """Play the whole round, then throw its data away; Ctrl and C end it sooner, without a word.

    Args:
        settings: What the operator set; its data are left alone.
        plain: Whether to print lines even where panels could be drawn.
        seconds_a_word: How long each caption stands; lines wait for nobody.

    Raises:
        Trouble: the temporary folder cannot be used.
        NotSaved: the disk is full.
    """
    console = Console(highlight=False, emoji=False)
    shown = stage(console, phrases(), plain)
    pace = seconds_a_word if isinstance(shown, Panels) else 0
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory(prefix="heardback-") as folder:
        own = settings.model_copy(update={"demo_folder": Path(folder)}).for_demonstration()
        asyncio.run(_play(own, shown, pace))
        print_line("\n" + phrases()("demo.end"))
        print_line(phrases()("demo.next"))


async def _play(settings: Settings, shown: Stage, seconds_a_word: float) -> None:
    clock = demo_clock(settings)
    async with build(settings, clock=clock) as app:
        app.warm()
        with shown:
            async for scene in Story(app, clock).scenes():
                shown.show(scene)
                words = len(app.say(f"demo.scene.{scene.name}").split())
                await asyncio.sleep(words * seconds_a_word)
