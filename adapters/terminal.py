"""The terminal as a channel: the same conversation, typed, one person after another.

A person types a number, the label of a choice, one of the words that always work, or free text
where there is room for it. Nothing is kept here between two people but the round's link.
"""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Protocol

from adapters.channel import WaitingChat
from adapters.terminal_page import Offer, Page, numbered, page, plain, safe, wrapped
from bot.conversation.events import Address, Chose, Event, Inbound, Opened, Said
from bot.conversation.facts import control_word
from bot.conversation.front import OPEN
from bot.conversation.messages import Field
from bot.conversation.my_data import DOWNLOAD
from bot.ports import Capabilities, NotSaved
from bot.service import Conversations, Reply
from prompts.library import Phrases

NAME: Final = "terminal"
MAX_TEXT: Final = 100_000
"""Longest text handed on, in characters; how much is kept is not decided here."""

TERMINAL: Final = WaitingChat(
    NAME,
    Capabilities(
        buttons=False,
        form=False,
        edit=False,
        delete=False,
        max_text=MAX_TEXT,
        keeps_typed_text=False,
        proactive=False,
    ),
)
"""How the outbox sees the terminal."""


class Screen(Protocol):
    """Where a person reads and types."""

    async def read(self) -> str | None:
        """Return the next line without its end, or None when there is no more."""

    def write(self, text: str) -> None:
        """Show lines."""

    def clear(self) -> None:
        """Remove everything that was shown, as far back as the window remembers."""


class _Word(Enum):
    """What a person can do that no conversation knows of."""

    LEAVE = "leave"
    """They have finished here, for now or for good."""
    END = "end"
    """There is nobody at the keyboard any more."""
    AGAIN = "again"
    """The same screen once more."""


@dataclass(frozen=True, slots=True)
class _Person:
    """What is carried from one turn of a person to the next."""

    carried: str = ""
    address: Address | None = None


