"""Any string in the forms of the staff desk: kept as it can be seen, or refused beside its field."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.model import RoundState
from bot.conversation.effects import CloseRound
from bot.conversation.events import Chose
from bot.conversation.facilitator_form import clean
from bot.ports import Unit
from tests.drivers.page import Node
from tests.drivers.world import FACILITATOR, GROUP, READER, World
from tests.hostile.house import ADMIN, Answer, Browser, House
from tests.hostile.strings import SOME, hostile, made_up
from tests.hostile.test_answers import arrives, faults

SAID = "I could pick where. I took the cafe with the blue door."


@dataclass
class Desk:
    """Somebody of the staff at their desk."""

    house: House
    browser: Browser
    csrf: str

    async def sends(self, path: str, action: str, fields: Mapping[str, str]) -> Answer:
        """Press a button; a refusal says in a sentence what is the matter."""
        sent = [("csrf", self.csrf), ("turn", secrets.token_hex(16)), *fields.items()]
        answer = await self.browser.post(path, [*sent, ("do", action)])
        assert answer.status in (200, 303, 403, 413, 422)
        assert answer.status in (200, 303, 413) or faults(answer.page)
        return answer

    async def looks(self, path: str) -> Node:
        answer = await self.browser.get(path)
        assert answer.status == 200
        return answer.page


def desk_of(house: House, member: object) -> Desk:
    return Desk(house, *house.run(house.signed_in(member)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def facilitator(house: House) -> Desk:
    return desk_of(house, FACILITATOR)


def typed_in(page: Node, name: str) -> str:
    """Return what stands in a field."""
    for node in page.all("input", "textarea"):
        if node.attrs.get("name") == name:
            box = node.tag == "textarea"
            return node.raw().removeprefix("\n") if box else node.attrs.get("value", "")
    raise AssertionError(name)


# --- a round's draft -------------------------------------------------------------------------

ABOUT = {"title": 80, "asker": 120, "known_by": 120, "purpose": 600, "decider": 120, "looked": 300}
"""The texts of the first page, and how long each may be."""
REST = {
    "about": ("question_set", "wording"),
    "voice": ("rung",),
    "people": ("group", "age_band"),
    "dates": (
        *(
            "opens_on",
            "closes_on",
            "withdraw_until",
            "tell_by",
            "note_every",
            "send_from",
            "send_to",
            "zone",
        ),
    ),
    "care": (
        *("lead", "safety", "help_days", "help_from", "help_to", "help_next", "help_off"),
        *("readers", "two_readers", "k"),
    ),
}
"""What is picked or has a form of its own, by page."""


@pytest.fixture(scope="module")
def draft(facilitator: Desk) -> str:
    answer = facilitator.house.run(facilitator.sends("/desk", "new", {}))
    return answer.header("location").rpartition("/about")[0]


async def fills_in(desk: Desk, draft: str, text: str) -> None:
    """Put a string into every text of the first page."""
    came = arrives(text)
    wanted = {name: clean(came, lines=name in ("purpose", "looked")) for name in ABOUT}
    answer = await desk.sends(f"{draft}/about", "save", dict.fromkeys(ABOUT, text))
    fits = all(len(wanted[name]) <= most for name, most in ABOUT.items())
    assert answer.status in ({303} if fits else {413, 422})
    if fits:
        page = await desk.looks(f"{draft}/about")
        assert {name: typed_in(page, name) for name in ABOUT} == wanted
        (stored,) = await stored_rounds(desk, draft)
        assert {name: getattr(stored, name) for name in ABOUT} == wanted


async def stored_rounds(desk: Desk, draft: str) -> list[object]:
    rounds = await desk.house.world.run(lambda unit: unit.rounds())
    return [each for each in rounds if each.id in draft]


def test_texts_of_a_draft(facilitator: Desk, draft: str) -> None:
    for text in SOME:
        facilitator.house.run(fills_in(facilitator, draft, text))


@made_up(12, 3000)
@given(text=hostile(700))
def test_texts_of_a_draft_made_up(facilitator: Desk, draft: str, text: str) -> None:
    facilitator.house.run(fills_in(facilitator, draft, text))


async def picks(desk: Desk, draft: str, page: str, name: str, text: str) -> None:
    """Put a string where a day, an hour, a number or a choice belongs: nothing changes."""
    before = await stored_rounds(desk, draft)
    answer = await desk.sends(f"{draft}/{page}", "save", {name: text})
    if answer.status != 303:
        assert await stored_rounds(desk, draft) == before
    await desk.looks(f"{draft}/{page}")


PICKED = [(page, name) for page, names in REST.items() for name in names]


def test_what_is_picked_for_a_draft(facilitator: Desk, draft: str) -> None:
    for number, text in enumerate(SOME):
        facilitator.house.run(picks(facilitator, draft, *PICKED[number % len(PICKED)], text))


@made_up(10, 3000)
@given(where=st.sampled_from(PICKED), text=hostile(300))
def test_what_is_picked_for_a_draft_made_up(
    facilitator: Desk, draft: str, where: tuple[str, str], text: str
) -> None:
    facilitator.house.run(picks(facilitator, draft, *where, text))


# --- groups and people -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def admin(house: House) -> Desk:
    return desk_of(house, ADMIN)


async def names_a_group(desk: Desk, text: str) -> None:
    """Name a group by a string: it is named so, or not at all."""
    fields = dict.fromkeys(("site", "audience", "partner"), text)
    answer = await desk.sends(f"/desk/group/-/{GROUP.id}", "save", fields)
    (group,) = await desk.house.world.run(lambda unit: unit.groups())
    name = " ".join(arrives(text).split())
    took = group.site == group.audience == group.partner == name
    assert took if answer.status == 303 else answer.status == 413 or faults(answer.page)
    page = await desk.looks(f"/desk/group/-/{GROUP.id}")
    assert typed_in(page, "site") == group.site


def test_names_of_a_group(admin: Desk) -> None:
    for text in SOME:
        admin.house.run(names_a_group(admin, text))


@made_up(8, 2000)
@given(text=hostile(200))
def test_names_of_a_group_made_up(admin: Desk, text: str) -> None:
    admin.house.run(names_a_group(admin, text))


async def adds(desk: Desk, name: str, role: str) -> None:
    """Add somebody of a name and a role that is none."""
    people = await desk.house.world.run(lambda unit: unit.staff())
    answer = await desk.sends("/desk/person/-/new", "add", {"name": name, "role": role})
    assert answer.status in (413, 422)
    assert await desk.house.world.run(lambda unit: unit.staff()) == people


def test_roles_there_are_not(admin: Desk) -> None:
    for text in SOME:
        admin.house.run(adds(admin, text, text))


@made_up(6, 1000)
@given(name=hostile(200), role=hostile(40))
def test_roles_there_are_not_made_up(admin: Desk, name: str, role: str) -> None:
    admin.house.run(adds(admin, name, role))


async def is_let_in(desk: Desk, name: str) -> None:
    """Add somebody under a string: they are known by it, or by nothing."""
    kept = " ".join(arrives(name).split())
    answer = await desk.sends("/desk/person/-/new", "add", {"name": name, "role": "partner"})
    names = {each.name for each in await desk.house.world.run(lambda unit: unit.staff())}
    assert answer.status in (413, 422) or kept in names
    assert "" not in names


def test_names_of_people(admin: Desk) -> None:
    for text in SOME:
        admin.house.run(is_let_in(admin, text))


# --- reading ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(house: House) -> tuple[Desk, str]:
    """Who reads an answer that somebody has kept, and where it is."""
    world = house.world

    async def asked() -> str:
        for number in range(3):
            reply = await world.turn(Chose("yes"), None, f"{number:032x}")
            reply = await world.turn(Chose("hears:all"), reply, secrets.token_hex(16))
            for event in (said(), Chose("keep", {"quote": ("yes",)})):
                reply = await world.turn(event, reply, secrets.token_hex(16))
        await world.app.ticker.run_once()
        (answer, *_) = await world.waiting()
        return f"/desk/answer/{world.round.id}/{answer.id}"

    desk = desk_of(house, READER)
    path = house.run(asked())
    assert house.run(desk.sends(path, "open", {})).status == 303
    return desk, path


def said() -> object:
    from bot.conversation.events import Said

    return Said(SAID)


async def covers(desk: Desk, path: str, more: str, reason: str) -> None:
    """Type words to cover, or a reason there is not: the answer stays as it was."""
    for action in ("cover", "hold", "decline", "concern"):
        fields = {"more": more if action == "cover" else "", "reason": reason}
        assert (await desk.sends(path, action, fields)).status in (413, 422)
    seen = (await desk.looks(path)).seen()
    # Words that another test has listed stand apart, each marked.
    assert all(word in seen for word in SAID.split())


def test_words_and_reasons_of_a_reader(reader: tuple[Desk, str]) -> None:
    desk, path = reader
    for text in SOME:
        desk.house.run(covers(desk, path, text, text))


@made_up(3, 1000)
@given(more=hostile(400), reason=hostile(40))
def test_words_and_reasons_of_a_reader_made_up(
    reader: tuple[Desk, str], more: str, reason: str
) -> None:
    desk, path = reader
    desk.house.run(covers(desk, path, more, reason))


# --- what came of it -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def outcome(reader: tuple[Desk, str], facilitator: Desk) -> str:
    """Where an outcome of a closed round is written."""
    world: World = facilitator.house.world

    def close(unit: Unit) -> None:
        found = unit.round(world.round.id)
        assert found is not None
        closed = CloseRound(replace(found, state=RoundState.CLOSED))
        unit.record(FACILITATOR, (closed,), None, world.clock.now())

    facilitator.house.run(world.run(close))
    path = f"/desk/outcome/{world.round.id}"
    item = {"said": "a", "did": "b", "because": "c", "status": "done"}
    facilitator.house.run(facilitator.sends(f"{path}/new", "save", item))
    return path


async def tells(desk: Desk, path: str, text: str) -> None:
    """Write a string as what people said, what was done, and for what reason."""
    names = ("said", "did", "because")
    answer = await desk.sends(f"{path}/1", "save", dict.fromkeys(names, text))
    page = await desk.looks(f"{path}/1")
    wanted = clean(arrives(text), lines=True)
    if answer.status == 303:
        assert {typed_in(page, name) for name in names} == {wanted}
    else:
        assert len(wanted) > 400 or not wanted
    assert (await desk.sends(path, "schedule", {"send_on": text})).status in (403, 413, 422)
    await desk.looks(path)


def test_what_is_told(facilitator: Desk, outcome: str) -> None:
    for text in SOME:
        facilitator.house.run(tells(facilitator, outcome, text))


@made_up(6, 1500)
@given(text=hostile(500))
def test_what_is_told_made_up(facilitator: Desk, outcome: str, text: str) -> None:
    facilitator.house.run(tells(facilitator, outcome, text))
