"""Pages made from messages. The only place that knows the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.web import draw
from adapters.web.assets import Assets
from adapters.web.bars import chart
from adapters.web.qr import code_of
from bot.consultation.model import Staff
from bot.consultation.redaction import WORDS
from bot.conversation.desk import Spot
from bot.conversation.messages import (
    Card,
    Choice,
    Entries,
    Figure,
    Message,
    Option,
    Pair,
    Part,
    Progress,
    Promise,
    Quote,
    Share,
    Sheet,
    Timeline,
    Withheld,
)
from bot.conversation.names import CoverNames
from bot.conversation.tables import Table
from prompts.library import Phrases

_TEMPLATES: Final = Path(__file__).parent / "templates"
_ON_DESK_SHEET: Final = (
    Pair,
    Quote,
    Figure,
    Withheld,
    Timeline,
    Promise,
    Entries,
    Share,
    Sheet,
    Table,
)
_DROPS: Final = frozenset({"stop", "skip", "bin"})
"""Acts after which words that were not sent are gone."""


@dataclass(frozen=True, slots=True)
class DemoBar:
    """The bar of a demonstration: today in words, and what the next date brings ("" at its end)."""

    today: str
    next: str


def desk_path(spot: Spot) -> str:
    """Return the address of a place at the desk."""
    steps = [spot.place, spot.round, spot.item]
    while steps and not steps[-1]:
        steps.pop()
    # An empty step in between is written as a dash: two slashes in a row are easily lost.
    return "".join(("/desk", *(f"/{quote(step, safe='') or '-'}" for step in steps)))


@dataclass(frozen=True)
class Page:
    """One screen on the way to a browser.

    ``csrf`` and ``turn`` go into every form, which is posted to ``path``. ``tapped`` are words of
    the draft that were tapped but not taken over. ``origin`` completes links that are handed out.
    ``reduced`` tells staff that answers are checked less than they could be. ``device`` is what a
    contributor said of theirs, None where that is not asked; after ``idle`` seconds without a touch
    the page asks for the code (0: never), and ``away`` says that this has happened. ``held`` are
    words that wait, unseen, until the code is typed.
    """

    message: Message
    path: str
    csrf: str
    turn: str
    tapped: tuple[draw.Span, ...] = ()
    desk: bool = False
    who: str = ""
    origin: str = ""
    demo: DemoBar | None = None
    reduced: bool = False
    device: str | None = None
    idle: int = 0
    away: bool = False
    held: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def panel(self) -> draw.Panel:
        """The message's own fields and buttons."""
        drawn = draw.words_fields(self.message.parts)
        return draw.panel(self.message.fields, self.message.choices, drawn)

    def form_for(self, action: str) -> str:
        """Return the form of a button that submits no field of its own. Words that stand in a box go
        along, so that they are still there when the person comes back; not with a button that drops
        them."""
        holds = not self.desk and bool(self.message.says or self.panel.covers)
        return "main" if holds and action.partition(":")[0] not in _DROPS else "plain"

    @cached_property
    def enter(self) -> str:
        """The action of the Enter key, which else presses whatever button comes first."""
        folds = () if self.desk else self.panel.folds
        return folds[0].choice.action if folds else ""

    @cached_property
    def progress(self) -> Progress | None:
        """The progress that belongs to the title."""
        return draw.lead_progress(self.message)[0]

    @cached_property
    def asides(self) -> tuple[Entries, ...]:
        """The lists beside the rest."""
        return draw.beside(self.message.parts)[0]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts below the title."""
        return draw.beside(draw.lead_progress(self.message)[1])[1]

    @cached_property
    def needs_desk_css(self) -> bool:
        """Whether a shape stands on it that the chat's sheet does not draw."""
        return any(isinstance(part, _ON_DESK_SHEET) for part in draw.parts_of(self.message))

    @cached_property
    def live(self) -> str:
        """Selectors of what is refreshed by itself: figures and lists. One under a heading, or shut,
        may come and go with others beside it, so its number says nothing a minute later."""
        runs = (run.id for section in draw.sections(self.parts) for run in section.runs if run.id)
        found = (part for part in self._every_part if isinstance(part, Entries))
        lists = (self.entries_id(part) for part in found if part.label and not part.folded)
        return ",".join(f"#{name}" for name in (*runs, *lists))

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that work here, and what they do."""
        message = self.message
        cards = (part for part in self._every_part if isinstance(part, Card))
        choices: list[Choice] = [*message.nav, *message.choices]
        choices += [choice for card in cards for choice in card.choices]
        return tuple((c.key.upper(), f"{c.label} {c.about}".strip()) for c in choices if c.key)

    @cached_property
    def _every_part(self) -> tuple[Part, ...]:
        return draw.parts_of(self.message)

    @cached_property
    def _ids(self) -> Mapping[int, str]:
        cards = (part for part in self._every_part if isinstance(part, Card))
        lists = (part for part in self._every_part if isinstance(part, Entries))
        named = {id(card): f"card-{number}" for number, card in enumerate(cards, 1)}
        return named | {id(part): f"list-{number}" for number, part in enumerate(lists, 1)}

    def form_of(self, card: Card) -> str:
        """Return the id of a card's form."""
        return self._ids[id(card)]

    def entries_id(self, part: Entries) -> str:
        """Return the id of a list."""
        return self._ids[id(part)]

    def words_in(self, card: Card) -> frozenset[str]:
        """Return the covers fields that are drawn inside a card's words."""
        return draw.words_fields(draw.every_part(card.parts))

    def options(self, name: str) -> Mapping[str, Option]:
        """Return the options of a field, here or in a card, by their value."""
        fields = draw.every_field(self.message)
        return {o.value: o for each in fields if each.id == name for o in each.options}

    def url(self, path: str) -> str:
        """Return a link as somebody else can open it."""
        return f"{self.origin}{path}"

    def typed(self, path: str) -> str:
        """Return a link as it is typed: without its scheme, which every browser adds."""
        return self.url(path).partition("://")[2] or path

    def link(self, action: str) -> str:
        """Return the address a ``go:`` action leads to."""
        return desk_path(Spot.parse(action))


