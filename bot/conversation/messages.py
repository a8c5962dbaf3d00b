"""What a person sees, in shapes every channel can draw.

A screen is one :class:`Message`. Its parts are plain values; an adapter has one way to draw each
kind of part and never looks at what the words mean. ``tests`` render one of every shape in every
channel, so a new conversation step needs no change in any adapter.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.conversation.tables import Table

FieldKind = Literal[
    "long", "short", "one", "many", "covers", "date", "time", "number", "people", "file"
]
"""``people`` picks members of a chat's workspace; only such a channel offers it. ``file`` is a text
file; only the web takes one, so what is in it can be typed elsewhere."""
Look = Literal["main", "two", "quiet"]
Cover = Literal["", "proposed", "own", "kept", "found"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a field; ``chosen`` marks what is set already (never a preset for consent).
    ``group`` names what it belongs to: options of a group stand one after the other, and are drawn
    folded away where there is room for many."""

    value: str
    label: str
    chosen: bool = False
    hint: str = ""
    group: str = ""
    language: str = ""
    """That of the label where it is another than the message's."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in. ``covers`` is a set of options drawn inside a :class:`Words` part."""

    id: str
    label: str
    kind: FieldKind = "short"
    hint: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    fault: str = ""
    max_length: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. ``fields`` names what it submits; none means it submits nothing but itself.
    ``language`` is that of its label where it is another than the message's.

    ``about`` is added for screen readers ("Change" + "answer 1"); ``key`` is the desk's keyboard
    shortcut. An action that starts with ``go:`` only moves to another place and changes nothing.
    """

    action: str
    label: str
    look: Look = "two"
    fields: tuple[str, ...] = ()
    about: str = ""
    key: str = ""
    current: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``language`` is set where it is another than the message's."""

    text: str
    size: Literal["plain", "lead", "small"] = "plain"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Lines set apart; the first is bold. ``alert`` is for 999 only."""

    lines: tuple[str, ...]
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What just happened, with a tick: "Question 1 is kept."."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What did not work and what to do, in plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: a label and its lines; ``dots`` draws the lines after the first as a list."""

    label: str
    lines: tuple[str, ...]
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of labelled facts."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a person's words. With ``cover`` it is one cover: ``text`` is what will show,
    ``was`` the words under it (only ever to the person who wrote them, or for ``found`` words that
    are not covered). ``number`` ties it to an option of the ``covers`` field."""

    text: str
    cover: Cover = ""
    was: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """A person's own words. ``field`` names the ``covers`` field that lets covers be switched."""

    segments: tuple[Segment, ...]
    label: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far along: ``done`` of ``total`` steps, and the same in words."""

    done: int
    total: int
    text: str


@dataclass(frozen=True, slots=True)
class Secret:
    """The code to come back with, inside a details box when ``folded``."""

    words: str
    note: str
    label: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One support line. ``link`` is a ``tel:`` or ``sms:`` address."""

    name: str
    about: str
    hours: str
    act: str
    number: str
    link: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Support lines."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day to put into one's calendar, under a title that names no topic."""

    label: str
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Pair:
    """You said – we did."""

    status: str
    mark: Literal["done", "part", "none"]
    said_label: str
    said: str
    did_label: str
    did: str
    because: str
    note: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words a person allowed to be quoted."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that is safe to show."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not shown: when or whether it will be, and the reason."""

    label: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One date of a round."""

    label: str
    text: str
    when: Literal["past", "now", "next"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dates of a round, in order."""

    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """The promise of a round: a status in words, the sentence, a note."""

    status: str
    mark: Literal["done", "part", "none"]
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list that leads somewhere: ``action`` is a ``go:`` action."""

    label: str
    state: str
    action: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """A list that leads somewhere. ``aside`` draws it beside the rest where there is room; ``folded``
    keeps it shut under its label. One without a label stands under a heading that names it."""

    label: str
    entries: tuple[Entry, ...]
    note: str = ""
    aside: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A group with its own fields and buttons (one form). ``shut`` draws covered text."""

    title: str
    parts: "tuple[Part, ...]" = ()
    fields: tuple[Field, ...] = ()
    choices: tuple[Choice, ...] = ()
    kicker: str = ""
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A link to hand out or open: ``path`` is on this server (``/r/abc``)."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Aid:
    """What stands beside words for whoever reads little, or hears or sees better than they read: a
    picture, a video in sign language, a sound. ``label`` says what it is, or what is on the picture.
    ``address`` is a whole web address, or the path of a file on this server."""

    kind: Literal["picture", "video", "sound"]
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Something on paper: one A4 page, for an invitation with a slip to cut off that says nothing of
    the topic.

    ``path`` is the link on this server, drawn as a QR code (``code`` says so in words) and written
    out, on the page and on the ``slip``. ``facts`` are few and short, ``asks`` may be longer.
    ``how`` stands before the link and ``until`` after it.
    """

    asker: str
    title: str
    purpose: str
    facts: tuple[Row, ...]
    code: str
    path: str
    how: str
    until: str
    asks: tuple[Row, ...]
    notes: tuple[str, ...]
    slip: tuple[str, ...]


Part = (
    Text
    | Heading
    | Notice
    | Done
    | Fault
    | Rows
    | Words
    | Progress
    | Secret
    | Lines
    | Calendar
    | Pair
    | Quote
    | Figure
    | Withheld
    | Timeline
    | Promise
    | Entries
    | Card
    | Share
    | Aid
    | Sheet
    | Table
)


@dataclass(frozen=True, slots=True)
class Message:
    """One screen.

    Drawn in this order: ``nav`` (small ways to elsewhere), ``before`` (what just happened),
    ``title``, ``parts``, ``fields``, ``choices``, ``after``. ``group`` labels the choices for a
    screen reader. ``says`` names the field whose text is free text of the person: an adapter sends
    it as :class:`~bot.conversation.events.Said`. ``controls`` are the same in every state.
    ``ends`` tells the adapter that the person's session here is over. ``paper`` is set for a page
    to print: the path on this server at which all of it stands. A chat shows how it begins.
    ``language`` is the one it is in; empty for the house's own. ``titled`` is that of the title where
    it is another.
    """

    title: str
    kicker: str = ""
    before: tuple[Part, ...] = ()
    parts: tuple[Part, ...] = ()
    fields: tuple[Field, ...] = ()
    choices: tuple[Choice, ...] = ()
    group: str = ""
    after: tuple[Part, ...] = ()
    nav: tuple[Choice, ...] = ()
    controls: tuple[Choice, ...] = ()
    says: str = ""
    boxed: bool = False
    ends: bool = False
    paper: str = ""
    language: str = ""
    titled: str = ""
