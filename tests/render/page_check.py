"""Reads a page as strictly as a browser is lax, and finds what would hurt a person or the policy."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect"})
CONTROLS = frozenset({"input", "select", "textarea"})


@dataclass
class Seen:
    """What stands on a page: every element with its attributes, and the text of all of it."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def first(self, tag: str, **wanted: str) -> dict[str, str]:
        return next(a for a in self.all(tag) if all(a.get(k) == v for k, v in wanted.items()))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.open: list[str] = []
        self.form = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) != len(attrs):
            self.seen.faults.append(f"<{tag}> has an attribute twice")
        self.seen.elements.append((tag, attributes))
        if tag == "form" and "form" in self.open:
            self.seen.faults.append("a form stands in a form")
        if tag in ("a", "button") and {"a", "button"} & set(self.open):
            self.seen.faults.append(f"<{tag}> stands in a link or button")
        if tag in CONTROLS:
            attributes["_in_label"] = "yes" if "label" in self.open else ""
            attributes["_form"] = attributes.get("form", self.form)
        if tag == "form":
            self.form = attributes.get("id", "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.seen.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.seen.text += data


def read_page(html: str) -> Seen:
    """Return what stands on a page, with every fault found."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    seen = reader.seen
    seen.faults += [f"<{tag}> is never closed" for tag in reader.open]
    ids = Counter(a["id"] for _, a in seen.elements if "id" in a)
    seen.faults += [
        f"the id {name} stands {count} times" for name, count in ids.items() if count > 1
    ]
    forms = {a.get("id") for a in seen.all("form")}
    fors = {a.get("for") for a in seen.all("label")}
    for tag, a in seen.elements:
        seen.faults += _element(tag, a, set(ids), forms, fors)
    return seen


def _element(
    tag: str, a: dict[str, str], ids: set[str], forms: set[str | None], fors: set[str | None]
) -> list[str]:
    faults = []
    if "style" in a or tag == "style" or any(name.startswith("on") for name in a):
        faults.append(f"<{tag}> carries its own style or script")
    if tag == "script" and "src" not in a:
        faults.append("a script stands in the page")
    if "form" in a and a["form"] not in forms:
        faults.append(f"<{tag}> belongs to the form {a['form']}, which is not there")
    faults += [
        f"<{tag} {name}> points to {a[name]}, which is not there"
        for name in ("for", "aria-labelledby", "aria-describedby")
        if name in a and a[name] not in ids
    ]
    named = a.get("_in_label") or a.get("id") in fors or a.get("aria-label")
    if tag in CONTROLS and a.get("type") != "hidden" and not named:
        faults.append(f"<{tag} name={a.get('name')}> has no label")
    return faults
