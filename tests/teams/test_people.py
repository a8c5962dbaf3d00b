"""Contributors in Teams: the home card, what is typed in the chat, dialogs, and where words stand."""

import json
import logging
from typing import Any

import pytest

from bot.conversation.effects import Invite
from tests.drivers.files import everything, found, identity, rows
from tests.drivers.teams import TeamsPerson
from tests.drivers.teams_api import TeamsApi, elements
from tests.drivers.world import FACILITATOR, World

WORDS = "The porridge was cold every single day"


async def joined(person: TeamsPerson) -> TeamsPerson:
    await person.opens()
    await person.taps("Yes, I will take part", {})
    await person.taps("All messages", {})
    return person


async def answered(person: TeamsPerson) -> TeamsPerson:
    await joined(person)
    await person.says(WORDS)
    await person.taps("Keep", {"May we quote this?": "Yes"})
    return person


async def told_of_the_end(made: World, api: TeamsApi, chat: str) -> int:
    """Call the round off and return how many messages a chat then gets."""
    sent = len(api.messages[chat])
    await made.cancels()
    await made.waits(made.clock.at.replace(day=11, hour=17))
    return len(api.messages[chat]) - sent


async def test_one_welcome_for_the_two_events_of_an_install(api: TeamsApi, somebody: Any) -> None:
    ann = await somebody()
    await ann.installs()
    assert len(api.messages[ann.chat]) == 1
    assert "What you take part in" in ann.seen
    await ann.installs(id="again")
    assert len(api.messages[ann.chat]) == 1


async def test_taking_the_app_away_is_a_stop(made: World, api: TeamsApi, somebody: Any) -> None:
    ann = await answered(await somebody())
    await ann.removes()
    await ann.opens()
    assert "You have stopped" in ann.seen
    assert await told_of_the_end(made, api, ann.chat) == 0


