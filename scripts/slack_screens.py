"""Blocks as a page, in the manner of a chat: our own plain drawing, for the pictures of the docs.

It shows what stands where, in which order and how much of it, and makes no claim to look just like
anybody's client.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final

type Block = Mapping[str, Any]

_STYLE: Final = """
:root { color-scheme: light; --page: #e9ecec; --card: #fff; --ink: #1b2221; --soft: #566462;
  --line: #c9d1cf; --main: #1f6f5c; --on: #fff; --bar: #f3f5f5; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --page: #101514; --card: #1b2120;
  --ink: #e8eceb; --soft: #9fadaa; --line: #3d4745; --main: #2f8a73; --on: #fff; --bar: #222a28; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 20px; background: var(--page); color: var(--ink);
  font: 15px/1.45 Inter, Roboto, "Liberation Sans", "DejaVu Sans", sans-serif; }
.card { max-width: 560px; margin: 0 auto; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; overflow: hidden; }
.wide { max-width: 720px; }
.top, .end { display: flex; align-items: center; gap: 10px; padding: 12px 18px;
  background: var(--bar); font-weight: 700; }
.top { border-bottom: 1px solid var(--line); }
.end { border-top: 1px solid var(--line); justify-content: flex-end; }
.mark { width: 28px; height: 28px; border-radius: 7px; background: var(--main); color: var(--on);
  display: grid; place-items: center; }
.app { font-size: 11px; padding: 1px 5px; border-radius: 4px; background: var(--line); }
.body { padding: 8px 18px 18px; }
h2 { font-size: 19px; line-height: 1.3; margin: 14px 0 6px; }
p, ul, blockquote { margin: 8px 0; }
blockquote { border-left: 4px solid var(--line); padding-left: 12px; }
code { font: inherit; padding: 0 4px; border: 1px solid var(--main); border-radius: 4px; }
.small, .hint { color: var(--soft); font-size: 13px; }
hr { border: 0; border-top: 1px solid var(--line); margin: 14px 0; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0; }
.button { padding: 5px 12px; border: 1px solid var(--line); border-radius: 6px; font-weight: 700; }
.primary { background: var(--main); border-color: var(--main); color: var(--on); }
.asked { margin: 14px 0; }
.label { font-weight: 700; }
.box { margin: 6px 0; min-height: 36px; padding: 6px 10px; border: 1px solid var(--line);
  border-radius: 6px; white-space: pre-wrap; }
.long { min-height: 96px; }
.pick { display: block; margin: 4px 0; }
"""


def page(view: Block) -> str:
    """Return a modal, a home page or a message as a page."""
    body = "".join(_DRAWN[each["type"]](each) for each in view["blocks"])
    kind = view.get("type", "message")
    top = end = ""
    if kind == "modal":
        top = f'<div class="top">{_text(view["title"])}</div>'
        ways = [_button(view["close"]["text"], "")]
        ways += [_button(view["submit"]["text"], "primary")] if "submit" in view else []
        end = f'<div class="end">{"".join(ways)}</div>'
    elif kind == "message":
        top = '<div class="top"><span class="mark">H</span>Heardback<span class="app">App</span></div>'
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
        f'<div class="card {"" if kind == "modal" else "wide"}">{top}'
        f'<div class="body">{body}</div>{end}</div>'
    )


def _text(found: Block) -> str:
    return escape(str(found["text"]))


def _button(label: str, style: str) -> str:
    return f'<span class="button {style}">{escape(label)}</span>'


def _run(run: Block) -> str:
    text = escape(run["text"]).replace("\n", "<br>")
    for style, tag in (("bold", "b"), ("italic", "i"), ("strike", "s"), ("code", "code")):
        if run.get("style", {}).get(style):
            text = f"<{tag}>{text}</{tag}>"
    return text


def _runs(element: Block) -> str:
    return "".join(map(_run, element["elements"]))


def _rich(block: Block) -> str:
    return "".join(map(_element, block["elements"]))


def _element(element: Block) -> str:
    match element["type"]:
        case "rich_text_list":
            items = "".join(f"<li>{_runs(each)}</li>" for each in element["elements"])
            return f"<ul>{items}</ul>"
        case "rich_text_quote":
            return f"<blockquote>{_runs(element)}</blockquote>"
    return f"<p>{_runs(element)}</p>"


def _actions(block: Block) -> str:
    return f'<div class="row">{"".join(map(_action, block["elements"]))}</div>'


def _action(element: Block) -> str:
    if element["type"] == "button":
        return _button(element["text"]["text"], element.get("style", ""))
    return _select(element)


def _input(block: Block) -> str:
    element = block["element"]
    optional = ' <span class="small">(optional)</span>' if block["optional"] else ""
    hint = f'<div class="hint">{_text(block["hint"])}</div>' if "hint" in block else ""
    filled = _FILLED.get(element["type"], _select)(element)
    label = f'<span class="label">{_text(block["label"])}</span>{optional}'
    return f'<div class="asked">{label}{filled}{hint}</div>'


def _box(element: Block) -> str:
    kind = "long" if element.get("multiline") else ""
    return f'<div class="box {kind}">{escape(element.get("initial_value", ""))}</div>'


def _ticks(signs: tuple[str, str], element: Block) -> str:
    chosen = [*element.get("initial_options", ()), element.get("initial_option")]
    return "".join(
        f'<span class="pick">{signs[option in chosen]} {_text(option["text"])}</span>'
        for option in element["options"]
    )


def _select(element: Block) -> str:
    chosen = element.get("initial_option", {}).get("text") or element.get("placeholder")
    shown = element.get("initial_date") or element.get("initial_time")
    return f'<div class="box">{_text(chosen) if chosen else escape(shown or "Pick")} ▾</div>'


_FILLED: Final[Mapping[str, Callable[[Block], str]]] = {
    "plain_text_input": _box,
    "number_input": _box,
    "radio_buttons": lambda element: _ticks(("○", "◉"), element),
    "checkboxes": lambda element: _ticks(("☐", "☑"), element),
}


def _small(elements: Iterable[Block]) -> str:
    return f'<p class="small">{"".join(map(_text, elements))}</p>'


_DRAWN: Final[Mapping[str, Callable[[Block], str]]] = {
    "header": lambda block: f"<h2>{_text(block['text'])}</h2>",
    "context": lambda block: _small(block["elements"]),
    "divider": lambda _: "<hr>",
    "rich_text": _rich,
    "actions": _actions,
    "input": _input,
}
