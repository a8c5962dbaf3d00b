"""How the outbox sees the web page."""

from typing import Final

from adapters.channel import WaitingChat
from bot.ports import Capabilities

NAME: Final = "web"
MAX_TEXT: Final = 20_000
"""Longest text that fits into a posted form in any script, in characters."""

WEB: Final = WaitingChat(
    NAME,
    Capabilities(
        buttons=True,
        form=True,
        edit=True,
        delete=True,
        max_text=MAX_TEXT,
        keeps_typed_text=False,
        proactive=False,
    ),
)
"""The web page: nothing is pushed to a browser, what is due waits in the chat."""
