"""A message as an Adaptive Card, for the chat or for a dialog.

Each button carries where its card stands (a round and the state to bring along, or a spot of the
desk) and what it means; never a word of anybody's. All of it is signed for the one person it is
for, so that data changed on the way back is refused.
"""

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.parts import Block, Drawing
from adapters.teams import text
from adapters.teams.forms import LOOK, Action, Press, buttons, entries, field_blocks, press_of
from adapters.teams.text import header, rich, run, small, units
from bot.conversation.messages import Card, Choice, Entries, Message, Part, Text, Words
from prompts.library import Phrases

VERSION: Final = "1.5"
HELD: Final = "heardback"
"""The name under which a button's data hold what is signed."""
MAC: Final = "mac"
MAX_UNITS: Final = 48_000
"""Longest card, in UTF-16 units: Teams takes messages of 100 KB, with what stands around a card."""
_TYPE: Final = "AdaptiveCard"
_encode = json.JSONEncoder(check_circular=False).encode
_encode_card = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a card stands.

    A contributor's names the ``round`` by its link's code and the state it ``carried``; a member of
    staff's names the ``spot``, written as a ``go:`` action. The home card has neither.
    """

    round: str = ""
    carried: str = ""
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What a button of ours holds; ``nonce`` is its card's own."""

    seat: Seat
    press: Press
    nonce: str


