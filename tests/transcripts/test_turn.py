"""One turn through the service over the real storage: who somebody is, and who they are no more."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.consultation.model import RoundState
from bot.conversation.effects import OpenRound, SaveRound
from bot.conversation.events import CODE_CHANNEL, Address, Chose, Event, Inbound, Opened, Said
from bot.conversation.messages import Words
from bot.ports import Unit
from bot.service import Reply, RoundNotOpen, RoundUnknown
from tests.drivers.files import counts
from tests.drivers.world import FACILITATOR, ROUND, World, world

OTHER = replace(ROUND, id="8" * 32, code="heron42")
DRAFT = replace(ROUND, id="9" * 32, code="robin42")


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as opened:

        def more(unit: Unit) -> None:
            for each in (OTHER, DRAFT):
                unit.record(FACILITATOR, (SaveRound(each),), None, opened.clock.now())
            open_ = OpenRound(replace(OTHER, state=RoundState.OPEN))
            questions = opened.app.library.sets[OTHER.question_set]
            unit.record(FACILITATOR, (open_,), questions, opened.clock.now())

        await opened.run(more)
        yield opened


async def turn(
    made: World, event: Event, last: Reply | None = None, code: str = ROUND.code, **more: object
) -> Reply:
    inbound = Inbound(
        delivery=secrets.token_hex(16),
        channel="web",
        round_code=code,
        event=event,
        address=last.address if last else None,
        contact={"channel": "web"},
        carried=last.carried if last else "",
    )
    return await made.app.conversations.handle(replace(inbound, **more))  # type: ignore[arg-type]


async def test_a_link_of_no_round_and_of_a_draft_are_told_apart(made: World) -> None:
    with pytest.raises(RoundUnknown):
        await turn(made, Opened(), code="nobody")
    with pytest.raises(RoundNotOpen):
        await turn(made, Opened(), code=DRAFT.code)


async def test_a_preview_is_a_whole_conversation_that_calls_nobody(made: World) -> None:
    reply = await turn(made, Chose("yes"), code=DRAFT.code, preview=True)
    assert reply.known
    for event in (
        Chose("hears:all"),
        Said("A try."),
        Chose("keep", {"quote": ("yes",)}),
        Chose("contact", {"reach": ("here",)}),
    ):
        reply = await turn(made, event, reply, code=DRAFT.code, preview=True)
    assert counts(made.settings.data_folder)["help_request"] == 0


async def test_a_carried_state_that_cannot_be_read_is_the_beginning(made: World) -> None:
    for junk in ("{", "[]", '{"of":"another release"}'):
        reply = await turn(made, Opened(), carried=junk)
        assert reply.message.title == made.app.say("contributor.invitation.title")


async def test_what_a_person_carries_does_not_count_once_they_are_known(made: World) -> None:
    reply = await turn(made, Chose("yes"))
    assert reply.carried == ""
    seen = await turn(made, Opened(), reply, carried='{"place":"finished"}')
    assert seen.message.title == made.app.say("contributor.hears.title")


async def test_an_address_that_is_nobodys_any_more_was_deleted(made: World) -> None:
    reply = await turn(made, Chose("yes"))
    old = reply
    for action in ("hears:all", "answers", "everything", "really_everything"):
        reply = await turn(made, Chose(action), reply)
    assert reply.message.ends
    assert reply.address is None
    # A page that was left open elsewhere neither brings them back nor enrols them anew.
    for event in (Opened(), Chose("yes"), Said("yes"), Said("An answer."), Chose("keep")):
        seen = await turn(made, event, old)
        assert (seen.message.ends, seen.known, seen.address) == (True, False, None)
    assert counts(made.settings.data_folder)["contributor"] == 0
    again = await turn(made, Chose("enter", {"code": ("a b c d e f g",)}), old)
    assert not again.message.ends


async def test_one_person_takes_part_in_two_rounds_with_one_code(made: World) -> None:
    first = await turn(made, Chose("yes"))
    second = await turn(made, Chose("yes"), first, code=OTHER.code)
    assert second.known
    assert second.address == first.address
    held = counts(made.settings.data_folder)
    assert (held["contributor"], held["enrolment"]) == (1, 2)
    # To stop in one round is to stop in both.
    await turn(made, Chose("hears:all"), first)
    await turn(made, Chose("stop"), second, code=OTHER.code)
    seen = await turn(made, Opened(), first)
    assert seen.message.title == made.app.say("contributor.stopped.title")


async def test_a_channel_that_knows_people_by_name_needs_no_code(made: World) -> None:
    address = Address("chat", "tenant", "person")
    reply = await turn(made, Chose("later"), address=address)
    assert not reply.message.ends
    assert reply.message.title == made.app.say("contributor.later.title")
    reply = await turn(made, Chose("join"), reply, address=address)
    reply = await turn(made, Chose("yes"), reply, address=address)
    assert reply.known
    assert reply.address == address
    assert address.channel != CODE_CHANNEL


async def test_looking_writes_nothing(made: World) -> None:
    reply = await turn(made, Chose("yes"))
    file = made.settings.data_folder / "heardback.db-wal"
    before = file.read_bytes()
    for _ in range(3):
        await turn(made, Opened(), reply)
    assert file.read_bytes() == before


async def test_names_a_platform_hands_over_are_covered_and_not_kept(made: World) -> None:
    await made.app.conversations.know_names(ROUND.code, ["Zzyra Qworth", "Grace Lunt", "?"])
    reply = await turn(made, Chose("yes"))
    reply = await turn(made, Chose("hears:all"), reply)
    text = "They said qworth met ZZYRA. They will see. It had no grace."
    reply = await turn(made, Said(text, box="text-trust"), reply)
    (words,) = [part for part in reply.message.parts if isinstance(part, Words)]
    assert [piece.was for piece in words.segments if piece.cover] == ["qworth", "ZZYRA"]
    with pytest.raises(RoundUnknown):
        await made.app.conversations.know_names("nothing", ["Zzyra"])
