"""A message as a modal, as the home page, or as a direct message.

A modal carries in its metadata where it stands (a round and the state to bring along, or a spot of
the desk) and which act sending it means; never a word of anybody's.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from adapters.parts import Block, Drawing
from adapters.slack import text
from adapters.slack.forms import block_id, buttons, entries, field_blocks
from adapters.slack.text import (
    MAX_TEXT,
    MAX_TITLE,
    drawn,
    header,
    plain,
    rich,
    run,
    small,
    units,
)
from bot.conversation.messages import Card, Choice, Entries, Field, Message, Part, Words
from prompts.library import Phrases

CALLBACK: Final = "turn"
MAX_METADATA: Final = 3_000
MAX_BLOCKS: Final = 99
"""Blocks in a modal or in the home page. Slack takes one more: it is kept for what did not work."""
_FAULT: Final = "fault"
_DRAWN: Final = {
    "modal": ("callback_id", "title", "close", "submit", "private_metadata", "notify_on_close"),
    "home": (),
}
"""What is ours, beside the blocks, of a view that Slack hands over."""
MAX_MESSAGE_BLOCKS: Final = 50
MAX_MESSAGE: Final = 12_000
"""Longest message, in characters of its JSON. Slack tells of no limit; it refuses a little above
13,000 (measured by others: https://github.com/slackapi/bolt-js/issues/2509)."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a modal stands.

    A contributor's names the ``round`` by its link's code and the state it ``carried``; a member
    of staff's names the ``spot``, written as a ``go:`` action. ``sends`` tells for each form which
    act sending means; ``says`` is the field whose text is the person's own words.
    """

    round: str = ""
    carried: str = ""
    spot: str = ""
    sends: Mapping[str, str] = field(default_factory=dict)
    says: str = ""

    def packed(self) -> str:
        """Return it as a modal's metadata."""
        held = [self.round, self.carried, self.spot, dict(self.sends), self.says]
        return json.dumps(held, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def read(cls, metadata: str) -> "Seat | None":
        """Return the seat of a modal, or None if it is none of ours."""
        try:
            round_, carried, spot, sends, says = json.loads(metadata)
            return cls(str(round_), str(carried), str(spot), dict(sends), str(says))
        except (ValueError, TypeError):
            return None


class Views:
    """Draws messages. ``origin`` is what stands before the paths of links that are handed out."""

    def __init__(self, say: Phrases, origin: str) -> None:
        self._say = say
        self._origin = origin
        self._others: dict[str, Views] = {}
        self._draw = Drawing(text, say, origin)
        self._frame = {
            "type": "modal",
            "callback_id": CALLBACK,
            "title": plain(say("web.brand"), MAX_TITLE),
            "close": plain(say("slack.close"), MAX_TITLE),
            "notify_on_close": True,
        }

    def of(self, language: str) -> "Views":
        """Return what draws in a language."""
        say = self._say.of(language)
        if say is self._say:
            return self
        return self._others.setdefault(language, Views(say, self._origin))

    def modal(self, message: Message, seat: Seat) -> dict[str, Any]:
        """Return a message as a modal, in its language. Text can be typed in it alone."""
        if (own := self.of(message.language)) is not self:
            return own.modal(message, seat)
        sends = {form: choice.action for form, choice in _sends(message)}
        here = Seat(seat.round, seat.carried, seat.spot, sends, message.says)
        blocks = self._fitting(message, MAX_BLOCKS)
        view: dict[str, Any] = {
            **self._frame,
            "private_metadata": here.packed(),
            "blocks": blocks,
        }
        if seat.spot:
            _half_done(blocks)
        if any(block["type"] == "input" for block in blocks):
            sending = _sending(message)
            label = sending.label if sending else self._say("slack.send")
            view["submit"] = plain(label, MAX_TITLE)
        return view

    def home(self, message: Message) -> dict[str, Any]:
        """Return a message as the home page."""
        if (own := self.of(message.language)) is not self:
            return own.home(message)
        return {"type": "home", "blocks": self._fitting(message, MAX_BLOCKS)}

    def direct(self, message: Message) -> dict[str, Any]:
        """Return a message to send: what a locked screen shows of it names no topic."""
        if (own := self.of(message.language)) is not self:
            return own.direct(message)
        blocks = self._fitting(message, MAX_MESSAGE_BLOCKS, MAX_MESSAGE)
        return {"text": self._say("chat.notice"), "blocks": blocks}

    def faults(self, message: Message) -> dict[str, str]:
        """Return what is wrong with which input, for Slack to show beside it."""
        return {
            block_id(form, 0, each.id): each.fault
            for form, fields in _forms(message)
            for each in fields
            if each.fault and (each.options or each.kind not in ("one", "many", "covers"))
        }

    def _fitting(self, message: Message, most: int, room: int = 0) -> list[Block]:
        """Return a message's blocks. What there is no room for stands on the web, or comes when it
        is opened; what can be done here always has room."""
        cards = _Cards(_sending(message))
        told = _together(self._told(message, cards))
        done = _together(self._done(message, cards))
        if len(told) + len(done) <= most and not (room and _length(told + done) > room):
            return told + done
        done = [*small(self._say("slack.more")), *done]
        while told and (len(told) + len(done) > most or (room and _length(told + done) > room)):
            told.pop()
        return told + done

    def _told(self, message: Message, cards: "_Cards") -> Iterator[Block]:
        """Yield what there is to read, with the cards in it."""
        covers = {each.id: each for each in message.fields if each.kind == "covers"}
        yield from self._parts(message.before, covers, cards)
        if message.kicker:
            yield from small(message.kicker)
        yield from header(message.title)
        # What stands beside the rest elsewhere comes after it here. The cards keep their numbers.
        beside = [part for part in message.parts if isinstance(part, Entries) and part.aside]
        yield from self._parts((p for p in message.parts if p not in beside), covers, cards)
        yield from self._parts(beside, covers, cards)

    def _done(self, message: Message, cards: "_Cards") -> Iterator[Block]:
        """Yield what there is to fill in and to press."""
        for each in _asked(message.fields, (*message.before, *message.parts, *message.after)):
            yield from field_blocks(each, "", self._say)
        if message.group:
            yield from rich(run(message.group, "bold"))
        yield from buttons(cards.pressed(message.choices), "", "choices", self._say)
        yield from self._parts(message.after, {}, cards)
        yield from buttons(message.nav, "", "nav", self._say)
        if message.controls:
            yield {"type": "divider"}
        yield from buttons(message.controls, "", "controls", self._say)

    def _parts(
        self, parts: Iterable[Part], covers: Mapping[str, Field], cards: "_Cards"
    ) -> Iterator[Block]:
        for part in parts:
            if isinstance(part, Card):
                yield from self._card(part, str(next(cards.numbers)), cards)
            elif isinstance(part, Entries):
                yield from entries(part, "", next(cards.lists), self._say)
            else:
                yield from self._draw.part(part, covers)

    def _card(self, card: Card, form: str, cards: "_Cards") -> Iterator[Block]:
        yield {"type": "divider"}
        if card.kicker:
            yield from small(card.kicker)
        if card.title:
            yield from rich(run(card.title, "bold"))
        covers = {each.id: each for each in card.fields if each.kind == "covers"}
        if card.shut:
            yield from rich(run(self._say("chat.shut")))
        else:
            yield from self._parts(card.parts, covers, cards)
        for each in _asked(card.fields, card.parts):
            yield from field_blocks(each, form, self._say)
        yield from buttons(cards.pressed(card.choices), form, "choices", self._say)


@dataclass(frozen=True, slots=True)
class _Cards:
    """Counts the cards and the lists of a message; ``sending`` is the choice that the modal's own
    button is."""

    sending: Choice | None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    lists: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def pressed(self, choices: Iterable[Choice]) -> list[Choice]:
        """Return the choices that are drawn as buttons."""
        return [each for each in choices if each is not self.sending]


def with_fault(view: Mapping[str, Any], said: str) -> dict[str, Any]:
    """Return a view as Slack handed it over, with what did not work on top of it."""
    blocks = [block for block in view["blocks"] if block.get("block_id") != _FAULT]
    on_top = ({**block, "block_id": _FAULT} for block in rich(run(said, "bold")))
    kept = {name: view[name] for name in _DRAWN[view["type"]] if view.get(name)}
    return {"type": view["type"], **kept, "blocks": [*on_top, *blocks]}


def _asked(fields: Iterable[Field], parts: Iterable[Part]) -> Iterator[Field]:
    """Yield fields as they are filled in. Beside somebody's words a box stays as Slack has it: what
    is typed there may be these words, and would go back to Slack."""
    quotes = any(isinstance(part, Words) for part in parts)
    for each in fields:
        yield replace(each, value="") if quotes and each.kind in ("short", "long") else each


def _half_done(blocks: Iterable[Block]) -> None:
    """Let a form of the desk be sent half done: what it lacks is said beside it, or it may wait."""
    for block in blocks:
        if block["type"] == "input" and block["element"]["type"] != "multi_users_select":
            block["optional"] = True


def _main(choices: Iterable[Choice]) -> Choice | None:
    """Return the choice that sending means: the main one of those that take what is filled in."""
    filled = [each for each in choices if each.fields]
    return next((each for each in filled if each.look == "main"), filled[0] if filled else None)


def _forms(message: Message) -> Iterator[tuple[str, tuple[Field, ...]]]:
    yield "", message.fields
    number = 0
    for part in (*message.before, *message.parts, *message.after):
        if isinstance(part, Card):
            number += 1
            yield str(number), part.fields


def _sends(message: Message) -> Iterator[tuple[str, Choice]]:
    """Yield each form and what sending it means."""
    number = 0
    if message.fields and (main := _main(message.choices)):
        yield "", main
    for part in (*message.before, *message.parts, *message.after):
        if isinstance(part, Card):
            number += 1
            if part.fields and (own := _main(part.choices)):
                yield str(number), own


def _sending(message: Message) -> Choice | None:
    """Return the choice that the modal's own button stands for, if it can name just one, and the
    label alone says what it does."""
    mains = [main for _, main in _sends(message)]
    named = [main for main in mains if not main.about and units(main.label) <= MAX_TITLE]
    return named[0] if len(mains) == len(named) == 1 else None


def _length(blocks: list[Block]) -> int:
    return units(json.dumps(blocks, ensure_ascii=False))


def _together(blocks: Iterable[Block]) -> list[Block]:
    """Put paragraphs that follow each other into one block: a view holds a hundred."""
    made: list[Block] = []
    # How much text the last block holds; None where nothing can be added to it.
    held: int | None = None
    for block, more in drawn(blocks):
        if held is not None and more is not None and held + more <= MAX_TEXT:
            made[-1]["elements"] += block["elements"]
            held += more
        else:
            made.append(block)
            held = more
    return made
