"""Staff, their links and sessions, and the log of what they do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.consultation.model import Role
from bot.conversation.effects import OpenRound, SaveRound, Uncover

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


async def test_a_link_lets_in_once(world: Any) -> None:
    await world.run(lambda u: u.add_staff(world.reader, "token", TOMORROW))
    assert await world.run(lambda u: u.staff()) == (world.reader,)
    assert await world.run(lambda u: u.redeem("other", "s", TODAY, TOMORROW)) is None
    assert await world.run(lambda u: u.redeem("token", "s", TODAY, TOMORROW)) == world.reader
    assert await world.run(lambda u: u.redeem("token", "s2", TODAY, TOMORROW)) is None
    assert await world.run(lambda u: u.session("s", TODAY)) == world.reader
    assert await world.run(lambda u: u.session("s2", TODAY)) is None
    assert await world.run(lambda u: u.session("\ud800", TODAY)) is None


async def test_links_and_sessions_run_out(world: Any) -> None:
    await world.run(lambda u: u.add_staff(world.reader, "old", TODAY))
    await world.run(lambda u: u.add_staff(world.reader, "new", TOMORROW))
    assert await world.run(lambda u: u.redeem("old", "s", TOMORROW, TOMORROW)) is None
    assert await world.run(lambda u: u.redeem("old", "s", TODAY, TOMORROW)) is None
    assert await world.run(lambda u: u.redeem("new", "s", TOMORROW, TOMORROW)) == world.reader
    assert await world.run(lambda u: u.session("s", TOMORROW)) == world.reader
    assert await world.run(lambda u: u.session("s", TOMORROW + timedelta(days=1))) is None


async def test_who_leaves_is_out_and_old_sessions_go(world: Any) -> None:
    for token in ("a", "b"):
        await world.run(lambda u, t=token: u.add_staff(world.reader, t, TOMORROW))
    await world.run(lambda u: u.redeem("a", "s", TODAY, TODAY))
    await world.run(lambda u: u.redeem("b", "s2", TOMORROW, TOMORROW))
    assert world.sql("SELECT count(*) FROM staff_session") == [(1,)]
    await world.run(lambda u: u.end_session("s2"))
    assert await world.run(lambda u: u.session("s2", TODAY)) is None


async def test_a_second_link_never_changes_the_role(world: Any) -> None:
    await world.run(lambda u: u.add_staff(world.reader, "a", TOMORROW))
    risen = replace(world.reader, role=Role.ADMIN)
    await world.run(lambda u: u.add_staff(risen, "b", TOMORROW))
    assert await world.run(lambda u: u.redeem("b", "s", TODAY, TOMORROW)) == world.reader


async def test_names_may_be_odd_and_tokens_are_not_kept(world: Any) -> None:
    odd = world.a_staff(Role.LEAD, "\ud800 \x00 Zoë")
    await world.run(lambda u: u.add_staff(odd, "a-token-nobody-guesses", TOMORROW))
    await world.run(lambda u: u.add_staff(world.reader, "b", TOMORROW))
    await world.run(lambda u: u.redeem("b", "a-session-nobody-guesses", TODAY, TOMORROW))
    assert set(await world.run(lambda u: u.staff())) == {odd, world.reader}
    assert b"nobody-guesses" not in world.bytes_on_disk()


async def test_every_staff_act_is_noted_without_a_word(world: Any) -> None:
    await world.run(lambda u: u.add_staff(world.facilitator, "a", TOMORROW))
    await world.run(lambda u: u.redeem("a", "s", TODAY, TOMORROW))
    draft = await world.draft(title="canary title")
    await world.record(world.facilitator, SaveRound(draft), OpenRound(draft))
    await world.run(lambda u: u.set_closed(draft.id))
    noted = world.sql("SELECT seq, day, actor_role, actor, verb, object_type FROM audit")
    me = bytes.fromhex(world.facilitator.id)
    day = TODAY.isoformat()
    assert noted == [
        (1, day, "system", None, "invite", "staff"),
        (2, day, "facilitator", me, "enter", "staff"),
        (3, day, "facilitator", me, "save", "round"),
        (4, day, "facilitator", me, "save", "round"),
        (5, day, "facilitator", me, "open", "round"),
        (6, day, "system", None, "close", "round"),
    ]
    assert "canary" not in repr(world.sql("SELECT * FROM audit"))


async def test_an_entry_has_the_day_of_its_round(world: Any) -> None:
    round_ = await world.opened(zone="Pacific/Auckland")
    late = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", "text")
    ann = await world.run(lambda u: [h.answer.id for h in u._vault(round_.id).all_answers()])
    await world.record(world.reader, Uncover(ann[0]), now=late)
    assert await world.run(lambda u: u.opened_on(world.reader.id, TODAY)) == frozenset()
    assert await world.run(lambda u: u.opened_on(world.reader.id, TOMORROW)) == {ann[0]}
    assert await world.run(lambda u: u.opened_on(world.lead.id, TOMORROW)) == frozenset()
