"""What is kept long enough goes, no sooner, and the page about it says the same as the code."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.consultation.model import Item, Outcome, RoundState
from bot.conversation.effects import CancelRound, Consent, Stop
from storage.retention import CLASSES, MESSAGE_DAYS, TOLD_DAYS, UNTOLD_DAYS
from storage.tables import metadata
from tests.storage.conftest import NOW, TODAY
from tests.storage.test_erasure import ANN, in_chat, sealed

PAGE = Path(__file__).parents[2] / "docs" / "retention.md"
SENT = TODAY + timedelta(days=30)


def on(day: date) -> datetime:
    return NOW + (day - TODAY)


async def dispose(world: Any, day: date, door: date = TODAY) -> None:
    while await world.run(lambda unit: unit.dispose(door, on(day))):
        pass


def disposed(world: Any) -> list[str]:
    find = "SELECT object_type, object, round, n FROM audit WHERE verb = 'dispose' ORDER BY seq"
    rows = world.sql(find)
    assert {row[1:] for row in rows} <= {(None, None, None)}
    return [row[0] for row in rows]


def count(world: Any, table: str) -> int:
    return len(world.dump((table,))[table])


async def told(world: Any, round_: Any) -> None:
    """Let everybody of a sealed round hear what came of it on :data:`SENT`."""
    outcome = Outcome("a" * 32, round_.id, send_on=SENT, state="scheduled")
    await world.run(lambda u: u._write_outcome(outcome, "scheduled"))
    await world.run(lambda u: u.plan_outcome(outcome))


async def sent(world: Any, round_: Any) -> None:
    await told(world, round_)
    for due in await world.run(lambda u: u.claim({round_.id: SENT}, on(SENT), 99, 60, asking=())):
        await world.run(lambda u, due=due: u.settle(due, "sent"))


def test_the_page_and_the_code_tell_the_same() -> None:
    rows = re.findall(r"^\| `.*$", PAGE.read_text("utf-8"), re.MULTILINE)
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    assert all(len(row) == 6 for row in cells)
    assert [(row[0].strip("` "), tuple(re.findall(r"`(\w+)`", row[1]))) for row in cells] == [
        (each.name, each.tables) for each in CLASSES
    ]
    for row, each in zip(cells, CLASSES, strict=True):
        days = re.match(r"(\d+) days?\b", row[4])
        assert (int(days[1]) if days else None) == each.days, row
        assert row[5].startswith(each.by), row
    assert f"{UNTOLD_DAYS} days" in cells[2][4]
    held = [table for each in CLASSES for table in each.tables]
    assert sorted(held) == sorted(metadata.tables)


async def test_who_took_part_goes_when_all_was_told_long_ago(world: Any) -> None:
    round_, _ = await world.asked(4)
    other = await world.opened()
    await world.join(other, "person0")
    round_ = await sealed(world, round_)
    await sent(world, round_)
    last = SENT + timedelta(days=MESSAGE_DAYS)

    await dispose(world, last)
    assert disposed(world) == []
    await dispose(world, last + timedelta(days=1))
    assert (count(world, "outbox"), disposed(world)) == (0, ["message"])

    last = SENT + timedelta(days=TOLD_DAYS)
    await dispose(world, last)
    assert (count(world, "audience") > 0, count(world, "contributor")) == (True, 4)
    quotes = world.dump(("quote", "tally"))
    for _ in range(2):
        await dispose(world, last + timedelta(days=1))
    # Who takes part in another round stays, in that one alone.
    assert [count(world, t) for t in ("audience", "enrolment", "contributor")] == [0, 1, 1]
    assert disposed(world) == ["message", "taking_part", "contact"]
    assert world.dump(("quote", "tally")) == quotes
    assert await world.run(lambda u: u.verify_audit()) is None


async def test_nobody_goes_who_was_promised_to_hear_until_a_year_has_passed(world: Any) -> None:
    round_, _ = await world.asked(3)
    round_ = await sealed(world, round_)
    last = round_.tell_by + timedelta(days=UNTOLD_DAYS)
    await dispose(world, last)
    assert count(world, "contributor") == 3
    draft = Outcome("b" * 32, round_.id)
    await sent(world, round_)
    await world.run(lambda u: u._write_outcome(draft, "draft"))
    await dispose(world, SENT + timedelta(days=TOLD_DAYS + 1))
    assert count(world, "contributor") == 3
    await dispose(world, last + timedelta(days=1))
    assert count(world, "contributor") == 0


async def test_nobody_goes_who_is_to_hear_what_came_of_a_plan(world: Any) -> None:
    round_, _ = await world.asked(3)
    round_ = await sealed(world, round_)
    due = SENT + timedelta(days=400)
    plan = Item("a", "b", "planned", "c", "Isla", due=due)
    await world.run(lambda u: u._write_outcome(Outcome("a" * 32, round_.id, (plan,), SENT), "sent"))
    await dispose(world, due + timedelta(days=UNTOLD_DAYS))
    assert count(world, "contributor") == 3
    await dispose(world, due + timedelta(days=UNTOLD_DAYS + 1))
    assert count(world, "contributor") == 0


async def test_a_message_that_waits_keeps_whom_it_is_for(world: Any) -> None:
    round_, _ = await world.asked(2)
    await world.record(world.facilitator, CancelRound(replace(round_, state=RoundState.CANCELLED)))
    late = TODAY + timedelta(days=400)
    await dispose(world, late)
    assert [count(world, t) for t in ("contributor", "enrolment", "outbox")] == [2, 2, 2]
    for due in await world.run(lambda u: u.claim({round_.id: late}, on(late), 99, 60, asking=())):
        await world.run(lambda u, due=due: u.settle(due, "dropped"))
    await dispose(world, late)
    assert (count(world, "contributor"), count(world, "outbox")) == (0, 0)


async def test_a_round_that_is_not_over_keeps_everybody(world: Any) -> None:
    open_, _ = await world.asked(2)
    await world.closed((await world.asked(2))[0])
    before = world.dump()
    await dispose(world, TODAY + timedelta(days=2000))
    assert world.dump() == before
    assert (await world.run(lambda u: u.round(open_.id))).state is RoundState.OPEN


async def test_a_stop_is_not_forgotten_with_the_contact(world: Any) -> None:
    round_ = await world.opened()
    await in_chat(world, round_, Consent(), Stop())
    await world.record(world.facilitator, CancelRound(replace(round_, state=RoundState.CANCELLED)))
    await dispose(world, TODAY)
    assert count(world, "contributor") == 0
    assert await world.run(lambda u: u.said_never(ANN))


async def test_staffs_links_and_sessions_go_on_the_day_after_their_last(world: Any) -> None:
    await world.run(lambda u: u.add_staff(world.lead, "link", TODAY))
    await world.run(lambda u: u.add_staff(world.reader, "used", TODAY))
    await world.run(lambda u: u.redeem("used", "session", TODAY, TODAY))
    await dispose(world, TODAY + timedelta(days=9), door=TODAY)
    assert (count(world, "staff_link"), count(world, "staff_session")) == (1, 1)
    await dispose(world, TODAY, door=TODAY + timedelta(days=1))
    assert (count(world, "staff_link"), count(world, "staff_session")) == (0, 0)
    assert disposed(world) == ["entry"]


async def test_delivery_ids_go_after_a_day_though_nobody_comes(world: Any) -> None:
    await world.run(lambda u: u.first_time("one", NOW))
    await dispose(world, TODAY + timedelta(days=1))
    assert count(world, "inbound_seen") == 1
    await dispose(world, TODAY + timedelta(days=2))
    assert count(world, "inbound_seen") == 0
