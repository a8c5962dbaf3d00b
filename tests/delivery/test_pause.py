"""Somebody may be away for weeks while a round is open: nothing of theirs runs out."""

from datetime import date, timedelta

from bot.conversation.events import Chose, Said
from tests.conversation.contributor_world import texts
from tests.delivery.line import Line, address_of


async def test_an_answer_half_done_waits_for_weeks(line: Line) -> None:
    days = {"closes_on": date(2027, 4, 30), "withdraw_until": date(2027, 5, 14)}
    round_ = await line.open(**days, tell_by=date(2027, 6, 30))
    await line.join(round_, "ann")
    await line.answer(round_, "ann", "They rang back.")
    half = "I had only begun"
    before = await line.act(round_, "ann", Said(half))
    await line.act(round_, "ann", Chose("pause"))
    for _ in range(7):
        line.clock.at += timedelta(days=8)
        await line.app.ticker.run_once()
    assert line.clock.at.date() == date(2027, 4, 26)
    after = await line.act(round_, "ann", Chose("go_on"))
    assert after.message.title == before.message.title
    assert half in "\n".join(texts(after.message))
    kept = await line.act(round_, "ann", Chose("keep", {"quote": ("no",)}))
    assert "Question 3 of 5" in "\n".join(texts(kept.message))
    answers = await line.act(round_, "ann", Chose("answers"))
    assert "They rang back." in "\n".join(texts(answers.message))
    assert len(line.post.sent) <= 1, "one reminder at the most"


async def test_their_own_data_says_that_they_asked_to_be_contacted(line: Line) -> None:
    round_ = await line.open()
    await line.join(round_, "ann")
    await line.join(round_, "bob")
    await line.act(round_, "ann", Chose("contact", {"reach": ("07700 900123",)}))
    hers = await line.app.conversations.own_data(address_of("ann"))
    assert '"asked_to_be_contacted"' in hers
    assert '"answered_by": "2027-03-01T23:59"' in hers
    assert "asked_to_be_contacted" not in await line.app.conversations.own_data(address_of("bob"))
