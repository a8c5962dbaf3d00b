"""Contributors in Slack: the home page, the command, messages, and where words may stand."""

import json
import logging
import re
from datetime import date
from typing import Any

import pytest
from aiohttp import ClientSession, web

from adapters.slack.channel import SlackChannel
from adapters.slack.install import Limits, scopes
from bot.conversation.effects import Invite
from bot.conversation.messages import Message
from bot.ports import SendFailed
from tests.drivers.slack import SlackPerson
from tests.drivers.slack_api import TEAM, SlackApi
from tests.drivers.world import FACILITATOR, World

WORDS = "Zebedee Quillfeather told me so"
KEPT = "told me so"
"""What is left of it when the name is covered."""


async def joined(person: SlackPerson) -> SlackPerson:
    await person.opens()
    await person.taps("Yes, I will take part", {})
    await person.taps("All messages", {})
    return person


async def answered(person: SlackPerson) -> SlackPerson:
    await joined(person)
    await person.says(WORDS)
    await person.taps("Keep", {"May we quote this?": "Yes"})
    return person


def told(api: SlackApi) -> str:
    """Everything Slack was given that is no modal."""
    return json.dumps([api.homes, api.messages])


async def test_the_home_page_leads_into_a_round_and_holds_no_word(
    made: World, api: SlackApi, somebody: Any
) -> None:
    ann = await answered(await somebody())
    home = json.dumps(await ann.home())
    assert made.round.title in home
    assert f"open:{made.round.code}" in home
    assert '"stop"' in home
    assert '"desk"' not in home
    await ann.pressed(f"open:{made.round.code}")
    assert "Question 2 of 5" in ann.seen
    assert KEPT not in told(api)


async def test_no_word_stands_in_metadata_or_in_a_box_but_the_persons_own(
    api: SlackApi, somebody: Any
) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    views = [given["view"] for method, given in api.calls if method.startswith("views.")]
    modal = api.modal(ann.user)
    assert modal is not None
    assert all(KEPT not in view.get("private_metadata", "") for view in [*views, modal.view])
    assert all("initial_value" not in json.dumps(view) for view in [*views, modal.view])


async def test_a_long_answer_has_two_boxes_and_comes_back_whole(made: World, somebody: Any) -> None:
    ann = await joined(await somebody())
    words = "A long story. " * 350
    await ann.says(words.strip())
    await ann.taps("Keep", {"May we quote this?": "No"})
    held = await made.answers(ann.address)
    assert held is not None
    assert held["trust"].kept is not None
    assert held["trust"].kept.text == words.strip()
    await ann.taps("My answers", {})
    await ann.taps("Change answer 1", {})
    assert len([b for b in ann._inputs() if b["element"]["type"] == "plain_text_input"]) == 2


async def test_closing_the_window_is_a_pause(made: World, somebody: Any) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    await ann.closes()
    await ann.home()
    await ann.pressed(f"open:{made.round.code}")
    assert ann.shown == [f"[name] {KEPT}"]


@pytest.mark.parametrize("way", ["command", "home", "message"])
async def test_stop_works_wherever_it_is_said(
    way: str, made: World, api: SlackApi, somebody: Any
) -> None:
    ann = await answered(await somebody())
    if way == "command":
        await ann.command("stop")
        assert "You have stopped" in ann._told
    elif way == "home":
        view = await ann.home()
        await ann.pressed("stop", {"view": {**view, "id": "V0", "hash": "h"}})
        assert "You have stopped" in json.dumps(api.homes[ann.user])
    else:
        await ann.pressed("stop")
        assert "You have stopped" in json.dumps(api.messages[-1])
        assert api.messages[-1]["response_type"] == "ephemeral"
    await ann.opens()
    assert "You have stopped" in ann.seen
    await made.cancels()
    assert [m for m in api.messages if m["channel"] == ann.user and "response_type" not in m] == []


async def test_the_same_press_twice_takes_effect_once(made: World, somebody: Any) -> None:
    ann = await joined(await somebody())
    await ann.says(WORDS)
    modal = ann._modal()
    before = dict(modal.view), modal.hash
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    modal.view, modal.hash = before
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert "Question 2 of 5" in ann.seen
    held = await made.answers(ann.address)
    assert held is not None
    assert list(held) == ["trust"]


async def test_a_window_of_yesterday_does_no_harm(made: World, somebody: Any) -> None:
    ann = await joined(await somebody())
    await ann.says("The first words.")
    old = dict(ann._modal().view)
    await ann.taps("Write it again", {})
    await ann.says("The second words.")
    ann._modal().view = old
    await ann.taps("Keep", {"May we quote this?": "Yes"})
    assert await made.answers(ann.address) == {}
    assert ann.shown == ["The second words."]


@pytest.mark.parametrize("word", ["support", "Help", "privacy", "skip", "pause", "join"])
async def test_words_that_always_work_are_heard_behind_the_command(
    word: str, made: World, somebody: Any
) -> None:
    stranger = await somebody("U0STRANGER")
    await stranger.command(word)
    assert "Childline" in stranger.seen
    assert "/heardback stop" in stranger.seen
    ann = await answered(await somebody())
    await ann.command(word)
    wanted = {
        "support": "Childline",
        "Help": made.app.say("contributor.help.title"),
        "privacy": made.app.say("contributor.privacy.title"),
        "skip": "Question 3 of 5",
        "pause": "Come back here",
        "join": made.app.say("contributor.note.joined"),
    }
    assert wanted[word] in ann.seen


async def test_a_window_about_no_round_can_stop_and_lead_on(made: World, somebody: Any) -> None:
    ann = await somebody()
    await ann.command("support")
    await ann.taps("Stop", {})
    assert "You have stopped" in ann.seen
    await made.acts(FACILITATOR, Invite(made.round.id, ((ann.address, contact(ann.user)),)))
    await made.waits(made.clock.at.replace(hour=17))
    assert ann.api.messages == []


