"""What somebody learns who takes the file while a round is open: nothing that was said, and not
who said it."""

import base64
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bot.consultation.model import Hears, Review
from bot.consultation.redaction import Draft
from bot.conversation.effects import AskContact, Decide, Keep, Uncover
from bot.conversation.events import CODE_CHANNEL, Address
from bot.conversation.facts import MAX_TEXT
from bot.conversation.state import State
from bot.ports import NotSaved
from storage.box import PADDED_TO, place
from storage.vault_rows import ROOM


def spellings(text: str) -> list[bytes]:
    """How a text may lie in a file: UTF-8, UTF-16 and base64 from each of three beginnings."""
    raw = text.encode()
    coded = [base64.b64encode(bytes(shift) + raw)[4:-4] for shift in range(3)]
    return [raw, text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode(), *coded]


async def test_no_word_name_code_or_address_lies_in_the_files(world: Any) -> None:
    round_, texts = await world.asked(4)
    await world.turn(round_, "person0", AskContact("canary of Ann 07700 900123"))
    canaries = [text for said in texts.values() for text in said]
    canaries += ["code of person0", "person3", "canary of Ann 07700 900123", "canary person"]
    for _ in range(2):
        found = world.bytes_on_disk()
        assert len(found) > 50_000
        assert [c for c in canaries for way in spellings(c) if way in found] == []
        await world.approve_all(round_)
        await world.record(
            world.reader,
            *[
                Uncover(answer.id)
                for batch in await world.run(lambda u: u.batches(round_.id))
                for answer in batch.answers
            ],
        )


def test_the_search_finds_what_is_there(world: Any) -> None:
    world.sql("CREATE TABLE leak (words text)")
    world.sql("INSERT INTO leak VALUES (?)", base64.b64encode(b"..canary of Ann..").decode())
    found = world.bytes_on_disk()
    assert any(way in found for way in spellings("canary of Ann"))


async def test_five_answers_change_no_byte_of_the_identity_side(world: Any) -> None:
    round_ = await world.opened()
    for who in ("ann", "bob", "cat"):
        await world.join(round_, who)
    before = world.dump()
    assert before["contributor"]
    id_ = await world.join(round_, "ann")
    for question in ("trust", "choice", "safety", "collaboration", "empowerment"):
        await world.say(round_, "ann", question, "an answer")
        await world.run(lambda u, q=question: u.save_conversation(round_.id, id_, q))
    assert world.dump() == before


async def test_who_answered_and_who_did_not_look_alike_on_the_identity_side(world: Any) -> None:
    """The same people are in two rounds; in one everybody answers, in the other nobody does."""
    all_, none = await world.opened(), await world.opened()
    people = [f"person{number}" for number in range(6)]
    for round_ in (all_, none):
        for who in people:
            await world.join(round_, who)
    for who in people:
        for question in ("trust", "choice", "safety", "collaboration", "empowerment"):
            await world.say(all_, who, question, "an answer")
    for table in ("enrolment", "outbox", "audience"):
        columns = "contributor" if table == "enrolment" else "*"
        look = f"SELECT {columns} FROM {table} WHERE round = ? ORDER BY 1"  # noqa: S608
        looks = [world.sql(look, bytes.fromhex(round_.id)) for round_ in (all_, none)]
        assert looks[0] == looks[1], table
    waiting = Counter(
        world.sql(
            "SELECT round, state, attempts, due_day, lease, length(ct) FROM vault WHERE kind='outbox'"
        )
    )
    assert len(waiting) == 2
    assert set(waiting.values()) == {6}
    assert len({row[1:] for row in waiting}) == 1


async def test_lengths_say_little(world: Any) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    for question, length in (("trust", 1), ("choice", 90), ("safety", MAX_TEXT)):
        await world.say(round_, "ann", question, "x" * length)
    await world.turn(round_, "ann", Keep(world.picked("empowerment", "x")))
    sizes = "SELECT DISTINCT length(ct) - 28 FROM vault WHERE kind = ?"
    assert world.sql(sizes, "answer") == [(ROOM["answer"],)]
    draft = State(place="checking", draft=Draft("x" * MAX_TEXT)).to_json()
    await world.run(lambda u: u.save_conversation(round_.id, ann, draft))
    assert world.sql(sizes, "session") == [(ROOM["session"],)]
    assert world.sql(sizes, "outbox") == [(PADDED_TO,)]


