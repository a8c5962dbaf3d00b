"""Coordinators in Slack: batches that show counts alone, one answer in a window, and deciding."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.consultation.care import Own
from bot.consultation.model import Answer, Review
from bot.conversation.effects import SaveOwn
from tests.drivers.slack import SlackPerson
from tests.drivers.slack_api import SlackApi
from tests.drivers.slack_staff import at, claims, follows, kept_by_slack, noted
from tests.drivers.world import LEAD, READER, ROUND, SECOND, World

WORDS = "Somebody else said this"
REASON = {"Your reason": "It names a person."}


@pytest.fixture
async def eve(made: World, somebody: Any) -> SlackPerson:
    """A reader, when four people have answered and the round has closed."""
    await made.others(4)
    await made.closes()
    return await claims(made, await somebody("U1"), READER)


async def reads(reader: SlackPerson) -> None:
    """Go to the next answer of the first batch and open it."""
    await at(reader, "Being asked")
    await follows(reader, "Batch 1")
    await reader.taps("Go to the next answer", {})
    await reader.taps("Open it", {})


async def decided(made: World) -> list[Answer]:
    batches = await made.run(lambda unit: unit.batches(made.round.id))
    answers = (answer for batch in batches for answer in batch.answers)
    return [each for each in answers if each.review is not Review.WAITING and each.kept]


async def test_lists_hold_counts_and_letters_and_never_a_word(
    api: SlackApi, eve: SlackPerson
) -> None:
    home = await eve.home()
    await at(eve, "Being asked")
    assert WORDS not in eve.seen
    await follows(eve, "Batch 1")
    assert "Answer A (Covered)" in eve.labels
    assert WORDS not in eve.seen
    await eve.taps("Go to the next answer", {})
    assert "This is covered. Open it to read it." in eve.seen
    assert WORDS not in eve.seen + json.dumps(home)


async def test_opening_an_answer_is_noted(made: World, eve: SlackPerson) -> None:
    before = len(noted(made))
    await reads(eve)
    assert WORDS in eve.seen
    assert "1 of 20 read today" in eve.seen
    assert [role for role, _ in noted(made)[before:]] == ["coordinator"]


async def test_the_windows_own_button_approves_and_leads_on(made: World, eve: SlackPerson) -> None:
    await reads(eve)
    assert eve._view()["submit"]["text"] == "Approve"
    assert "Approve" not in eve.labels
    await eve.taps("Approve", {})
    assert "is covered" in eve.seen
    (answer,) = await decided(made)
    assert answer.review is Review.APPROVED


async def test_words_are_covered_with_a_reason_and_never_without(
    made: World, api: SlackApi, eve: SlackPerson
) -> None:
    await reads(eve)
    # Sending the window with words but without a reason: Slack shows the fault beside the input.
    await eve.taps("Approve", {"More words to cover": "Somebody"})
    assert eve._faults == {"1|0|reason": "Choose a reason first."}
    assert await decided(made) == []
    # A button draws the window again; what was typed stays where it is and is not sent back.
    await eve.taps("Cover more", {"More words to cover": "Somebody"})
    assert "Choose a reason first." in eve.seen
    assert await decided(made) == []
    assert "Somebody" not in kept_by_slack(api)
    await eve.taps("Cover more", {"More words to cover": "Somebody", **REASON})
    (answer,) = await decided(made)
    assert answer.kept is not None
    assert answer.kept.text[answer.kept.covers[0].start :].startswith("[")
    assert "Somebody" not in answer.kept.text


@pytest.mark.parametrize(
    ("label", "state"),
    [("Hold", Review.HELD), ("Decline", Review.DECLINED), ("Raise a concern", Review.HELD)],
)
async def test_other_decisions_need_a_reason(
    label: str, state: Review, made: World, eve: SlackPerson
) -> None:
    await reads(eve)
    await eve.taps(label, {})
    assert "Choose a reason first." in eve.seen
    assert await decided(made) == []
    await eve.taps(label, REASON)
    (answer,) = await decided(made)
    assert answer.review is state
    concerns = await made.run(lambda unit: unit.concerns(LEAD.id))
    assert len(concerns) == (label == "Raise a concern")


@pytest.mark.parametrize("made", [replace(ROUND, two_readers=True)], indirect=True)
async def test_a_second_reader_confirms(made: World, somebody: Any) -> None:
    await made.others(4)
    await made.closes()
    eve = await claims(made, await somebody("U1"), READER)
    pat = await claims(made, await somebody("U2"), SECOND)
    await reads(eve)
    await eve.taps("Approve", {})
    (answer,) = await decided(made)
    assert answer.review is Review.SECOND
    await at(pat, "Being asked")
    await pat.taps("Second look", {})
    await follows(pat, "Batch 1, answer")
    await pat.taps("Open it", {})
    await pat.taps("Approve", {})
    (answer,) = await decided(made)
    assert answer.review is Review.APPROVED


async def test_two_readers_of_one_answer_do_not_overrule_each_other(
    made: World, eve: SlackPerson, somebody: Any
) -> None:
    pat = await claims(made, await somebody("U2"), SECOND)
    await reads(eve)
    await reads(pat)
    await eve.taps("Decline", REASON)
    await pat.taps("Approve", {})
    (answer,) = await decided(made)
    assert answer.review is Review.DECLINED


async def test_a_day_has_an_end(made: World, eve: SlackPerson) -> None:
    await made.acts(READER, SaveOwn(Own(cap=1)))
    await reads(eve)
    await eve.taps("Approve", {})
    assert WORDS not in eve.seen
    assert "Open it" not in eve.labels
    assert "That was enough for today" in eve.seen


async def test_slack_keeps_none_of_the_words_that_were_read(
    api: SlackApi, eve: SlackPerson
) -> None:
    await reads(eve)
    await eve.taps("Hold", {"More words to cover": WORDS})
    await eve.taps("Hold", {"More words to cover": WORDS, **REASON})
    await eve.home()
    assert WORDS not in kept_by_slack(api)
