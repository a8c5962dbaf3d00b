"""A staff turn on rounds and outcomes, and what it leaves of keys and previews."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest

from bot.consultation.model import Group, Hears, Item, Outcome, RoundState
from bot.conversation.effects import (
    Beside,
    CancelRound,
    CloseRound,
    Consent,
    DeleteEverything,
    Join,
    Keep,
    Never,
    OpenRound,
    SaveOutcome,
    SaveRound,
    Stop,
)
from bot.conversation.events import CODE_CHANNEL, HOURS, Address
from bot.ports import NotSaved, Refused

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


async def refused(world: Any, *effects: Any, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        await world.record(world.facilitator, *effects, **more)
    return str(caught.value.reason)


async def test_a_draft_is_kept_changed_and_has_a_key(world: Any) -> None:
    draft = await world.draft(title="\ud800 \x00 title", asker="A", purpose="P")
    assert await world.run(lambda u: u.round(draft.id)) == draft
    assert await world.run(lambda u: u.round_by_code(draft.code)) == draft
    assert await world.run(lambda u: u.questions(draft.id)) is None
    assert f"draft-{draft.id}.key" in world.key_files()
    changed = replace(draft, title="Other", k=7, closes_on=None)
    await world.record(world.facilitator, SaveRound(changed))
    assert await world.run(lambda u: u.round(draft.id)) == changed


async def test_rounds_stand_with_drafts_first_then_the_newest(world: Any) -> None:
    old = await world.opened(opens_on=date(2026, 1, 1))
    new = await world.opened(opens_on=date(2026, 5, 1))
    draft = await world.draft(opens_on=date(2025, 1, 1))
    found = [round_.id for round_ in await world.run(lambda u: u.rounds())]
    assert found == [draft.id, new.id, old.id]


async def test_opening_pins_the_questions_and_changes_the_key(world: Any) -> None:
    draft = await world.draft()
    await world.record(world.facilitator, OpenRound(replace(draft, opens_on=TODAY)))
    opened = await world.run(lambda u: u.round(draft.id))
    assert (opened.state, opened.opens_on) == (RoundState.OPEN, TODAY)
    assert await world.run(lambda u: u.questions(draft.id)) == world.questions
    names = world.key_files()
    assert f"round-{draft.id}.key" in names
    assert f"draft-{draft.id}.key" not in names


async def test_opening_wipes_what_previews_left_and_nothing_else(world: Any) -> None:
    open_ = await world.opened()
    draft, other = await world.draft(), await world.draft()
    for round_ in (draft, other):
        await world.turn(round_, "twice", Consent(), preview=True)
    await world.turn(draft, "preview", Consent(), Keep(world.said("trust", "t")), preview=True)
    await world.join(open_, "ann")
    await world.turn(draft, "ann", Consent(), preview=True)
    await world.record(world.facilitator, OpenRound(draft))
    left = bytes.fromhex(draft.id)
    assert world.sql("SELECT count(*) FROM vault WHERE round = ?", left) == [(0,)]
    assert world.sql("SELECT count(*) FROM enrolment WHERE round = ?", left) == [(0,)]
    assert world.sql("SELECT count(*) FROM contributor") == [(2,)]
    assert world.sql("SELECT count(*) FROM enrolment") == [(2,)]
    ann = await world.join(draft, "ann")
    assert await world.run(lambda u: u.conversation(draft.id, ann)) == ""


async def test_who_says_never_to_a_preview_leaves_nothing(world: Any) -> None:
    draft = await world.draft()
    before = world.dump()
    for who in ("preview", Address("slack", "T1", "U1")):
        await world.turn(draft, who, Never(), preview=True)
    assert world.dump() == before


async def test_a_preview_changes_nothing_of_a_person_who_is_known(world: Any) -> None:
    open_, draft = await world.opened(), await world.draft()
    await world.join(open_, "ann")
    await world.turn(draft, "ann", Consent(), preview=True)
    before = world.dump()
    for effect in (Stop(), Join(), Never(), Beside(HOURS, "evening"), DeleteEverything()):
        await world.turn(draft, "ann", effect, preview=True)
        assert world.dump() == before, effect
    await world.turn(open_, "ann", Stop())
    before = world.dump()
    await world.turn(draft, "ann", Join(), preview=True)
    assert world.dump() == before


async def test_what_a_preview_made_can_be_changed_and_deleted_in_it(world: Any) -> None:
    draft = await world.draft()
    me = Address(CODE_CHANNEL, "", "me")
    await world.turn(draft, "me", Consent(), preview=True)
    await world.turn(draft, "me", Beside(HOURS, "evening"), preview=True)
    assert (await world.run(lambda u: u.person(me))).contact[HOURS] == "evening"
    await world.turn(draft, "me", DeleteEverything(), preview=True)
    assert world.sql("SELECT count(*) FROM contributor") == [(0,)]


async def test_saying_yes_to_a_preview_does_not_take_back_a_never(world: Any) -> None:
    draft, ann = await world.draft(), Address("slack", "T1", "U1")
    await world.turn(await world.opened(), ann, Never())
    await world.turn(draft, ann, Join(), Consent(), preview=True)
    assert await world.run(lambda u: u.said_never(ann))


async def test_opening_needs_questions(world: Any) -> None:
    draft = await world.draft()
    assert await refused(world, OpenRound(draft), pin=False) == "desk.refused.state"
    assert f"round-{draft.id}.key" not in world.key_files()


async def test_what_does_not_fit_the_state_is_refused_and_changes_nothing(world: Any) -> None:
    draft = await world.draft()
    opened = await world.opened()
    closed = await world.closed(await world.opened())
    cancelled = await world.opened()
    await world.record(world.facilitator, CancelRound(cancelled))
    ghost = replace(draft, id="ab" * 16)
    outcome = Outcome("cd" * 16, draft.id)
    before = world.sql("SELECT * FROM round"), world.sql("SELECT * FROM audit")
    for effect in (
        OpenRound(opened),
        OpenRound(ghost),
        SaveRound(opened),
        SaveRound(closed),
        CloseRound(draft),
        CloseRound(closed),
        CloseRound(cancelled),
        CancelRound(cancelled),
        CancelRound(ghost),
        SaveOutcome(outcome),
        SaveOutcome(replace(outcome, round=cancelled.id)),
        SaveOutcome(replace(outcome, round=ghost.id)),
    ):
        assert await refused(world, effect) == "desk.refused.state", effect
    with pytest.raises(Refused):
        await world.run(lambda u: u.set_closed(closed.id))
    assert (world.sql("SELECT * FROM round"), world.sql("SELECT * FROM audit")) == before


async def test_a_turn_that_is_refused_leaves_nothing_of_its_first_half(world: Any) -> None:
    draft = await world.draft()
    new = replace(draft, id="ef" * 16, code="other")
    assert await refused(world, SaveRound(new), OpenRound(draft), OpenRound(draft))
    assert await world.run(lambda u: u.round(new.id)) is None
    assert (await world.run(lambda u: u.round(draft.id))).state is RoundState.DRAFT
    names = world.key_files()
    assert f"draft-{draft.id}.key" in names
    assert f"round-{draft.id}.key" not in names
    assert f"draft-{new.id}.key" not in names


async def test_a_link_is_never_given_twice(world: Any) -> None:
    draft = await world.draft()
    with pytest.raises(NotSaved):
        await world.record(world.facilitator, SaveRound(replace(draft, id="ef" * 16)))


async def test_a_draft_key_that_could_not_be_destroyed_does_not_undo_the_opening(
    world: Any,
) -> None:
    draft = await world.draft()
    destroy = world.keys.destroy

    def fails(name: str) -> None:
        if name.startswith("draft"):
            raise OSError(5, "no")
        destroy(name)

    with mock.patch.object(world.keys, "destroy", fails):
        await world.record(world.facilitator, OpenRound(draft))
    opened = await world.run(lambda u: u.round(draft.id))
    assert opened.state is RoundState.OPEN
    await world.join(opened, "ann")
    await world.closed(opened)
    await world.database.sealer.seal(draft.id)
    assert not [name for name in world.key_files() if draft.id in name]


async def test_no_key_no_round(world: Any) -> None:
    with (
        mock.patch.object(os, "fsync", side_effect=OSError(28, "no")),
        pytest.raises(NotSaved) as caught,
    ):
        await world.draft()
    assert caught.value.reason == "full"
    assert await world.run(lambda u: u.rounds()) == ()


async def test_closing_by_staff_and_by_the_clock(world: Any) -> None:
    by_staff = await world.opened()
    await world.record(world.facilitator, CloseRound(replace(by_staff, closes_on=TODAY)))
    found = await world.run(lambda u: u.round(by_staff.id))
    assert (found.state, found.closes_on) == (RoundState.CLOSED, TODAY)
    by_clock = await world.opened()
    await world.run(lambda u: u.set_closed(by_clock.id))
    found = await world.run(lambda u: u.round(by_clock.id))
    assert found == replace(by_clock, state=RoundState.CLOSED)


async def test_cancelling_empties_the_vault_and_tells_whoever_has_not_stopped(world: Any) -> None:
    round_, _ = await world.asked(4)
    await world.turn(round_, "person0", Stop())
    await world.join(round_, "quiet", Hears.NONE)
    await world.record(world.facilitator, CancelRound(round_))
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]
    told = world.sql("SELECT key, state, due_day FROM outbox")
    assert told == [("cancelled", "planned", TODAY.isoformat())] * 4
    found = await world.run(lambda u: u.round(round_.id))
    assert found.state is RoundState.CANCELLED
    await world.database.sealer.destroy(round_.id)
    await world.database.sealer.destroy(round_.id)
    assert not [name for name in world.key_files() if round_.id in name]
    id_ = await world.join(await world.opened(), "person1")
    assert await world.run(lambda u: u.conversation(round_.id, id_)) == ""
    assert await world.run(lambda u: u.answers(round_.id, id_)) == {}
    assert await world.run(lambda u: u.delivered(round_.id, id_)) == ()


async def test_cancelling_a_draft_tells_nobody(world: Any) -> None:
    draft = await world.draft()
    await world.turn(draft, "preview", Consent(), preview=True)
    await world.record(world.facilitator, CancelRound(draft))
    assert {t: len(rows) for t, rows in world.dump().items()} == dict.fromkeys(world.dump(), 0)
    await world.database.sealer.destroy(draft.id)
    assert not [name for name in world.key_files() if draft.id in name]


async def test_only_a_cancelled_rounds_key_is_destroyed(world: Any) -> None:
    round_ = await world.opened()
    for id_ in (round_.id, "ab" * 16):
        with pytest.raises(Refused):
            await world.database.sealer.destroy(id_)
    assert f"round-{round_.id}.key" in world.key_files()


async def test_outcomes_stand_in_the_order_they_were_begun(world: Any) -> None:
    round_ = await world.opened()
    items = (Item("you said \ud800", "we did", "done", ""), Item("a", "b", "none", "because"))
    outcomes = [Outcome(f"{n:02x}" * 16, round_.id, items) for n in (9, 3, 7)]
    for outcome in outcomes:
        await world.record(world.facilitator, SaveOutcome(outcome))
    written = [replace(each, writer=world.facilitator.id) for each in outcomes]
    later = await world.plans(replace(outcomes[0], send_on=TODAY + timedelta(days=9)))
    assert later == replace(
        written[0], state="scheduled", send_on=later.send_on, approver=world.reader.id
    )
    assert await world.run(lambda u: u.outcomes(round_.id)) == (later, *written[1:])
    elsewhere = await world.opened()
    assert await refused(world, SaveOutcome(replace(written[1], round=elsewhere.id)))


async def test_a_figure_is_kept_with_its_day(world: Any) -> None:
    round_ = await world.opened()
    await world.run(lambda u: u.set_figure(round_.id, 12, TODAY))
    found = await world.run(lambda u: u.round(round_.id))
    assert (found.figure, found.figure_day) == (12, TODAY)
    await world.record(world.facilitator, CloseRound(round_))
    assert (await world.run(lambda u: u.round(round_.id))).figure == 12


async def test_groups(world: Any) -> None:
    groups = [
        Group(f"{n:02x}" * 16, site, "young \x00", "\ud800") for n, site in ((1, "b"), (2, "a"))
    ]
    for group in groups:
        await world.run(lambda u, g=group: u.add_group(g))
    assert await world.run(lambda u: u.groups()) == tuple(reversed(groups))
    with pytest.raises(NotSaved):
        await world.run(lambda u: u.add_group(replace(groups[0], id="no id")))
