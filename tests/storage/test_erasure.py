"""Deleting everything: what goes, in rounds of every state, and what stays and why."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.consultation.model import Hears, Outcome
from bot.conversation.effects import (
    AskContact,
    CancelRound,
    Consent,
    DeleteEverything,
    Hear,
    Invite,
    Join,
    Keep,
    Stop,
)
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import NotSaved, Turn
from tests.storage.conftest import NOW, TODAY

ANN = Address("slack", "T1", "U1")
THEIRS = ("contributor", "enrolment", "audience", "outbox")
TABLES = (*THEIRS, "quote", "tally", "do_not_contact", "help_request")
TO_ANN = {"channel": "slack", "team": "T1", "user": "U1"}


async def in_chat(world: Any, round_: Any, *effects: Any, address: Address = ANN) -> str:
    """Let somebody of a chat platform do something; return their id."""
    turn = Turn(round_, "", address, TO_ANN)
    person: str = await world.run(lambda u: u.remember(turn, effects, NOW))
    return person


async def sealed(world: Any, round_: Any) -> Any:
    closed = await world.closed(round_)
    await world.approve_all(closed)
    await world.database.sealer.seal(closed.id)
    return await world.run(lambda u: u.round(closed.id))


async def test_all_of_a_person_goes_in_rounds_of_every_state_and_nobody_elses(world: Any) -> None:
    sealed_round, _ = await world.asked(4)
    open_round = await world.opened()
    closed_round, _ = await world.asked(2)
    for round_ in (sealed_round, open_round, closed_round):
        person = await in_chat(world, round_, Consent(), Hear(Hears.ALL))
        await in_chat(world, round_, Keep(world.said("trust", f"ann in {round_.code}")))
    await world.closed(closed_round)
    sealed_round = await sealed(world, sealed_round)
    send = Outcome("a" * 32, sealed_round.id, send_on=TODAY, state="scheduled")
    await world.run(lambda u: u._write_outcome(send, "scheduled"))
    await world.run(lambda u: u.plan_outcome(send))
    rows, theirs = world.dump(TABLES), world.sql("SELECT count(*) FROM vault")[0][0]
    find = bytes.fromhex(person)
    hers = {table: sum(find in row for row in rows[table]) for table in THEIRS}
    assert hers == {"contributor": 1, "enrolment": 3, "audience": 3, "outbox": 1}

    await in_chat(world, open_round, DeleteEverything())

    assert world.dump(TABLES) == {
        table: [row for row in rows[table] if find not in row] for table in TABLES
    }
    assert await world.run(lambda u: u.person(ANN)) is None
    assert await world.run(lambda u: u.held(person)) == ()
    # In each of the two rounds with a vault: the place, one answer and the reminder.
    assert world.sql("SELECT count(*) FROM vault") == [(theirs - 6,)]
    # What is sealed is nobody's, so it cannot be found to be taken out.
    quotes = await world.run(lambda u: u.approved(sealed_round.id))
    assert f"ann in {sealed_round.code}" in {each.text for each in quotes}


async def test_nothing_goes_where_not_all_can_go(world: Any) -> None:
    round_, _ = await world.asked(1)
    before = world.dump(("contributor", "enrolment", "vault"))
    allow = world.no_deleting("contributor")
    with pytest.raises(NotSaved):
        await world.turn(round_, "person0", DeleteEverything())
    allow()
    assert world.dump(("contributor", "enrolment", "vault")) == before


async def test_a_stop_and_a_never_outlive_the_rest_where_somebody_could_write(world: Any) -> None:
    round_ = await world.opened()
    await in_chat(world, round_, Consent(), Stop())
    await in_chat(world, round_, DeleteEverything())
    assert await world.run(lambda u: u.said_never(ANN))
    await world.record(world.facilitator, Invite(round_.id, ((ANN, TO_ANN),)))
    due = await world.run(
        lambda u: u.claim({round_.id: TODAY + timedelta(days=30)}, NOW, 20, 60, asking=())
    )
    assert due == ()
    await in_chat(world, round_, Join())
    assert not await world.run(lambda u: u.said_never(ANN))


async def test_nothing_stays_of_who_only_held_a_code(world: Any) -> None:
    round_ = await world.opened()
    await world.join(round_, "ann")
    await world.turn(round_, "ann", Stop(), DeleteEverything())
    assert world.sql("SELECT count(*) FROM do_not_contact") == [(0,)]
    assert world.sql("SELECT count(*) FROM contributor") == [(0,)]


async def test_an_invitation_that_waits_goes_too(world: Any) -> None:
    first, second = await world.opened(), await world.opened()
    other = Address("slack", "T1", "U2")
    people = ((ANN, TO_ANN), (other, TO_ANN | {"user": "U2"}))
    await world.record(world.facilitator, Invite(second.id, people))
    await in_chat(world, first, Consent())
    await in_chat(world, first, DeleteEverything())
    due = await world.run(lambda u: u.claim({second.id: TODAY}, NOW, 20, 60, asking=()))
    assert [each.contact["user"] for each in due] == ["U2"]
    assert world.sql("SELECT count(*) FROM vault WHERE kind = 'invite'") == [(1,)]


async def test_a_request_for_contact_is_tied_to_nobody_and_stays(world: Any) -> None:
    round_ = await world.opened()
    await in_chat(world, round_, Consent(), AskContact("07700 900123"), DeleteEverything())
    requests = await world.run(lambda u: u.requests(world.lead.id))
    assert [each.reach for each in requests] == ["07700 900123"]
    assert await world.run(lambda u: u.own_request(round_.id, ANN)) is None
    assert world.sql("SELECT count(*) FROM help_request WHERE hmac IS NOT NULL") == [(0,)]


async def test_a_request_from_a_chat_that_was_joined_is_tied_to_nobody_either(world: Any) -> None:
    round_ = await world.opened()
    await world.join(round_, "ann")
    assert await world.run(lambda u: u.tie(Address(CODE_CHANNEL, "", "ann"), ANN, TO_ANN))
    await in_chat(world, round_, AskContact("07700 900123"))
    assert await world.run(lambda u: u.own_request(round_.id, ANN)) is not None
    await world.turn(round_, "ann", DeleteEverything())
    assert world.sql("SELECT hmac FROM help_request") == [(None,)]


async def test_a_message_to_everybody_meets_who_is_just_being_deleted(world: Any) -> None:
    for _ in range(4):
        round_, _ = await world.asked(3)
        calls = [world.turn(round_, "person0", DeleteEverything())]
        cancelled = CancelRound(round_)
        calls.append(world.record(world.facilitator, cancelled))
        await asyncio.gather(*calls)
        rows = world.sql("SELECT count(*) FROM outbox WHERE key = 'cancelled'")
        assert rows == [(2,)]
        world.sql("DELETE FROM outbox")
        for who in ("person1", "person2"):
            await world.turn(await world.opened(), who, DeleteEverything())


async def test_what_is_held_is_told_round_by_round(world: Any) -> None:
    round_, texts = await world.asked(3)
    person = await world.turn(round_, "person0", Hear(Hears.CHANGES))
    (held,) = await world.run(lambda u: u.held(person))
    assert (held.hears, held.lists) == ("changes", ())
    assert {a.kept.text for a in held.answers.values()} == set(texts["person0"])
    await sealed(world, round_)
    (held,) = await world.run(lambda u: u.held(person))
    assert (held.hears, held.state, dict(held.answers)) == ("", "", {})
    assert "" in held.lists
