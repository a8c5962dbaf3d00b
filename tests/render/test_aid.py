"""A picture, a signed video and a sound, in every channel."""

from typing import Final

import pytest

from adapters.parts import Drawing, Pen
from adapters.slack import text as slack
from adapters.teams import text as teams
from adapters.terminal_page import page as terminal_page
from bot.conversation.messages import Aid, Message
from prompts.library import phrases_alone
from tests.render.test_web import drawn

SAY: Final = phrases_alone()
PICTURE: Final = Aid("picture", "Two people side by side", "/media/trust.svg")
VIDEO: Final = Aid("video", "See this signed", "https://bsl.example/trust")
SOUND: Final = Aid("sound", "Listen to this", "/media/trust.mp3")
ELSEWHERE: Final = Aid("sound", "Listen to this", "https://sound.example/trust")
ALL: Final = Message("A title", parts=(PICTURE, VIDEO, SOUND, ELSEWHERE))


def test_the_web_shows_the_picture_plays_our_own_sound_and_links_to_the_rest() -> None:
    html, _ = drawn(ALL)

    assert 'src="/media/trust.svg" alt="Two people side by side"' in html
    assert '<audio controls preload="none" src="/media/trust.mp3"' in html
    assert '<a href="https://bsl.example/trust" target="_blank" rel="noopener">See this' in html
    assert '<a href="https://sound.example/trust" target="_blank"' in html


@pytest.mark.parametrize("pen", [slack, teams])
def test_a_chat_says_what_is_on_the_picture_and_fetches_nothing(pen: Pen) -> None:
    (block,) = Drawing(pen, SAY, "https://here.example").part(PICTURE, {})

    assert "Picture: Two people side by side" in str(block)
    assert "trust.svg" not in str(block)


@pytest.mark.parametrize(
    ("aid", "address"),
    [
        (VIDEO, "https://bsl.example/trust"),
        (SOUND, "https://here.example/media/trust.mp3"),
        (ELSEWHERE, "https://sound.example/trust"),
    ],
)
def test_a_chat_links_by_name(aid: Aid, address: str) -> None:
    (of_slack,) = Drawing(slack, SAY, "https://here.example").part(aid, {})
    (of_teams,) = Drawing(teams, SAY, "https://here.example").part(aid, {})

    (link,) = of_slack["elements"][0]["elements"]
    assert (link["type"], link["url"], link["text"]) == ("link", address, aid.label)
    (run,) = of_teams["inlines"]
    assert run["text"] == aid.label
    assert run["selectAction"] == {"type": "Action.OpenUrl", "title": aid.label, "url": address}


def test_the_terminal_prints_what_is_on_the_picture_and_the_addresses() -> None:
    text = terminal_page(ALL, SAY).text

    assert "Picture: Two people side by side" in text
    assert "trust.svg" not in text
    assert "See this signed\n  https://bsl.example/trust" in text
