"""No outcome goes out on one person's word, and no quote stands in one that nobody allowed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.consultation.model import Item, Outcome, Role
from bot.conversation.effects import ApproveOutcome, ReturnOutcome, SaveOutcome
from bot.ports import Refused
from tests.storage.conftest import TODAY

ITEM = Item("They ring.", "We ring.", "done", "you said so")


async def refused(world: Any, staff: Any, *effects: Any) -> str:
    with pytest.raises(Refused) as caught:
        await world.record(staff, *effects)
    return str(caught.value.reason)


async def sealed(world: Any, **changes: Any) -> Any:
    round_, _ = await world.asked(4, **changes)
    await world.closed(round_)
    await world.approve_all(round_)
    await world.database.sealer.seal(round_.id)
    return round_


async def test_only_a_reader_lets_go_out_what_they_saw(world: Any) -> None:
    round_ = await sealed(world)
    first = Outcome("0c" * 16, round_.id, (ITEM,), TODAY, "ready")
    for state in ("scheduled", "sent"):
        wrong = SaveOutcome(replace(first, state=state))
        assert await refused(world, world.facilitator, wrong) == "desk.refused.state"
    await world.record(world.facilitator, SaveOutcome(replace(first, writer="", approver="f" * 32)))
    (stored,) = await world.run(lambda u: u.outcomes(round_.id))
    assert (stored.writer, stored.approver) == (world.facilitator.id, "")
    own = replace(world.facilitator, role=Role.COORDINATOR)
    stranger = world.a_staff(Role.COORDINATOR, "Sam")
    for staff in (world.facilitator, own, stranger, world.lead):
        assert (await refused(world, staff, ApproveOutcome(stored))).startswith("approval.refused")
    other = replace(stored, items=(replace(ITEM, did="We may ring."),))
    seen = await refused(world, world.reader, ApproveOutcome(other))
    assert seen == "approval.refused.changed"
    await world.record(world.reader, ReturnOutcome(stored, "Say when."))
    (back,) = await world.run(lambda u: u.outcomes(round_.id))
    assert (back.state, back.back) == ("draft", "Say when.")
    await world.record(world.facilitator, SaveOutcome(replace(back, state="ready", back="")))
    (stored,) = await world.run(lambda u: u.outcomes(round_.id))
    await world.record(world.reader, ApproveOutcome(stored))
    (planned,) = await world.run(lambda u: u.outcomes(round_.id))
    assert (planned.state, planned.approver) == ("scheduled", world.reader.id)
    verbs = world.sql("SELECT verb FROM audit WHERE object_type = 'outcome' ORDER BY seq")
    assert [verb for (verb,) in verbs] == ["submit", "return", "submit", "approve"]


async def test_every_quote_resolves_to_a_permission(world: Any) -> None:
    round_, other = await sealed(world), await sealed(world)
    closed, _ = await world.asked(4)
    await world.closed(closed)
    (quote, *_), (foreign, *_) = [
        await world.run(lambda u, r=each: tuple(u.standing(r.id))) for each in (round_, other)
    ]
    held = bytes.fromhex(quote)

    def with_quote(of: Any, id_: str) -> SaveOutcome:
        return SaveOutcome(Outcome("0c" * 16, of.id, (replace(ITEM, quotes=(id_,)),)))

    wrong = "approval.refused.quote"
    assert await refused(world, world.facilitator, with_quote(round_, foreign)) == wrong
    assert await refused(world, world.facilitator, with_quote(round_, "ab" * 16)) == wrong
    assert await refused(world, world.facilitator, with_quote(closed, quote)) == wrong
    await world.record(world.facilitator, with_quote(round_, quote))
    world.sql("UPDATE quote SET quotable = false WHERE id = ?", held)
    assert await refused(world, world.facilitator, with_quote(round_, quote)) == wrong
