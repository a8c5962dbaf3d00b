"""Words in Slack's shapes, within Slack's limits.

Everything is plain or rich text, never markdown: what stands in somebody's words (``<!channel>``,
``<@U123>``, a link, an asterisk) is shown as it was typed and does nothing.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

type Block = dict[str, Any]
type Run = dict[str, Any]

MAX_TEXT: Final = 2_900
"""Longest text in one block (Slack takes 3,000), in characters."""
MAX_HEADER: Final = 150
MAX_LABEL: Final = 75
"""Longest label of a button or an option."""
MAX_TITLE: Final = 24
"""Longest title of a modal and label of its own buttons."""


def plain(text: str, most: int = MAX_TEXT) -> dict[str, Any]:
    """Return a plain text object; a longer text ends with an ellipsis."""
    return {"type": "plain_text", "text": clipped(text, most) or " ", "emoji": False}


def clipped(text: str, most: int) -> str:
    """Return a text of at most ``most`` UTF-16 units, which is how Slack counts."""
    if units(text) <= most:
        return text
    kept = text[: most - 1]
    while units(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept}…"


def pieces(text: str, most: int = MAX_TEXT) -> Iterator[str]:
    """Cut a text into pieces that Slack takes; put together they are the text."""
    if text and units(text) <= most:
        yield text
        return
    start = held = 0
    for at, char in enumerate(text):
        size = 2 if ord(char) > 0xFFFF else 1  # noqa: PLR2004 - the plane that takes two units
        if held + size > most:
            yield text[start:at]
            start, held = at, 0
        held += size
    if start < len(text):
        yield text[start:]


def run(text: str, *styles: str) -> Run:
    """Return a run of rich text; ``styles`` are ``bold``, ``italic``, ``strike`` or ``code``."""
    made: Run = {"type": "text", "text": text}
    if styles:
        made["style"] = dict.fromkeys(styles, True)
    return made


def rich(*runs: Run) -> Block:
    """Return one paragraph of runs. Runs without text, which Slack refuses, are left out."""
    return _rich([{"type": "rich_text_section", "elements": kept}] if (kept := _said(runs)) else [])


def quoted(runs: Iterable[Run]) -> Block:
    """Return one paragraph set apart by a line at its side."""
    kept = _said(runs)
    return _rich([{"type": "rich_text_quote", "elements": kept}] if kept else [])


def listed(lines: Iterable[str]) -> Block:
    """Return a list with dots."""
    items = [{"type": "rich_text_section", "elements": [run(line)]} for line in lines if line]
    made = {"type": "rich_text_list", "style": "bullet", "elements": items}
    return _rich([made] if items else [])


def small(text: str) -> Block:
    """Return small print."""
    return {"type": "context", "elements": [plain(piece) for piece in pieces(text)]}


def header(text: str) -> list[Block]:
    """Return a heading; what a header has no room for is a bold paragraph instead."""
    if units(text) > MAX_HEADER:
        return [rich(run(piece, "bold")) for piece in pieces(text)]
    return [{"type": "header", "text": plain(text, MAX_HEADER)}] if text else []


def drawn(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that hold anything; a long one as several."""
    for block in blocks:
        if block["type"] == "rich_text" and size(block) > MAX_TEXT:
            yield from _parted(block)
        elif block.get("elements") != []:
            yield block


def size(block: Block) -> int:
    """Return how much text a block of rich text holds."""
    return sum(units(each.get("text", "")) + size(each) for each in block.get("elements", ()))


def _parted(block: Block) -> Iterator[Block]:
    """Yield a long block of rich text as blocks that Slack takes."""
    for element in block["elements"]:
        held: list[Block] = []
        for each in _halved(element["elements"]):
            if held and size({"elements": [*held, each]}) > MAX_TEXT:
                yield _rich([{**element, "elements": held}])
                held = []
            held.append(each)
        yield _rich([{**element, "elements": held}])


def _halved(elements: Iterable[Block]) -> Iterator[Block]:
    """Yield runs, and the lines of a list, none of them longer than Slack takes."""
    for each in elements:
        if "text" in each:
            yield from ({**each, "text": piece} for piece in pieces(each["text"]))
        else:
            yield from ({**each, "elements": [run]} for run in _halved(each["elements"]))


def _rich(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _said(runs: Iterable[Run]) -> list[Run]:
    return [each for each in runs if each["text"]]


def units(text: str) -> int:
    """Return how long Slack says a text is: in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