async def test_a_code_that_leads_nowhere_is_answered_in_words(somebody: Any) -> None:
    ann = await somebody()
    await ann.command("nowhere")
    assert "We do not know this link" in ann.seen
    await ann.command("what is this")
    assert "/heardback stop" in ann._told


async def test_marks_of_slack_in_somebodys_words_are_shown_as_they_are(
    made: World, api: SlackApi, somebody: Any
) -> None:
    words = "<!channel> *hi* <https://x.example|there> & <b>"
    ann = await joined(await somebody())
    await ann.says(words)
    modal = api.modal(ann.user)
    assert modal is not None
    assert "mrkdwn" not in json.dumps(modal.view)
    assert '"link"' not in json.dumps(modal.view)
    assert "<!channel> *hi*" in ann.seen


async def test_no_word_is_logged_at_any_level(
    somebody: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await answered(await somebody())
    heard = "\n".join(record.getMessage() for record in caplog.records)
    assert "Quillfeather" not in heard
    assert KEPT not in heard


async def test_people_are_asked_once_and_without_a_topic(
    made: World, api: SlackApi, somebody: Any
) -> None:
    ann, bea, cal = await somebody("U1"), await somebody("U2"), await somebody("U3")
    await answered(ann)
    await bea.command("stop")
    asked = tuple((each.address, contact(each.user)) for each in (ann, bea, cal))
    for _ in range(2):
        await made.acts(FACILITATOR, Invite(made.round.id, asked))
    await made.waits(made.clock.at.replace(hour=17))
    assert [message["channel"] for message in api.messages] == ["U3"]
    assert made.round.title not in json.dumps(api.messages)
    await cal.pressed(f"open:{made.round.code}")
    assert "Would you tell us what you think?" in cal.seen


def contact(user: str) -> dict[str, str]:
    return {"channel": "slack", "enterprise": "", "team": TEAM, "user": user}


async def test_who_left_is_not_written_to_again_and_again(
    made: World, api: SlackApi, somebody: Any
) -> None:
    api.users["U9"] = {"deleted": True}
    asked = (((await somebody("U9")).address, contact("U9")),)
    await made.acts(FACILITATOR, Invite(made.round.id, asked))
    await made.waits(made.clock.at.replace(hour=17))
    await made.waits(made.clock.at.replace(day=12))
    assert [method for method, _ in api.calls].count("chat.postMessage") == 1


async def test_slack_may_ask_to_wait(made: World, api: SlackApi, somebody: Any) -> None:
    def later() -> web.Response:
        return web.json_response(
            {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "0"}
        )

    api.refuse["chat.postMessage"] = [later()]
    asked = (((await somebody("U8")).address, contact("U8")),)
    await made.acts(FACILITATOR, Invite(made.round.id, asked))
    await made.waits(made.clock.at.replace(hour=17))
    assert api.messages == []
    await made.waits(made.clock.at.replace(day=11, hour=17))
    assert [message["channel"] for message in api.messages] == ["U8"]


async def test_a_message_is_found_again_where_slack_gave_no_answer(
    made: World, api: SlackApi, somebody: Any
) -> None:
    await somebody()
    assert made.app.slack is not None
    installing, views = made.app.slack._installing, made.app.slack._views
    asks = SlackChannel(installing, views, Limits(reads_back=True))
    blind = made.app.slack.channel
    to, message = contact("U8"), Message("A title")
    await asks.send(to, message, "mark-1")
    await blind.send(to, message, "mark-2")
    api.refuse["chat.postMessage"] = [web.json_response({"ok": False}, status=500)]
    with pytest.raises(SendFailed) as failed:
        await asks.send(to, message, "mark-3")
    assert failed.value.doubt
    found = [await asks.was_sent(to, f"mark-{number}") for number in (1, 2, 3)]
    assert found == [True, False, False]
    assert await asks.was_sent(contact("U9"), "mark-1") is False
    assert await blind.was_sent(to, "mark-1") is None
    # Who has not turned it on asks for no more rights and leaves nothing beside a message.
    assert ["metadata" in each for each in api.messages] == [True, False]
    assert scopes(reads_back=True) == (*scopes(reads_back=False), "im:history")


async def test_a_workspace_that_takes_the_app_away_is_forgotten(
    made: World, api: SlackApi, somebody: Any
) -> None:
    ann = await somebody()
    await ann.event({"type": "app_uninstalled"})
    asked = ((ann.address, contact(ann.user)),)
    await made.acts(FACILITATOR, Invite(made.round.id, asked))
    await made.waits(made.clock.at.replace(hour=17))
    assert api.messages == []
    assert date(2027, 2, 10) == made.clock.at.date()


async def test_a_copy_of_ones_data_comes_by_a_link_that_works_once(
    made: World, somebody: Any
) -> None:
    ann = await answered(await somebody())
    words = [answer.kept.text for answer in (await made.answers(ann.address)).values()]
    await ann.command("my data")
    assert [each for each in words if each in ann.seen] == []
    await ann.taps("Get a copy of my data", {})
    (path,) = re.findall(r"/data/[\w-]+", ann.seen)
    async with ClientSession(made.base) as browser:
        async with browser.get(path) as page:
            (csrf,) = re.findall(r'name="csrf" value="(\w+)"', await page.text())
        cookie = {"page": page.cookies["page"].value}
        for status in (200, 410):
            async with browser.post(path, data={"csrf": csrf}, cookies=cookie) as file:
                assert file.status == status
                if status == 200:
                    (round_,) = json.loads(await file.read())["rounds"]
    assert [each["words"] for each in round_["answers"]] == words
