"""Teams draws every shape there is, in the chat and in a dialog, and nothing in words means anything."""

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.teams.cards import MAX_UNITS, Cards, Seat, Signer
from adapters.teams.text import units
from bot.conversation.facts import MAX_TEXT
from bot.conversation.messages import Choice, Entries, Entry, Field, Message, Segment, Text, Words
from prompts.library import phrases_alone
from tests.drivers.teams import _texts
from tests.drivers.teams_api import check, elements
from tests.render.shapes import EVERY_SHAPE

CARDS = Cards(phrases_alone(), "https://talk.example.org", Signer(b"k" * 32))
HOSTILE = (
    "<at>all</at> **bold** [go](https://x.example) {{DATE(2027-01-01)}} &lt;b&gt;\n# one\n- two"
)


def drawn(message: Message, *, dialog: bool = False) -> dict[str, Any]:
    card = CARDS.card(message, Seat("wren42"), "tenant/ann", dialog=dialog)
    check(card, dialog=dialog)
    return card


def seen(card: dict[str, Any]) -> str:
    return "\n".join(_texts(card["body"]))


@pytest.mark.parametrize("dialog", [False, True], ids=["chat", "dialog"])
def test_every_shape_is_drawn(dialog: bool) -> None:
    text = seen(drawn(EVERY_SHAPE, dialog=dialog))
    for wanted in (
        *(
            "The title",
            "The kicker",
            "Question 1 is kept.",
            "A lead.",
            "Small print.",
            "Another dot",
        ),
        *("[name]", "[school]", "Kilbrae", "river candle seven", "Childline", "0800 1111"),
        *("https://talk.example.org/r/abc", "I knew who was coming.", "Because it is right.", "61"),
        *("Shown after 28 February.", "Catriona Bell tells everyone.", "Opened", "Your answer"),
        *("Pick one.", "Option 9", "A card", "A shut card", "Ann & Bo", "Nobody reads this live."),
        *("2027-04-30", "16:00", "Stop", "Outcomes (chosen)", "Answer A (Open) (chosen)"),
    ):
        assert wanted in text, wanted
    assert "Covered." not in text


def test_parts_stand_in_their_order() -> None:
    text = seen(drawn(EVERY_SHAPE))
    order = ["Question 1 is kept.", "The title", "A lead.", "What you can see today", "Leave out"]
    at = [text.index(piece) for piece in [*order, "Nobody reads this live.", "Outcomes"]]
    assert at == sorted(at)


def test_what_is_typed_stays_where_no_button_takes_it() -> None:
    card = drawn(EVERY_SHAPE)
    actions = {a["title"]: a for e in elements(card["body"]) for a in e.get("actions", ())}
    for title in ("Stop", "Skip", "Support (chosen)"):
        assert actions[title]["associatedInputs"] == "none", title
        assert actions[title]["fallback"]["associatedInputs"] == "none", title
    for title in ("Next", "Pause", "Back"):
        assert actions[title]["associatedInputs"] == "auto", title


def test_without_a_box_for_words_other_buttons_take_nothing() -> None:
    card = drawn(replace(EVERY_SHAPE, says=""))
    actions = {a["title"]: a for e in elements(card["body"]) for a in e.get("actions", ())}
    for title in ("Stop", "Pause", "Skip", "Back", "Bin it"):
        assert actions[title]["associatedInputs"] == "none", title


def test_words_are_shown_as_they_were_typed_and_mean_nothing() -> None:
    message = Message(
        HOSTILE,
        kicker=HOSTILE,
        parts=(Text(HOSTILE), Words((Segment(HOSTILE),), HOSTILE)),
        fields=(Field("text", HOSTILE, "long", HOSTILE, HOSTILE, fault=HOSTILE),),
    )
    card = drawn(message)
    for element in elements(card["body"]):
        assert element["type"] != "TextBlock"
        assert "](" not in element.get("label", "")
    assert seen(card).count("**bold**") == 9
    assert "mention" not in json.dumps(card)


def test_a_heading_is_one_for_screen_readers() -> None:
    (heading,) = elements(drawn(Message("My page"))["body"])
    assert heading == {
        "type": "TextBlock",
        "text": "My page",
        "style": "heading",
        "size": "Large",
        "weight": "Bolder",
        "wrap": True,
    }


def test_a_long_list_is_one_to_pick_from() -> None:
    those = tuple(Entry(f"Round {n}", "open", f"go:round/{n}") for n in range(40))
    card = drawn(Message("Rounds", parts=(Entries("Rounds", those), Entries("More", those))))
    lists = [e for e in elements(card["body"]) if e["type"] == "Input.ChoiceSet"]
    assert [len(each["choices"]) for each in lists] == [40, 40]


@pytest.mark.parametrize("letter", ["w", "é", "\N{CRYING FACE}", '"', "\x07"])
def test_what_is_too_long_says_so_and_leaves_the_ways_on(letter: str) -> None:
    controls = (Choice("stop", "Stop"),)
    message = Message("Mine", parts=(Text(letter * 60_000),), controls=controls)
    card = drawn(message)
    assert "https://talk.example.org/r/wren42" in seen(card)
    assert "Stop" in seen(card)
    assert letter * 10 not in seen(card)


def test_the_longest_answer_fits() -> None:
    words = "\N{CRYING FACE}" * MAX_TEXT
    shown, typed = Words((Segment(words),)), Field("text", "Yours", "long", value=words)
    card = drawn(replace(EVERY_SHAPE, parts=(shown,), fields=(typed,)))
    assert seen(card).count(words) == 2
    assert units(json.dumps(card, ensure_ascii=False)) <= MAX_UNITS


def test_the_message_that_brings_a_card_names_no_topic() -> None:
    sent = CARDS.activity(drawn(EVERY_SHAPE))
    assert sent["summary"] == "You have a message. Open it when you like."
    assert "text" not in sent
