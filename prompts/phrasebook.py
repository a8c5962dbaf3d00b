"""The phrases of one language, ready to be said."""

import datetime as dt
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Final

from prompts.safe_yaml import Document, Node, NodePath

_MONTHS: Final = "word.months"
_WEEKDAYS: Final = "word.weekdays"


class PhraseMissing(LookupError):  # noqa: N818  It says what is wrong, as the design does.
    """A phrase or one of its slots was asked for in vain: a slip in code, never a person's fault.

    The message names the key and the slot, never a value.
    """


class Phrases:
    """What Heardback says in one language, by dotted key.

    A phrase is a text with named slots, ``"Question {number} of {total}"``, or a list of texts. A
    brace that should be seen is written twice. Slots are filled as they are: there is no way to
    reach into a value from the file, and a brace in a value is only a brace.
    """

    __slots__ = ("_lists", "_slots", "_texts", "language")

    def __init__(self, language: str, document: Document) -> None:
        """Read the phrases of one file.

        Args:
            language: The language's code, such as "en".
            document: The file.

        Raises:
            PromptFault: A phrase is empty, has a slot that is not a plain name, or is neither a
                text nor a list of texts; or a name has a dot in it.
        """
        self.language = language
        self._texts: dict[str, str] = {}
        self._slots: dict[str, frozenset[str]] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._read(document, (), document.value)

    def say(self, key: str, /, **values: object) -> str:
        """The phrase of this key with its slots filled.

        Raises:
            PhraseMissing: There is no such text, or a slot has no value.
        """
        try:
            return self._texts[key].format_map(values)
        except KeyError:
            raise PhraseMissing(self._why(key, values)) from None

    __call__ = say

    def many(self, key: str) -> tuple[str, ...]:
        """The list of texts of this key.

        Raises:
            PhraseMissing: There is no such list.
        """
        try:
            return self._lists[key]
        except KeyError:
            raise PhraseMissing(f"there is no list of phrases “{key}”") from None

    def has(self, key: str) -> bool:
        """Whether there is a text or a list of this key."""
        return key in self._texts or key in self._lists

    def keys(self) -> tuple[str, ...]:
        """Every key, of texts and of lists, in the order of the file."""
        return (*self._texts, *self._lists)

    def slots(self, key: str) -> frozenset[str]:
        """The names of the slots of a text.

        Raises:
            PhraseMissing: There is no such text.
        """
        try:
            return self._slots[key]
        except KeyError:
            raise PhraseMissing(self._why(key, {})) from None

    def date(self, day: dt.date) -> str:
        """A day in full, such as "8 March 2027"; day and month do not part at a line's end."""
        return self._day("word.date", day)

    def weekday_date(self, day: dt.date) -> str:
        """A day with its weekday, such as "Friday 30 April 2027"."""
        return self._day("word.weekday_date", day)

    def short_date(self, day: dt.date) -> str:
        """A day without its year, such as "8 March"."""
        return self._day("word.short_date", day)

    def _day(self, key: str, day: dt.date) -> str:
        return self.say(
            key,
            weekday=self.many(_WEEKDAYS)[day.weekday()],
            day=day.day,
            month=self.many(_MONTHS)[day.month - 1],
            year=day.year,
        )

    def _why(self, key: str, values: Mapping[str, object]) -> str:
        if key not in self._texts:
            return f"there is no phrase “{key}”"
        lacking = ", ".join(sorted(self._slots[key] - values.keys()))
        return f"the phrase “{key}” was said without {lacking}"

    def _read(self, document: Document, where: NodePath, node: Node) -> None:
        key = ".".join(map(str, where))
        if isinstance(node, dict):
            for name, below in node.items():
                if "." in name:
                    raise document.fault((*where, name), f"take the dot out of the name “{name}”")
                self._read(document, (*where, name), below)
        elif isinstance(node, list):
            self._lists[key] = tuple(_texts(document, where, node))
        else:
            self._slots[key] = _slots(document, where, node)
            self._texts[key] = node


def _texts(document: Document, where: NodePath, items: list[Node]) -> Iterator[str]:
    for place, item in enumerate(items):
        if not isinstance(item, str) or not item:
            raise document.fault((*where, place), "a list of phrases holds only texts")
        yield item


def _slots(document: Document, where: NodePath, text: str) -> frozenset[str]:
    if not text:
        raise document.fault(where, f"the phrase “{where[-1]}” is empty")
    slots: set[str] = set()
    try:
        for _, name, spec, conversion in Formatter().parse(text):
            if name is None:
                continue
            if not name.isidentifier() or spec or conversion:
                raise document.fault(where, "a slot is one plain name in braces, such as {name}")
            slots.add(name)
    except ValueError:
        raise document.fault(where, "a brace is opened or closed alone; write it twice") from None
    return frozenset(slots)
