"""What staff do at their desks in a story that is played: the real screens and their real buttons."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from app import sample
from app.compose import App
from app.demo_story import decision
from bot.consultation.model import Round, Staff
from bot.conversation.coordinator import COVERED
from bot.conversation.desk import Spot
from bot.conversation.effects import SaveRound
from bot.conversation.events import Chose
from bot.conversation.messages import Card, Entries, Fault, Message
from bot.deskwork import Acted
from bot.ports import Unit

type Form = Mapping[str, str | tuple[str, ...]]


class Desk(Protocol):
    """The desk that is used, or one that leads to it by another way."""

    async def show(self, me: Staff, spot: Spot, note: str = "") -> Message:
        """Return the screen of a spot."""

    async def act(self, me: Staff, spot: Spot, event: Chose, delivery: str) -> Acted:
        """Take one turn."""


class Hands:
    """The hands of everybody who has a desk."""

    def __init__(self, app: App, desk: Desk | None = None) -> None:
        self._app = app
        self._desk = desk or app.desk

    async def act(self, spot: Spot, action: str, form: Form | None = None) -> Spot:
        """Let the facilitator do something; return where it leads.

        Raises:
            LookupError: it was refused.
        """
        return await self._act(sample.FACILITATOR, spot, action, form or {})

    async def _act(self, me: Staff, spot: Spot, action: str, form: Form) -> Spot:
        values = {name: (each,) if isinstance(each, str) else each for name, each in form.items()}
        acted = await self._desk.act(me, spot, Chose(action, values), secrets.token_hex(16))
        if acted.message is not None and not acted.saved:
            faults = [part for part in acted.message.before if isinstance(part, Fault)]
            raise LookupError(spot.place, action, faults, acted.message.parts[:1])
        return acted.spot

    async def round(self, id_: str) -> Round:
        """Return a round as it stands."""
        found = await self._app.database.run(lambda unit: unit.round(id_))
        if found is None:
            raise LookupError(id_)
        return found

    async def opens(self, draft: Spot, form: Form) -> Round:
        """Fill a draft in and open it."""
        await self.act(Spot("draft", draft.round), "save", form)
        await self._app.database.run(lambda unit: self._mark(unit, draft.round))
        await self.act(Spot("draft", draft.round, "open"), "open")
        return await self.round(draft.round)

    def _mark(self, unit: Unit, draft: str) -> None:
        """Note that everyone in a round is invented; no form has a field for that."""
        rounds = [replace(each, demonstration=True) for each in unit.rounds() if each.id == draft]
        effects = [SaveRound(each) for each in rounds]
        unit.record(sample.FACILITATOR, effects, None, self._app.clock.now())

    async def reads(self, round_: Round) -> bool:
        """Let each reader decide about all that waits, as far as their day goes; tell whether
        anything is left for tomorrow."""
        left = [await self._reads(me, round_) for me in (sample.COORDINATOR, sample.SECOND)]
        return all(left)

    async def _reads(self, me: Staff, round_: Round) -> bool:
        batches = await self._desk.show(me, Spot("batch", round_.id))
        for batch in entries(batches):
            spot = Spot.parse(batch)
            if spot.place != "batch":
                # They have read as many as they read in a day, and these they opened before.
                return True
            while True:
                message = await self._desk.show(me, spot)
                if spot.place == "batch":
                    ways = [choice.action for choice in message.choices if choice.look == "main"]
                    if not ways:
                        break
                    spot = Spot.parse(ways[0])
                    continue
                card = next((part for part in message.parts if isinstance(part, Card)), None)
                if card is None:
                    return True
                if spot.place == COVERED:
                    spot = Spot.parse(card.choices[0].action)
                    continue
                act = Chose("open") if card.shut else decision(card)
                acted = await self._desk.act(me, spot, act, secrets.token_hex(16))
                if acted.message is not None:
                    # They have read as many as anybody reads in a day.
                    return True
                spot = acted.spot
        return False

    async def minutes(self, round_: Round, minutes: int) -> None:
        """Let a reader write down how long they read."""
        spot = Spot("time", round_.id)
        await self._act(sample.COORDINATOR, spot, "add", {"minutes": f"{minutes}"})

    async def sends(self, round_: Round, day: date) -> None:
        """Plan what is written for a day, and let a reader say yes to it."""
        spot = Spot("outcome", round_.id)
        await self.act(spot, "schedule", {"send_on": f"{day}"})
        spot = Spot("approval", round_.id)
        page = await self._desk.show(sample.COORDINATOR, spot)
        yes = next(choice.action for choice in page.choices if choice.look == "main")
        await self._act(sample.COORDINATOR, spot, yes, {})

    async def quotes(self, round_: Round, number: int, texts: tuple[str, ...]) -> None:
        """Let the words of people stand beside an item of the outcome."""
        spot = Spot("outcome", round_.id, f"quotes-{number}")
        page = await self._desk.show(sample.FACILITATOR, spot)
        (field,) = page.fields
        ids = tuple(o.value for text in texts for o in field.options if text in o.label)
        await self.act(spot, "quote", {"quotes": ids})

    async def answers(self, round_: Round, replies: Mapping[str, Form]) -> None:
        """Answer what people asked, each question by name."""
        page = await self._desk.show(sample.FACILITATOR, Spot("outcome", round_.id))
        lists = (part for part in page.parts if isinstance(part, Entries))
        asked = {each.label: Spot.parse(each.action) for part in lists for each in part.entries}
        for question, reply in replies.items():
            await self.act(asked[question], "save", reply)

    async def tells_again(self, round_: Round, form: Form) -> None:
        """Write what became of what was planned."""
        spot = Spot("outcome", round_.id)
        page = await self._desk.show(sample.FACILITATOR, spot)
        cards = (part for part in page.parts if isinstance(part, Card))
        again = next(choice.action for card in cards for choice in card.choices)
        await self.act(spot, again)
        await self.act(Spot("outcome", round_.id, "1"), "save", form)

    async def ticks(self) -> None:
        """Let the partner tick what they had to do."""
        home = await self._desk.show(sample.PARTNER, Spot())
        cards = (part for part in home.parts if isinstance(part, Card))
        done = next(choice.action for card in cards for choice in card.choices)
        await self._act(sample.PARTNER, Spot(), done, {})


def entries(message: Message) -> Iterator[str]:
    """Yield where the lists of a screen lead."""
    for part in message.parts:
        if isinstance(part, Entries):
            yield from (entry.action for entry in part.entries)
