"""A screen in a few lines of text, for a panel that is too small for the whole of it."""

from collections.abc import Iterable, Iterator

from adapters.terminal_page import safe
from bot.conversation.messages import (
    Card,
    Done,
    Entries,
    Fault,
    Field,
    Figure,
    Message,
    Notice,
    Pair,
    Part,
    Progress,
    Promise,
    Quote,
    Rows,
    Secret,
    Text,
    Withheld,
    Words,
)


def lines_of(message: Message) -> Iterator[str]:
    """Yield what a screen says, without its buttons and its ways to elsewhere. What was typed and
    is still in a field is not repeated."""
    texts = (
        *_said(message.before),
        message.kicker,
        message.title,
        *_said(message.parts),
        *_asked(message.fields),
    )
    return (safe(text) for text in texts if text)


def _said(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield from _one(part)


def _one(part: Part) -> Iterable[str]:
    match part:
        case Text() | Done() | Fault() | Progress():
            return (part.text,)
        case Words():
            return (f"“{_words(part)}”",)
        case Card():
            return (part.title, *_said(part.parts))
        case Pair():
            said = f"{part.status}: {part.said_label}: {part.said}"
            return (said, f"{part.did_label}: {part.did} {part.because}")
    return _fact(part)


def _fact(part: Part) -> Iterable[str]:
    match part:
        case Notice():
            return (" ".join(part.lines),)
        case Rows():
            return (f"{row.label}: {' '.join(row.lines)}" for row in part.rows)
        case Secret():
            return (f"{part.label}: {part.words}",)
        case Figure():
            return (f"{part.label}: {part.value}",)
        case Withheld():
            return (f"{part.label}: {part.when}",)
        case Promise():
            return (f"{part.status}. {part.text}",)
        case Quote():
            return (f"“{part.text}”",)
        case Entries(aside=False):
            return (part.label, *(f"{each.label}: {each.state}" for each in part.entries))
    # Dates, links and lists beside the rest take more room than a panel has.
    return ()


def _words(part: Words) -> str:
    """Return somebody's words as a reader sees them: what was only found is not covered."""
    return "".join(run.was if run.cover == "found" else run.text for run in part.segments)


def _asked(fields: Iterable[Field]) -> Iterator[str]:
    return (field.label for field in fields if field.kind in ("long", "short", "one"))
