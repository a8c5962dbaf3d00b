"""An older copy of the database in its place: what was taken back since then stays away."""

from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

from bot.consultation.model import RoundState
from bot.consultation.redaction import Draft
from bot.conversation.effects import (
    AskContact,
    CancelRound,
    DeleteEverything,
    Join,
    Keep,
    Never,
    OpenRound,
    Stop,
    TakeBack,
)
from bot.conversation.events import CODE_CHANNEL, Address
from bot.conversation.state import State
from bot.ports import NotSaved
from storage.ledger import STANDING
from tests.storage.copies import TABLES, back_up


async def answered(world: Any, round_: Any, who: str) -> set[str]:
    """What is kept of somebody's answers, as they would be shown them."""
    person = await world.run(lambda u: u.person(Address(CODE_CHANNEL, "", who)))
    if person is None:
        return set()
    found = await world.run(lambda u: u.answers(round_.id, person.id))
    return {answer.kept.text for answer in found.values()}


async def stopped(world: Any, who: str) -> bool | None:
    person = await world.run(lambda u: u.person(Address(CODE_CHANNEL, "", who)))
    return None if person is None else person.stopped


async def test_nothing_comes_back_with_an_older_copy(world: Any) -> None:
    round_, texts = await world.asked(7)
    other, _ = await world.asked(4)
    await world.closed(other)
    await world.turn(round_, "person2", AskContact("a number"))
    restore = back_up(world)
    await world.turn(round_, "person0", TakeBack("trust"))
    await world.turn(round_, "person1", Keep(world.said("trust", "put otherwise")))
    await world.turn(round_, "person2", DeleteEverything())
    for who, act in (("person3", Stop()), ("person4", Never())):
        await world.turn(round_, who, act)
    for act in (Stop(), Join()):
        await world.turn(round_, "person5", act)
    await world.database.sealer.seal(other.id)
    restore()
    assert world.database.lost == ()
    assert await answered(world, round_, "person0") == set(texts["person0"][1:])
    assert await answered(world, round_, "person1") == set(texts["person1"][1:])
    assert await answered(world, round_, "person2") == set()
    assert world.sql("SELECT hmac FROM help_request") == [(None,)]
    assert [await stopped(world, f"person{n}") for n in (2, 3, 4, 5, 6)] == [
        None,
        True,
        True,
        False,
        False,
    ]
    assert world.sql("SELECT count(*) FROM do_not_contact") == [(1,)]
    assert await answered(world, round_, "person6") == set(texts["person6"])
    sealed = await world.run(lambda u: u.round(other.id))
    assert sealed.state is RoundState.SEALED
    assert world.sql("SELECT count(*) FROM vault WHERE round = ?", bytes.fromhex(other.id)) == [
        (0,)
    ]
    assert ("restore",) in world.sql("SELECT verb FROM audit")
    assert await world.run(lambda u: u.verify_audit()) is None


async def test_a_stop_said_where_an_old_copy_knew_nobody_holds_in_a_newer_one(world: Any) -> None:
    older = back_up(world)
    round_, _ = await world.asked(4)
    newer = back_up(world)
    older()
    await world.run(lambda u: u.stop_address(Address(CODE_CHANNEL, "", "person1")))
    newer()
    assert [await stopped(world, f"person{n}") for n in range(4)] == [False, True, False, False]
    await world.turn(round_, "person1", Join())
    newer()
    assert await stopped(world, "person1") is False


async def test_a_stop_in_a_chat_by_nobody_yet_outlives_copies_from_before_it(world: Any) -> None:
    """They deleted everything, joined again, and said stop on a copy that did not know of that."""
    ann, round_ = Address("slack", "T1", "U1"), await world.opened()
    await world.join(round_, ann)
    await world.turn(round_, ann, DeleteEverything())
    older = back_up(world)
    await world.join(round_, ann)
    newer = back_up(world)
    older()
    assert await world.turn(round_, ann, Stop()) == ""
    assert await world.run(lambda u: u.said_never(ann))
    newer()
    assert (await world.run(lambda u: u.person(ann))).stopped
    older()
    assert await world.run(lambda u: u.said_never(ann))
    await world.join(round_, ann)
    for again in (lambda: None, newer):
        again()
        assert not (await world.run(lambda u: u.person(ann))).stopped
        assert not await world.run(lambda u: u.said_never(ann))


async def test_saying_yes_takes_back_a_never_said_before(world: Any) -> None:
    round_ = await world.opened()
    await world.turn(round_, "ann", Never())
    await world.join(round_, "ann")
    back_up(world)()
    assert await stopped(world, "ann") is False
    assert world.sql("SELECT count(*) FROM do_not_contact") == [(0,)]


async def test_starting_again_changes_nothing(world: Any) -> None:
    round_, _ = await world.asked(4)
    restore = back_up(world)
    await world.turn(round_, "person0", TakeBack("trust"), Stop())
    await world.turn(round_, "person1", DeleteEverything())
    restore()
    before, lists = world.dump(TABLES), world.key_files()
    for _ in range(2):
        world.restart()
        assert world.dump(TABLES) == before
        assert world.key_files() == lists


async def test_a_new_answer_leaves_nothing_in_any_list(world: Any) -> None:
    await world.asked(4)
    assert world.sql("SELECT count(*) FROM gone") == [(0,)]
    assert not [name for name in world.key_files() if name.endswith(".list")]


