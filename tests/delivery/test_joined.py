"""One person in two channels, joined by nobody but themselves, with their own code."""

import re
import secrets
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from bot.consultation.model import Round
from bot.conversation.effects import Invite
from bot.conversation.events import Address, Chose, Event, Inbound, Opened, Said
from bot.conversation.messages import Secret
from bot.service import Reply
from storage.tables import contributor, contributor_address, do_not_contact, enrolment
from tests.delivery.line import FACILITATOR, Line

CHAT = Address("slack", "T1", "U1")
TO_CHAT = {"channel": "web", "to": "chat"}
WEB = {"channel": "web", "to": "page"}


async def page(line: Line, round_: Round, address: Address | None, event: Event) -> Reply:
    """Do something on the web page, where people are known by a code."""
    return await take(line, round_, address, event, {})


async def chat(line: Line, round_: Round, event: Event, who: Address = CHAT) -> Reply:
    """Do something in a chat platform."""
    return await take(line, round_, who, event, TO_CHAT | {"to": who.user})


async def take(
    line: Line, round_: Round, address: Address | None, event: Event, contact: dict[str, str]
) -> Reply:
    delivery = secrets.token_hex(8)
    inbound = Inbound(delivery, "web", round_.code, event, address, contact)
    return await line.app.conversations.handle(inbound)


async def known_by_code(line: Line, round_: Round) -> tuple[Address, str]:
    reply = await page(line, round_, None, Chose("yes"))
    assert reply.address is not None
    code = next(p.words for p in reply.message.parts if isinstance(p, Secret))
    await page(line, round_, reply.address, Chose("hears:all"))
    return reply.address, code


def enters(code: str) -> Chose:
    return Chose("enter", {"code": (code,)})


async def rows(line: Line, *tables: Any) -> list[str]:
    found: list[str] = []

    def look(engine: Any, _keys: Any) -> None:
        with engine.connect() as connection:
            for table in tables:
                found.extend(sorted(map(repr, connection.execute(select(table)))))

    await line.app.database._runner.between(look)
    return found


async def test_a_code_joins_a_chat_to_who_holds_it_and_answers_move_nothing(line: Line) -> None:
    round_ = await line.open()
    _, code = await known_by_code(line, round_)
    assert "I have a code" in str((await chat(line, round_, Opened())).message.choices)
    asked = await chat(line, round_, Chose("code"))
    assert "it holds for all of them" in str(asked.message)
    wrong = await chat(line, round_, enters("one two three four five six seven"))
    assert line.app.say("contributor.fault.code") in str(wrong.message)
    reply = await chat(line, round_, enters(code))
    assert reply.known
    assert "Question 1" in str(reply.message) or "1 of" in str(reply.message)
    assert code not in str((await chat(line, round_, Chose("pause"))).message)
    await chat(line, round_, Chose("go_on"))
    tables = (contributor, contributor_address, enrolment)
    before = await rows(line, *tables)
    await chat(line, round_, Said("They rang back."))
    await chat(line, round_, Chose("keep", {"quote": ("yes",)}))
    assert await rows(line, *tables) == before
    assert len(await rows(line, contributor)) == 1
    assert await line.app.database.run(lambda unit: unit.answered(round_.id)) == 1


async def test_messages_go_to_the_chat_once_and_stop_holds_for_both_and_says_so(
    line: Line,
) -> None:
    round_ = await line.open()
    address, code = await known_by_code(line, round_)
    await chat(line, round_, enters(code))
    await line.people(round_, 4)
    sealed = await line.sealed(round_)
    await line.outcome(sealed, date(2027, 4, 10))
    line.clock.at = datetime(2027, 4, 10, 16, tzinfo=UTC)
    await line.app.ticker.run_once()
    assert line.post.reached.count("U1") == 1
    stopped = await line.app.conversations.stop(CHAT)
    assert re.search(r"holds for all of these: .*web page", str(stopped))
    person = await line.app.database.run(lambda unit: unit.person(address))
    assert person is not None
    assert person.stopped
    other = await line.open("otter", opens_on=date(2027, 4, 10), closes_on=date(2027, 5, 1))
    await line.staff(FACILITATOR, Invite(other.id, ((CHAT, TO_CHAT),)))
    line.clock.pass_(days=1)
    await line.app.ticker.run_once()
    assert line.post.reached.count("U1") == 1


