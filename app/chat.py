"""The terminal as a place to answer."""

import asyncio
import sys
from contextlib import suppress

from adapters.terminal import Terminal
from adapters.terminal_screen import Window
from app.compose import App, build
from app.demonstration import demo_clock
from app.settings import Settings
from app.trouble import Trouble


def chat(settings: Settings, code: str, demo: bool, preview: bool) -> None:
    """Talk to one person after another at this window.

    Args:
        settings: What the operator set.
        code: The code in the round's link; may be empty for a demonstration.
        demo: Whether to talk about the demonstration's round.
        preview: Whether a draft is to be tried out.

    Raises:
        Trouble: there is nothing to talk about.
        RoundUnknown: no round has this code.
        RoundNotOpen: it has not been opened, and this is no preview.
    """
    # Bytes that are no text must not end a conversation.
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    with suppress(KeyboardInterrupt):
        asyncio.run(_chat(settings.for_demonstration() if demo else settings, code, demo, preview))


async def _chat(settings: Settings, code: str, demo: bool, preview: bool) -> None:
    if demo and not settings.data_folder.is_dir():
        raise Trouble("no_demo")
    clock = demo_clock(settings) if demo else None
    async with build(settings, clock=clock) as app:
        app.warm()
        code = code or await _sample_code(app)
        window = Window(sys.stdin, sys.stdout)
        terminal = Terminal(app.conversations, window, app.say, code, preview)
        try:
            await terminal.run()
        except asyncio.CancelledError:
            window.clear()
            raise


async def _sample_code(app: App) -> str:
    """Return the code of the demonstration's round."""
    rounds = await app.database.run(lambda unit: unit.rounds())
    found = next((each.code for each in rounds if each.demonstration and not each.parent), "")
    if not found:
        raise Trouble("no_demo")
    return found
