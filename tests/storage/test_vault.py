"""Within one transaction a vault shows what was just written to it, and takes its locks first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.consultation.model import Answer, Hears, Review
from bot.ports import NotSaved
from storage.sql import Sql
from storage.vault import Vault
from tests.storage.conftest import TODAY

ANN, BOB = "a1" * 16, "b0" * 16


@pytest.fixture
async def within(world: Any) -> Callable[[Callable[[Vault], Any]], Any]:
    """Do something to the vault of an open round, in a transaction of its own."""
    round_ = await world.opened()

    async def run(work: Callable[[Vault], Any]) -> Any:
        return await world.run(lambda unit: work(unit._vault(round_.id)))

    return run


type Within = Callable[[Callable[[Vault], Any]], Any]


async def test_a_message_that_is_over_is_seen_to_be(within: Within) -> None:
    def work(vault: Vault) -> list[bool]:
        vault.plan(ANN, "reminder", TODAY)
        seen = []
        for _ in range(2):
            (waiting,) = vault.messages(ANN)
            seen.append(waiting.sent)
            vault.over(waiting, sent=True)
        return seen

    assert await within(work) == [False, True]


async def test_one_message_is_planned_however_often(within: Within) -> None:
    def work(vault: Vault) -> int:
        vault.plan(ANN, "reminder", TODAY)
        vault.plan(ANN, "check", TODAY)
        return len([*vault.messages(ANN)])

    assert await within(work) == 1
    assert await within(work) == 1


async def test_an_invitation_is_one_and_holds_the_day_on_which_it_ended(
    within: Within, world: Any
) -> None:
    later = TODAY + timedelta(days=3)

    def work(vault: Vault) -> list[tuple[bool, bool, str]]:
        vault.plan(ANN, "reminder", TODAY)
        for where in ("one", "another"):
            vault.invite(ANN, {"to": where}, TODAY)
        waiting = [*vault.messages(ANN), vault.invitation(ANN)]
        found = [(each.invites, each.sent, each.contact.get("to", "")) for each in waiting]
        for each in waiting:
            vault.over(each, sent=True, day=later)
        return found

    assert await within(work) == [(False, False, ""), (True, False, "one")]
    days = world.sql("SELECT kind, due_day FROM vault ORDER BY kind")
    assert days == [("invite", later.isoformat()), ("outbox", TODAY.isoformat())]


async def test_who_was_forgotten_is_nobody(within: Within) -> None:
    def work(vault: Vault) -> tuple[Any, ...]:
        for who in (ANN, BOB):
            vault.begin(who)
            vault.keep(who, Answer("", "trust", picks=("a",), review=Review.NONE))
        vault.forget(ANN)
        return vault.session(ANN), vault.answers(ANN), len(vault.answers(BOB))

    assert await within(work) == (None, {}, 1)


async def test_what_a_session_says_is_what_was_last_written(within: Within) -> None:
    def work(vault: Vault) -> list[tuple[str, str, bool]]:
        vault.begin(ANN, "open")
        seen = []
        for hears in (Hears.ALL, Hears.NONE, Hears.CHANGES):
            session = vault.session(ANN)
            assert session is not None
            vault.write(session, hears=hears, state=f"after {hears}")
            now = vault.session(ANN)
            assert now is not None
            seen.append((now.hears, now.state, now.wants_to_hear))
        return seen

    wanted = [("all", True), ("none", False), ("changes", True)]
    assert await within(work) == [(hears, f"after {hears}", wants) for hears, wants in wanted]


async def test_many_begin_at_once_as_each_would_alone(within: Within) -> None:
    def one(vault: Vault) -> None:
        vault.begin(ANN)

    def work(vault: Vault) -> list[tuple[str, str, str, str]]:
        vault.begin_all([BOB])
        found = sorted(vault.sessions(), key=lambda session: session.person)
        return [(each.person, each.hears, each.state, each.covered) for each in found]

    await within(one)
    assert await within(work) == [(ANN, "", "", ""), (BOB, "", "", "")]
    assert {len(row.ct) for row in await within(lambda v: v._rows.sessions())} == {8192 + 28}


async def test_what_is_lost_is_counted_and_nothing_else(within: Within, world: Any) -> None:
    def fill(vault: Vault) -> None:
        for who in (ANN, BOB):
            vault.begin(who)
        vault.keep(ANN, Answer("", "trust", picks=("a",), review=Review.NONE))

    def counts(vault: Vault) -> tuple[int, int, int]:
        answers, sessions, lost = vault.whole()
        return len(answers), len(sessions), lost

    assert await within(counts) == (0, 0, 0)
    await within(fill)
    assert await within(counts) == (1, 2, 0)
    world.sql("UPDATE vault SET ct = pseud WHERE kind = 'answer'")
    assert await within(counts) == (0, 2, 1)
    world.sql("UPDATE vault SET ct = pseud")
    with pytest.raises(NotSaved) as refused:
        await within(counts)
    assert refused.value.reason == "database"


async def test_an_answer_that_is_not_what_was_read_is_stale(within: Within) -> None:
    def work(vault: Vault) -> None:
        vault.keep(ANN, Answer("", "trust", picks=("a",), review=Review.NONE))
        (held,) = vault.all_answers()
        assert vault.answer(held.answer.id) == held
        Vault(vault._rows).decided(held, replace(held.answer, picks=("b",)))
        vault.answer(held.answer.id)

    with pytest.raises(NotSaved) as refused:
        await within(work)
    assert refused.value.reason == "locked"


async def test_whoever_changes_what_is_a_persons_takes_the_lock_of_that_person(
    within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which PostgreSQL is asked for, and SQLite has anyway."""
    locked: list[bytes] = []
    monkeypatch.setattr(Sql, "lock", lambda _, __, values: locked.append(values["pseud"]))

    def work(vault: Vault) -> list[bool]:
        vault.begin(ANN)
        vault.keep(ANN, Answer("", "trust", picks=("a",), review=Review.NONE))
        (held,) = vault.all_answers()
        vault.session(BOB)
        vault.answer(held.answer.id)
        vault.forget(ANN)
        return [pseud == held.row.pseud for pseud in locked]

    assert await within(work) == [True, False, True, True]