class Terminal:
    """One terminal in front of one round.

    Args:
        conversations: What answers a turn.
        screen: Where to read and write.
        say: The phrases.
        code: The code in the round's link.
        preview: Whether a draft is being tried out.
    """

    def __init__(
        self,
        conversations: Conversations,
        screen: Screen,
        say: Phrases,
        code: str,
        preview: bool = False,
    ) -> None:
        self._conversations = conversations
        self._screen = screen
        self._say = say
        self._code = code
        self._preview = preview

    async def run(self) -> None:
        """Talk to one person after another until nobody else wants to.

        Raises:
            RoundUnknown: no round has this link.
            RoundNotOpen: it has not been opened, and this is no preview.
        """
        end = False
        while not end:
            word = await self._one_person()
            self._screen.clear()
            end = word is _Word.END or not await self._somebody_else()

    async def _one_person(self) -> _Word:
        person, code = _Person(), self._code
        event: Event = Opened()
        while True:
            reply = await self._turn(event, person, code)
            if isinstance(reply, _Word):
                return reply
            person = _Person(reply.carried, reply.address)
            self._say = self._say.of(reply.message.language)
            drawn = page(reply.message, self._say)
            self._show("", drawn.text)
            if reply.message.ends:
                return await self._until_left()
            typed = await self._event(drawn)
            while typed is _Word.AGAIN or typed == _DOWNLOAD:
                if typed == _DOWNLOAD:
                    typed = await self._hand_over(person)
                if isinstance(typed, _Word) and typed is not _Word.AGAIN:
                    return typed
                self._show("", drawn.text)
                typed = await self._event(drawn)
            if isinstance(typed, _Word):
                return typed
            event = typed
            if isinstance(event, Chose) and event.action.startswith(OPEN):
                code, person = event.action.removeprefix(OPEN), _Person("", person.address)
                event = Opened()

    async def _hand_over(self, person: _Person) -> _Word:
        """Give a person all that is held of them: in a new file, or here."""
        try:
            text = await self._conversations.own_data(person.address)
        except NotSaved:
            self._tell("terminal.not_saved")
            line = await self._read()
            return line if isinstance(line, _Word) else _Word.AGAIN
        while True:
            self._tell("terminal.data_where")
            line = await self._read()
            if isinstance(line, _Word):
                return line
            if not line.strip():
                self._show("", *safe(text).splitlines())
                return _Word.AGAIN
            try:
                self._tell("terminal.data_saved", path=write_new(line.strip(), text))
            except (OSError, ValueError):
                self._tell("terminal.data_not_saved")
            else:
                return _Word.AGAIN

    async def _turn(self, event: Event, person: _Person, code: str) -> Reply | _Word:
        """Hand one act on; where it did not save, keep it until it does or the person leaves."""
        inbound = Inbound(
            delivery=secrets.token_hex(16),
            channel=NAME,
            round_code=code,
            event=event,
            address=person.address,
            contact={"channel": NAME},
            carried=person.carried,
            preview=self._preview,
        )
        while True:
            try:
                return await self._conversations.handle(inbound)
            except NotSaved as failed:
                unchecked = failed.reason == "unchecked"
                self._tell("terminal.unchecked" if unchecked else "terminal.not_saved")
            line = await self._read()
            if isinstance(line, _Word):
                return line

    async def _event(self, drawn: Page) -> Event | _Word:
        """Read until there is something to hand on."""
        if drawn.straight is not None:
            return await self._chosen(drawn.straight, drawn)
        if drawn.box is not None:
            self._ask(drawn.box)
            self._tell("terminal.two_lines")
        else:
            self._tell("terminal.choose" if drawn.numbered else "terminal.type_word")
        while True:
            line = await self._read()
            if isinstance(line, _Word):
                return line
            offer = self._offer(drawn, line)
            if offer is not None:
                return await self._chosen(offer, drawn)
            if drawn.box is not None and not control_word(self._say, line):
                return await self._long(line)
            if drawn.numbered and line.strip().isdecimal():
                self._tell("terminal.no_number", count=len(drawn.numbered))
            elif line.strip():
                return Said(line[:MAX_TEXT])

    def _offer(self, drawn: Page, line: str) -> Offer | None:
        number = _number(line)
        if drawn.numbered and 1 <= number <= len(drawn.numbered):
            return drawn.numbered[number - 1]
        return drawn.named.get(plain(line)) if plain(line) else None

    async def _long(self, first: str) -> Event | _Word:
        """Read free text of several lines up to an empty one, or to the end of typing."""
        lines = [first]
        while lines[-1].strip():
            line = await self._screen.read()
            if line is None:
                break
            # A person may want out in the middle of an answer.
            if self._leaves(line):
                return _Word.LEAVE
            if control_word(self._say, line) in _OUT:
                return Said(line)
            lines.append(line)
        return Said("\n".join(lines).rstrip()[:MAX_TEXT])

    async def _chosen(self, offer: Offer, drawn: Page) -> Event | _Word:
        values: dict[str, tuple[str, ...]] = {}
        for asked in offer.asks:
            if asked.kind in ("one", "many", "covers") and not asked.options:
                continue
            given = await self._fill(asked, drawn)
            if isinstance(given, tuple):
                values[asked.id] = given
            else:
                return given
        return Chose(offer.choice.action, values)

    async def _fill(self, asked: Field, drawn: Page) -> tuple[str, ...] | Event | _Word:
        """Ask for one field; a word that always works ends the asking. *Back* leads back to the
        choices where there were any to pick from."""
        self._ask(asked)
        while True:
            line = await self._read()
            if isinstance(line, _Word):
                return line
            action = control_word(self._say, line)
            if action == "back" and drawn.straight is None:
                return _Word.AGAIN
            if action in _CONTROLS:
                return Chose(action)
            other = drawn.named.get(plain(line))
            if other is not None and not other.asks and other not in drawn.numbered:
                return Chose(other.choice.action)
            value = _value(asked, line)
            if value is not None:
                return value
            self._tell(_WRONG.get(asked.kind, "terminal.empty"))

    def _ask(self, asked: Field) -> None:
        lines = [*wrapped(asked.label)]
        if asked.hint:
            lines += wrapped(asked.hint)
        if asked.value:
            lines += [*wrapped(asked.value, "  | "), *wrapped(self._say("terminal.replaces"))]
        if asked.kind == "covers":
            labels = (
                self._say("terminal.is_covered" if o.chosen else "terminal.is_shown", label=o.label)
                for o in asked.options
            )
            lines += numbered(labels)
        else:
            lines += numbered(option.label for option in asked.options)
        key = _HOW.get(asked.kind, "")
        if key:
            lines += wrapped(self._say(key))
        elif asked.optional:
            lines += wrapped(self._say("terminal.may_be_empty"))
        self._show("", *lines)

    async def _somebody_else(self) -> bool:
        self._tell("terminal.another")
        while True:
            line = await self._screen.read()
            if line is None:
                return False
            word = control_word(self._say, line)
            if word in ("yes", "no"):
                self._screen.clear()
                return word == "yes"
            self._tell("terminal.yes_or_no")

    async def _until_left(self) -> _Word:
        self._tell("terminal.press_enter")
        return _Word.END if await self._screen.read() is None else _Word.LEAVE

    async def _read(self) -> str | _Word:
        line = await self._screen.read()
        if line is None:
            return _Word.END
        return _Word.LEAVE if self._leaves(line) else line

    def _leaves(self, line: str) -> bool:
        return plain(line) in {plain(word) for word in self._say.many("terminal.leave")}

    def _tell(self, key: str, **values: object) -> None:
        self._show(*wrapped(self._say(key, **values)))

    def _show(self, *lines: str) -> None:
        self._screen.write("\n".join(lines))


