"""The phrases of one language, ready to be said."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from string import Formatter
from typing import Final

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_time

from prompts.safe_yaml import Document, Node, NodePath

PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The forms that a counted phrase may have. Each language has its own of them, and always *other*."""
COUNTED: Final = "count"
"""The slot that is counted."""
AROUND: Final = frozenset({"chat", "slack", "teams", "web", "terminal", "error"})
"""The sections of what stands around a message: where one of these phrases is missing in a language,
that one alone is said in English. Where another is missing, the whole message is."""
_NOON: Final = 12
_LONGEST: Final = 200
"""How much of a list of wanted languages is looked at, in characters."""


class PhraseMissing(LookupError):  # noqa: N818  It says what is wrong, as the design does.
    """A phrase or one of its slots was asked for in vain: a slip in code, never a person's fault.

    The message names the key and the slot, never a value.
    """


class Phrases:
    """What Heardback says in one language, by dotted key.

    A phrase is a text with named slots, ``"Question {number} of {total}"``, or a list of texts, or a
    text for each plural form of the language, ``{one: 1 answer, other: "{count} answers"}``. A
    brace that should be seen is written twice. Slots are filled as they are: there is no way to
    reach into a value from the file, and a brace in a value is only a brace.

    Attributes:
        language: The language's code, such as "en" or "pt-BR".
    """

    __slots__ = (
        "_beside",
        "_lists",
        "_locale",
        "_plurals",
        "_slots",
        "_texts",
        "language",
    )

    def __init__(self, language: str, document: Document) -> None:
        """Read the phrases of one file.

        Args:
            language: The language's code, such as "en".
            document: The file.

        Raises:
            PromptFault: A phrase is empty, has a slot that is not a plain name, or is neither a
                text nor a list of texts; a name has a dot in it; or nobody knows the language.
        """
        try:
            self._locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            raise document.fault((), f"“{language}” is the code of no language we know") from None
        self.language = language
        self._beside: Mapping[str, Phrases] = {}
        self._plurals: dict[str, dict[str, str]] = {}
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
            if key in self._plurals and self._slots[key] <= values.keys():
                return self._counted(key, values[COUNTED]).format_map(values)
            if (other := self._english(key)) is not None:
                return other.say(key, **values)
            raise PhraseMissing(self._why(key, values)) from None

    __call__ = say

    @property
    def name(self) -> str:
        """The language's name in itself, such as "Gaeilge"."""
        name = self._locale.get_display_name(self._locale) or self.language
        return name[0].upper() + name[1:]

    @property
    def direction(self) -> str:
        """How it is written: "ltr" or "rtl"."""
        return self._locale.text_direction

    def of(self, language: str) -> "Phrases":
        """The phrases of another language, or these where nobody wrote any."""
        return self._beside.get(language, self)

    def whole[T](self, make: Callable[["Phrases"], T]) -> T:
        """What ``make`` makes in this language; in English where any of its phrases is missing here,
        so that nobody reads one message in two languages.

        Raises:
            PhraseMissing: English lacks one, too.
        """
        try:
            return make(self)
        except PhraseMissing:
            english = self.of("en")
            if english is self:
                raise
            return make(english)

    def best(self, wanted: str) -> str:
        """The code of the language that a browser's ``Accept-Language`` likes best, or an empty text
        where nobody wrote one of those."""
        if len(self._beside) <= 1 or not wanted:
            return ""
        liked = [part.partition(";")[0].strip() for part in wanted[:_LONGEST].split(",")]
        return negotiate_locale(filter(str.isascii, liked), tuple(self._beside), sep="-") or ""

    def languages(self) -> tuple["Phrases", ...]:
        """The phrases of each language there is, by its code."""
        return tuple(self._beside[code] for code in sorted(self._beside)) or (self,)

    def put_beside(self, books: Mapping[str, "Phrases"]) -> None:
        """Say which languages there are; for whoever loads them."""
        self._beside = books

    def many(self, key: str) -> tuple[str, ...]:
        """The list of texts of this key.

        Raises:
            PhraseMissing: There is no such list.
        """
        try:
            return self._lists[key]
        except KeyError:
            if (other := self._english(key)) is not None:
                return other.many(key)
            raise PhraseMissing(f"there is no list of phrases “{key}”") from None

    def has(self, key: str) -> bool:
        """Whether there is a text or a list of this key."""
        return key in self._texts or key in self._lists or key in self._plurals

    def keys(self) -> tuple[str, ...]:
        """Every key: of texts, of lists, of counted texts, each in the order of the file."""
        return (*self._texts, *self._lists, *self._plurals)

    def is_list(self, key: str) -> bool:
        """Whether this key is a list's."""
        return key in self._lists

    def counts(self, key: str) -> bool:
        """Whether the text of this key has plural forms."""
        return key in self._plurals

    def forms(self, key: str) -> Mapping[str, str]:
        """The texts of a phrase by plural form; one that is not counted has *other* alone.

        Raises:
            PhraseMissing: There is no such text.
        """
        if key in self._plurals:
            return self._plurals[key]
        try:
            return {"other": self._texts[key]}
        except KeyError:
            raise PhraseMissing(self._why(key, {})) from None

    @property
    def plural_forms(self) -> frozenset[str]:
        """The forms that a whole number can ask for in this language."""
        return frozenset({*self._locale.plural_form.tags, "other"})

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

    def weekday(self, number: int) -> str:
        """A day of the week by its number; Monday is 0."""
        return format_date(dt.date(2024, 1, 1 + number), "EEEE", locale=self._locale)

    def hour(self, at: dt.time) -> str:
        """A time of day: "4 pm", "3:30 pm", or "16:00" where a day's hours are counted so."""
        if "a" not in self._locale.time_formats["short"].pattern:
            return format_time(at, "short", locale=self._locale)
        if at == dt.time(_NOON):
            return self.say("word.hour.noon")
        clock = f"{(at.hour - 1) % _NOON + 1}" + (f":{at.minute:02}" if at.minute else "")
        return self.say(f"word.hour.{'am' if at.hour < _NOON else 'pm'}", clock=clock)

    def _day(self, key: str, day: dt.date) -> str:
        weekday, month = format_date(day, "EEEE|MMMM", locale=self._locale).split("|")
        return self.say(key, weekday=weekday, day=day.day, month=month, year=day.year)

    def _counted(self, key: str, count: object) -> str:
        forms = self._plurals[key]
        form = self._locale.plural_form(count) if isinstance(count, int) else "other"
        return forms.get(form, forms["other"])

    def _english(self, key: str) -> "Phrases | None":
        """The phrases that say what is missing here, for what stands around a message."""
        english = self._beside.get("en")
        if english is self or key.partition(".")[0] not in AROUND or self.has(key):
            return None
        return english

    def _why(self, key: str, values: Mapping[str, object]) -> str:
        if key not in self._slots:
            return f"there is no phrase “{key}”"
        lacking = ", ".join(sorted(self._slots[key] - values.keys()))
        return f"the phrase “{key}” was said without {lacking}"

    def _read(self, document: Document, where: NodePath, node: Node) -> None:
        key = ".".join(map(str, where))
        if isinstance(node, dict) and "other" in node and node.keys() <= PLURALS:
            self._read_forms(document, where, node)
        elif isinstance(node, dict):
            for name, below in node.items():
                if "." in name:
                    raise document.fault((*where, name), f"take the dot out of the name “{name}”")
                self._read(document, (*where, name), below)
        elif isinstance(node, list):
            self._lists[key] = tuple(_texts(document, where, node))
        else:
            self._slots[key] = _slots(document, where, node)
            self._texts[key] = node

    def _read_forms(self, document: Document, where: NodePath, node: dict[str, Node]) -> None:
        """Read a phrase that is counted."""
        key, slots = ".".join(map(str, where)), {COUNTED}
        for form, text in node.items():
            if not isinstance(text, str):
                raise document.fault((*where, form), "a plural form is one text")
            slots |= _slots(document, (*where, form), text)
            self._plurals.setdefault(key, {})[form] = text
        self._slots[key] = frozenset(slots)


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
