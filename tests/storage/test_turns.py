"""A contributor's turn: consent, answers, taking back, stopping, deleting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.consultation.model import Answer, Hears, Review
from bot.consultation.redaction import Kept, KeptCover
from bot.conversation.effects import (
    AskContact,
    CancelRound,
    Consent,
    DeleteEverything,
    Hear,
    Join,
    Keep,
    Never,
    Stop,
    TakeBack,
)
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import NotSaved, Turn

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANN = Address(CODE_CHANNEL, "", "ann")


async def rows(world: Any, kind: str) -> list[Any]:
    return world.sql("SELECT id, pseud, question, state, ct FROM vault WHERE kind = ?", kind)


async def test_nobody_is_known_before_consent(world: Any) -> None:
    round_ = await world.opened()
    assert await world.run(lambda u: u.person(ANN)) is None
    for effects in ([], [Stop()], [Join()], [DeleteEverything()]):
        assert await world.turn(round_, "ann", *effects) == ""
    assert world.sql("SELECT count(*) FROM contributor") == [(0,)]
    assert world.sql("SELECT count(*) FROM vault") == [(0,)]


async def test_consent_makes_a_person_who_is_found_again(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    person = await world.run(lambda u: u.person(ANN))
    assert person.id == id_
    assert not person.stopped
    assert person.contact == {"channel": "web", "code": "code of ann"}
    assert await world.run(lambda u: u.enrolled(round_.id, id_))
    assert not await world.run(lambda u: u.enrolled("00" * 16, id_))
    assert await world.run(lambda u: u.person(replace(ANN, user="bob"))) is None
    assert await world.run(lambda u: u.person(replace(ANN, tenant="T1"))) is None


async def test_consent_twice_is_consent_once(world: Any) -> None:
    round_ = await world.opened()
    first = await world.join(round_, "ann")
    before = world.dump(("contributor", "enrolment"))
    assert await world.turn(round_, "ann", Consent()) == first
    assert world.dump(("contributor", "enrolment")) == before
    assert len(await rows(world, "session")) == 1
    assert len(await rows(world, "outbox")) == 1


async def test_one_person_in_two_rounds_has_two_pseudonyms(world: Any) -> None:
    one, two = await world.opened(), await world.opened()
    assert await world.join(one, "ann") == await world.join(two, "ann")
    assert len({row[1] for row in await rows(world, "session")}) == 2


async def test_who_consents_without_an_address_is_a_fault_of_ours(world: Any) -> None:
    turn = Turn(await world.opened(), "", None, {})
    with pytest.raises(ValueError, match="address"):
        await world.run(lambda u: u.remember(turn, [Consent()], NOW))


async def test_a_conversation_is_kept_between_turns_and_starts(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    assert await world.run(lambda u: u.conversation(round_.id, id_)) == ""
    state = '{"p":"asking","d":["\\ud800 \\u0000",[]]}'
    await world.run(lambda u: u.save_conversation(round_.id, id_, state))
    world.restart()
    assert await world.run(lambda u: u.conversation(round_.id, id_)) == state
    await world.turn(round_, "ann", Hear(Hears.NONE))
    assert await world.run(lambda u: u.conversation(round_.id, id_)) == state


async def test_a_state_in_raw_characters_survives_too(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    state = "line\nline \ud800 \x00 \U0001f331"
    await world.run(lambda u: u.save_conversation(round_.id, id_, state))
    assert await world.run(lambda u: u.conversation(round_.id, id_)) == state


async def test_a_conversation_nobody_began_cannot_be_saved(world: Any) -> None:
    round_ = await world.opened()
    with pytest.raises(NotSaved):
        await world.run(lambda u: u.save_conversation(round_.id, "00" * 16, "{}"))
    assert await world.run(lambda u: u.conversation(round_.id, "00" * 16)) == ""
    assert await world.run(lambda u: u.answers("00" * 16, "00" * 16)) == {}


async def test_only_conversations_that_change_are_rewritten(world: Any) -> None:
    round_ = await world.opened()
    for who, state in (("ann", "a"), ("bob", "b"), ("cat", "a")):
        id_ = await world.join(round_, who)
        await world.run(lambda u, i=id_, s=state: u.save_conversation(round_.id, i, s))
    before = {row[0]: row[4] for row in await rows(world, "session")}
    await world.run(lambda u: u.change_conversations(round_.id, lambda s: s.replace("b", "c")))
    after = {row[0]: row[4] for row in await rows(world, "session")}
    assert sum(before[id_] != after[id_] for id_ in before) == 1
    bob = await world.run(lambda u: u.person(replace(ANN, user="bob")))
    assert await world.run(lambda u: u.conversation(round_.id, bob.id)) == "c"


async def test_every_keep_is_a_new_row_in_place_of_the_old(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    seen, ids = set(), set()
    for text in ("first", "second", "second"):
        await world.say(round_, "ann", "trust", text)
        ((row, *_),) = await rows(world, "answer")
        seen.add(row)
        kept = (await world.run(lambda u: u.answers(round_.id, id_)))["trust"]
        assert kept == Answer(kept.id, "trust", kept=Kept(text), quote=True)
        ids.add(kept.id)
    assert len(seen) == len(ids) == 3


async def test_what_was_decided_stays_in_its_batch_when_the_person_agrees(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", "text")
    await world.run(lambda u: u.form_batch(round_.id, 1))

    async def batched() -> list[int | None]:
        return [batch for (batch,) in world.sql("SELECT batch FROM vault WHERE kind = 'answer'")]

    answer = (await world.run(lambda u: u.answers(round_.id, id_)))["trust"]
    await world.turn(round_, "ann", Keep(replace(answer, review=Review.SECOND, agreed=True)))
    assert await batched() == [1]
    await world.turn(round_, "ann", Keep(replace(answer, review=Review.WAITING, appeal=True)))
    assert await batched() == [None]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=()), max_size=200))
async def test_any_text_comes_back_as_it_was(world: Any, text: str) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    covers = (KeptCover(0, len(text), "words", "reader"),)
    answer = Answer("", "trust", kept=Kept(text, covers), before=Kept(text), reason=text)
    await world.turn(round_, "ann", Keep(answer))
    found = (await world.run(lambda u: u.answers(round_.id, id_)))["trust"]
    assert replace(found, id="") == answer


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "\U0001f469\u200d\U0001f680", "\u202eabc", "'; DROP TABLE vault;--"]
)
async def test_hostile_and_long_texts_come_back(world: Any, text: str) -> None:
    round_ = await world.opened(k=1)
    whole = (text * 20_000)[:20_000]
    await world.join(round_, "ann")
    await world.say(round_, "ann", "trust", whole)
    world.restart()
    await world.closed(round_)
    await world.approve_all(round_)
    for _ in range(2):
        (found,) = await world.run(lambda u: u.approved(round_.id))
        assert found.text == whole
        await world.database.sealer.seal(round_.id)


async def test_taking_back_one_answer_or_all(world: Any) -> None:
    round_ = await world.opened()
    id_ = await world.join(round_, "ann")
    await world.join(round_, "bob")
    for who in ("ann", "bob"):
        for question in ("trust", "choice", "safety"):
            await world.say(round_, who, question, "text")
    await world.turn(round_, "ann", TakeBack("trust"))
    assert set(await world.run(lambda u: u.answers(round_.id, id_))) == {"choice", "safety"}
    await world.turn(round_, "ann", TakeBack())
    assert await world.run(lambda u: u.answers(round_.id, id_)) == {}
    assert len(await rows(world, "answer")) == 3


async def test_stop_and_join_turn_one_switch_and_touch_no_vault_row(world: Any) -> None:
    round_ = await world.opened()
    await world.join(round_, "ann")
    await world.join(round_, "bob")
    before = await rows(world, "outbox")
    await world.turn(round_, "ann", Stop())
    assert (await world.run(lambda u: u.person(ANN))).stopped
    assert await rows(world, "outbox") == before
    await world.turn(round_, "ann", Join())
    assert not (await world.run(lambda u: u.person(ANN))).stopped


async def test_consent_alone_does_not_undo_a_stop(world: Any) -> None:
    one, two = await world.opened(), await world.opened()
    await world.join(one, "ann")
    await world.turn(one, "ann", Stop())
    await world.turn(two, "ann", Consent())
    assert (await world.run(lambda u: u.person(ANN))).stopped
    await world.turn(two, "ann", Join(), Consent())
    assert not (await world.run(lambda u: u.person(ANN))).stopped


async def test_stop_deletes_what_waits_in_the_outbox(world: Any) -> None:
    round_ = await world.opened()
    for who in ("ann", "bob"):
        await world.join(round_, who)
    await world.record(world.facilitator, CancelRound(round_))
    assert world.sql("SELECT count(*) FROM outbox") == [(2,)]
    await world.turn(round_, "ann", Stop())
    assert world.sql("SELECT count(*) FROM outbox") == [(1,)]


async def test_never_is_kept_for_strangers_and_people_until_they_join(world: Any) -> None:
    round_ = await world.opened()
    await world.turn(round_, "stranger", Never())
    await world.turn(round_, "stranger", Never())
    await world.join(round_, "ann")
    await world.turn(round_, "ann", Never())
    assert (await world.run(lambda u: u.person(ANN))).stopped
    assert world.sql("SELECT count(*) FROM do_not_contact") == [(2,)]
    await world.turn(round_, "ann", Join())
    await world.turn(round_, "stranger", Join())
    assert world.sql("SELECT count(*) FROM do_not_contact") == [(0,)]
    nobody = Turn(round_, "", None, {})
    assert await world.run(lambda u: u.remember(nobody, [Never(), Stop(), Join()], NOW)) == ""


async def test_deleting_everything_leaves_nothing_of_that_person_alone(world: Any) -> None:
    one, two, sealed = [await world.opened(k=1) for _ in range(3)]
    for round_ in (one, two, sealed):
        for who in ("ann", "bob"):
            await world.join(round_, who)
            await world.say(round_, who, "trust", "text")
    await world.closed(sealed)
    await world.database.sealer.seal(sealed.id)
    before = {table: len(found) for table, found in world.dump().items()}
    assert before["audience"] == 6
    assert await world.turn(one, "ann", DeleteEverything()) == ""
    assert await world.run(lambda u: u.person(ANN)) is None
    after = {table: len(found) for table, found in world.dump().items()}
    assert after == {t: n // 2 for t, n in before.items()}
    assert world.sql("SELECT count(*) FROM vault") == [(6,)]
    bob = await world.run(lambda u: u.person(replace(ANN, user="bob")))
    assert set(await world.run(lambda u: u.answers(one.id, bob.id))) == {"trust"}


async def test_who_deleted_everything_may_come_again_as_somebody_new(world: Any) -> None:
    round_ = await world.opened()
    first = await world.join(round_, "ann")
    assert await world.turn(round_, "ann", DeleteEverything(), Consent()) not in ("", first)
    assert len(await rows(world, "session")) == 1


async def test_a_request_for_contact_names_nobody_and_reaches_the_lead(world: Any) -> None:
    round_ = await world.opened()
    await world.join(round_, "ann")
    reach = "0131 496 0000, ask for \ud800 Ann"
    await world.turn(round_, "ann", AskContact(reach))
    await world.turn(round_, "stranger", AskContact("mail"), now=NOW + timedelta(days=4))
    first, second = await world.run(lambda u: u.requests(world.lead.id))
    assert (first.reach, first.round, first.due.date()) == (reach, round_.id, NOW.date())
    assert (second.reach, second.due.date()) == ("mail", NOW.date() + timedelta(days=4))
    assert await world.run(lambda u: u.requests(world.reader.id)) == ()


async def test_a_preview_calls_nobody_and_plans_nothing(world: Any) -> None:
    draft = await world.draft()
    await world.turn(draft, "me", Consent(), Hear(Hears.ALL), preview=True)
    await world.turn(draft, "me", Keep(world.said("trust", "test")), AskContact("me"), preview=True)
    assert len(await rows(world, "answer")) == 1
    assert await rows(world, "outbox") == []
    assert world.sql("SELECT count(*) FROM help_request") == [(0,)]


async def test_a_delivery_takes_effect_once_a_day(world: Any) -> None:
    hours = [0, 1, 23, 24, 26]
    first = [
        await world.run(lambda u, h=h: u.first_time("delivery", NOW + timedelta(hours=h)))
        for h in hours
    ]
    assert first == [True, False, False, False, True]
    assert await world.run(lambda u: u.first_time("other \ud800", NOW))
    await world.run(lambda u: u.first_time("last", NOW + timedelta(days=9)))
    assert world.sql("SELECT count(*) FROM inbound_seen") == [(1,)]


async def test_a_delivery_whose_turn_failed_may_come_again(world: Any) -> None:
    def fails(unit: Any) -> None:
        assert unit.first_time("delivery", NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await world.run(fails)
    assert await world.run(lambda u: u.first_time("delivery", NOW))


async def test_links_that_cannot_be_are_no_round(world: Any) -> None:
    round_ = await world.opened()
    assert (await world.run(lambda u: u.round_by_code(round_.code))).id == round_.id
    for code in ("", "nothing", "\ud800", "\x00", "é", "' OR 1=1"):
        assert await world.run(lambda u, c=code: u.round_by_code(c)) is None
    for id_ in ("", "zz", "\ud800", "00" * 16):
        assert await world.run(lambda u, i=id_: u.round(i)) is None
