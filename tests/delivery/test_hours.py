"""Messages come in the hours that a person picked; the one reminder keeps to its round's."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.consultation.model import Round
from bot.conversation.events import Chose, Inbound
from bot.ports import Unit
from storage.tables import contributor, outbox
from storage.unit import StoredUnit
from tests.delivery.conftest import OUTCOME, OUTCOME_DAY
from tests.delivery.line import Line, address_of

# 10 April 2027 is a Saturday, in British summer time.
SUNDAY_MORNING = datetime(2027, 4, 11, 7, 0, tzinfo=UTC)
EVENING = datetime(2027, 4, 10, 16, 0, tzinfo=UTC)


async def does(line: Line, round_: Round, who: str, *acts: str) -> None:
    """Let a person do things one after the other; after sealing the channel carries where they are."""
    carried = ""
    for act in acts:
        inbound = Inbound(
            delivery=secrets.token_hex(16),
            channel="web",
            round_code=round_.code,
            event=Chose(act),
            address=address_of(who),
            contact={"channel": "web", "to": who},
            carried=carried,
        )
        carried = (await line.app.conversations.handle(inbound)).carried


async def outcome_to(line: Line, **picks: str) -> None:
    """Let an outcome be due to people who picked their hours."""
    round_ = await line.open()
    for who, pick in picks.items():
        await line.join(round_, who)
        await does(line, round_, who, "messages", f"hours:{pick}", "back")
    await line.sealed(round_)
    await line.outcome(round_, OUTCOME_DAY)
    line.clock.at = OUTCOME
    await line.app.upkeep.tick()


async def sends(line: Line, at: datetime) -> list[str]:
    """Return whom a message reaches at a time."""
    line.clock.at, before = at, len(line.post.sent)
    await line.app.delivery.deliver()
    return sorted(who for who, _ in line.post.sent[before:])


async def test_each_gets_it_in_their_own_hours_and_nobody_waits_for_them(line: Line) -> None:
    picks = {"ann": "morning", "bea": "evening", "cat": "round", "dan": "weekend", "eve": "round"}
    await outcome_to(line, **picks)
    assert await sends(line, OUTCOME) == ["cat", "dan", "eve"]
    assert await sends(line, EVENING - timedelta(seconds=1)) == []
    assert await sends(line, EVENING) == ["bea"]
    assert await sends(line, SUNDAY_MORNING - timedelta(seconds=1)) == []
    assert await sends(line, SUNDAY_MORNING) == ["ann"]
    assert await sends(line, OUTCOME + timedelta(days=9)) == []
    given_up = await line.app.database.run(lambda unit: unit.given_up())
    assert given_up == {}


async def test_who_changes_their_mind_while_it_waits_gets_it_in_the_next_of_both(
    line: Line,
) -> None:
    await outcome_to(line, ann="weekend", bea="morning")
    (round_,) = [r for r in await line.app.database.run(lambda unit: unit.rounds()) if not r.parent]
    assert await sends(line, OUTCOME) == ["ann"]
    await does(line, round_, "bea", "messages", "hours:evening")
    # It is looked at again when it was to come, and waits for what stands then.
    assert await sends(line, SUNDAY_MORNING) == []
    assert await sends(line, EVENING + timedelta(days=1)) == ["bea"]


async def test_a_reminder_in_a_vault_comes_when_the_others_come(line: Line) -> None:
    round_ = await line.open()
    for who in ("ann", "bea"):
        await line.join(round_, who)
    await does(line, round_, "ann", "messages", "hours:weekend")
    assert await sends(line, datetime(2027, 3, 12, 15, 59, tzinfo=UTC)) == []
    assert await sends(line, datetime(2027, 3, 12, 16, 0, tzinfo=UTC)) == ["ann", "bea"]


async def test_hours_and_what_waits_for_them_go_with_everything(line: Line) -> None:
    await outcome_to(line, ann="morning")
    (round_,) = [r for r in await line.app.database.run(lambda unit: unit.rounds()) if not r.parent]
    assert await sends(line, OUTCOME) == []
    await does(line, round_, "ann", "data", "everything", "really_everything")
    assert await sends(line, SUNDAY_MORNING) == []
    counts = [select(func.count()).select_from(table) for table in (contributor, outbox)]

    def left(unit: Unit) -> list[int]:
        assert isinstance(unit, StoredUnit)
        return [unit._sql.all(each)[0][0] for each in counts]

    assert await line.app.database.run(left) == [0, 0]
