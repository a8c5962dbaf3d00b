"""Facilitators in Slack: how staff become staff, a round from draft to outcome, who never may."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.consultation.model import RoundState
from tests.drivers.slack import SlackPerson
from tests.drivers.slack_api import TEAM, SlackApi
from tests.drivers.slack_staff import at, claims, follows, kept_by_slack, noted
from tests.drivers.world import FACILITATOR, LEAD, READER, SECOND, World

ITEM = {
    "People said": "You trust those who ring.",
    "What came of it": "Done",
    "What was done": "One named worker each.",
    "Because": "you told us so.",
}


async def test_a_code_makes_staff_once(made: World, somebody: Any) -> None:
    fay, eve = await somebody("U1"), await somebody("U2")
    await claims(made, fay, FACILITATOR)
    assert "You are in" in fay._told
    assert '"desk"' in json.dumps(await fay.home())
    await eve.command(f"claim one-time-{FACILITATOR.id[:4]}")
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


async def test_the_owner_of_a_workspace_is_no_staff(
    made: World, api: SlackApi, somebody: Any
) -> None:
    api.users["U1"] = {"is_admin": True, "is_owner": True}
    owner = await somebody("U1")
    await owner.command("desk")
    assert "You need a code from an admin" in owner.seen
    assert '"desk"' not in json.dumps(await owner.home())


async def test_another_workspace_is_somebody_else(made: World, somebody: Any) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    there = replace(fay.address, tenant="/T0ELSE")
    assert await made.app.desk.member(fay.address) == FACILITATOR
    assert await made.app.desk.member(there) is None


# --- a round, from draft to outcome ------------------------------------------------------------


async def drafted(fay: SlackPerson) -> None:
    """Fill in the pages of a draft."""
    await at(fay, "Start a round")
    about = {"Whom they already know there": "Morven Reid", "Who decides": "Moira Baird"}
    await fay.taps("Save", {**about, "Who asks": "Ardlinn", "What it is for": "To choose."})
    heard = {
        "How you make it safe to speak": "You can answer at home.",
        "How you help people say it": "The questions are short.",
        "What can change because of it": "How workers meet you.",
        "How much say people have": "We ask you, and then we decide.",
    }
    await fay.taps("Save", heard)
    await fay.taps("Save", {"Group": "Ardlinn, Young people", "Age": "Under 18"})
    await fay.taps("Save", {"Closes": "2027-02-26", "They hear back by": "2027-04-25"})
    readers = [READER.name, SECOND.name]
    await fay.taps("Save", {"Safeguarding lead": LEAD.name, "Readers": readers})
    await fay.taps("Save", {"From work in this field": "", "What is there for each of them": []})


async def test_a_round_is_drafted_looked_at_and_opened(made: World, somebody: Any) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await drafted(fay)
    assert fay.seen.count("(Ready)") == 6
    assert "See what people will see" in fay.seen
    assert "Ask people here" not in fay.labels
    await fay.taps("Go on to open it", {})
    await fay.taps("Open it now", {})
    assert "The round is open." in fay.seen
    assert "Ask people here" in fay.labels
    states = [each.state for each in await made.run(lambda unit: unit.rounds())]
    assert states == [RoundState.OPEN, RoundState.OPEN]


async def test_what_is_wrong_stands_beside_its_input_and_nothing_is_lost(
    made: World, api: SlackApi, somebody: Any
) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await at(fay, "Start a round")
    await follows(fay, "Care and reading")
    before = fay._modal().hash
    await fay.taps("Save", {"Smallest number shown": "some"})
    assert list(fay._faults) == ["|0|k"]
    # Slack keeps the window and what is in it, because the answer was about its inputs alone.
    assert fay._modal().hash == before
    # The rest may wait: a draft can be saved half done.
    await fay.taps("Save", {"Smallest number shown": "6"})
    assert "Saved." in fay.seen


async def test_figures_stay_hidden_until_enough_have_answered(made: World, somebody: Any) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await made.others(1)
    await at(fay, made.round.title)
    assert "Shown when 3 people or more have answered" in fay.seen


async def test_closing_asks_once_more(made: World, somebody: Any) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await at(fay, made.round.title)
    await fay.taps("Close early", {})
    assert "Close this round today?" in fay.seen
    assert (await made.stands()).state is RoundState.OPEN
    await fay.taps("Close it now", {})
    assert (await made.stands()).state is RoundState.CLOSED
    assert "Ask people here" not in fay.labels


async def test_cancelling_asks_once_more_and_tells_everyone(
    made: World, api: SlackApi, somebody: Any
) -> None:
    ann = await somebody("U7")
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await at(fay, made.round.title)
    await fay.taps("Cancel this round", {})
    assert "You cannot undo this" in fay.seen
    assert (await made.stands()).state is RoundState.OPEN
    await fay.taps("Call it off", {})
    assert (await made.stands()).state is RoundState.CANCELLED
    await made.waits(made.clock.at.replace(hour=17))
    assert [message["channel"] for message in api.messages] == ["U7"]
    assert "This was called off" in json.dumps(api.messages)


async def test_an_outcome_is_written_planned_and_heard(
    made: World, api: SlackApi, somebody: Any
) -> None:
    ann = await somebody("U7")
    await ann.opens()
    await ann.taps("Yes, I will take part", {})
    await ann.taps("All messages", {})
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await made.closes()
    await at(fay, made.round.title)
    await fay.taps("Write what changed", {})
    await fay.taps("Add what people said", {})
    await fay.taps("Save", ITEM)
    assert "Saved. Nobody sees it yet." in fay.seen
    await fay.taps("Catriona Bell answers people (Not there yet)", {})
    signs = {"What they say to people": "I read all of it.", "Their role": "head of service"}
    await fay.taps("Save", signs)
    ask = "Ask a reader to approve"
    await fay.taps(ask, {"Goes out on": "2027-03-01"})
    assert list(fay._faults) == ["|0|send_on"], fay.seen
    await made.waits(datetime(2027, 3, 15, 12, tzinfo=UTC))
    await fay.taps(ask, {"Goes out on": "2027-03-20"})
    assert "A reader of the round is asked to let it go out." in fay.seen
    ewan = await claims(made, await somebody("U3"), READER)
    await at(ewan, f"{made.round.title} (It waits for your yes)")
    assert "May this go out?" in ewan.seen
    await ewan.taps("Let it go out", {})
    assert "It goes out on its day." in ewan.seen
    await made.waits(datetime(2027, 3, 21, 18, tzinfo=UTC))
    (heard,) = [message for message in api.messages if message["channel"] == "U7"]
    assert ITEM["What was done"] in json.dumps(heard["blocks"])
    # What a locked screen shows names nothing.
    assert heard["text"] == "You have a message. Open it when you like."


async def test_a_facilitator_asks_people_and_posts_the_link(
    made: World, api: SlackApi, somebody: Any
) -> None:
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await at(fay, made.round.title)
    await fay.taps("Ask people here", {})
    await fay.taps("Ask them", {"People here": ["U5", "U6"]})
    assert "They will be asked." in fay.seen
    await made.waits(made.clock.at.replace(hour=17))
    assert sorted(message["channel"] for message in api.messages) == ["U5", "U6"]
    await fay.command(f"post {made.round.code}")
    assert made.round.asker in fay._told
    eve = await somebody("U2")
    await eve.command(f"post {made.round.code}")
    assert "There is no open round of yours" in eve._told


# --- who never may -----------------------------------------------------------------------------

FORGED = {
    "a staff button": ("go:round/{round}", "close"),
    "a question that was answered for them": ("go:close/{round}", "close"),
    "cancelling": ("go:cancel/{round}", "cancel"),
    "picking people": ("go:round/{round}", "pick_people"),
    "asking people": ("go:round/{round}", "ask_people"),
    "reading": ("go:batch/{round}", "go:batch/{round}"),
    "making staff": ("go:people", "add"),
    "no place at all": ("go:nowhere/{round}", "new"),
}


@pytest.mark.parametrize("way", ["view_submission", "block_actions"])
@pytest.mark.parametrize("what", sorted(FORGED))
async def test_who_is_no_staff_is_told_so_and_nothing_happens(
    what: str, way: str, made: World, api: SlackApi, somebody: Any
) -> None:
    """A contributor takes their own window and forges its seat, as somebody with a proxy could."""
    ann = await somebody()
    await ann.opens()
    before = noted(made)
    spot, action = (part.format(round=made.round.id) for part in FORGED[what])
    metadata = json.dumps(["", "", spot, {"": action}, ""])
    modal = ann._modal()
    view = ann._sent_view(modal, {}) | {"private_metadata": metadata}
    pressed = [{"type": "button", "action_id": "do-0", "block_id": "|0|do", "value": action}]
    answer = await ann.interact(
        ann._payload(way, view=view, actions=pressed, trigger_id=api.trigger(ann.user))
    )
    shown = answer.get("view") or modal.view
    assert "You need a code from an admin" in json.dumps(shown)
    assert made.round.title not in json.dumps(shown)
    assert noted(made) == before
    assert (await made.stands()).state is RoundState.OPEN
    assert api.messages == []


async def test_a_facilitator_reads_nothing_and_opens_no_round_of_others(
    made: World, api: SlackApi, somebody: Any
) -> None:
    await made.others(4)
    await made.closes()
    fay = await claims(made, await somebody("U1"), FACILITATOR)
    await at(fay, made.round.title)
    before = noted(made)
    view = fay._sent_view(fay._modal(), {})
    view["private_metadata"] = json.dumps(["", "", f"go:batch/{made.round.id}", {"": "open"}, ""])
    answer = await fay.interact(fay._payload("view_submission", view=view))
    assert "Somebody else said this" not in json.dumps(answer)
    assert noted(made) == before
    assert TEAM not in kept_by_slack(api)


async def test_staff_of_a_round_cannot_answer_it_and_nothing_is_left_of_their_trying(
    made: World, somebody: Any
) -> None:
    """Whoever works on a round is told so where they said yes, and nowhere else."""
    for number, member in enumerate((FACILITATOR, READER, LEAD)):
        person = await claims(made, await somebody(f"U{number}"), member)
        await person.opens()
        await person.taps("Yes, I will take part", {})
        assert "You work on this round, so you cannot answer it too." in person.seen
        assert await made.answers(person.address) is None
    other = await somebody("U9")
    await other.opens()
    await other.taps("Yes, I will take part", {})
    assert "You work on this round" not in other.seen
    assert await made.answers(other.address) == {}
