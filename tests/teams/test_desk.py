"""Staff in Teams: how they become staff, what they can do, and that it is never in the chat."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from bot.consultation.model import Staff
from tests.drivers.teams import TeamsPerson
from tests.drivers.teams_api import TeamsApi
from tests.drivers.world import FACILITATOR, READER, World

TOKEN = "one-time"


async def claims(made: World, person: TeamsPerson, member: Staff) -> TeamsPerson:
    await made.run(lambda unit: unit.add_staff(member, TOKEN, date(2027, 12, 31)))
    await person.types(f"claim {TOKEN}")
    return person


async def at_desk(made: World, person: TeamsPerson, member: Staff) -> TeamsPerson:
    await claims(made, person, member)
    await person.taps("Open the desk", {})
    assert person.dialog
    return person


async def test_a_code_makes_staff_once(made: World, somebody: Any) -> None:
    fay, eve = await somebody("fay"), await somebody("eve")
    await claims(made, fay, FACILITATOR)
    assert "You are in" in fay.seen
    assert "Open the desk" in fay.labels
    await eve.types(f"claim {TOKEN}")
    assert "That code does not work" in eve.seen
    assert "Open the desk" not in eve.labels


async def test_who_is_not_in_the_directory_is_never_staff(made: World, somebody: Any) -> None:
    fay = await somebody("fay")
    await made.run(lambda unit: unit.add_staff(FACILITATOR, TOKEN, date(2027, 12, 31)))
    typed = fay.activity("message", text=f"claim {TOKEN}")
    del typed["from"]["aadObjectId"]
    await fay.post(typed)
    assert await made.app.desk.member(replace(fay.address, user="29:fay")) is None
    await fay.types(f"claim {TOKEN}")
    assert await made.app.desk.member(fay.address) == FACILITATOR


async def test_the_desk_opens_for_staff_alone(made: World, somebody: Any) -> None:
    fay = await at_desk(made, await somebody("fay"), FACILITATOR)
    assert made.round.title in fay.seen
    other = replace(fay.address, tenant="other")
    assert await made.app.desk.member(fay.address) == FACILITATOR
    assert await made.app.desk.member(other) is None


async def test_the_desk_is_never_drawn_in_the_chat(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    await made.others(4)
    await made.closes()
    eve = await at_desk(made, await somebody("eve"), READER)
    data = next(iter(eve._actions()))["data"]
    value = {"action": {"type": "Action.Execute", "verb": "act", "data": data}}
    assert (await eve.invokes("adaptiveCard/action", value))["statusCode"] == 400
    await eve.post(eve.activity("message", value=data))
    assert "Somebody else said this" not in json.dumps([api.messages, api.cards])


async def test_a_reader_reads_and_decides(made: World, api: TeamsApi, somebody: Any) -> None:
    await made.others(4)
    await made.closes()
    waits = len(await made.waiting())
    eve = await at_desk(made, await somebody("eve"), READER)
    await eve.taps(next(label for label in eve.labels if made.round.title in label), {})
    await eve.taps("Batch 1 (Waits for you)", {})
    await eve.taps("Go there", {"This batch": "Answer A (Covered)"})
    await eve.taps("Open it", {})
    assert "Somebody else said this" in eve.seen
    await eve.taps("Approve", {})
    assert len(await made.waiting()) == waits - 1


async def test_a_facilitator_asks_people_who_were_never_written_to(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    fay = await at_desk(made, await somebody("fay"), FACILITATOR)
    await fay.taps(next(label for label in fay.labels if made.round.title in label), {})
    await fay.taps("Ask people here", {})
    await fay.taps("Ask them", {"People here": ["aad-gil", "aad-hal"]})
    assert "nobody is told who" in fay.seen
    await made.waits(made.clock.at.replace(hour=17))
    assert len(api.messages["chat-aad-gil"]) == len(api.messages["chat-aad-hal"]) == 1
    gil = await somebody("gil")
    gil.card = api.last("chat-aad-gil")["attachments"][0]["content"]
    await gil.taps(made.app.say("delivery.open"), {})
    assert "Would you tell us what you think?" in gil.seen


async def test_a_round_is_drafted_in_teams(made: World, somebody: Any) -> None:
    fay = await at_desk(made, await somebody("fay"), FACILITATOR)
    await fay.taps("Start a round", {})
    assert fay._inputs()


async def test_an_act_that_comes_twice_at_the_desk_takes_effect_once(
    made: World, somebody: Any
) -> None:
    fay = await at_desk(made, await somebody("fay"), FACILITATOR)
    before = fay.card
    await fay.taps("Start a round", {})
    fay.card = before
    await fay.taps("Start a round", {})
    rounds = await made.run(lambda unit: unit.rounds())
    assert len(rounds) <= 2
