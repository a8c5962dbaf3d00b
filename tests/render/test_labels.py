"""Every shape, in Slack and in Teams, can be used by who hears it read out."""

from typing import Any

import pytest

from adapters.teams.cards import Seat
from tests.drivers.labels import labelled, things
from tests.render.shapes import EVERY_SHAPE
from tests.render.test_slack import SEAT, VIEWS
from tests.render.test_teams import CARDS

PAYLOADS = {
    "modal": VIEWS.modal(EVERY_SHAPE, SEAT),
    "home": VIEWS.home(EVERY_SHAPE),
    "direct": VIEWS.direct(EVERY_SHAPE),
    "card": CARDS.card(EVERY_SHAPE, Seat("wren42"), "tenant/ann"),
    "dialog": CARDS.card(EVERY_SHAPE, Seat("wren42"), "tenant/ann", dialog=True),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_every_shape_has_its_names(name: str) -> None:
    labelled(PAYLOADS[name])


def test_a_client_that_draws_no_card_shows_a_line() -> None:
    card = PAYLOADS["card"]
    assert card["fallbackText"] == CARDS.activity(card)["summary"]
    assert card["lang"] == "en-GB"
    assert PAYLOADS["direct"]["text"]


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "image", "image_url": "x", "alt_text": "→"},
        {"type": "Image", "url": "x"},
        {"type": "input", "label": {"type": "plain_text", "text": " "}, "element": {}},
        {"type": "Input.Text", "id": "x"},
        {"type": "actions", "elements": [{"type": "static_select", "options": []}]},
        {"type": "button", "text": {"type": "plain_text", "text": "Bin it"}, "style": "danger"},
        {"type": "Action.Execute", "title": "✔", "data": {}},
        {"type": "button", "text": {"text": "Change"}, "accessibility_label": "Another"},
    ],
    ids=lambda bad: next(things(bad))["type"],
)
def test_what_has_none_is_noticed(bad: Any) -> None:
    with pytest.raises(AssertionError):
        labelled(bad)
