"""What a person who cannot see a card, or its colours, needs of it: in Slack's form and in Teams'."""

from collections.abc import Iterator
from typing import Any, Final

_LABELS: Final = {"image": ("alt_text",), "Image": ("altText",), "Media": ("altText",)}
"""What tells of a thing in words."""
_PICKERS: Final = ("_select", "overflow", "picker")


def things(found: Any) -> Iterator[dict[str, Any]]:
    """Yield everything a payload is made of."""
    if isinstance(found, list | tuple):
        for each in found:
            yield from things(each)
    elif isinstance(found, dict):
        yield found
        for name, each in found.items():
            # A button's data and its second form for old clients are not drawn.
            if name not in ("data", "fallback"):
                yield from things(each)


def labelled(payload: Any) -> None:
    """Refuse a payload that says something by its looks alone, or leaves something without a name."""
    for each in things(payload):
        kind = str(each.get("type", ""))
        for name in _LABELS.get(kind, ()):
            assert _worded(each.get(name)), f"an {kind} without {name}"
        if kind == "input" or kind.startswith("Input."):
            assert _worded(_text(each.get("label"))), f"{kind} without a label"
        if kind == "actions":
            for one in each["elements"]:
                picks = any(one["type"].endswith(end) for end in _PICKERS)
                assert not picks or _worded(_text(one.get("placeholder"))), f"{one} without a name"
        if kind == "button" or kind.startswith("Action."):
            seen = _text(each.get("text")) or each.get("title", "")
            said = each.get("accessibility_label") or each.get("tooltip") or seen
            assert _worded(seen), f"a button without words: {each}"
            assert each.get("style") not in ("danger", "destructive"), f"{seen} warns by its colour"
            assert said.startswith(seen[:20]), f"{seen} is called {said}"


def _text(label: Any) -> str:
    return str(label.get("text", "")) if isinstance(label, dict) else str(label or "")


def _worded(text: Any) -> bool:
    """Tell whether there is a letter or a number in it: a sign alone is read as its name, or not."""
    return isinstance(text, str) and any(letter.isalnum() for letter in text)