class Signer:
    """Signs what buttons hold, for one person each. ``key`` only the server has."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def mac(self, *parts: str) -> str:
        """Return the mark of some texts."""
        return _mark(self._key, json.dumps(parts))

    def key(self, whose: str) -> bytes:
        """Return the key for the cards of one person."""
        return self.mac("card", whose).encode()

    @staticmethod
    def pack(held: Held, key: bytes) -> dict[str, Any]:
        """Return a button's data, signed with a person's key."""
        seat, press = held.seat, held.press
        what = (seat.round, seat.carried, seat.spot, press.act, press.asks, press.says, held.nonce)
        text = _encode(what)
        return {HELD: text, MAC: _mark(key, text)}

    def read(self, data: Mapping[str, Any], whose: str) -> Held | None:
        """Return what a button holds, or None if we did not make it so, or for somebody else."""
        text, mac = data.get(HELD), data.get(MAC)
        if not isinstance(text, str) or not isinstance(mac, str):
            return None
        good = _mark(self.key(whose), text)
        if not hmac.compare_digest(mac.encode("utf-8", "replace"), good.encode()):
            return None
        round_, carried, spot, act, asks, says, nonce = json.loads(text)
        return Held(Seat(round_, carried, spot), Press(act, tuple(asks), says), nonce)


def _mark(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


class Cards:
    """Draws messages. ``origin`` is what stands before the paths of links that are handed out."""

    def __init__(self, say: Phrases, origin: str, signer: Signer) -> None:
        self._say = say
        self._others: dict[str, Cards] = {}
        self._draw = Drawing(text, say, origin)
        self._origin = origin
        self._signer = signer

    def of(self, language: str) -> "Cards":
        """Return what draws in a language."""
        say = self._say.of(language)
        if say is self._say:
            return self
        return self._others.setdefault(language, Cards(say, self._origin, self._signer))

    def card(
        self, message: Message, seat: Seat, whose: str, *, dialog: bool = False
    ) -> dict[str, Any]:
        """Return a message as a card for the person ``whose``, in its language; in a dialog it is sent
        by submitting.

        A message that is too long for Teams is one that says so, with the same ways on.
        """
        if (own := self.of(message.language)) is not self:
            return own.card(message, seat, whose, dialog=dialog)
        nonce, key = secrets.token_urlsafe(9), self._signer.key(whose)

        def action(label: str, press: Press) -> Block:
            data = self._signer.pack(Held(seat, press, nonce), key)
            return _action(label, press, data, dialog=dialog)

        made = _card(self._blocks(message, action, dialog=dialog), self._say)
        text = _encode_card(made)
        if len(text) <= MAX_UNITS // 2 or units(text) <= MAX_UNITS:
            return made
        short = Message(
            message.title,
            parts=(Text(self._say("teams.too_long", link=f"{self._origin}/r/{seat.round}")),),
            nav=message.nav,
            controls=message.controls,
        )
        return _card(self._blocks(short, action, dialog=dialog), self._say)

    def activity(self, card: Mapping[str, Any]) -> dict[str, Any]:
        """Return the message that brings a card; what a locked screen shows of it names no topic."""
        attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
        return {
            "type": "message",
            "summary": self._say("chat.notice"),
            "attachments": [attached],
        }

    def _blocks(self, message: Message, action: Action, *, dialog: bool) -> Iterator[Block]:
        covers = {each.id: each for each in message.fields if each.kind == "covers"}
        cards = iter(range(1, 1_000))

        def row(choices: Iterable[Choice]) -> Iterator[Block]:
            made = [(each, press_of(each, message.fields, "", message.says)) for each in choices]
            yield from buttons(made, action, self._say)

        def parts(those: Iterable[Part]) -> Iterator[Block]:
            for part in those:
                if isinstance(part, Card):
                    yield from self._card(part, str(next(cards)), action)
                elif isinstance(part, Entries):
                    yield from entries(part, next(cards), action, self._say)
                else:
                    yield from self._draw.part(part, covers)

        yield from parts(message.before)
        if message.kicker:
            yield from small(message.kicker)
        yield from header(message.title)
        # What stands beside the rest elsewhere comes after it here.
        beside = [part for part in message.parts if isinstance(part, Entries) and part.aside]
        yield from parts(part for part in message.parts if part not in beside)
        yield from parts(beside)
        for each in message.fields:
            yield from field_blocks(each, "")
        if message.group:
            yield from rich(run(message.group, "bold"))
        yield from row(message.choices)
        if not dialog and _has_words_to_cover(message):
            look = Choice(LOOK, self._say("teams.window.open"), "quiet")
            yield from buttons([(look, Press(LOOK))], action, self._say)
        yield from parts(message.after)
        yield from row(message.nav)
        yield from row(message.controls)

    def _card(self, card: Card, form: str, action: Action) -> Iterator[Block]:
        items: list[Block] = []
        if card.kicker:
            items += small(card.kicker)
        if card.title:
            items += rich(run(card.title, "bold"))
        covers = {each.id: each for each in card.fields if each.kind == "covers"}
        if card.shut:
            items += rich(run(self._say("chat.shut")))
        else:
            for part in card.parts:
                items += self._draw.part(part, covers)
        for each in card.fields:
            items += field_blocks(each, form)
        made = [(each, press_of(each, card.fields, form)) for each in card.choices]
        items += buttons(made, action, self._say)
        yield {"type": "Container", "separator": True, "items": items}


def _action(label: str, press: Press, data: dict[str, Any], *, dialog: bool) -> Block:
    made: Block = {
        "title": label,
        "data": data,
        "associatedInputs": "auto" if press.asks else "none",
    }
    if press.dialog:
        data["msteams"] = {"type": "task/fetch"}
    if press.dialog or dialog:
        return {"type": "Action.Submit", **made}
    return {
        "type": "Action.Execute",
        "verb": "act",
        **made,
        # What clients from before 1.4 understand.
        "fallback": {"type": "Action.Submit", **made},
    }


def _card(blocks: Iterable[Block], say: Phrases) -> dict[str, Any]:
    return {
        "type": _TYPE,
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "lang": "en-GB" if say.language == "en" else say.language,
        **({"rtl": True} if say.direction == "rtl" else {}),
        # What a client shows that does not draw cards.
        "fallbackText": say("chat.notice"),
        "msteams": {"width": "Full"},
        "body": list(blocks),
    }


def _has_words_to_cover(message: Message) -> bool:
    return any(isinstance(part, Words) and part.field for part in message.parts)
