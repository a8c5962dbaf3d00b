"""How invented people answer: each looks at the screen before them and does the next thing."""

import secrets
from collections.abc import Sequence
from typing import Final, Protocol

from app import sample
from app.compose import App
from bot.consultation.model import Round
from bot.conversation.events import Address, Chose, Event, Inbound, Opened, Said
from bot.conversation.messages import Message, Progress, Words

type Answer = sample.Said | str | None
"""Words, the id of what is picked, or None: the question is skipped. A card has None too."""

STEPS: Final = 60
"""More turns than any round takes with covers."""


class Guests(Protocol):
    """Those who come to rounds. ``who`` is the same for the same person in every round."""

    async def comes(self, round_: Round, who: str, answers: Sequence[Answer]) -> None:
        """Let somebody come, say yes if they are asked, and answer what they have not yet."""


class Quickly:
    """Everybody comes straight to the conversation, as from the web page."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._known: dict[str, Address] = {}

    async def comes(self, round_: Round, who: str, answers: Sequence[Answer]) -> None:
        """As above; whoever came before is known by their code."""
        carried = ""
        event: Event | None = Opened()
        for _ in range(STEPS):
            if event is None:
                return
            inbound = Inbound(
                delivery=secrets.token_hex(16),
                channel="web",
                round_code=round_.code,
                event=event,
                address=self._known.get(who),
                carried=carried,
            )
            reply = await self._app.conversations.handle(inbound)
            carried = reply.carried
            if reply.address is not None:
                self._known[who] = reply.address
            event = next_act(reply.message, answers)


def next_act(message: Message, answers: Sequence[Answer]) -> Event | None:
    """Return what an invented person does in front of a screen, or None when they are done."""
    # What follows the colon says which page a button was on.
    actions = {choice.action.partition(":")[0]: choice.action for choice in message.choices}
    for act, does in (("yes", "yes"), ("hears", "hears:all"), ("next", "next")):
        if act in actions:
            return Chose(does)
    progress = next((part for part in message.parts if isinstance(part, Progress)), None)
    said = answers[progress.done - 1] if progress else None
    if message.says:
        return Said(said.text) if isinstance(said, sample.Said) else Chose("skip")
    if "pick" in actions:
        picks = {choice.action.rpartition(":")[2]: choice.action for choice in message.choices}
        return Chose(picks[said]) if isinstance(said, str) else Chose("skip")
    if not isinstance(said, sample.Said) or "keep" not in actions:
        return None
    # What was found and proposed is covered already.
    shown = "".join(
        segment.text
        for part in message.parts
        if isinstance(part, Words)
        for segment in part.segments
        if not segment.cover
    )
    for words in said.cover:
        if words in shown:
            return Chose(actions["cover"], {"more": (words,)})
    return Chose(actions["keep"], {"quote": ("yes" if said.quote else "no",)})
