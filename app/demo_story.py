"""The life of one round, scene by scene: what people do is written here, what they see is not.

Every screen comes from the conversations and desks themselves, every row from the database; the
clock alone jumps.
"""

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal

from app import sample
from app.clock import DemoClock
from app.compose import App
from app.demonstration import Demonstration, sending
from bot.consultation import dates
from bot.consultation.model import Round, RoundState, Staff
from bot.conversation.desk import Spot
from bot.conversation.events import Chose, Event, Opened, Said
from bot.conversation.messages import Card, Choice, Entries, Field, Message, Notice, Words
from bot.conversation.messages import Segment as Run
from bot.service import Reply
from storage.glimpse import Lying
from storage.keys import key_name

Who = Literal["contributor", "coordinator", "facilitator"]

SCENES: Final = (
    "draft",
    "open",
    "invited",
    "yes",
    "check",
    "cover",
    "keep",
    "pause",
    "others",
    "stop",
    "reminder",
    "finish",
    "close",
    "read",
    "more",
    "changed",
    "seal",
    "words",
    "outcome",
    "told",
)
"""The scenes in order; ``demo.scene.*`` are their captions."""

FIRST: Final = sample.Said(
    "Kirsty rang me each week after band practice. You can ask her on 07700 900456.",
    ("Kirsty", "band practice"),
)
SECOND: Final = sample.Said("I could pick where. I took the cafe with the blue door.")
PLACE: Final = "the cafe with the blue door"
"""What a coordinator covers in the second answer."""
STOPS: Final = 5
"""Which of the six others says stop."""
OUTCOME: Final = {
    "said": "Trust grows when people do what they say.",
    "did": "Every worker now rings on the day they promised.",
    "status": "done",
    "because": "most of you asked for it.",
}
RESPONSE: Final = {
    "text": ("I read all that you said. You were right about the calls.",),
    "name": ("Moira Baird",),
    "role": ("head of service, Northshore Council",),
}
_BEGINS: Final = time(10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment: whose turn it is, what they typed or pressed, and what everybody sees then; the
    time, what lies in the tables, and whether the round's key is there."""

    name: str
    who: Who
    did: str
    screens: Mapping[Who, Message]
    now: datetime
    lying: Lying
    key: bool


class Story:
    """One round of a fresh installation."""

    def __init__(self, app: App, clock: DemoClock) -> None:
        self._app = app
        self._clock = clock
        self._demo = Demonstration(app, clock)
        self._id = ""
        self._seen: Reply | None = None
        self._at: dict[Who, Spot] = {"coordinator": Spot(), "facilitator": Spot()}
        self._reader = sample.COORDINATOR
        self._read = False

    async def scenes(self) -> AsyncIterator[Scene]:
        """Live through the round; each scene has happened when it is handed over.

        Raises:
            LookupError: the sample does not pass the gate that every round passes.
            NotSaved: the database could not be written.
        """
        self._clock.begin(datetime.combine(self._first_day(), _BEGINS))
        self._id = await self._demo.draft()
        yield await self._desk("draft", Spot("draft", self._id))
        round_ = await self._demo.open_round(self._id)
        if round_ is None:
            raise LookupError("the sample round was refused")
        yield await self._desk("open", Spot("round", self._id))
        async for scene in self._answering(round_):
            yield scene
        await self._demo.advance()
        yield await self._desk("close", Spot("round", self._id))
        for reader in (sample.COORDINATOR, sample.SECOND):
            async for scene in self._reading(reader):
                yield scene
        yield await self._me(round_, "changed", Chose("answers"))
        await self._demo.advance()
        self._at["coordinator"] = Spot()
        self._seen = await self._demo.turn(round_, Opened(), self._seen)
        yield await self._desk("seal", Spot("round", self._id))
        yield await self._desk("words", Spot("words", self._id))
        async for scene in self._hearing_back(round_):
            yield scene

    def _first_day(self) -> datetime:
        return min(datetime.now(UTC), self._demo.last_fresh())

    # --- the contributor ---------------------------------------------------------------------

    async def _answering(self, round_: Round) -> AsyncIterator[Scene]:
        yield await self._me(round_, "invited", Opened())
        yield await self._me(round_, "yes", Chose("yes"))
        await self._me(round_, "", Chose("hears:all"))
        yield await self._me(round_, "check", Said(FIRST.text))
        did = ""
        for words in FIRST.cover:
            covers = self._press("cover", {"more": (words,)})
            did = self._label(covers.action)
            if _is_seen(words, self._seen):
                await self._me(round_, "", covers)
        yield await self._me(round_, "cover", Opened(), did)
        yield await self._me(round_, "keep", self._press("keep", {"quote": ("yes",)}))
        yield await self._me(round_, "pause", Chose("pause"))
        others = [
            await self._demo.answer(round_, number, answers)
            for number, answers in enumerate(sample.PEOPLE)
        ]
        await self._app.ticker.run_once()
        yield await self._desk("others", Spot("round", self._id))
        last = await self._demo.turn(round_, Chose("stop"), others[STOPS])
        yield await self._scene("stop", "contributor", self._label("stop"), last)
        if round_.closes_on is not None:
            await self._goes_on(sending(round_.closes_on - dates.REMINDER_BEFORE, round_))
        yield await self._me(round_, "reminder", Chose("go_on"))
        await self._me(round_, "", Said(SECOND.text))
        await self._me(round_, "", self._press("keep", {"quote": ("yes",)}))
        finish = await self._me(round_, "finish", Chose("skip"))
        while any(choice.action == "say" for choice in self._choices()):
            finish = await self._me(round_, "finish", Chose("skip"))
        yield finish

    async def _me(self, round_: Round, name: str, event: Event, did: str = "") -> Scene:
        """Let the one who is shown close up do something."""
        did = did or self._did(event)
        self._seen = await self._demo.turn(round_, event, self._seen)
        return await self._scene(name, "contributor", did, self._seen)

    def _choices(self) -> tuple[Choice, ...]:
        seen = self._seen.message if self._seen else Message("")
        return (*seen.choices, *seen.nav, *seen.controls)

    def _press(self, name: str, values: Mapping[str, tuple[str, ...]]) -> Chose:
        """Return the pressing of a button on the screen at hand; its action says which page."""
        actions = (choice.action for choice in self._choices())
        return Chose(next(each for each in actions if each.partition(":")[0] == name), values)

    def _did(self, event: Event) -> str:
        if isinstance(event, Said):
            return event.text
        return self._label(event.action) if isinstance(event, Chose) else ""

    def _label(self, action: str) -> str:
        return next((each.label for each in self._choices() if each.action == action), "")

    # --- those who read and who decide -------------------------------------------------------

    async def _reading(self, me: Staff) -> AsyncIterator[Scene]:
        """Let a reader decide about all that waits, as far as their day goes."""
        self._reader = me
        batches = await self._app.desk.show(me, Spot("batch", self._id))
        listed = [part for part in batches.parts if isinstance(part, Entries)]
        for entry in (entry for part in listed for entry in part.entries):
            spot = Spot.parse(entry.action)
            while True:
                message = await self._app.desk.show(me, spot)
                if spot.place == "batch":
                    ways = [choice.action for choice in message.choices if choice.look == "main"]
                    if not ways:
                        break
                    spot = Spot.parse(ways[0])
                    continue
                card = next((part for part in message.parts if isinstance(part, Card)), None)
                if card is None:
                    # They have read as many as they read in a day.
                    return
                act = Chose("open") if card.shut else decision(card)
                if not card.shut and not self._read:
                    self._read = True
                    self._at["coordinator"] = spot
                    yield await self._scene("read", "coordinator")
                if "reason" in act.values:
                    self._at["coordinator"] = spot
                    yield await self._scene("more", "coordinator", PLACE)
                acted = await self._app.desk.act(me, spot, act, secrets.token_hex(16))
                if acted.message is not None:
                    # They have read as many as anybody reads in a day.
                    return
                spot = acted.spot

    async def _hearing_back(self, round_: Round) -> AsyncIterator[Scene]:
        until = round_.withdraw_until
        if until is None:
            return
        day = until + timedelta(days=7)
        item = {name: (text,) for name, text in OUTCOME.items()}
        await self._demo.act(Spot("outcome", self._id, "new"), "save", item)
        await self._demo.act(Spot("outcome", self._id, "response"), "save", RESPONSE)
        await self._demo.act(Spot("outcome", self._id), "schedule", {"send_on": (day.isoformat(),)})
        await self._let_go()
        yield await self._desk("outcome", Spot("outcome", self._id))
        await self._goes_on(sending(day, round_))
        yield await self._me(round_, "told", Opened())

    async def _let_go(self) -> None:
        """Let a reader say yes to what the facilitator wrote."""
        spot = Spot("approval", self._id)
        page = await self._app.desk.show(sample.COORDINATOR, spot)
        yes = next(choice.action for choice in page.choices if choice.look == "main")
        await self._app.desk.act(sample.COORDINATOR, spot, Chose(yes), secrets.token_hex(16))

    async def _desk(self, name: str, spot: Spot) -> Scene:
        """Look at the facilitator's desk."""
        self._at["facilitator"] = spot
        return await self._scene(name, "facilitator")

    # --- the rest of the world ---------------------------------------------------------------

    async def _goes_on(self, to: datetime) -> None:
        self._clock.advance(to)
        await self._app.ticker.run_once()

    async def _scene(self, name: str, who: Who, did: str = "", seen: Reply | None = None) -> Scene:
        """Look at everything as it stands; ``seen`` is what a contributor has before them, if that
        is not the one who is shown close up."""
        desk, seen = self._app.desk, seen or self._seen
        screens: dict[Who, Message] = {
            "coordinator": await desk.show(self._reader, self._at["coordinator"]),
            "facilitator": await desk.show(sample.FACILITATOR, self._at["facilitator"]),
        }
        if seen is not None:
            screens["contributor"] = _told_of(seen.message) if name == "changed" else seen.message
        lying = await self._app.database.run(lambda unit: unit.lying(self._id))
        states = (RoundState.DRAFT, RoundState.OPEN)
        key = any(self._app.keys.has(key_name(self._id, state)) for state in states)
        return Scene(name, who, did, screens, self._clock.now(), lying, key)


def _is_seen(words: str, reply: Reply | None) -> bool:
    """Tell whether words stand uncovered: a checker may know a name by itself."""
    parts = reply.message.parts if reply else ()
    return any(words in _open(part.segments) for part in parts if isinstance(part, Words))


def decision(card: Card) -> Chose:
    """Return what a reader decides: cover the place where it stands, leave what was found, approve
    the rest."""
    words = "".join(_open(part.segments) for part in card.parts if isinstance(part, Words))
    values: dict[str, tuple[str, ...]] = {
        field.id: ("leave",) for field in card.fields if _is_found(field)
    }
    verb = "approve"
    if PLACE in words:
        verb, values = "cover", {**values, "more": (PLACE,), "reason": ("place",)}
    actions = (choice.action for choice in card.choices)
    return Chose(next(each for each in actions if each.partition(":")[0] == verb), values)


def _is_found(field: Field) -> bool:
    return field.id.startswith("found-")


def _open(segments: Sequence[Run]) -> str:
    return "".join(segment.text for segment in segments if not segment.cover)


def _told_of(message: Message) -> Message:
    """Return *my answers* cut down to the answer in which a reader covered something."""
    cards = (part for part in message.parts if isinstance(part, Card))
    told = (card for card in cards if any(isinstance(part, Notice) for part in card.parts))
    return replace(message, parts=tuple(told))
