"""What Slack and Teams wrap around words, undone, with the way back."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

# No part can run past the next "<", so the whole takes time linear in the text.
_MARKUP: Final = re.compile(
    # Slack: a person or a group of people, a channel, everyone, a link with or without words.
    r"<(?:@|!subteam\^)(?P<id>\w{1,30})(?:\|(?P<name>[^<>|]{1,200}))?>"
    r"|<#\w{1,30}\|(?P<channel>[^<>|]{1,200})>"
    r"|<!(?P<all>here|channel|everyone)(?:\|[^<>|]{1,200})?>"
    r"|<(?:mailto:|tel:)?(?P<link>[^<>|\s]{3,2000}+)\|(?P<label>[^<>|]{1,2000}+)>"
    r"|<(?:mailto:|tel:|(?=https?://))(?P<bare>[^<>|\s]{3,2000}+)>"
    # Teams: a person, a link, a line break.
    r"|<at(?: [^<>]{0,200}+)?>(?P<at>[^<>]{1,200})</at>"
    r"|<a href=\"(?:mailto:|tel:)?(?P<href>[^<>\"\s]{1,2000}+)\"[^<>]{0,200}+>"
    r"(?P<said>[^<>]{1,2000}+)</a>"
    r"|<(?:br|/?p|/?div) ?/?>"
    # Both: characters that mean something in markup.
    r"|&(?P<entity>amp|lt|gt|quot|nbsp|\#39);",
    re.IGNORECASE,
)
_ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": " ", "#39": "'"}


@dataclass(frozen=True, slots=True, repr=False)
class Plain:
    """Text without markup. ``mentions`` are the ``(start, end)`` of people the platform marked.

    ``_cuts[i]`` is where piece *i* starts in ``text``, ``_sources[i]`` the ``(start, end)`` it came
    from. Even pieces are as they were; odd ones stand for markup.
    """

    text: str
    mentions: tuple[tuple[int, int], ...]
    _cuts: tuple[int, ...]
    _sources: tuple[tuple[int, int], ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part that is not empty came from; markup is taken whole."""
        first = bisect_right(self._cuts, start) - 1
        last = bisect_right(self._cuts, end - 1) - 1
        begin, stop = self._sources[first][0], self._sources[last][1]
        if first % 2 == 0:
            begin += start - self._cuts[first]
        if last % 2 == 0:
            stop = self._sources[last][0] + end - self._cuts[last]
        return begin, stop


def undo(text: str) -> Plain:
    """Take the markup off a text: people and links stay as words. Linear in its length."""
    pieces: list[str] = []
    cuts: list[int] = []
    sources: list[tuple[int, int]] = []
    mentions: list[tuple[int, int]] = []
    at = size = 0

    def add(piece: str, start: int, end: int) -> None:
        nonlocal size
        pieces.append(piece)
        cuts.append(size)
        sources.append((start, end))
        size += len(piece)

    for match in _MARKUP.finditer(text):
        start, end = match.span()
        add(text[at:start], at, start)
        words, person = _words(match)
        if person:
            mentions.append((size, size + len(words)))
        add(words, start, end)
        at = end
    add(text[at:], at, len(text))
    return Plain("".join(pieces), tuple(mentions), tuple(cuts), tuple(sources))


def _words(match: re.Match[str]) -> tuple[str, bool]:
    """Return what a piece of markup says, and whether it is a person."""
    part = match.groupdict()
    if part["id"]:
        return part["name"] or f"@{part['id']}", True
    if part["at"]:
        return part["at"], True
    if part["entity"]:
        return _ENTITIES[part["entity"].casefold()], False
    link = part["link"] or part["bare"] or part["href"]
    if link:
        said = part["label"] or part["said"] or ""
        return link if said in link else f"{said} {link}", False
    return part["channel"] or part["all"] or " ", False
