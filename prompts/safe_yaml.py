"""Reading YAML that people write by hand, safely.

Only the plain parts of YAML are taken: names, texts, lists and sections. Aliases, anchors, tags and
repeated names are refused, and so is a file that is too large, too deep or has too many parts.
Every value stays the text that was written (``no`` is the word "no", ``0800`` keeps its zero); the
schema decides what is a number or a date. A fault names the file and the line in plain words: it is
the one kind of sentence that cannot stand in the phrases file, because that file may be at fault.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any, Final

import yaml

type Node = str | list["Node"] | dict[str, "Node"]
"""What a file holds: a text, a list, or a section of named parts."""

type NodePath = tuple[str | int, ...]
"""The way from the top of a file to one part: names of sections and places in lists."""

MAX_BYTES: Final = 384 * 1024
MAX_DEPTH: Final = 12
MAX_NODES: Final = 10_000

# LibYAML is in every wheel of PyYAML; the slower reader serves a PyYAML built without it.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What no prompt needs and what hides text from the eye of a reader: control characters except tab
# and line break, the marks that turn the direction of writing, and halves of characters.
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|[\ufeff\ufffe\uffff]"
)

_PLAIN_REASONS: Final = (
    ("mapping values", "put quotes around a text with a colon, or start the line further left"),
    ("tab character", "use spaces at the start of a line, not tabs"),
    ("cannot start any token", "use spaces at the start of a line, not tabs, and quote odd marks"),
    ("',' or", "a bracket is not closed, or a comma is missing"),
    ("end of stream", "a quote is opened and never closed"),
)
_NOT_YAML: Final = "this does not read as YAML; check the spaces at its start and the quotes"


class PromptFault(Exception):  # noqa: N818  It says what is wrong, as the design does.
    """A prompt file cannot be used. ``str()`` gives "file, line N: reason" in plain words.

    Attributes:
        path: The file as a person would name it.
        line: The line the reason points at, from 1.
        reason: What is wrong, without a full stop.
    """

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path = path
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file, read.

    Attributes:
        path: The file as a person would name it.
        value: The top section.
        lines: Where each part stands, from 1; a named part stands where its name is. The way to
            the top section is the empty path, which is always there.
    """

    path: str
    value: dict[str, Node]
    lines: Mapping[NodePath, int]

    def nearest(self, where: NodePath) -> NodePath:
        """This part if the file has it, or the innermost part on the way that the file has.

        A step that is no part of the file, such as the name of a kind of value, is passed over.
        """
        found: NodePath = ()
        for part in where:
            if (*found, part) in self.lines:
                found = (*found, part)
        return found

    def fault(self, where: NodePath, reason: str) -> PromptFault:
        """A fault that points at one part of this file, or at what is around it."""
        return PromptFault(self.path, self.lines[self.nearest(where)], reason)


def read_file(path: str, file: Traversable) -> Document:
    """Read one YAML file from where it lies, and no more of it than may be taken.

    Args:
        path: The file as faults should name it.
        file: Where it is.

    Raises:
        PromptFault: As `read_yaml`.
        OSError: It cannot be read.
    """
    with file.open("rb") as opened:
        return read_yaml(path, opened.read(MAX_BYTES + 1))


def read_yaml(path: str, raw: bytes) -> Document:
    """Read one YAML file whose top is a section of named parts.

    Args:
        path: The file as faults should name it.
        raw: Its bytes, UTF-8, with or without a byte order mark.

    Raises:
        PromptFault: The file is too large, not UTF-8, not YAML, or uses a part of YAML that is
            not taken here.
    """
    if len(raw) > MAX_BYTES:
        raise PromptFault(path, 1, f"the file is larger than {MAX_BYTES // 1024} KiB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PromptFault(path, line, "the file must be saved as UTF-8 text") from None
    unseen = _UNSEEN.search(text.replace("\r\n", "\n"))
    if unseen:
        line = text.count("\n", 0, unseen.start()) + 1
        raise PromptFault(path, line, _unseen_reason(unseen[0]))
    try:
        return _Composer(path, yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem)
        reason = next((said for part, said in _PLAIN_REASONS if part in problem), _NOT_YAML)
        raise PromptFault(path, mark.line + 1 if mark else 1, reason) from None


def _unseen_reason(character: str) -> str:
    return f"there is a character nobody can see here (U+{ord(character):04X}); take it out"


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


@dataclass(slots=True)
class _Composer:
    """Builds the value of one file from the parser's events, refusing as it goes."""

    path: str
    events: Iterator[Any]
    lines: dict[NodePath, int] = field(default_factory=dict)
    nodes: int = 0

    def document(self) -> Document:
        next(self.events)  # The stream opens.
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise PromptFault(self.path, 1, "the file is empty")
        first: Any = next(self.events)
        value = self._node(first, ())
        if not isinstance(value, dict):
            raise self._fault(first, "the file must start with a name and a colon")
        next(self.events)  # The document closes.
        after: Any = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._fault(after, "a file holds one document; take out the line with ---")
        return Document(self.path, value, self.lines)

    def _fault(self, event: Any, reason: str) -> PromptFault:
        return PromptFault(self.path, _line(event), reason)

    def _node(self, event: Any, where: NodePath) -> Node:
        self._refuse(event, where)
        self.lines.setdefault(where, _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._section(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(where)
        unseen = _UNSEEN.search(event.value)
        if unseen:
            raise self._fault(event, _unseen_reason(unseen[0]))
        value: str = event.value
        return value

    def _refuse(self, event: Any, where: NodePath) -> None:
        """Refuse what this reader does not take, before anything below it is read."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self._fault(event, f"the file has more than {MAX_NODES} parts")
        if len(where) > MAX_DEPTH:
            raise self._fault(event, f"this is nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.AliasEvent):
            raise self._fault(event, "a * that points elsewhere in the file is not allowed")
        if event.anchor is not None:
            raise self._fault(event, "a & that marks a place is not allowed")
        if event.tag is not None:
            raise self._fault(event, "a ! that names a type is not allowed")

    def _list(self, where: NodePath) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*where, len(items))))
        return items

    def _section(self, where: NodePath) -> dict[str, Node]:
        parts: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self._refuse(event, where)
            if not isinstance(event, yaml.ScalarEvent) or not event.value:
                raise self._fault(event, "a name before the colon must be one plain word")
            name = event.value
            if name in parts:
                raise self._fault(event, f"“{name[:40]}” stands here twice; keep one")
            self.lines[(*where, name)] = _line(event)
            parts[name] = self._node(next(self.events), (*where, name))
        return parts
