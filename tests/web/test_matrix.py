"""Who may do what: every act at the desk, by every role, on a round of their own and of others.

The acts come from the list by which the desk itself decides. An act that has no row here fails; so
does a row whose act is not there any more.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.compose import App
from bot.consultation.model import Review, Role
from bot.conversation import staff
from bot.conversation.events import Address
from bot.deskwork import Acted, Desk
from bot.ports import Refused
from tests.web.browser import Browser
from tests.web.matrix import (
    COVERED,
    MATRIX,
    READ,
    A,
    C,
    F,
    House,
    S,
    Undoing,
    decided,
    rows_of,
    tried,
)
from tests.web.world import PEOPLE, sign_in


@pytest.fixture
async def house(app: App) -> House:
    made = House(app)
    await made.fill()
    return made


def test_every_act_there_is_has_a_row() -> None:
    for role in Role:
        rows = {act for act, row in MATRIX.items() if role in row.roles}
        assert rows == staff.ACTS[role], role


NOT_HERE = "You cannot do that here. Nothing has changed."
UNKNOWN = "e" * 32


def without(acted: Acted, round_id: str) -> str:
    """Return what was shown, whatever it was asked of."""
    shown = repr(acted).replace(round_id, "-")
    return shown.replace(acted.spot.item, "-") if acted.spot.item else shown


@pytest.mark.parametrize("role", list(Role))
async def test_what_is_not_a_roles_act_is_refused_alike_and_noted_without_content(
    house: House, role: Role
) -> None:
    me = PEOPLE[role]
    for act in MATRIX.keys() - staff.ACTS[role]:
        replies = set()
        for round_id in (house.mine[S.OPEN], house.mine[S.DRAFT], house.theirs[S.OPEN], UNKNOWN):
            acted, held = await tried(house, me, act, round_id, item="d" * 32)
            assert held.noted == [("refused", me.id, act[1], True)], act
            assert held.moved == {"audit"}
            assert NOT_HERE in repr(acted.message)
            if round_id not in house.mine.values():
                replies.add(without(acted, round_id))
        assert len(replies) == 1, act


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_does_its_acts_on_what_is_its_own_and_nowhere_else(
    house: House, role: Role
) -> None:
    me = PEOPLE[role]
    for act in staff.ACTS[role]:
        row = MATRIX[act]
        states = row.roles[role]
        if not states:
            acted, held = await tried(house, me, act, "")
            if not row.verb:
                # What somebody keeps for themselves is nobody else's to know of.
                own = {"staff_own"} if act[0] == "own" else set()
                assert (held.noted, held.moved) == ([], own), act
                continue
            assert held.noted == [(row.verb, me.id, held.noted[0][2], False)], act
            continue
        for state, round_id in house.mine.items():
            acted, held = await tried(house, me, act, round_id)
            verbs = [verb for verb, *_ in held.noted]
            assert verbs == (row.verb.split() if state in states else []), (act, state)
            assert bool(held.moved) == (state in states), (act, state)
        if role is A:
            continue  # Every round is an admin's to hand over, and nothing else.
        replies = set()
        for round_id in (*house.theirs.values(), UNKNOWN):
            acted, held = await tried(house, me, act, round_id)
            assert held.noted == []
            assert held.moved == set()
            replies.add(without(acted, round_id))
        assert len(replies) == 1, act


async def test_only_the_facilitator_of_an_open_round_asks_people_of_a_platform(
    house: House,
) -> None:
    people = ((Address("slack", "T", "U"), {"channel": "slack"}),)
    app = house.app
    for role, me in PEOPLE.items():
        for round_id in (*house.mine.values(), *house.theirs.values(), UNKNOWN):
            held = Undoing(app, lambda _unit: None)
            desk = Desk(held, app.library, app.detector, held, app.clock)  # type: ignore[arg-type]
            if role is F and round_id == house.mine[S.OPEN]:
                await desk.invite(me, round_id, people, "00" * 16)
                assert [verb for verb, *_ in held.noted] == ["ask"]
                continue
            with pytest.raises(Refused) as refused:
                await desk.invite(me, round_id, people, "00" * 16)
            assert refused.value.reason == "desk.refused.not_here"
            wanted = [] if role is F else [("refused", me.id, "ask", True)]
            assert held.noted == wanted
            assert held.moved == ({"audit"} if wanted else set())


async def test_nobody_lets_their_own_decision_pass_or_gives_themselves_a_role(
    house: House,
) -> None:
    own = decided(Review.SECOND, **COVERED, first=PEOPLE[C].id, last=PEOPLE[C].id)
    by_me = replace(MATRIX["answer", "approve"], prepare=own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(MATRIX, ("answer", "approve"), by_me)
        for state in READ:
            _, held = await tried(house, PEOPLE[C], ("answer", "approve"), house.mine[state])
            assert held.noted == []
            assert held.moved == set()
        itself = replace(MATRIX["person", "add"], values={"name": ("Ada Bain",), "role": ("lead",)})
        patch.setitem(MATRIX, ("person", "add"), itself)
        for act, item in ((("person", "link"), PEOPLE[A].id), (("person", "add"), "new")):
            acted, held = await tried(house, PEOPLE[A], act, "", item=item)
            assert held.noted == []
            assert held.moved == set()
            assert acted.message is not None


@pytest.mark.parametrize("role", [None, *Role])
async def test_at_the_web_desk_too(
    house: House, another: Callable[[], Browser], role: Role | None
) -> None:
    """Who is not signed in gets to no act at all, a contributor with a session of theirs neither."""
    browser = another()
    if role is None:
        await browser.get(f"/r/round1{list(S).index(S.OPEN)}")
        await browser.press("yes")
    else:
        await sign_in(browser, role)
    csrf = browser.seen.first("input", name="csrf")["value"]
    before = await house.app.database.run(rows_of)
    refused = [act for act in sorted(MATRIX) if role is None or role not in MATRIX[act].roles]
    for place, name in refused[:: 1 if role is None else 5]:
        path = f"/desk/{place or 'round'}/{house.mine[S.OPEN]}"
        sent = {"csrf": csrf, "turn": f"{place}{name}".ljust(32, "0"), "do": name}
        await browser.send("POST", path, sent)
        assert browser.status == (401 if role is None else 403), (place, name)
    after = await house.app.database.run(rows_of)
    assert {name for name in after if after[name] != before[name]} <= {"audit"}
    new = [row.verb for row in after["audit"][len(before["audit"]) :]]
    assert set(new) <= (set() if role is None else {"refused"})
