"""What a browser posts, turned into an event in the words of the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.web.session import fresh_secret, is_secret
from bot.conversation.events import Chose, Event, Said
from bot.conversation.messages import Choice, Field, Message
from prompts.library import Phrases

BODY_LIMIT: Final = 64 * 1024
"""Largest form, in bytes: the longest answer in any script, and room around it."""
MAX_VALUES: Final = 500
SAY: Final = "say"
"""The action whose text is the person's own words."""

_PARTS: Final = "multipart/form-data"
_LONG: Final = 40
"""Longer texts cost somebody something to write again, in characters."""
_OURS: Final = frozenset({"csrf", "turn", "do", "says", "has"})


@dataclass(frozen=True, slots=True)
class Form:
    """One posted form: which page it was on, what was pressed, what was filled in.

    ``turn`` is the same for every press on one rendered page. ``says`` names the field that holds
    the person's own words.
    """

    csrf: str
    turn: str
    action: str
    values: Mapping[str, tuple[str, ...]]
    says: str = ""

    def event(self) -> Event:
        """Return what the person did."""
        if self.action == SAY:
            return Said("".join(self.values.get(self.says, ())), box=self.says)
        return Chose(self.action, self.values)


async def read_form(request: web.Request) -> Form:
    r"""Read a posted form.

    Bytes that are no text become U+FFFD, so that what is shown back is what would be kept. A line
    ends with one ``\n``, however the browser ends it. A list nothing is chosen in is an empty
    tuple, so that "none" differs from "not asked".

    A file becomes its text, if one was chosen.

    Raises:
        web.HTTPUnsupportedMediaType: it is no form.
        web.HTTPBadRequest: it is not packed as it says.
        web.HTTPRequestEntityTooLarge: it is larger than :data:`BODY_LIMIT`.
    """
    if request.content_type not in ("application/x-www-form-urlencoded", _PARTS):
        raise web.HTTPUnsupportedMediaType
    try:
        body = await request.read()
    except web.RequestPayloadError:
        raise web.HTTPBadRequest from None
    try:
        pairs = (
            _parts(request.headers["Content-Type"], body)
            if request.content_type == _PARTS
            else parse_qsl(
                body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_VALUES
            )
        )
    except ValueError:
        raise web.HTTPRequestEntityTooLarge(MAX_VALUES, len(body)) from None
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        values[name] = (*values.get(name, ()), text)
    for name in values.get("has", ()):
        values.setdefault(name, ())
    turn = _first(values, "turn")
    return Form(
        csrf=_first(values, "csrf"),
        turn=turn if is_secret(turn) else fresh_secret(),
        action=_first(values, "do"),
        values={name: held for name, held in values.items() if name not in _OURS},
        says=_first(values, "says"),
    )


def _parts(kind: str, body: bytes) -> list[tuple[str, str]]:
    """Return the fields of a form that was sent in parts.

    Raises:
        ValueError: there are too many.
    """
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    whole = BytesParser(policy=HTTP).parsebytes(head + body)
    parts = [*whole.iter_parts()] if whole.is_multipart() else []
    if len(parts) > MAX_VALUES:
        raise ValueError
    found = []
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        held = part.get_payload(decode=True)
        text = held.decode("utf-8", "replace") if isinstance(held, bytes) else ""
        if isinstance(name, str):
            found.append((name, text))
    return found


def words_alone(form: Form, say: Phrases) -> Message:
    """Return a screen that holds nothing but what was written, for when no other can be shown.

    The person's own words can be sent once more. Other long texts can only be copied: sent without
    the rest of their form they could mean something else.
    """
    title = say("error.not_saved.title")
    label = say("web.again.label")
    if form.action == SAY:
        again = Choice(SAY, say("web.again.go"), "main", (form.says,))
        box = Field(form.says, label, "long")
        return Message(title, fields=(box,), choices=(again,), says=form.says, boxed=True)
    boxes = tuple(
        Field(name, label, "long", say("web.again.copy"))
        for name, held in form.values.items()
        if any(len(text) > _LONG for text in held)
    )
    return Message(title, fields=boxes, boxed=True)


def _first(values: Mapping[str, tuple[str, ...]], name: str) -> str:
    return values.get(name, ("",))[0]