class Pages:
    """Draws pages: a message in its own language, all else in the house's."""

    def __init__(self, say: Phrases, assets: Assets) -> None:
        """Load the templates; what a page says comes from ``say``."""
        self._assets = assets
        self._others: dict[str, Pages] = {}
        self._env = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._env.globals.update(
            say=say.say,
            say_all=say.many,
            lang="en-GB" if say.language == "en" else say.language,
            dir=say.direction,
            asset=assets.path,
            sheet=assets.sheet,
            boxed=draw.boxes(CoverNames(say).values()),
            chart=chart,
            covered=CoverNames(say)[WORDS],
            grouped=draw.grouped,
            kind=lambda part: type(part).__name__.lower(),
            percent=lambda p: round(100 * p.done / p.total) if p.total else 0,
            panel=draw.panel,
            pieces=draw.pieces,
            qr=code_of,
            sections=draw.sections,
            short=draw.short,
            tightness=draw.tightness,
            numbers_to_call=draw.numbers_to_call,
        )
        self._say = say

    def of(self, language: str) -> "Pages":
        """Return the pages of a language; each loads the templates once."""
        say = self._say.of(language)
        if say is self._say:
            return self
        if language not in self._others:
            self._others[language] = Pages(say, self._assets)
        return self._others[language]

    def screen(self, page: Page) -> str:
        """Return a page with a message on it, for a contributor or for the desk."""
        if (own := self.of(page.message.language)) is not self:
            return own.screen(page)
        return self._env.get_template("desk.html" if page.desk else "chat.html").render(page=page)

    def file(self, message: Message) -> str:
        """Return a page that stands by itself: a file with everything in it, to be sent on, that asks
        nothing of any server."""
        page = Page(message, "", csrf="", turn="", desk=True)
        return self._env.get_template("report.html").render(page=page)

    def plain(
        self, title: str, lines: Sequence[str], *, brand: bool = True, leave: bool = False
    ) -> str:
        """Return a page of a few lines. ``leave`` gives it the way out of a contributor's page."""
        page = self._env.get_template("plain.html")
        return page.render(title=title, lines=lines, brand=brand, leave=leave)

    def front(self) -> str:
        """Return the front page: what this is, and where a link's code goes in."""
        say = self._say
        return self._env.get_template("front.html").render(
            title=say("web.front.title"),
            lines=say.many("web.front.lines"),
            brand=True,
            leave=True,
        )

    def enter(self, key: str, path: str, csrf: str) -> str:
        """Return the page behind a one-time link: one button, so that a preview of the link by a
        mail program does not use it up. ``key`` is the section of its phrases below ``web``."""
        say = self._say
        return self._env.get_template("enter.html").render(
            title=say(f"web.{key}.title"),
            lines=(say(f"web.{key}.text"),),
            go=say(f"web.{key}.go"),
            brand=True,
            leave=False,
            path=path,
            csrf=csrf,
        )

    def who(self, me: Staff) -> str:
        """Return a member of staff's name and role in words."""
        return self._say("web.desk.who", name=me.name, role=self._say(f"web.role.{me.role.value}"))
