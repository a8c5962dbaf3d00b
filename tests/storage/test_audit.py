"""The audit log: it only grows, whatever is done to it is seen, and it tells of no contributor."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.consultation.model import Review
from bot.conversation.effects import Decide, DeleteEverything, SaveRound, TakeBack, Uncover
from bot.witness import Head
from storage.audit import Broken
from storage.heads import FILE, HeadFile, Unreadable
from tests.storage.conftest import NOW, QUESTIONS, TODAY

COLUMNS = ("day", "actor_role", "actor", "verb", "object_type", "object", "round", "prev", "mac")
AGAIN = f"INTO audit SELECT {', '.join(('seq', *COLUMNS, 'n'))} FROM audit WHERE seq = 1"  # noqa: S608


# --- it only grows -----------------------------------------------------------------------------


async def test_the_log_only_grows(world: Any, backend: str) -> None:
    await world.draft()
    tries = ["UPDATE audit SET verb = 'x'", "DELETE FROM audit"]
    if backend == "sqlite":
        # This one deletes without a word to any guard of deleting.
        tries += [f"INSERT OR REPLACE {AGAIN}", f"REPLACE {AGAIN}"]
    else:
        tries += ["TRUNCATE audit", f"INSERT {AGAIN} ON CONFLICT (seq) DO UPDATE SET verb = 'x'"]
    for statement in tries:
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="only grows"):
            world.sql(statement)


async def test_sealing_leaves_the_log_as_it_was_and_adds_one_entry(world: Any) -> None:
    round_, _ = await world.asked(4)
    await world.closed(round_)
    await world.approve_all(round_)
    before = world.sql("SELECT * FROM audit ORDER BY seq")
    await world.database.sealer.seal(round_.id)
    after = world.sql("SELECT * FROM audit ORDER BY seq")
    assert after[: len(before)] == before
    (entry,) = await world.run(lambda u: u.audit_entries()[len(before) :])
    assert (entry.role, entry.verb, entry.round) == ("system", "seal", round_.id)
    assert await world.run(lambda u: u.verify_audit()) is None


# --- what is done to it is seen ------------------------------------------------------------------


CHANGES = {
    "DELETE FROM audit WHERE seq = 2": 2,
    "DELETE FROM audit WHERE seq = 1": 1,
    "UPDATE audit SET seq = 9 WHERE seq = 4": 4,
    "UPDATE audit SET seq = -seq": 1,
    "UPDATE audit SET mac = (SELECT mac FROM audit WHERE seq = 3) WHERE seq = 2": 2,
    **{f"UPDATE audit SET {name} = '2026-01-01' WHERE seq = 3": 3 for name in COLUMNS},  # noqa: S608
    "UPDATE audit SET n = 0 WHERE seq = 3": 3,
    "UPDATE audit SET n = NULL WHERE seq = 4": 4,
    "UPDATE audit SET n = 8 WHERE seq = 4": 4,
}


@pytest.mark.parametrize(("change", "seen_at"), CHANGES.items())
async def test_whatever_is_changed_in_the_log_is_seen(
    world: Any, change: str, seen_at: int
) -> None:
    for _ in range(3):
        round_ = await world.draft()
    await world.run(lambda u: u.set_figure(round_.id, 7, TODAY))
    await world.draft()
    assert await world.run(lambda u: u.verify_audit()) is None
    world.unguard_audit()
    in_bytes = any(f" {name} = '" in change for name in ("actor", "object", "round", "prev", "mac"))
    world.sql(change.replace("'2026-01-01'", "x'00'") if in_bytes else change)
    assert await world.run(lambda u: u.verify_audit()) == Broken("changed", seen_at)


async def written_anew(world: Any, keep: int) -> None:
    """Let somebody who holds the keys take off the end of the log, and write another."""
    world.unguard_audit()
    world.sql("DELETE FROM audit WHERE seq > ?", keep)
    for _ in range(4 - keep):
        await world.draft()


async def test_what_the_chain_alone_cannot_tell_is_seen_against_a_noted_head(world: Any) -> None:
    heads = [await world.run(lambda u: u.audit_head())]
    assert heads == [Head(0, "00" * 32)]
    for _ in range(4):
        await world.draft()
        heads.append(await world.run(lambda u: u.audit_head()))
    assert [head.number for head in heads] == [0, 1, 2, 3, 4]

    async def found(*noted: Head) -> Broken | None:
        return await world.run(lambda u: u.verify_audit(noted))

    assert await found(*heads) is None
    await written_anew(world, 2)
    assert await found() is None
    assert await found(*heads[:3]) is None
    # In whatever order they are noted, the first that is wrong is told.
    assert await found(heads[4], heads[0], heads[3]) == Broken("rewritten", 3)
    assert await found(heads[4]) == Broken("rewritten", 4)
    world.sql("DELETE FROM audit WHERE seq > 2")
    assert await found(*heads[:3]) is None
    assert await found(*heads) == Broken("cut", 3)
    assert await found(heads[4]) == Broken("cut", 3)
    world.sql("DELETE FROM audit")
    assert await found(heads[0]) is None
    assert await found(heads[1]) == Broken("cut", 1)


# --- the place outside ---------------------------------------------------------------------------


def test_a_head_is_written_down_once_a_day_and_never_changed(tmp_path: Path) -> None:
    folder = tmp_path / "beside" / "the keys"
    file = HeadFile(folder)
    assert file.heads() == ()
    first, second, third = (Head(n, f"{n:064x}") for n in (1, 20, 300))
    assert file.note(TODAY, first)
    assert file.path.stat().st_mode & 0o777 == 0o600
    # Another server at the same place, later that day; and one whose clock has stepped back.
    other = HeadFile(folder)
    assert not other.note(TODAY, second)
    assert not other.note(TODAY - timedelta(days=1), second)
    assert other.note(TODAY + timedelta(days=1), second)
    before = file.path.read_bytes()
    assert file.note(TODAY + timedelta(days=40), third)
    assert file.path.read_bytes().startswith(before)
    assert file.heads() == (first, second, third)
    assert (folder / FILE).read_text().splitlines()[0] == f"{TODAY} 1 {1:064x}"


@pytest.mark.parametrize("line", ["", "2026-11-24 2", "2026-11-24 2 " + "g" * 64, "\xff" * 9])
def test_a_line_that_is_no_head_is_named(tmp_path: Path, line: str) -> None:
    file = HeadFile(tmp_path)
    file.note(TODAY, Head(1, "ab" * 32))
    with file.path.open("a", encoding="latin-1") as opened:
        opened.write(f"{line}\n")
    with pytest.raises(Unreadable) as found:
        file.heads()
    assert found.value.number == 2


# --- what it tells of contributors ---------------------------------------------------------------


async def test_an_answer_that_was_taken_back_or_deleted_is_nowhere_in_the_log(world: Any) -> None:
    """Nor can anybody who holds a copy of the database tell which entry was about it."""
    round_, texts = await world.asked(4)
    await world.run(lambda u: u.form_batch(round_.id, 1))
    people = world.sql("SELECT id, lookup_hmac, contact_ct FROM contributor")
    rows = world.sql("SELECT id, pseud, ct FROM vault")
    answers = [a for b in await world.run(lambda u: u.batches(round_.id)) for a in b.answers]
    assert len(answers) == 4 * len(QUESTIONS)
    for number, answer in enumerate(answers):
        await world.record(world.reader, Uncover(answer.id))
        verb = ("approve", "decline", "hold", "cover", "concern")[number % 5]
        review = {"decline": Review.DECLINED, "approve": Review.APPROVED}.get(verb, Review.HELD)
        decided = replace(answer, review=review, first=world.reader.id, reason="canary reason")
        await world.record(world.reader, Decide(decided, verb))
    await world.turn(round_, "person0", TakeBack())
    await world.turn(round_, "person1", TakeBack("trust"))
    await world.turn(round_, "person2", DeleteEverything())
    await world.say(round_, "person3", "trust", "canary: put otherwise")
    log = repr(world.sql("SELECT * FROM audit"))
    assert log.count("'answer'") == 2 * len(answers)
    assert "canary" not in log
    assert not any(text in log for said in texts.values() for text in said)
    for known in (value for row in (*people, *rows) for value in row):
        assert repr(known)[2:-1] not in log
    # The alias tells readings of one answer from another's while the round's key is there.
    objects = world.sql("SELECT object FROM audit WHERE object_type = 'answer'")
    assert len(set(objects)) == len(answers)


async def test_of_contributors_it_holds_the_figure_that_staff_see_and_nothing_else(
    world: Any,
) -> None:
    """It moves with that figure, so it tells nothing that the desk does not (promise 5)."""
    round_, _ = await world.asked(4)
    staffs = len(await world.run(lambda u: u.audit_entries()))
    for day, figure in enumerate((0, 4, 4, 9)):
        on = TODAY + timedelta(days=day)
        await world.run(lambda u, f=figure, d=on: u.set_figure(round_.id, f, d))
    made = (await world.run(lambda u: u.audit_entries()))[staffs:]
    told = [(each.day, each.role, each.verb, each.round, each.n) for each in made]
    days = [date(2026, 11, 24), date(2026, 11, 26)]
    assert told == [
        (days[0], "system", "figure", round_.id, 4),
        (days[1], "system", "figure", round_.id, 9),
    ]
    for who in ("person0", "person1"):
        await world.turn(round_, who, TakeBack())
        await world.turn(round_, who, DeleteEverything())
    assert len(await world.run(lambda u: u.audit_entries())) == staffs + 2


async def test_a_refused_act_is_noted_without_what_it_was_about(world: Any) -> None:
    await world.record(world.facilitator, SaveRound(await world.draft()))
    await world.run(lambda u: u.note_refused(world.lead, "approve", NOW))
    (*_, entry) = await world.run(lambda u: u.audit_entries())
    assert entry[2:] == ("lead", world.lead.id, "refused", "approve", None, None)
    assert world.sql("SELECT object FROM audit WHERE verb = 'refused'") == [(None,)]
    assert await world.run(lambda u: u.verify_audit()) is None