_DOWNLOAD: Final = Chose(DOWNLOAD)
_CONTROLS: Final = (
    "back",
    "stop",
    "pause",
    "skip",
    "help",
    "support",
    "answers",
    "privacy",
    "data",
    "language",
)
_OUT: Final = ("stop", "support")
_HOW: Final[Mapping[str, str]] = {
    "one": "terminal.one",
    "many": "terminal.many",
    "covers": "terminal.switch",
    "date": "terminal.date",
    "time": "terminal.time",
}
_WRONG: Final[Mapping[str, str]] = {
    "one": "terminal.one",
    "many": "terminal.many",
    "covers": "terminal.switch",
}


def write_new(name: str, text: str) -> Path:
    """Write a file of JSON that was not there and that only its owner can read; return its path.

    Raises:
        OSError: it is there already, or cannot be made.
        ValueError: the name is none.
    """
    path = Path(name).expanduser().absolute()
    # Whoever types here may be anybody: no file of another kind is made, and none is replaced.
    if path.suffix != _KIND:
        path = path.with_name(f"{path.name}{_KIND}")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode("utf-8", "replace"))
    return path


_KIND: Final = ".json"


def _number(text: str) -> int:
    digits = text.strip().rstrip(".)")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0  # noqa: PLR2004


def _value(asked: Field, line: str) -> tuple[str, ...] | None:
    """Return what a typed line means for a field, or None if it means nothing."""
    if asked.kind == "one":
        return _one(asked, line)
    if asked.kind in ("many", "covers"):
        return _several(asked, line)
    text = line.strip()
    return (text[:MAX_TEXT],) if text or asked.optional else None


def _one(asked: Field, line: str) -> tuple[str, ...] | None:
    number = _number(line)
    if 1 <= number <= len(asked.options):
        return (asked.options[number - 1].value,)
    same = [option.value for option in asked.options if plain(option.label) == plain(line)]
    return (same[0],) if same and plain(line) else None


def _several(asked: Field, line: str) -> tuple[str, ...] | None:
    """Read numbers. For covers they switch what is set; for other fields they are the choice."""
    numbers = [_number(word) for word in line.replace(",", " ").split()]
    if not all(1 <= number <= len(asked.options) for number in numbers):
        return None
    named: Sequence[str] = [asked.options[number - 1].value for number in numbers]
    if asked.kind == "many":
        return tuple(dict.fromkeys(named)) if named or asked.optional else None
    return tuple(
        option.value for option in asked.options if option.chosen != (option.value in named)
    )
