"""Reads a transcript and holds it: what a person says and taps, what they see, what is stored.

A turn has one of ``opens``, ``says``, ``taps``, ``waits``, ``staff``; with ``taps`` there may be
``fills`` (label to value) and ``switches`` (covers to tap). Then it may look:

``opens`` is ``here`` (the first time), ``again``, ``elsewhere`` (another device, with the code) or
``stranger`` (another device, without it).

``bot``, ``not``    texts that stand on the screen or do not; ``~key`` is a phrase, whatever is in
                    its slots; ``<code>`` is the person's code
``shows``           the person's own words on the screen, as they will be or are kept
``stored``          question to text, picks or nothing, read back through the storage's port
``quotes``          question to whether it may be quoted
``contacts``        what the lead was asked, read back the same way
``gone``            there is no such person any more
``remarks``         what was said of questions in a try-out, read back the same way
``ready``           how many browsers are counted in a room
``channel``         this turn happens in one channel only, or in these
``coded``           texts like those of ``bot``, where people are known by a code they hold
``link`` of a transcript is ``try`` for a draft that is tried out, ``room`` for a room. ``only``
names the channels it is about.
``round`` of a transcript is what is unlike the plain round; a day is written as one.
``<quote>`` in a button is what people call the quote that the outcome stands on.
``taps_total`` of a transcript counts every button and every option picked; typing is no tap.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import yaml

from bot.consultation.model import Answer
from bot.conversation.effects import EndTry
from bot.conversation.events import Address
from bot.conversation.my_words import code_of
from tests.drivers.page import squeezed
from tests.drivers.promising import ACTS
from tests.drivers.world import FACILITATOR, World

FOLDER = Path(__file__).parent
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
_TURN = {"opens", "says", "taps", "waits", "staff", "fills", "switches", "bot", "not", "shows"}
_TURN |= {"coded", "stored", "quotes", "contacts", "channel", "gone", "remarks", "ready"}


class Driver(Protocol):
    """One way to take part."""

    channel: str
    address: Address | None
    """Where the platform knows them; None where they are known by a code."""

    async def opens(self, *, elsewhere: bool = False, code: str | None = "") -> None:
        """Come to the round; a stranger has None for a code."""

    async def turns_to(self, code: str) -> None:
        """Come by another link from now on."""

    async def says(self, text: str) -> None: ...

    async def taps(
        self, label: str, fills: dict[str, str | list[str]], switches: tuple[str, ...] = ()
    ) -> int: ...

    @property
    def seen(self) -> str: ...

    @property
    def shown(self) -> list[str]: ...

    @property
    def code(self) -> str: ...


def load(name: str) -> dict[str, Any]:
    """Read a transcript; a misspelt part of a turn fails."""
    made: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    known = {"about", "questions", "turns", "taps_total", "others", "only", "link", "round"}
    assert set(made) <= known, set(made)
    for turn in made["turns"]:
        assert set(turn) <= _TURN, set(turn) - _TURN
    return made


class Runner:
    """Holds one transcript in one channel."""

    def __init__(self, world: World, driver: Driver, transcript: dict[str, Any]) -> None:
        self.world = world
        self.driver = driver
        self.transcript = transcript
        self.code = ""
        self.taps = 0
        self.still = 0
        """How many turns were compared and moved nothing on the identity side."""

    async def run(self, *, reload: bool = False) -> None:
        """Hold every turn; with ``reload`` everything is put down and taken up in between."""
        await self.world.others(self.transcript.get("others", 0))
        for number, turn in enumerate(self.transcript["turns"], 1):
            if self.driver.channel not in _list(turn.get("channel", self.driver.channel)):
                continue
            if reload:
                await self.world.reload()
                self.driver.base = self.world.base  # type: ignore[attr-defined]
            try:
                held = await self.world.identity()
                await self._does(turn)
                if not _may_move(turn):
                    assert await self.world.identity() == held, "the identity side has moved"
                    self.still += 1
                await self._looks(turn)
            except AssertionError as error:
                raise AssertionError(
                    f"turn {number}, {turn}: {error}\n{self.driver.seen}"
                ) from error
        if "taps_total" in self.transcript:
            assert self.taps == self.transcript["taps_total"], f"{self.taps} taps"

    async def _does(self, turn: dict[str, Any]) -> None:
        if "waits" in turn:
            await self._waits(turn["waits"])
        if "staff" in turn:
            await self._staff(turn["staff"])
        if "opens" in turn:
            how = turn["opens"]
            assert how in ("here", "again", "elsewhere", "stranger"), how
            code = None if how == "stranger" else self.code
            await self.driver.opens(elsewhere=how in ("elsewhere", "stranger"), code=code)
        if "says" in turn:
            await self.driver.says(turn["says"])
        if "taps" in turn:
            fills = {name: self._value(value) for name, value in turn.get("fills", {}).items()}
            self.taps += await self.driver.taps(
                turn["taps"].replace("<quote>", code_of(self.world.quote)),
                fills,
                tuple(turn.get("switches", ())),
            )
        self.code = self.driver.code or self.code

    def _value(self, value: str | list[str]) -> str | list[str]:
        return value.replace("<code>", self.code) if isinstance(value, str) else value

    async def _waits(self, value: str) -> None:
        """Wait for some days, or until a moment in the round's own time."""
        days = re.fullmatch(r"(\d+) days?", value)
        if days:
            await self.world.waits(self.world.clock.at + timedelta(days=int(days[1])))
        else:
            local = datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(self.world.round.zone))
            await self.world.waits(local)

    async def _staff(self, act: dict[str, Any]) -> None:
        ((verb, what),) = act.items()
        match verb:
            case "closes":
                await self.world.closes()
            case "ends":
                await self.world.acts(FACILITATOR, EndTry(self.world.round.id))
            case "cancels":
                await self.world.cancels()
            case "lists":
                await self.world.lists(what)
            case "goes_on":
                await self.world.goes_on(what)
            case "asks_again":
                await self.world.asks_again(**what)
                await self.driver.turns_to(self.world.round.code)
            case "reads" | "asks" | "publishes" | "plans" | "tells_again":
                await getattr(self.world, verb)(**what)
            case "answers":
                await self.world.replies(**what)
            case "hands_out" | "moves" | "adds":
                self.code = await ACTS[verb](self.world, **what) or self.code
            case _:
                raise AssertionError(verb)

    async def _looks(self, turn: dict[str, Any]) -> None:
        coded = () if self.driver.address else _list(turn.get("coded"))
        for wanted in (*_list(turn.get("bot")), *coded):
            assert self._stands(wanted), f"{wanted!r} is not there"
        for unwanted in _list(turn.get("not")):
            assert not self._stands(unwanted), f"{unwanted!r} is there"
        if "shows" in turn:
            assert self.driver.shown == [squeezed(text) for text in _list(turn["shows"])]
        if turn.get("gone"):
            assert await self.world.answers(self.driver.address or self.code) is None
        if "stored" in turn or "quotes" in turn:
            held = await self.world.answers(self.driver.address or self.code)
            assert held is not None, "there is no such person"
            if "stored" in turn:
                assert {key: _plain(answer) for key, answer in held.items()} == turn["stored"]
            quotes = {key: answer.quote for key, answer in held.items() if answer.kept}
            assert quotes == turn.get("quotes", quotes)
        if "remarks" in turn:
            assert await self.world.remarks() == turn["remarks"]
        if "ready" in turn:
            assert await self.world.ready() == turn["ready"]
        if "contacts" in turn:
            requests = await self.world.requests()
            assert [request.reach for request in requests] == turn["contacts"]

    def _stands(self, text: str) -> bool:
        seen = self.driver.seen
        if not text.startswith("~"):
            return squeezed(text.replace("<code>", self.code or "?")) in seen
        say = self.world.app.say
        key = text.removeprefix("~")
        if key in say._lists:
            phrases = say.many(key)
        else:
            phrases = (say(key, **dict.fromkeys(say.slots(key), _SLOT)),)
        return all(re.search(_pattern(phrase), seen) for phrase in phrases)


MOVING = frozenset(
    {
        "Yes, I will take part",
        "Never ask me again",
        "Stop",
        "Join again",
        "Delete everything about me",
        "Evening, 5\N{NO-BREAK SPACE}pm to 8\N{NO-BREAK SPACE}pm",
    }
)
"""What a person taps to come or go, or to be written to at other hours: nothing else may touch the
tables that say who takes part. What staff do may, and so may the clock, for everyone of a round alike."""


def _may_move(turn: dict[str, Any]) -> bool:
    typed = turn.get("says", "").strip(" .!").casefold()
    joins = "Your code" in turn.get("fills", {})
    moves = bool({"staff", "waits"} & turn.keys()) or joins
    return moves or turn.get("taps") in MOVING or typed == "stop"


_SLOT = "\x00"


def _pattern(phrase: str) -> str:
    return ".+?".join(re.escape(part) for part in squeezed(phrase).split(_SLOT))


def _list(value: str | list[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()


def _plain(answer: Answer) -> str | list[str]:
    return answer.kept.text if answer.kept is not None else list(answer.picks)
