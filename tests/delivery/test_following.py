"""The round that follows an outcome: it opens by itself, for everyone of its round and nobody else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.consultation.following import CHECK, LOOP, SETS, following
from bot.consultation.model import Round, RoundState
from bot.conversation.effects import Ask
from bot.conversation.events import Chose, Opened, Said
from storage.tables import audience, contributor, enrolment, outbox
from tests.delivery.line import FACILITATOR, Line, address_of

OUT = date(2027, 4, 20)
EVENING = datetime(2027, 4, 20, 16, 0, tzinfo=UTC)


async def heard(line: Line) -> tuple[Round, Round]:
    """Let five people answer and a sixth say yes and no more, and an outcome go out."""
    round_ = await line.open()
    await line.people(round_, 5)
    await line.join(round_, "silent")
    sealed = await line.sealed(round_)
    await line.outcome(sealed, OUT)
    line.clock.at = EVENING
    await line.app.ticker.run_once()
    return sealed, await follows(line)


async def follows(line: Line) -> Round:
    rounds = await line.app.database.run(lambda unit: unit.rounds())
    (loop,) = (each for each in rounds if each.kind == LOOP)
    return loop


async def test_everyone_is_in_it_whether_they_answered_or_not(line: Line) -> None:
    sealed, loop = await heard(line)
    await line.app.ticker.run_once()
    assert (await follows(line)).id == loop.id
    assert (loop.parent, loop.state) == (sealed.id, RoundState.OPEN)

    def enrolled(unit: Any) -> list[bool]:
        people = [unit.person(address_of(who)) for who in ("person-000", "silent")]
        return [unit.enrolled(loop.id, person.id) for person in people]

    assert await line.app.database.run(enrolled) == [True, True]


async def test_a_stranger_is_told_whom_it_is_for_and_cannot_join(line: Line) -> None:
    _, loop = await heard(line)
    for event in (Opened(), Chose("yes"), Said("When?")):
        reply = await line.act(loop, "stranger", event)
        assert reply.message.title == line.app.say("contributor.members.title")
        assert not reply.known


async def test_asking_writes_nothing_on_the_side_of_who_is_who(line: Line) -> None:
    _, loop = await heard(line)
    before = await people_side(line)
    await line.act(loop, "silent", Chose("next"))
    reply = await line.act(loop, "silent", Said("When is it mended?"))
    keep = next(c for c in reply.message.choices if c.action.startswith("keep"))
    await line.act(loop, "silent", Chose(keep.action, {"quote": ("yes",)}))
    assert await line.app.database.run(lambda unit: unit.answered(loop.id)) == 1
    assert await people_side(line) == before


async def test_a_loop_in_which_nobody_asked_owes_nothing(line: Line) -> None:
    _, loop = await heard(line)
    line.clock.at = datetime(2027, 5, 5, 12, tzinfo=UTC)
    await line.app.ticker.run_once()
    line.clock.at = datetime(2027, 5, 12, 12, tzinfo=UTC)
    await line.app.ticker.run_once()
    await line.app.ticker.run_once()
    stands = await line.round(loop.id)
    assert stands.state is RoundState.SEALED
    (noted,) = await line.app.database.run(lambda unit: unit.outcomes(loop.id))
    assert (noted.state, noted.items) == ("sent", ())


async def test_whoever_stopped_is_not_in_it(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 6)
    await line.act(round_, "person-003", Chose("stop"))
    sealed = await line.sealed(round_)
    await line.outcome(sealed, OUT)
    line.clock.at = EVENING
    await line.app.ticker.run_once()
    loop = await follows(line)

    def enrolled(unit: Any) -> bool:
        return bool(unit.enrolled(loop.id, unit.person(address_of("person-003")).id))

    assert not await line.app.database.run(enrolled)


async def people_side(line: Line) -> list[tuple[object, ...]]:
    def rows(engine: Any, _keys: Any) -> None:
        with engine.connect() as connection:
            for table in (contributor, enrolment, outbox, audience):
                found.extend(sorted(map(repr, connection.execute(select(table)))))

    found: list[Any] = []
    await line.app.database._runner.between(rows)
    return found


@pytest.mark.parametrize("is_sealed", [False, True])
async def test_who_chose_only_what_changed_is_not_asked_about_a_draft(
    line: Line, is_sealed: bool
) -> None:
    round_ = await line.open()
    await line.people(round_, 5)
    for hears in ("changes", "none"):
        await line.join(round_, hears, hears)
    await line.sealed(round_) if is_sealed else await line.closed()
    day = line.clock.now().date()
    words = ("Right?", "So that it is right.")
    check = following(round_, CHECK, id_="c" * 32, code="check", words=words, day=day)
    line.post.sent.clear()
    await line.staff(FACILITATOR, Ask(check, line.app.library.sets[SETS[CHECK]]))
    line.clock.at += timedelta(hours=16)
    await line.app.ticker.run_once()
    assert line.post.reached == [f"person-{number:03}" for number in range(5)]


async def test_what_is_handed_over_is_counted_and_no_person_is(line: Line) -> None:
    round_ = await line.open()
    await line.people(round_, 3)
    round_ = await line.sealed(round_)
    await line.outcome(round_, date(2027, 4, 20))
    line.clock.at = datetime(2027, 4, 20, 17, tzinfo=UTC)
    await line.app.upkeep.tick()
    (waits,) = await line.app.database.run(lambda unit: unit.outcomes(round_.id))
    await line.app.delivery.deliver()
    (sent,) = await line.app.database.run(lambda unit: unit.outcomes(round_.id))
    assert (waits.planned, waits.sent) == (3, 0)
    assert (sent.planned, sent.sent) == (3, 3 if line.post.can.proactive else 0)
