"""Words in Slack's shapes, within Slack's limits.

Everything is plain or rich text, never markdown: what stands in somebody's words (``<!channel>``,
``<@U123>``, a link, an asterisk) is shown as it was typed and does nothing.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from adapters.parts import Block, Ground, Run

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
    """Return a run of rich text; ``styles`` are ``bold``, ``code`` or ``fault``, which Slack has no
    look for."""
    known = [style for style in styles if style != "fault"]
    made: Run = {"type": "text", "text": text}
    return {**made, "style": dict.fromkeys(known, True)} if known else made


def link(text: str, address: str) -> Run:
    """Return a run of text that leads elsewhere."""
    return {"type": "link", "url": address, "text": text}


def rich(*runs: Run) -> Iterator[Block]:
    """Yield one paragraph of runs. Runs without text, which Slack refuses, are left out."""
    if kept := _said(runs):
        yield _rich([{"type": "rich_text_section", "elements": kept}])


def quoted(*runs: Run, ground: Ground = "words") -> Iterator[Block]:  # noqa: ARG001 - it has one
    """Yield one paragraph set apart by a line at its side, whatever its ground."""
    if kept := _said(runs):
        yield _rich([{"type": "rich_text_quote", "elements": kept}])


def listed(lines: Iterable[str]) -> Iterator[Block]:
    """Yield a list with dots."""
    items = [{"type": "rich_text_section", "elements": [run(line)]} for line in lines if line]
    if items:
        yield _rich([{"type": "rich_text_list", "style": "bullet", "elements": items}])


def small(text: str) -> Iterator[Block]:
    """Yield small print."""
    if text:
        yield {"type": "context", "elements": [plain(piece) for piece in pieces(text)]}


def header(text: str) -> Iterator[Block]:
    """Yield a heading; what a header has no room for is a bold paragraph instead."""
    if units(text) > MAX_HEADER:
        yield from (block for piece in pieces(text) for block in rich(run(piece, "bold")))
    elif text:
        yield {"type": "header", "text": plain(text, MAX_HEADER)}


subheader = header


def drawn(blocks: Iterable[Block]) -> Iterator[tuple[Block, int | None]]:
    """Yield the blocks that hold anything, a long one as several, and how much text each block of
    rich text holds."""
    for block in blocks:
        if block["type"] != "rich_text":
            if block.get("elements") != []:
                yield block, None
        elif (held := size(block)) <= MAX_TEXT:
            yield block, held
        else:
            yield from ((part, size(part)) for part in _parted(block))


def size(block: Block) -> int:
    """Return how much text a block of rich text holds."""
    held = 0
    for each in block["elements"]:
        held += units(each["text"]) if "text" in each else size(each)
    return held


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