async def test_what_a_crash_left_behind_the_commit_is_put_on_the_shelf_at_the_next_start(
    world: Any,
) -> None:
    round_, texts = await world.asked(3)
    restore = back_up(world)
    with mock.patch.object(world.keys.ledger, "settle"):
        await world.turn(round_, "person0", TakeBack("trust"), Stop())
    assert world.sql("SELECT count(*) FROM gone") == [(2,)]
    world.restart()
    assert world.sql("SELECT list FROM gone") == [(STANDING,)]
    restore()
    assert await answered(world, round_, "person0") == set(texts["person0"][1:])
    assert await stopped(world, "person0")


async def test_a_list_that_cannot_be_written_heals_with_the_next_commit(world: Any) -> None:
    """It is gone, and that is what the person is told; only the list is behind for a while."""
    round_, texts = await world.asked(3)
    restore = back_up(world)
    with mock.patch.object(world.keys._shelf, "note", side_effect=NotSaved("full")):
        await world.turn(round_, "person0", TakeBack("trust"))
        assert world.keys.ledger.behind
        assert await answered(world, round_, "person0") == set(texts["person0"][1:])
    await world.run(lambda u: u.rounds())
    assert not world.keys.ledger.behind
    restore()
    assert await answered(world, round_, "person0") == set(texts["person0"][1:])


async def test_a_turn_that_fails_lists_nothing(world: Any) -> None:
    round_, texts = await world.asked(3)
    allow = world.no_deleting("vault")
    with pytest.raises(NotSaved):
        await world.turn(round_, "person0", TakeBack("trust"))
    allow()
    world.restart()
    assert await answered(world, round_, "person0") == set(texts["person0"])


async def test_lists_go_with_the_key_of_their_round(world: Any) -> None:
    round_, _ = await world.asked(4)
    await world.turn(round_, "person0", TakeBack("trust"))
    assert f"round-{round_.id}.list" in world.key_files()
    await world.closed(round_)
    await world.database.sealer.seal(round_.id)
    assert {name for name in world.key_files() if name.endswith(".list")} == {"ended.list"}
    assert world.sql("SELECT count(*) FROM gone") == [(0,)]


async def test_who_comes_again_after_deleting_everything_is_left_in_peace(world: Any) -> None:
    round_ = await world.opened()
    for act in (Stop(), DeleteEverything()):
        await world.join(round_, "ann")
        await world.turn(round_, "ann", act)
    await world.turn(round_, "ann", DeleteEverything())
    await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", "new words")
    world.restart()
    assert await stopped(world, "ann") is False
    assert await answered(world, round_, "ann") == {"new words"}


async def test_who_stopped_after_a_copy_that_does_not_know_them_is_not_asked_again(
    world: Any,
) -> None:
    round_ = await world.opened()
    restore = back_up(world)
    await world.join(round_, "ann")
    await world.turn(round_, "ann", Stop())
    await world.run(lambda u: u.stop_address(Address("slack", "T1", "U1")))
    restore()
    for address in (Address(CODE_CHANNEL, "", "ann"), Address("slack", "T1", "U1")):
        assert await world.run(lambda u, a=address: u.said_never(a))


async def test_words_that_waited_for_somebody_who_stopped_do_not_wait_again(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    typed = State(place="checking", draft=Draft("not sent"))
    await world.run(lambda u: u.save_conversation(round_.id, ann, typed.to_json()))
    restore = back_up(world)
    await world.turn(round_, "ann", Stop())
    restore()
    state = State.from_json(await world.run(lambda u: u.conversation(round_.id, ann)))
    assert not state.draft


async def test_a_round_that_was_called_off_stays_called_off(world: Any) -> None:
    round_, _ = await world.asked(3)
    restore = back_up(world)
    await world.record(world.facilitator, CancelRound(round_))
    await world.database.sealer.destroy(round_.id)
    restore()
    found = await world.run(lambda u: u.round(round_.id))
    assert found.state is RoundState.CANCELLED
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]


async def test_a_draft_that_was_sealed_since_never_opens_again(world: Any) -> None:
    draft = await world.draft()
    restore = back_up(world)
    opened = replace(draft, state=RoundState.OPEN)
    await world.record(world.facilitator, OpenRound(opened))
    await world.closed(opened)
    await world.database.sealer.seal(draft.id)
    restore()
    assert (await world.run(lambda u: u.round(draft.id))).state is RoundState.CANCELLED


async def test_a_draft_that_was_opened_since_can_be_opened_again(world: Any) -> None:
    draft = await world.draft()
    restore = back_up(world)
    opened = replace(draft, state=RoundState.OPEN)
    await world.record(world.facilitator, OpenRound(opened))
    await world.join(opened, "ann")
    restore()
    assert world.database.lost == ()
    await world.record(world.facilitator, OpenRound(opened))
    await world.join(opened, "ann")


async def test_a_round_whose_key_is_lost_is_named_and_nothing_is_guessed(world: Any) -> None:
    round_, _ = await world.asked(3)
    whole, texts = await world.asked(3)
    (world.folder / "keys" / f"round-{round_.id}.key").unlink()
    before = world.sql("SELECT * FROM vault")
    world.restart()
    assert world.database.lost == (round_.code,)
    assert world.sql("SELECT * FROM vault") == before
    assert await answered(world, whole, "person0") == set(texts["person0"])
