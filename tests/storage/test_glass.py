"""Two leads together, before sealing, in a round that said so: and nobody by any other way."""

from dataclasses import replace
from typing import Any

import pytest

from bot.consultation.model import Role, Staff
from bot.conversation.effects import Decide, HandOver, TakeBack
from bot.conversation.lead_effects import AgreeGlass, AskGlass, OpenGlass, Settle
from bot.conversation.state import State
from bot.ports import Refused

SECOND = Staff("2e" * 16, "Gus Boyd", Role.LEAD)
OTHER = Staff("3e" * 16, "Eve", Role.LEAD)
WHY = "canary of a reason"


async def worried(world: Any, **changes: Any) -> tuple[Any, str]:
    """A round in which a reader raised a concern about what ann said; and the concern's id."""
    glass = {"safety": "break_glass", "second": SECOND.id, **changes}
    round_ = await world.opened(**glass)
    for who in ("ann", "bob"):
        await world.join(round_, who)
        await world.say(round_, who, "trust", f"what {who} said")
    await world.run(lambda u: u.form_batch(round_.id, 1))
    batches = await world.run(lambda u: u.batches(round_.id))
    answers = [each for batch in batches for each in batch.answers]
    answer = next(each for each in answers if "ann" in each.kept.text)
    await world.record(world.reader, Decide(replace(answer, reason="safe"), "concern"))
    (found,) = await world.run(lambda u: u.concerns(world.lead.id))
    return round_, found.id


async def refused(world: Any, by: Staff, effect: Any) -> None:
    with pytest.raises(Refused):
        await world.record(by, effect)


async def behind(world: Any, by: Staff, id_: str) -> Any:
    return await world.run(lambda u: u.behind(by, id_))


async def people_told(world: Any, round_: Any) -> list[bool]:
    states = await world.run(lambda u: [s.state for s in u._vault(round_.id).sessions()])
    return sorted(State.from_json(each).found for each in states)


async def test_both_leads_together_find_out_once_and_the_person_is_told(world: Any) -> None:
    round_, id_ = await worried(world)
    assert await world.run(lambda u: u.concerns(SECOND.id)) == ()
    await world.record(world.lead, AskGlass(id_, WHY))
    (seen,) = await world.run(lambda u: u.concerns(SECOND.id))
    assert (seen.id, seen.glass.why, seen.glass.agreed) == (id_, WHY, False)
    assert WHY.encode() not in world.bytes_on_disk()
    await world.record(SECOND, AgreeGlass(id_, agree=True))
    contact = await behind(world, world.lead, id_)
    assert contact["code"] == "code of ann"
    assert await people_told(world, round_) == [False, False]
    await world.record(world.lead, OpenGlass(id_))
    assert await people_told(world, round_) == [False, True]
    for effect in (OpenGlass(id_), AgreeGlass(id_, agree=True)):
        await refused(world, world.lead, effect)
        await refused(world, SECOND, effect)
    entries = await world.run(lambda u: u.audit_entries())
    verbs = [each.verb for each in entries if each.verb.startswith("glass")]
    assert verbs == ["glass_ask", "glass_agree", "glass_open"]
    log = repr(world.sql("SELECT * FROM audit"))
    assert "ann" not in log
    assert WHY not in log


async def test_whoever_would_be_in_danger_is_not_told(world: Any) -> None:
    round_, id_ = await worried(world)
    await world.record(world.lead, AskGlass(id_, WHY, "at home somebody reads along"))
    await world.record(SECOND, AgreeGlass(id_, agree=True))
    await world.record(world.lead, OpenGlass(id_))
    assert await people_told(world, round_) == [False, False]


async def test_nobody_alone_and_nobody_else(world: Any) -> None:
    """Every wrong hand at every step, with ids known and the desk passed by."""
    _, id_ = await worried(world)
    everybody = (world.facilitator, world.reader, OTHER, SECOND, world.lead)

    async def all_but(right: Staff | None, *effects: Any) -> None:
        for by in everybody:
            for effect in effects:
                if by is not right:
                    await refused(world, by, effect)
            if right is not world.lead or by is not right:
                with pytest.raises(Refused):
                    await behind(world, by, id_)

    agree, look = AgreeGlass(id_, agree=True), OpenGlass(id_)
    await all_but(None, agree, look, AskGlass(id_, "  "))
    await all_but(world.lead, AskGlass(id_, WHY))
    await world.record(world.lead, AskGlass(id_, WHY))
    await all_but(SECOND, agree)
    await all_but(None, look)
    await world.record(SECOND, AgreeGlass(id_, agree=False))
    await all_but(None, agree, look)
    await world.record(world.lead, AskGlass(id_, WHY))
    await world.record(SECOND, agree)
    for by in (world.facilitator, world.reader, OTHER, SECOND):
        await refused(world, by, look)
        with pytest.raises(Refused):
            await behind(world, by, id_)
    await refused(world, SECOND, Settle("concern", id_))
    await refused(world, world.reader, HandOver("00" * 16, OTHER.id))


@pytest.mark.parametrize("mode", ["contact_on_request", "signpost"])
async def test_no_other_round_holds_the_way_at_all(world: Any, mode: str) -> None:
    _, id_ = await worried(world, safety=mode)
    (held,) = await world.run(lambda u: u.concerns(world.lead.id))
    assert held.answer == ""
    await refused(world, world.lead, AskGlass(id_, WHY))
    # Not even once the round's own record is changed by somebody who can.
    (body,) = world.sql("SELECT body FROM round")[0]
    other = body.replace(f'"{mode}"', '"break_glass"').replace("'", "''")
    other = other if mode in body else body[:-1] + ',"safety":"break_glass"}'
    world.sql(f"UPDATE round SET body = '{other}'")  # noqa: S608 - what stands there
    round_ = (await world.run(lambda u: u.rounds()))[0]
    assert round_.safety == "break_glass"
    await refused(world, world.lead, AskGlass(id_, WHY))


async def test_one_person_cannot_be_both(world: Any) -> None:
    _, id_ = await worried(world, second=world.lead.id)
    await refused(world, world.lead, AskGlass(id_, WHY))


async def test_after_sealing_nothing_is_left_to_find(world: Any) -> None:
    round_, id_ = await worried(world)
    await world.record(world.lead, AskGlass(id_, WHY))
    await world.record(SECOND, AgreeGlass(id_, agree=True))
    await world.closed(round_)
    assert (await behind(world, world.lead, id_))["code"] == "code of ann"
    await world.database.sealer.seal(round_.id)
    await refused(world, world.lead, OpenGlass(id_))
    with pytest.raises(Refused):
        await behind(world, world.lead, id_)


@pytest.mark.parametrize("act", ["changed", "taken back"])
async def test_an_answer_that_went_leads_nowhere(world: Any, act: str) -> None:
    round_, id_ = await worried(world)
    await world.record(world.lead, AskGlass(id_, WHY))
    await world.record(SECOND, AgreeGlass(id_, agree=True))
    if act == "changed":
        await world.say(round_, "ann", "trust", "something else")
    else:
        await world.turn(round_, "ann", TakeBack("trust"))
    assert await behind(world, world.lead, id_) == {}
    await world.record(world.lead, OpenGlass(id_))
    assert await people_told(world, round_) == [False, False]
