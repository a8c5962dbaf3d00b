"""A page as a person sees it and as a browser would submit it, read from the HTML alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "wbr"}
)
_UNSEEN = frozenset({"script", "style", "head", "title", "svg", "template"})


@dataclass
class Node:
    """One element: its attributes, and its texts and elements in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parts: "list[Node | str]" = field(default_factory=list)
    parent: "Node | None" = None

    def walk(self) -> "Iterator[Node]":
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    def all(self, *tags: str) -> "list[Node]":
        return [node for node in self.walk() if node.tag in tags]

    def has(self, name: str) -> bool:
        """Tell whether it is of a class."""
        return name in self.attrs.get("class", "").split()

    def above(self, *tags: str) -> "Node | None":
        node = self.parent
        while node is not None and node.tag not in tags:
            node = node.parent
        return node

    def raw(self) -> str:
        """Return all text in it, as it stands."""
        return "".join(part if isinstance(part, str) else part.raw() for part in self.parts)

    def seen(self, *, hidden: bool = False) -> str:
        """Return what a person reads in it; with ``hidden`` what a screen reader adds, too."""
        return squeezed("".join(self._seen(hidden=hidden)))

    def _seen(self, *, hidden: bool) -> Iterator[str]:
        skip = self.tag in _UNSEEN or (self.has("hide") and not hidden) or self.tag == "kbd"
        if skip:
            return
        if self.has("cover"):
            yield cover(self)
            return
        for part in self.parts:
            yield from [part] if isinstance(part, str) else part._seen(hidden=hidden)
        if self.tag not in ("span", "a", "strong", "b", "em", "i", "mark", "small"):
            yield "\n"


def cover(node: Node) -> str:
    """Return what a cover shows: its kind while it is on, else the words under it."""
    on = any("checked" in box.attrs for box in node.all("input"))
    wanted = "as" if on else "was"
    return next(part.raw() for part in node.all("span") if part.has(wanted))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.at)
        self.at.parts.append(node)
        if tag not in _VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
            assert self.at.parent is not None
            self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)


def read(html: str) -> Node:
    """Read a page; elements that are not closed in order fail."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.root
    return reader.root


class Form:
    """The form that one button submits."""

    def __init__(self, page: Node, button: Node) -> None:
        self.page = page
        self.button = button
        name = button.attrs.get("form")
        owner = (
            next(form for form in page.all("form") if form.attrs.get("id") == name)
            if name
            else button.above("form")
        )
        assert owner is not None, "a button without a form"
        self.form = owner
        self.controls = [
            node for node in page.all("input", "textarea", "select") if self._owns(node)
        ]

    @property
    def action(self) -> str:
        return self.form.attrs["action"]

    def _owns(self, node: Node) -> bool:
        name = node.attrs.get("form")
        if name is not None:
            return name == self.form.attrs.get("id")
        return node.above("form") is self.form

    def sends(self) -> list[tuple[str, str]]:
        """Return the successful controls in the page's order, and the button."""
        sent: list[tuple[str, str]] = []
        for node in self.controls:
            name, kind = node.attrs.get("name", ""), node.attrs.get("type", "text")
            if not name or "disabled" in node.attrs:
                continue
            if node.tag == "textarea":
                sent.append((name, node.raw().removeprefix("\n")))
            elif node.tag == "select":
                sent += [
                    (name, o.attrs["value"]) for o in node.all("option") if "selected" in o.attrs
                ]
            elif kind not in ("checkbox", "radio") or "checked" in node.attrs:
                sent.append((name, node.attrs.get("value", "on")))
        return [*sent, (self.button.attrs["name"], self.button.attrs["value"])]

    def fill(self, label: str, value: str | list[str]) -> int:
        """Fill in the field with this label; return how many taps that took."""
        for fieldset in self.page.all("fieldset"):
            legend = _label(fieldset.all("legend")[0])
            boxes = [node for node in fieldset.all("input") if node in self.controls]
            if legend == label and boxes:
                return _tick(boxes, [value] if isinstance(value, str) else value)
        box = next((node for node in self.controls if self._label_of(node) == label), None)
        assert box is not None, f"no field {label!r}"
        assert isinstance(value, str)
        if box.tag == "textarea":
            box.parts = ["\n" + value]
        else:
            box.attrs["value"] = value
        return 0

    def _label_of(self, node: Node) -> str:
        wanted = node.attrs.get("id")
        found = [label for label in self.page.all("label") if label.attrs.get("for") == wanted]
        return _label(found[0]) if wanted and found else ""

    def switch(self, words: str) -> None:
        """Tap the cover over these words."""
        for label in self.page.all("label"):
            boxes = [box for box in label.all("input") if box in self.controls]
            if label.has("cover") and boxes and _under(label) == words:
                if boxes[0].attrs.pop("checked", None) is None:
                    boxes[0].attrs["checked"] = ""
                return
        raise AssertionError(f"no cover over {words!r}")


def _tick(boxes: list[Node], wanted: list[str]) -> int:
    labels = {_option(box): box for box in boxes}
    assert set(wanted) <= set(labels), f"{wanted} is not among {sorted(labels)}"
    for label, box in labels.items():
        box.attrs.pop("checked", None)
        if label in wanted:
            box.attrs["checked"] = ""
    return len(wanted)


def _option(box: Node) -> str:
    label = box.above("label")
    assert label is not None
    return _label(label)


def _under(label: Node) -> str:
    return next(part.raw() for part in label.all("span") if part.has("was"))


def _label(node: Node) -> str:
    """Return a label without its hint."""
    texts: list[str] = []

    def gather(part: Node | str) -> None:
        if isinstance(part, str):
            texts.append(part)
        elif not part.has("hint") and not part.has("free"):
            for each in part.parts:
                gather(each)

    gather(node)
    return squeezed("".join(texts))
