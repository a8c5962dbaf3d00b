"""The desk by turns: what staff do for one round they do in Slack, for the next in Teams, for the next
straight at the desk. In a chat they press what stands in the window before them and nothing else."""

import json
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from typing import Any, Final, Protocol

from adapters.slack.views import Seat
from adapters.teams.cards import HELD
from adapters.teams.forms import GO, packed
from app import sample
from bot.consultation.model import Staff
from bot.consultation.review import DAILY_CAP
from bot.conversation.desk import Spot
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import SECTIONS
from bot.conversation.messages import Choice, Entry, Message
from bot.deskwork import Acted
from tests.conversation.contributor_world import walk
from tests.drivers.slack import SlackPerson
from tests.drivers.slack_limits import options_of
from tests.drivers.teams import TeamsPerson
from tests.drivers.world import World
from tests.year.channels import ByTurns

ENOUGH: Final = 6
"""Answers of a round that are read in a chat; the rest is read at the desk, which is quicker."""
TURNS: Final = ("Slack", "Teams", "")
SEATED: Final = {sample.FACILITATOR: "fay", sample.COORDINATOR: "eve"}
"""Who has a desk in both chats, and what they are called there."""

type Values = Mapping[str, tuple[str, ...]]


class Window(Protocol):
    """Somebody's desk in a chat."""

    person: SlackPerson | TeamsPerson

    async def claims(self, token: str) -> None:
        """Use a one-time code."""

    async def opens(self) -> None:
        """Open the desk."""

    @property
    def spot(self) -> Spot:
        """Where it is."""

    @property
    def acts(self) -> frozenset[str]:
        """What can be done or gone to from here."""

    async def presses(self, action: str, values: Values) -> str:
        """Fill in a form and press the button that means an act; return its label."""


class InSlack:
    """Fulfils :class:`Window`."""

    def __init__(self, person: SlackPerson) -> None:
        self.person = person

    async def claims(self, token: str) -> None:
        await self.person.command(f"claim {token}")

    async def opens(self) -> None:
        await self.person.command("desk")

    @property
    def spot(self) -> Spot:
        return Spot.parse(self._seat().spot)

    @property
    def acts(self) -> frozenset[str]:
        buttons = (element["value"] for _, element in self.person._buttons())
        return frozenset((*buttons, *self._seat().sends.values()))

    async def presses(self, action: str, values: Values) -> str:
        view = self.person.view
        for form, sent in self._seat().sends.items():
            if sent == action:
                await self.person._submit(self._fills(form, values))
                return str(view["submit"]["text"])
        block, element = next(e for e in self.person._buttons() if e[1]["value"] == action)
        fills = self._fills(block["block_id"].partition("|")[0], values)
        await self.person._press(block, element, fills, ())
        return str(element["text"]["text"])

    def _seat(self) -> Seat:
        seat = Seat.read(self.person.view["private_metadata"])
        assert seat is not None
        return seat

    def _fills(self, form: str, values: Values) -> dict[str, Any]:
        names: dict[str, str] = {}
        labels: dict[str, dict[str, str]] = {}
        for block in self.person._inputs():
            # What has more options than one block holds goes on in the next one of its field.
            begun, _, field = block["block_id"].split("|", 2)
            if begun == form and values.get(field):
                names.setdefault(field, block["label"]["text"])
                options = {o["value"]: o["text"]["text"] for o in options_of(block["element"])}
                labels.setdefault(field, {}).update(options)
        return {names[each]: _filled(labels[each], values[each]) for each in names}


class InTeams:
    """Fulfils :class:`Window`."""

    def __init__(self, person: TeamsPerson) -> None:
        self.person = person

    async def claims(self, token: str) -> None:
        await self.person.types(f"claim {token}")

    async def opens(self) -> None:
        await self.person.types("desk")
        await self.person.taps("Open the desk", {})

    @property
    def spot(self) -> Spot:
        return Spot.parse(next(held[2] for _, held in self._held()))

    @property
    def acts(self) -> frozenset[str]:
        listed = {option["value"] for each in self._lists() for option in each["choices"]}
        return frozenset((*(held[3] for _, held in self._held()), *listed))

    async def presses(self, action: str, values: Values) -> str:
        for each in self._lists():
            for option in each["choices"]:
                if option["value"] == action:
                    go = next(
                        a for a, held in self._held() if held[3] == GO and each["id"] in held[4]
                    )
                    await self.person.press(go, {each["label"]: option["title"]})
                    return str(option["title"])
        button, held = next(each for each in self._held() if each[1][3] == action)
        fills = {}
        for element in self.person._inputs():
            given = values.get(element["id"].split("|", 2)[2])
            if element["id"] in held[4] and given:
                labels = {o["value"]: o["title"] for o in element.get("choices", ())}
                fills[element["label"]] = _filled(
                    labels, [*map(packed, given)] if labels else given
                )
        await self.person.press(button, fills)
        return str(button["title"])

    def _held(self) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        for action in self.person._actions():
            if HELD in action["data"]:
                yield action, json.loads(action["data"][HELD])

    def _lists(self) -> list[dict[str, Any]]:
        return [each for each in self.person._inputs() if each["id"].endswith(f"|{GO}")]


