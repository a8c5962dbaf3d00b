"""One message as each channel draws it, and what a person reads there."""

from collections.abc import Iterator
from typing import Any, Final

from adapters.slack.views import Seat, Views
from adapters.teams.cards import Cards, Signer
from adapters.teams.cards import Seat as CardSeat
from adapters.terminal_page import page
from adapters.web.assets import Assets
from adapters.web.pages import Page, Pages
from bot.conversation.messages import Message
from prompts.library import Library, Phrases
from prompts.shape import texts
from tests.drivers.page import read

PARTS: Final = frozenset(
    {"text", "title", "label", "placeholder", "altText", "alt_text", "errorMessage"}
)
ORIGIN: Final = "https://example.org"


def own_words(library: Library, *shapes: object) -> Iterator[str]:
    """What is nobody's phrase: the words of sets, support lines and frameworks, and of ``shapes``."""
    for shape in (*library.sets.values(), library.support(), *library.frameworks.values()):
        yield from (text for _, text in texts(shape))
    for each in shapes:
        found = (getattr(each, name) for name in each.__dataclass_fields__)  # type: ignore[attr-defined]
        yield from (text for text in found if isinstance(text, str))
    yield ORIGIN


def strings(found: Any, part: str = "") -> Iterator[str]:
    """Every text of a platform's payload that a person reads or hears."""
    if isinstance(found, str):
        yield from (found,) if part in PARTS else ()
    elif isinstance(found, dict):
        for name, each in found.items():
            yield from strings(each, name)
    elif isinstance(found, list):
        for each in found:
            yield from strings(each, part)


class Drawn:
    """A message in every channel."""

    def __init__(self, say: Phrases) -> None:
        self._say = say
        self._views = Views(say, ORIGIN)
        self._cards = Cards(say, ORIGIN, Signer(bytes(32)))
        self._pages = Pages(say, Assets())

    def of(self, message: Message, *, desk: bool) -> Iterator[str]:
        """Yield all that is read of it, by channel."""
        html = self._pages.screen(Page(message, "/", csrf="", turn="", desk=desk))
        yield seen(html)
        spot = "go:home" if desk else ""
        yield "\n".join(strings(self._views.modal(message, Seat("wren", spot=spot))))
        yield "\n".join(strings(self._cards.card(message, CardSeat("wren"), "ann")))
        if not desk:
            yield page(message, self._say).text


def seen(html: str) -> str:
    """What is read on a page, and what a screen reader adds."""
    whole = read(html)
    said = [whole.seen(hidden=True)]
    for node in whole.walk():
        said += [node.attrs[name] for name in ("aria-label", "title", "alt") if name in node.attrs]
    return "\n".join(said)