async def test_the_home_card_leads_into_a_round_and_holds_no_word(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await answered(await somebody())
    await ann.installs()
    assert made.round.title in ann.seen
    assert "Stop" in ann.labels
    assert "Open the desk" not in ann.labels
    assert WORDS not in ann.seen
    await ann.taps(next(label for label in ann.labels if made.round.title in label), {})
    assert "Question 2 of 5" in ann.seen


async def test_no_word_stands_in_a_message_or_in_what_a_button_holds(
    api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    assert ann.shown == [WORDS]
    held = json.dumps([each["data"] for each in ann._actions()])
    assert "porridge" not in held
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert WORDS not in ann.seen
    assert WORDS not in json.dumps([api.messages, api.cards])


async def test_words_go_off_the_chat_into_a_dialog(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    await ann.taps("Look at it in a window", {})
    assert ann.dialog
    assert ann.shown == [WORDS]
    left = json.dumps(api.cards[ann.card_id])
    assert "This goes on in a window" in left
    assert WORDS not in left
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert "Question 2 of 5" in ann.seen
    ann.dialog = False
    ann.card = api.cards[ann.card_id]["attachments"][0]["content"]
    await ann.taps("Go on here", {})
    assert "Question 2 of 5" in ann.seen


@pytest.mark.parametrize("text", ["hello", "my answers", "back", "wren42", "help"])
async def test_no_message_holds_what_somebody_wrote_or_picked(
    text: str, api: TeamsApi, somebody: Any
) -> None:
    ann = await answered(await somebody())
    question = ann.card
    await ann.types(text)
    ann.card = question
    await ann.says("The soup was colder")
    assert ann.shown == ["The soup was colder"]
    await ann.types(text)
    wrote = json.dumps(api.wrote)
    assert "porridge" not in wrote
    assert "soup" not in wrote


async def test_what_is_not_written_in_the_chat_is_a_press_away(
    api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    await ann.types("hello")
    assert "Your words wait for you" in ann.seen
    assert "Write in the card" in ann.seen
    waiting = ann.card
    await ann.taps("Show them here", {})
    assert ann.shown == [WORDS]
    ann.card = waiting
    await ann.taps("Look in a window", {})
    assert ann.dialog
    assert ann.shown == [WORDS]


@pytest.mark.parametrize(
    ("label", "back"),
    [
        ("Help", "Back to where you were"),
        ("Privacy", "Back to where you were"),
        ("My answers", "Back to where you were"),
        ("Pause", "Go on"),
    ],
)
async def test_what_was_typed_waits_while_somebody_looks_elsewhere(
    label: str, back: str, made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.taps(label, {"Your answer": WORDS})
    assert WORDS not in ann.seen
    await ann.types("hello")
    await ann.taps(back if back in ann.labels else "Show them here", {})
    assert ann._inputs()[0]["value"] == WORDS
    assert await made.answers(ann.address) == {}
    assert "porridge" not in json.dumps(api.wrote)


@pytest.mark.parametrize("label", ["Keep", "Stop", "Skip", "Pause", "Support", "Help", "Bin it"])
async def test_words_are_off_the_card_after_the_next_press(
    label: str, api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    await ann.taps(label, {"May we quote this?": "Yes"})
    assert "porridge" not in json.dumps(ann.card)
    assert "porridge" not in json.dumps(api.wrote)


async def test_a_client_that_knows_no_executing_gets_the_same_cards(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody(old=True))
    await ann.says(WORDS)
    assert ann.shown == []
    await ann.taps("Look in a window", {})
    assert ann.shown == [WORDS]
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    held = await made.answers(ann.address)
    assert held is not None
    assert held["trust"].kept is not None
    assert held["trust"].kept.text == WORDS
    assert len(api.messages[ann.chat]) == 1
    assert "porridge" not in json.dumps(api.wrote)


@pytest.mark.parametrize("text", ["stop", "STOP!", " ...Stop. "])
async def test_stop_works_wherever_it_is_typed(
    text: str, made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await answered(await somebody())
    await ann.types(text)
    assert "You have stopped" in ann.seen
    assert await told_of_the_end(made, api, ann.chat) == 0


async def test_who_has_not_stopped_is_told_of_the_end(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await answered(await somebody())
    assert await told_of_the_end(made, api, ann.chat) == 1


@pytest.mark.parametrize(
    ("word", "phrase"),
    [
        ("help", "contributor.help.title"),
        ("Support", "contributor.support.title"),
        ("pause", "contributor.paused.title"),
        ("privacy", "contributor.privacy.title"),
    ],
)
async def test_a_word_alone_is_heard_in_the_chat(
    word: str, phrase: str, made: World, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.types(word)
    assert made.app.say(phrase) in ann.seen


async def test_a_skip_that_is_typed_skips_once(made: World, somebody: Any) -> None:
    ann = await joined(await somebody())
    await ann.types("skip", "one")
    await ann.types("skip", "one")
    assert "Question 2 of 5" in ann.seen


@pytest.mark.parametrize(
    "text",
    [WORDS, "We have to stop this", "nowhere", "<at>Heardback</at> hello", "", "x" * 99_000],
)  # fmt: skip
async def test_no_answer_is_taken_from_the_chat(
    text: str, made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.types(text)
    assert ("Write in the card" in ann.seen) is bool(text)
    assert "Question 1 of 5" in ann.seen
    assert await made.answers(ann.address) == {}
    assert found(everything(made.settings.data_folder), ["porridge"]) == []


async def test_who_takes_part_in_nothing_is_told_so(somebody: Any) -> None:
    ann = await somebody()
    await ann.types("skip")
    assert "Nothing yet." in ann.seen
    await ann.types("what is this")
    assert "Write in the card" in ann.seen


async def test_words_are_not_lost_when_nothing_can_be_saved(
    made: World, somebody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await joined(await somebody())
    card = ann.card

    def unreadable(_text: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(made.app.conversations._detector, "find", unreadable, raising=False)
    await ann.says(WORDS)
    assert ann.card is card
    assert "could not" in ann.seen
    monkeypatch.undo()
    await ann.says(WORDS)
    assert ann.shown == [WORDS]


async def test_a_card_of_yesterday_does_no_harm(made: World, somebody: Any) -> None:
    ann = await joined(await somebody())
    await ann.says("The first words.")
    old = ann.card
    await ann.taps("Write it again", {})
    await ann.says("The second words.")
    ann.card = old
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert await made.answers(ann.address) == {}
    assert ann.shown == ["The second words."]


async def test_the_same_press_twice_takes_effect_once(made: World, somebody: Any) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    before = ann.card
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    ann.card = before
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert "Question 2 of 5" in ann.seen
    held = await made.answers(ann.address)
    assert held is not None
    assert list(held) == ["trust"]


async def test_marks_in_somebodys_words_are_shown_as_they_are(somebody: Any) -> None:
    words = "*hi* <at>all</at> {{TIME(x)}} & <b>"
    ann = await joined(await somebody())
    await ann.says(words)
    assert ann.shown[0].startswith("*hi*")
    assert ann.shown[0].endswith("{{TIME(x)}} & <b>")
    for element in elements(ann.card["body"]):
        assert "*hi*" not in element.get("text", "")


async def test_no_word_and_no_name_is_logged_or_kept(
    made: World, somebody: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ann = await joined(await somebody())
    await ann.says(WORDS)
    await ann.taps("Bin it", {})
    heard = "\n".join(record.getMessage() for record in caplog.records)
    assert "Quillfeather" not in heard
    assert "porridge" not in heard
    assert "aad-ann" not in heard
    held = everything(made.settings.data_folder)
    assert found(held, ["Quillfeather", "porridge", "aad-ann", "29:ann"]) == []


async def test_no_row_of_identity_changes_while_somebody_answers(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    before = identity(made.settings.data_folder)
    await ann.says(WORDS)
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    await ann.types("help")
    assert identity(made.settings.data_folder) == before


async def test_a_chat_that_has_moved_is_written_to_where_it_is(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await answered(await somebody())
    before = rows(made.settings.data_folder, "contributor")
    moved = ann.activity("message", text="help")
    moved["conversation"]["id"] = "a:elsewhere"
    await ann.post(moved)
    assert rows(made.settings.data_folder, "contributor") != before
    assert await told_of_the_end(made, api, "a:elsewhere") == 1


async def test_people_are_asked_once_and_without_a_topic(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann, bea, cal = await somebody("ann"), await somebody("bea"), await somebody("cal")
    await answered(ann)
    await bea.types("stop")
    asked = tuple((each.address, each.reference) for each in (ann, bea, cal))
    sent = {each.user: len(api.messages[each.chat]) for each in (ann, bea, cal)}
    for _ in range(2):
        await made.acts(FACILITATOR, Invite(made.round.id, asked))
    await made.waits(made.clock.at.replace(hour=17))
    now = {each.user: len(api.messages[each.chat]) for each in (ann, bea, cal)}
    assert {user: now[user] - sent[user] for user in now} == {"ann": 0, "bea": 0, "cal": 1}
    assert made.round.title not in json.dumps(api.last(cal.chat))
    cal.card = api.last(cal.chat)["attachments"][0]["content"]
    await cal.taps(made.app.say("delivery.open"), {})
    assert "Would you tell us what you think?" in cal.seen


async def test_who_took_the_app_away_is_not_written_to_again_and_again(
    made: World, api: TeamsApi, somebody: Any
) -> None:
    ann = await somebody()
    api.gone = {ann.chat}
    await made.acts(FACILITATOR, Invite(made.round.id, ((ann.address, ann.reference),)))
    await made.waits(made.clock.at.replace(hour=17))
    await made.waits(made.clock.at.replace(day=12))
    assert api.asked["post"] == 1


async def test_thirty_answers_at_once_are_all_kept(made: World, somebody: Any) -> None:
    import asyncio

    people = [await joined(await somebody(f"p{number}")) for number in range(30)]
    await asyncio.gather(*(person.says(f"Mine is {person.user}.") for person in people))
    assert [person.shown for person in people] == [[f"Mine is p{n}."] for n in range(30)]