async def test_what_readers_made_of_an_answer_is_sealed_with_it(world: Any) -> None:
    round_, _ = await world.asked(3)
    before = world.sql("SELECT id, state FROM vault")
    await world.run(lambda u: u.form_batch(round_.id, 1))
    ((first, second, *_),) = [b.answers for b in await world.run(lambda u: u.batches(round_.id))]
    for answer, verb in ((first, "decline"), (second, "approve")):
        how = Review.DECLINED if verb == "decline" else Review.APPROVED
        await world.record(world.reader, Decide(replace(answer, review=how), verb))
    assert world.sql("SELECT id, state FROM vault") == before
    (batch,) = await world.run(lambda u: u.batches(round_.id))
    found = {answer.id: answer.review for answer in batch.answers}
    assert (found[first.id], found[second.id]) == (Review.DECLINED, Review.APPROVED)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("vault", "pseud"),
        ("vault", "question"),
        ("vault", "id"),
        ("vault", "state"),
        ("vault", "ct"),
        ("contributor", "tenant"),
        ("contributor", "contact_ct"),
        ("help_request", "ct"),
        ("help_request", "id"),
    ],
)
async def test_a_row_that_somebody_changed_is_refused(world: Any, table: str, column: str) -> None:
    round_ = await world.opened()
    ann = await world.join(round_, "ann")
    await world.join(round_, "bob")
    for who in ("ann", "bob"):
        await world.say(round_, who, "trust", f"canary of {who}")
        await world.turn(round_, who, AskContact("canary"))
    changes = {
        "pseud": f"x'{'ab' * 32}'",
        "id": f"x'{'ab' * 16}'",
        "question": "'choice'",
        "state": "'approved'",
        "tenant": "'\"T2\"'",
        "ct": f"(SELECT ct FROM {table} o WHERE o.id != {table}.id LIMIT 1)",  # noqa: S608
        "contact_ct": "(SELECT contact_ct FROM contributor o WHERE o.id != contributor.id)",
    }
    first = "id = (SELECT id FROM {0} WHERE {1} ORDER BY id LIMIT 1)"
    only = {
        "vault": first.format("vault", "kind = 'answer'"),
        "contributor": f"id = x'{ann}'",
        "help_request": first.format("help_request", "lead IS NOT NULL"),
    }
    change = f"UPDATE {table} SET {column} = {changes[column]} WHERE {only[table]}"  # noqa: S608
    world.sql(change)
    reads = {
        "vault": lambda u: [*u._vault(round_.id).all_answers()],
        "contributor": lambda u: u.person(Address(CODE_CHANNEL, "", "ann")),
        "help_request": lambda u: u.requests(world.lead.id),
    }
    with pytest.raises(NotSaved) as refused:
        await world.run(reads[table])
    assert refused.value.reason == "database"


async def test_a_row_is_bound_to_its_place_in_the_form_of_all_places(world: Any) -> None:
    round_ = await world.opened()
    pseud, name = bytes(range(32)), f"round-{round_.id}"
    for question in ("", "trust", 'odd " \\ \ud800 \x00 é'):
        where = await world.run(
            lambda u, q=question: u._vault(round_.id)._rows._where("answer", "ab" * 16, pseud, q)
        )
        parts = ("answer", pseud.hex(), question)
        assert where == place("vault", "ab" * 16, "", round_.id, name, *parts)


async def test_choices_say_nothing_either(world: Any) -> None:
    round_ = await world.opened()
    await world.join(round_, "ann", Hears.CHANGES)
    await world.turn(round_, "ann", Keep(world.picked("trust", "canary-option")))
    assert b"canary-option" not in world.bytes_on_disk()
    states = world.sql("SELECT state FROM vault WHERE kind = 'answer'")
    assert states == [(Review.NONE,)]
