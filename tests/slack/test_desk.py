"""Staff in Slack: how they become staff, what they can do, and who never does."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consultation.model import Staff
from tests.drivers.slack import SlackPerson
from tests.drivers.slack_api import SlackApi
from tests.drivers.world import FACILITATOR, READER, World

TOKEN = "one-time"


async def claims(made: World, person: SlackPerson, member: Staff) -> SlackPerson:
    await made.run(lambda unit: unit.add_staff(member, TOKEN, date(2027, 12, 31)))
    await person.command(f"claim {TOKEN}")
    return person


async def test_a_code_makes_staff_once(made: World, api: SlackApi, somebody: Any) -> None:
    fay, eve = await somebody("U1"), await somebody("U2")
    await claims(made, fay, FACILITATOR)
    assert "You are in" in fay._told
    assert '"desk"' in json.dumps(await fay.home())
    await eve.command(f"claim {TOKEN}")
    assert "That code does not work" in eve._told
    await eve.command("desk")
    assert "You need a code from an admin" in eve.seen


@pytest.mark.parametrize(
    "sign", ["is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted"]
)
async def test_guests_and_strangers_never_become_staff(
    sign: str, made: World, api: SlackApi, somebody: Any
) -> None:
    api.users["U1"] = {sign: True}
    guest = await claims(made, await somebody("U1"), FACILITATOR)
    assert "Guests of this workspace" in guest._told
    await guest.command("desk")
    assert "You need a code from an admin" in guest.seen


async def test_a_facilitator_asks_people_and_posts_the_link(
    made: World, api: SlackApi, somebody: Any
) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await fay.command("desk")
    await fay.taps(next(label for label in fay.labels if made.round.title in label), {})
    await fay.taps("Ask people here", {})
    await fay.taps("Ask them", {"People in this workspace": ["U5", "U6"]})
    await made.waits(made.clock.at.replace(hour=17))
    assert sorted(message["channel"] for message in api.messages) == ["U5", "U6"]
    await fay.command(f"post {made.round.code}")
    assert made.round.asker in fay._told
    eve = await somebody("U2")
    await eve.command(f"post {made.round.code}")
    assert "There is no open round of yours" in eve._told


async def test_a_round_is_drafted_in_slack(made: World, somebody: Any) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await fay.command("desk")
    await fay.taps("Start a round", {})
    assert fay._inputs()


async def test_a_reader_reads_in_a_window_and_never_on_a_page(
    made: World, api: SlackApi, somebody: Any
) -> None:
    await made.others(4)
    eve = await claims(made, await somebody("U1"), READER)
    await eve.command("desk")
    assert "Somebody else said this" not in eve.seen
    home = await eve.home()
    assert "Somebody else said this" not in json.dumps(home)


async def test_a_reader_decides(made: World, somebody: Any) -> None:
    await made.others(4)
    await made.closes()
    eve = await claims(made, await somebody("U1"), READER)
    await eve.command("desk")


async def test_another_workspace_is_somebody_else(made: World, somebody: Any) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    there = replace(fay.address, tenant="/T0ELSE")
    assert await made.app.desk.member(fay.address) == FACILITATOR
    assert await made.app.desk.member(there) is None
