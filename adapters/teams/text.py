"""Words in Adaptive Cards, so that they are shown as they were typed and do nothing.

A text block reads markdown, dates in braces and entities; a run of rich text does not. So
everything is runs, but headings, which screen readers need: a heading is a text block as long as
nothing in it means anything.

Source: https://adaptivecards.io/explorer/ (schema 1.5)
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from adapters.parts import Block, Ground, Run

_STYLES: Final[dict[str, Run]] = {
    "bold": {"weight": "Bolder"},
    "code": {"fontType": "Monospace", "highlight": True},
    "small": {"size": "Small", "isSubtle": True},
    "large": {"size": "Large"},
    "fault": {"color": "Attention"},
}
_GROUNDS: Final[dict[Ground, str]] = {
    "words": "emphasis",
    "notice": "accent",
    "alert": "attention",
}
_MEANS: Final = re.compile(r"[\\`*_\[\]<>{}&#|~\n]|^\s*([-+]|\d+[.)])\s")
"""What a text block might take for more than text."""


_LINK: Final = re.compile(r"(\]|<)(\(|\w+:)")
"""How a link begins, in the markdown that some clients read in labels."""


def run(text: str, *styles: str) -> Run:
    """Return a run of text; ``styles`` are ``bold``, ``code``, ``small``, ``large`` or ``fault``."""
    made: Run = {"type": "TextRun", "text": text}
    for style in styles:
        made |= _STYLES[style]
    return made


def link(text: str, address: str) -> Run:
    """Return a run of text that leads elsewhere."""
    return {**run(text), "selectAction": {"type": "Action.OpenUrl", "title": text, "url": address}}


def rich(*runs: Run) -> Iterator[Block]:
    """Yield a paragraph for each line of some runs: clients do not break a line inside a run."""
    held: list[Run] = []
    first = True
    for each in runs:
        head, *others = each["text"].split("\n")
        held += [{**each, "text": head}] if head else []
        for line in others:
            if held:
                yield _paragraph(held, first=first)
                first = False
            held = [{**each, "text": line}] if line else []
    if held:
        yield _paragraph(held, first=first)


def _paragraph(runs: list[Run], *, first: bool) -> Block:
    made: Block = {"type": "RichTextBlock", "inlines": runs}
    return made if first else {**made, "spacing": "Small"}


def quoted(*runs: Run, ground: Ground = "words") -> Iterator[Block]:
    """Yield paragraphs set apart by their ground."""
    items = [*rich(*runs)]
    if items:
        yield {"type": "Container", "style": _GROUNDS[ground], "items": items}


def listed(lines: Iterable[str]) -> Iterator[Block]:
    """Yield a list with dots."""
    yield from rich(*(run(f"{'\n' if at else ''}• {line}") for at, line in enumerate(lines)))


def small(text: str) -> Iterator[Block]:
    """Yield small print."""
    yield from rich(run(text, "small"))


def header(text: str, size: str = "Large") -> Iterator[Block]:
    """Yield a heading."""
    if _MEANS.search(text):
        yield from rich(run(text, "bold", "large"))
    elif text:
        yield {
            "type": "TextBlock",
            "text": text,
            "style": "heading",
            "size": size,
            "weight": "Bolder",
            "wrap": True,
        }


def subheader(text: str) -> Iterator[Block]:
    """Yield a heading inside a message."""
    yield from header(text, "Medium")


def label(text: str) -> str:
    """Return the label of an input or an option; a link in it is none any more."""
    return _LINK.sub(r"\1 \2", text) or " "


def units(text: str) -> int:
    """Return how many UTF-16 units a text has, which is how Teams counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