async def test_a_chat_that_takes_part_by_itself_is_not_joined(line: Line) -> None:
    round_ = await line.open()
    _, code = await known_by_code(line, round_)
    await chat(line, round_, Chose("yes"))
    reply = await chat(line, round_, enters(code))
    assert line.app.say("contributor.fault.taken") in str(reply.message)
    other = Address("slack", "T1", "U2")
    await chat(line, round_, enters(code), other)
    assert len(await rows(line, contributor_address)) == 1


async def test_a_chat_is_joined_once_all_that_was_its_own_is_deleted(line: Line) -> None:
    """The only way by which nobody's answers in one round are ever two people's."""
    round_ = await line.open()
    _, code = await known_by_code(line, round_)
    for event in (Chose("yes"), Chose("hears:all"), Said("They rang back.")):
        await chat(line, round_, event)
    await chat(line, round_, Chose("keep", {"quote": ("yes",)}))
    assert await line.app.database.run(lambda unit: unit.answered(round_.id)) == 1
    for act in ("answers", "everything", "really_everything"):
        await chat(line, round_, Chose(act))
    assert (await chat(line, round_, enters(code))).known
    assert len(await rows(line, contributor)) == 1
    assert await line.app.database.run(lambda unit: unit.answered(round_.id)) == 0


async def test_deleting_everything_takes_the_chat_with_it(line: Line) -> None:
    round_ = await line.open()
    address, code = await known_by_code(line, round_)
    await chat(line, round_, enters(code))
    for act in ("answers", "everything", "really_everything"):
        await chat(line, round_, Chose(act))
    assert await rows(line, contributor_address, contributor, enrolment, do_not_contact) == []
    assert not (await page(line, round_, address, Opened())).known
    assert not (await chat(line, round_, Opened())).known


async def test_a_stop_at_an_invitation_holds_for_every_round_until_a_yes(line: Line) -> None:
    """Said in a chat by somebody who is nobody here yet, and by somebody known from another round."""
    round_ = await line.open()
    known = Address("slack", "T1", "U2")
    await chat(line, round_, Chose("yes"), known)
    other = await line.open("otter", opens_on=date(2027, 4, 10), closes_on=date(2027, 5, 1))
    for who in (CHAT, known):
        await chat(line, other, Chose("stop"), who)
    reached = [(each, TO_CHAT | {"to": each.user}) for each in (CHAT, known)]
    await line.staff(FACILITATOR, Invite(other.id, tuple(reached)))
    line.clock.at = datetime(2027, 4, 12, 16, tzinfo=UTC)
    await line.app.ticker.run_once()
    assert line.post.reached == []
    for who in (CHAT, known):
        assert (await chat(line, other, Chose("yes"), who)).known
        person = await line.app.database.run(lambda unit, who=who: unit.person(who))
        assert person is not None
        assert not person.stopped
    assert await rows(line, do_not_contact) == []


async def test_a_stop_on_the_page_by_nobody_yet_leaves_nothing(line: Line) -> None:
    round_ = await line.open()
    await page(line, round_, None, Chose("stop"))
    await page(line, round_, await line.app.codes.address("nobody has this code"), Chose("stop"))
    assert await rows(line, do_not_contact, contributor) == []


async def test_a_chat_that_stopped_before_it_was_joined_is_not_written_to(line: Line) -> None:
    round_ = await line.open()
    _, code = await known_by_code(line, round_)
    await line.app.conversations.stop(CHAT)
    await chat(line, round_, enters(code))
    line.clock.at = datetime(2027, 3, 12, 16, tzinfo=UTC)
    await line.app.ticker.run_once()
    assert "U1" not in line.post.reached
