"""Messages: planned once, claimed for a while, sent to whoever still wants them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.consultation.model import Hears, Outcome, RoundState
from bot.conversation.effects import (
    CancelRound,
    CloseRound,
    DeleteEverything,
    Hear,
    Join,
    SaveOutcome,
    Stop,
)
from bot.conversation.state import State
from bot.ports import Refused
from bot.telling import Due

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CLOSES = NOW.date() + timedelta(days=14)
DUE = CLOSES - timedelta(days=3)
AT = datetime(DUE.year, DUE.month, DUE.day, 17, tzinfo=UTC)
LEASE = 60.0


async def claim(world: Any, *rounds: Any, at: datetime = AT, limit: int = 20) -> tuple[Due, ...]:
    days = {round_.id: at.date() for round_ in rounds}
    return await world.run(lambda u: u.claim(days, at, limit, LEASE, asking=()))


async def settle(world: Any, due: Due, how: str) -> None:
    await world.run(lambda u: u.settle(due, how))


async def place(world: Any, round_: Any, id_: str, at: str) -> None:
    text = State(place=at).to_json()
    await world.run(lambda u: u.save_conversation(round_.id, id_, text))


async def sealed_with_outcome(world: Any, people: int = 3) -> tuple[Any, Outcome]:
    round_ = await world.opened(k=1)
    for number in range(people):
        await world.join(round_, f"person{number}")
    await world.closed(round_)
    await world.database.sealer.seal(round_.id)
    outcome = await world.plans(Outcome("0c" * 16, round_.id, send_on=DUE))
    return round_, outcome


async def test_a_reminder_is_due_three_days_before_closing(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    assert await claim(world, round_, at=AT - timedelta(days=1)) == ()
    assert await claim(world) == ()
    (due,) = await claim(world, round_)
    assert due == Due(
        due.id,
        round_.id,
        ann,
        "reminder",
        {"channel": "web", "code": "code of ann"},
        "vault",
        0,
        AT.date(),
    )


@pytest.mark.parametrize(("closes_in", "day"), [(14, 11), (4, 1), (3, 1), (1, 1), (0, 1)])
async def test_a_reminder_never_comes_on_the_day_of_joining(
    world: Any, closes_in: int, day: int
) -> None:
    await world.join(await world.opened(closes_on=NOW.date() + timedelta(days=closes_in)), "ann")
    planned = world.sql("SELECT due_day FROM vault WHERE kind = 'outbox'")
    assert planned == [((NOW.date() + timedelta(days=day)).isoformat(),)]


async def test_only_those_are_reminded_who_still_have_something_to_answer(world: Any) -> None:
    round_ = await world.opened()
    ids = {
        who: await world.join(round_, who)
        for who in ("asking", "finished", "stopped", "paused", "quiet", "out", "gone", "back")
    }
    for who in ("asking", "finished", "stopped"):
        await place(world, round_, ids[who], who)
    await world.turn(round_, "quiet", Hear(Hears.NONE))
    await world.turn(round_, "out", Stop())
    await world.turn(round_, "gone", DeleteEverything())
    await world.turn(round_, "back", Stop())
    await world.turn(round_, "back", Join())
    found = await claim(world, round_)
    assert {due.person for due in found} == {ids["asking"], ids["paused"], ids["back"]}
    assert await claim(world, round_, at=AT + timedelta(seconds=LEASE + 1)) != ()


async def test_sent_and_dropped_reminders_leave_rows_that_look_alike(world: Any) -> None:
    round_ = await world.opened()
    ids = {who: await world.join(round_, who) for who in ("sent", "dropped", "finished", "refused")}
    await place(world, round_, ids["finished"], "finished")
    found = {due.person: due for due in await claim(world, round_)}
    for who in ("sent", "dropped"):
        await settle(world, found[ids[who]], who)
    await settle(world, found[ids["refused"]], "later")
    assert await claim(world, round_, at=AT + timedelta(seconds=LEASE - 1)) == ()
    (again,) = await claim(world, round_, at=AT + timedelta(seconds=LEASE))
    assert again.attempts == 1
    await settle(world, again, "dropped")
    looks = world.sql(
        "SELECT DISTINCT state, attempts, due_day, lease, length(ct) FROM vault WHERE kind='outbox'"
    )
    assert len(looks) == 1
    assert looks[0][0] == "done"
    for who, keys in {"sent": ("reminder",), "dropped": (), "finished": (), "refused": ()}.items():
        found = await world.run(lambda u, w=who: u.delivered(round_.id, ids[w]))
        assert found == keys, who
    assert await claim(world, round_, at=AT + timedelta(days=1)) == ()


async def test_nobody_is_reminded_once_the_round_is_over(world: Any) -> None:
    round_, late = await world.opened(), await world.opened()
    for each in (round_, late):
        await world.join(each, "ann")
    await world.record(world.facilitator, CloseRound(round_))
    assert await claim(world, round_) == ()
    assert await claim(world, late, at=AT + timedelta(days=4)) == ()
    assert set(world.sql("SELECT state FROM vault WHERE kind='outbox'")) == {("done",)}


async def test_who_changes_their_mind_after_the_claim_is_left_alone(world: Any) -> None:
    round_ = await world.opened()
    ids = {who: await world.join(round_, who) for who in ("a", "b", "c", "d", "e")}
    found = {due.person: due for due in await claim(world, round_)}
    await world.turn(round_, "b", Stop())
    await place(world, round_, ids["c"], "finished")
    await world.turn(round_, "d", DeleteEverything())
    await settle(world, found[ids["e"]], "sent")
    wanted = {who: await world.run(lambda u, w=who: u.still_wanted(found[ids[w]])) for who in ids}
    assert wanted == {"a": True, "b": False, "c": False, "d": False, "e": False}
    for who in ids:
        await settle(world, found[ids[who]], "dropped")
    assert await world.run(lambda u: u.delivered(round_.id, ids["e"])) == ("reminder",)
    await world.record(world.facilitator, CancelRound(round_))
    assert not await world.run(lambda u: u.still_wanted(found[ids["a"]]))
    await settle(world, found[ids["a"]], "sent")


async def test_everyone_of_a_cancelled_round_is_told(world: Any) -> None:
    round_ = await world.opened()
    for who, hears in (("ann", Hears.ALL), ("quiet", Hears.NONE)):
        await world.join(round_, who, hears)
    await world.record(world.facilitator, CancelRound(round_))
    found = await claim(world, round_)
    assert {(due.key, due.home) for due in found} == {("cancelled", "outbox")}
    assert len(found) == 2
    assert await world.run(lambda u: u.still_wanted(found[0]))
    await settle(world, found[0], "sent")
    assert not await world.run(lambda u: u.still_wanted(found[0]))
    assert await world.run(lambda u: u.delivered(round_.id, found[0].person)) == ("cancelled",)


async def test_an_outcome_goes_once_to_those_who_want_to_hear(world: Any) -> None:
    round_ = await world.opened(k=1)
    ids = {}
    for who, hears in (
        ("all", Hears.ALL),
        ("changes", Hears.CHANGES),
        ("none", Hears.NONE),
        ("stopped", Hears.ALL),
        ("later", Hears.ALL),
        ("claimed", Hears.ALL),
    ):
        ids[who] = await world.join(round_, who, hears)
    await world.turn(round_, "stopped", Stop())
    await world.closed(round_)
    outcome = await world.plans(Outcome("0c" * 16, round_.id, send_on=DUE))
    with pytest.raises(Refused):
        await world.run(lambda u: u.plan_outcome(outcome))
    await world.database.sealer.seal(round_.id)
    await world.turn(round_, "later", Stop())
    assert await world.run(lambda u: u.plan_outcome(outcome)) == 3
    assert await world.run(lambda u: u.plan_outcome(outcome)) == 0
    assert (await world.run(lambda u: u.outcomes(round_.id)))[0].state == "sent"
    with pytest.raises(Refused):
        await world.record(world.facilitator, SaveOutcome(outcome))
    await world.turn(round_, "later", Join())
    found = await claim(world, round_)
    assert {due.person for due in found} == {ids["all"], ids["changes"], ids["claimed"]}
    assert {due.key for due in found} == {f"outcome:{outcome.id}"}
    for due in found:
        await settle(world, due, "sent")
    assert await world.run(lambda u: u.delivered(round_.id, ids["all"])) == (
        f"outcome:{outcome.id}",
    )


async def test_planning_twice_by_accident_writes_no_row_twice(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world)
    assert await world.run(lambda u: u.plan_outcome(outcome)) == 3
    world.sql("UPDATE outcome SET state = 'scheduled'")
    assert await world.run(lambda u: u.plan_outcome(outcome)) == 0
    assert len(await claim(world, round_)) == 3


async def test_an_outcome_without_a_day_or_unknown_is_not_planned(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world)
    for wrong in (replace(outcome, id="ab" * 16), replace(outcome, round="ab" * 16)):
        with pytest.raises(Refused):
            await world.run(lambda u, w=wrong: u.plan_outcome(w))
    undated = replace(outcome, send_on=None, state="draft")
    await world.record(world.facilitator, SaveOutcome(undated))
    with pytest.raises(Refused):
        await world.run(lambda u: u.plan_outcome(outcome))
    assert await claim(world, round_) == ()


async def test_who_stopped_after_planning_hears_nothing(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world)
    await world.run(lambda u: u.plan_outcome(outcome))
    await world.turn(round_, "person0", Stop())
    found = await claim(world, round_)
    assert len(found) == 2
    await world.turn(round_, "person1", Stop())
    await world.turn(round_, "person2", DeleteEverything())
    for due in found:
        assert not await world.run(lambda u, d=due: u.still_wanted(d))
        await settle(world, due, "later")
    # What was claimed by then ends at the next claim, and nothing else is left.
    assert await claim(world, round_, at=AT + timedelta(seconds=LEASE)) == ()
    assert world.sql("SELECT state FROM outbox") == [("dropped",)]


async def test_a_stop_written_by_another_hand_is_seen_at_the_claim(world: Any) -> None:
    """Even with its row still waiting, nothing goes to somebody who stopped."""
    round_, outcome = await sealed_with_outcome(world)
    await world.run(lambda u: u.plan_outcome(outcome))
    world.sql("UPDATE contributor SET state = 'stopped'")
    assert await claim(world, round_) == ()
    assert world.sql("SELECT DISTINCT state, lease FROM outbox") == [("dropped", None)]


async def test_a_claim_holds_for_its_lease_and_no_longer(world: Any) -> None:
    round_, outcome = await sealed_with_outcome(world)
    await world.run(lambda u: u.plan_outcome(outcome))
    first = await claim(world, round_, limit=2)
    rest = await claim(world, round_, at=AT + timedelta(seconds=1))
    assert (len(first), len(rest)) == (2, 1)
    assert await claim(world, round_, at=AT + timedelta(seconds=59)) == ()
    again = await claim(world, round_, at=AT + timedelta(seconds=60))
    assert {due.id for due in again} == {due.id for due in first}


async def test_rows_that_end_at_the_claim_do_not_use_up_the_limit(world: Any) -> None:
    round_ = await world.opened()
    ids = [await world.join(round_, f"person{number}") for number in range(9)]
    for id_ in ids[:6]:
        await place(world, round_, id_, "finished")
    assert len(await claim(world, round_, limit=3)) == 3
    assert await claim(world, round_, limit=3) == ()


async def test_each_round_has_its_own_day(world: Any) -> None:
    here, there, far = [await world.opened() for _ in range(3)]
    for round_ in (here, there, far):
        await world.join(round_, "ann")
    days = {here.id: DUE, there.id: DUE - timedelta(days=1), far.id: DUE}
    found = await world.run(lambda u: u.claim(days, AT, 20, LEASE, asking=()))
    assert {due.round for due in found} == {here.id, far.id}


@pytest.mark.parametrize("home", ["vault", "outbox"])
async def test_a_process_that_died_between_claim_and_mark_loses_nothing(
    world: Any, home: str
) -> None:
    if home == "vault":
        round_ = await world.opened()
        await world.join(round_, "ann")
    else:
        round_, outcome = await sealed_with_outcome(world, 1)
        await world.run(lambda u: u.plan_outcome(outcome))
    (due,) = await claim(world, round_)
    world.restart()
    assert await claim(world, round_, at=AT + timedelta(seconds=59)) == ()
    (again,) = await claim(world, round_, at=AT + timedelta(seconds=61))
    assert again == due
    for late in ("later", "unsure", "dropped"):
        # Whoever claimed it first was only slow: by now it is not theirs to settle.
        await settle(world, due, late)
        assert not await world.run(lambda u: u.still_wanted(due))
        assert await world.run(lambda u: u.still_wanted(again))
    await settle(world, again, "sent")
    world.restart()
    assert await claim(world, round_, at=AT + timedelta(days=1)) == ()
    assert len(await world.run(lambda u: u.delivered(round_.id, due.person))) == 1


async def test_a_sealed_rounds_reminder_cannot_be_marked_any_more(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    (due,) = await claim(world, round_)
    await world.closed(round_)
    await world.database.sealer.seal(round_.id)
    assert not await world.run(lambda u: u.still_wanted(due))
    await settle(world, due, "sent")
    assert await world.run(lambda u: u.delivered(round_.id, ann)) == ()
    assert (await world.run(lambda u: u.round(round_.id))).state is RoundState.SEALED


async def test_a_round_that_never_closes_reminds_nobody(world: Any) -> None:
    await world.join(await world.opened(closes_on=None), "ann")
    assert world.sql("SELECT count(*) FROM vault WHERE kind = 'outbox'") == [(0,)]


ACTS = st.one_of(
    st.tuples(st.just("claim"), st.integers(1, 4)),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 61])),
    st.tuples(st.sampled_from(["sent", "dropped", "later"]), st.integers(0, 9)),
    st.tuples(st.sampled_from(["stop", "join", "finish"]), st.integers(0, 2)),
    st.tuples(st.just("restart"), st.just(0)),
)


class Story:
    """Three people with a reminder each, one sender, and what must hold whatever happens."""

    def __init__(self, world: Any, round_: Any, ids: list[str]) -> None:
        self.world, self.round, self.ids = world, round_, ids
        self.at = AT
        self.held: list[tuple[Due, datetime]] = []
        self.over: set[str] = set()
        self.unwanted: set[str] = set()
        self.finished: set[str] = set()

    async def wait(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    async def restart(self, _: int) -> None:
        self.world.restart()

    async def stop(self, number: int) -> None:
        await self.world.turn(self.round, f"person{number}", Stop())
        self.unwanted.add(self.ids[number])

    async def join(self, number: int) -> None:
        await self.world.turn(self.round, f"person{number}", Join())
        self.unwanted.discard(self.ids[number])

    async def finish(self, number: int) -> None:
        await place(self.world, self.round, self.ids[number], "finished")
        self.finished.add(self.ids[number])

    async def claim(self, limit: int) -> None:
        found = await claim(self.world, self.round, at=self.at, limit=limit)
        assert len(found) <= limit
        for due in found:
            assert due.person not in self.unwanted | self.finished
            assert due.id not in self.over
            assert not [1 for other, until in self.held if other.id == due.id and until > self.at]
            self.held.append((due, self.at + timedelta(seconds=LEASE)))

    async def settle(self, how: str, number: int) -> None:
        if not self.held:
            return
        due, until = self.held[number % len(self.held)]
        wanted = await self.world.run(lambda u: u.still_wanted(due))
        assert not (wanted and due.person in self.unwanted | self.finished)
        if until > self.at:
            await settle(self.world, due, how)
            self.over |= {due.id} if how != "later" else set()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=20))
async def test_whatever_happens_no_row_is_held_twice_or_sent_twice(
    world: Any, acts: list[tuple[str, int]]
) -> None:
    round_ = await world.opened()
    ids = [await world.join(round_, f"person{number}") for number in range(3)]
    for number in range(3):
        await world.turn(round_, f"person{number}", Join())
    story = Story(world, round_, ids)
    for act, number in acts:
        if act in ("sent", "dropped", "later"):
            await story.settle(act, number)
        else:
            await getattr(story, act)(number)
    for id_ in ids:
        assert len(await world.run(lambda u, i=id_: u.delivered(round_.id, i))) <= 1
