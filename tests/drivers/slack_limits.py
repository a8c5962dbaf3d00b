"""What Slack refuses: the limits that its documents tell, in the units it counts.

Slack's own models check a part of it; this checks the rest. A text's length is in UTF-16 units.

Sources: https://docs.slack.dev/reference/block-kit/blocks and the pages of elements, views and
composition objects there. No document tells how long a whole message may be; it was measured by
others (https://github.com/slackapi/bolt-js/issues/2509).
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from tests.drivers.labels import labelled

MAX_MESSAGE: Final = 13_000
_MOST: Final = {"modal": 100, "home": 100, "message": 50}
_INPUT: Final = 3_000


def units(text: str) -> int:
    """Return how long Slack says a text is."""
    return len(text.encode("utf-16-le")) // 2


def check(view: dict[str, Any]) -> None:
    """Refuse a view that Slack would refuse."""
    View(**(view | {"blocks": [DividerBlock()]})).to_dict()
    _check_blocks(view["blocks"], view["type"])
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert view["type"] == "modal" or not inputs, "the home page asks"
    assert not inputs or "submit" in view, "an input without submit"
    for name in ("title", "submit", "close"):
        assert units(view.get(name, {}).get("text", "")) <= 24, name
    assert units(view.get("private_metadata", "")) <= 3_000


def check_message(message: dict[str, Any]) -> None:
    """Refuse a message that Slack would refuse."""
    assert message["text"]
    if "blocks" in message:
        _check_blocks(message["blocks"], "message")
        assert units(json.dumps(message["blocks"], ensure_ascii=False)) < MAX_MESSAGE


def _check_blocks(blocks: list[dict[str, Any]], place: str) -> None:
    labelled(blocks)
    assert 0 < len(blocks) <= _MOST[place], f"{len(blocks)} blocks"
    for block in blocks:
        _fits_its_model(json.dumps(block))
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids)), f"a block id twice: {ids}"
    for block in blocks:
        _check_block(block)


@cache
def _fits_its_model(block: str) -> None:
    """Each block once: Slack's models look for their parts through all there are, again and again."""
    parsed = Block.parse(json.loads(block))
    assert parsed is not None, block
    parsed.to_dict()


def _check_block(block: dict[str, Any]) -> None:
    assert units(block.get("block_id", "")) <= 255
    match block["type"]:
        case "header":
            assert 0 < units(block["text"]["text"]) <= 150
        case "context":
            assert 0 < len(block["elements"]) <= 10
            assert all(0 < units(each["text"]) <= 3_000 for each in block["elements"])
        case "rich_text":
            assert block["elements"]
            assert sum(units(text) for text in _runs(block)) <= 3_000
            for each in block["elements"]:
                assert each["elements"], "an empty run of rich text"
        case "actions":
            _check_actions(block["elements"])
        case "input":
            _check_input(block)


def _check_actions(elements: list[dict[str, Any]]) -> None:
    assert 0 < len(elements) <= 25
    names = [each["action_id"] for each in elements]
    assert len(names) == len(set(names))
    for each in elements:
        assert units(each["action_id"]) <= 255
        assert units(each.get("value", "")) <= 2_000
        assert units(each.get("text", {}).get("text", "")) <= 75
        assert units(each.get("accessibility_label", "")) <= 75
        _check_options(each)


def _check_input(block: dict[str, Any]) -> None:
    element = block["element"]
    assert 0 < units(block["label"]["text"]) <= 2_000
    assert units(block.get("hint", {}).get("text", "")) <= 2_000
    assert units(element.get("initial_value", "")) <= _INPUT
    assert element.get("max_length", 1) <= _INPUT
    if element["type"] in ("radio_buttons", "checkboxes"):
        assert 0 < len(element["options"]) <= 10
    _check_options(element)


def _check_options(element: dict[str, Any]) -> None:
    groups = element.get("option_groups", ())
    assert len(groups) <= 100
    assert units(element.get("placeholder", {}).get("text", "")) <= 150
    for group in groups:
        assert units(group["label"]["text"]) <= 75
    found = options_of(element)
    for part in (element.get("options", ()), *(group["options"] for group in groups)):
        assert len(part) <= 100
    for option in found:
        assert 0 < units(option["text"]["text"]) <= 75
        assert 0 < units(option["value"]) <= 150
        assert units(option.get("description", {}).get("text", "")) <= 75
    chosen = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    assert all(option in found for option in chosen)


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the options of an element, those in groups too."""
    groups = element.get("option_groups", ())
    return [*element.get("options", ()), *(each for group in groups for each in group["options"])]


def _runs(found: dict[str, Any]) -> Iterator[str]:
    for each in found["elements"]:
        if "elements" in each:
            yield from _runs(each)
        else:
            assert each["text"], "an empty text"
            yield each["text"]