def _filled(labels: Mapping[str, str], given: Any) -> Any:
    """Return what an input is filled in with: a text, or the labels of options."""
    return [labels[each] for each in given] if len(given) > 1 else labels.get(given[0], given[0])


class Desks:
    """Fulfils :class:`app.hands.Desk`."""

    def __init__(self, world: World, guests: ByTurns, stack: AsyncExitStack) -> None:
        self._world = world
        self._guests = guests
        self._stack = stack
        self._windows: dict[tuple[str, Staff], Window] = {}
        self._turns: dict[str, str] = {}
        self._done: Counter[tuple[str, str, str]] = Counter()
        self._read: Counter[str] = Counter()

    async def show(self, me: Staff, spot: Spot) -> Message:
        """Return the screen of a spot."""
        return await self._world.app.desk.show(me, spot)

    async def act(self, me: Staff, spot: Spot, event: Chose, delivery: str) -> Acted:
        """Let somebody do something where it is the round's turn to be done."""
        channel = self._channel(spot.round) if me in SEATED else ""
        if spot.place == "answer":
            self._read[spot.round] += 1
            channel = channel if self._read[spot.round] <= 2 * ENOUGH else ""
        if not channel or event.action == "quote":
            # Picked in a chat, quotes come in the order they are offered in, which is chance.
            return await self._world.app.desk.act(me, spot, event, delivery)
        if spot.place == "draft" and not spot.item and event.action == "save":
            # It is filled in page by page.
            for page in SECTIONS:
                await self.act(me, replace(spot, item=page), event, "")
            return Acted(spot)
        self._guests.collects()
        window = await self._window(channel, me)
        if window.spot != spot or event.action not in window.acts:
            await self._goes(me, window, spot)
        label = await window.presses(event.action, event.values)
        self._guests.skips()
        said = self._world.app.say("coordinator.fault.cap", cap=DAILY_CAP)
        if said in window.person.seen:
            return Acted(spot, message=Message(said))
        self._done[me.name, channel, label] += 1
        return Acted(window.spot)

    async def sees(self, channel: str, me: Staff, spot: Spot) -> str:
        """Return what somebody reads at a spot in a chat."""
        window = await self._window(channel, me)
        await self._goes(me, window, spot)
        return window.person.seen

    def did(self) -> list[str]:
        """Return what was done in chats since this was asked last."""
        done, self._done = self._done, Counter()
        return [
            f"{who}, in {where}: {label} ({n})" for (who, where, label), n in sorted(done.items())
        ]

    def _channel(self, round_id: str) -> str:
        if not round_id:
            return ""
        return self._turns.setdefault(round_id, TURNS[len(self._turns) % len(TURNS)])

    async def _window(self, channel: str, me: Staff) -> Window:
        if (channel, me) not in self._windows:
            made = self._windows[channel, me] = await self._comes(channel, me)
            token = f"for-{channel.lower()}-{me.id[:4]}"
            await self._world.run(lambda unit: unit.add_staff(me, token, date(2027, 12, 31)))
            await made.claims(token)
            await made.opens()
        return self._windows[channel, me]

    async def _comes(self, channel: str, me: Staff) -> Window:
        name = SEATED[me]
        if channel == "Slack":
            slack = SlackPerson(self._world.base, self._guests.slack, "", f"U{name.upper()}")
            return InSlack(await self._stack.enter_async_context(slack))
        teams = TeamsPerson(self._world.base, self._guests.teams, "", name)
        return InTeams(await self._stack.enter_async_context(teams))

    async def _goes(self, me: Staff, window: Window, spot: Spot) -> None:
        """Open the desk and press what leads to a spot, as few times as can be."""
        await window.opens()
        waits: deque[tuple[Spot, tuple[str, ...]]] = deque([(Spot(), ())])
        seen = {Spot()}
        while waits[0][0] != spot:
            here, ways = waits.popleft()
            for action in _links(await self.show(me, here)):
                there = Spot.parse(action)
                if there.round in ("", spot.round) and there not in seen:
                    seen.add(there)
                    waits.append((there, (*ways, action)))
        for way in waits[0][1]:
            await window.presses(way, {})


def _links(message: Message) -> Iterator[str]:
    """Yield where the buttons and lists of a screen lead."""
    for part in walk(message):
        if isinstance(part, Choice | Entry) and part.action.startswith("go:"):
            yield part.action
