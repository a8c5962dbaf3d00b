"""Cards as a page: drawn by Microsoft's own library for them, in a plain frame of ours.

The library comes from npm and is kept under `var/`, which git does not see. Colours and sizes are
near to those of Teams, with no claim to look just like it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from tests.e2e.teams_playground import from_npm

type Card = Mapping[str, Any]

_PACKAGE: Final = ("adaptivecards", "3.0.4", "dist/adaptivecards.min.js")

_STYLE: Final = """
:root { color-scheme: light; --page: #f5f5f5; --card: #fff; --ink: #242424; --soft: #616161;
  --line: #d1d1d1; --main: #4f52b2; --on: #fff; --bad: #b10e1c; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --page: #141414; --card: #292929;
  --ink: #fff; --soft: #adadad; --line: #616161; --main: #7f85f5; --on: #141414; --bad: #f1707b; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 20px; background: var(--page); color: var(--ink);
  font: 14px/1.45 Inter, Roboto, "Liberation Sans", "DejaVu Sans", sans-serif; }
.frame { max-width: 680px; margin: 0 auto; }
.top { display: flex; align-items: center; gap: 10px; font-weight: 600; margin-bottom: 8px; }
.mark { width: 28px; height: 28px; border-radius: 6px; background: #0c504c; color: #fff;
  display: grid; place-items: center; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 6px; }
.dialog { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.dialog > .top { margin: 0; padding: 14px 20px 4px; font-size: 18px; }
.dialog > .top .close { margin-left: auto; color: var(--soft); font-weight: 400; }
.dialog > .card { border: 0; }
.ac-horizontal-separator { opacity: .5; }
.ac-actionSet { flex-wrap: wrap; gap: 8px; }
.ac-actionSet > div:not(.ac-pushButton) { display: none; }
.ac-pushButton { font: inherit; font-weight: 600; padding: 5px 12px; border-radius: 4px; min-width: 0;
  background: var(--card); color: var(--ink); border: 1px solid var(--line); flex: 0 1 auto !important; }
.ac-pushButton div { white-space: normal !important; text-align: left; }
.ac-pushButton.style-positive { background: var(--main); border-color: var(--main); color: var(--on); }
.ac-input { font: inherit; color: var(--ink); }
.ac-input.ac-textInput, .ac-input.ac-dateInput, .ac-input.ac-timeInput, .ac-input.ac-numberInput,
select.ac-input { width: 100%; padding: 6px 10px; background: var(--page); border: 1px solid var(--line);
  border-radius: 4px; }
.ac-input.ac-textInput.ac-multiline { height: 92px; resize: none; }
.ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect { padding: 2px 0; }
.ac-choiceSetInput-expanded > div, .ac-choiceSetInput-multiSelect > div { padding: 2px 0; }
"""

_DRAW: Final = """
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const tone = (text, soft) => ({ default: text, subtle: soft });
const ink = dark ? tone("#ffffff", "#adadad") : tone("#242424", "#616161");
const bad = dark ? tone("#f1707b", "#f1707b") : tone("#b10e1c", "#b10e1c");
const mark = dark ? "#4a4a1f" : "#fff6c4";
const colours = Object.fromEntries(["default", "dark", "light", "accent", "good", "warning"].map(
  (name) => [name, { ...ink, highlightColors: tone(mark, mark) }]));
colours.attention = { ...bad, highlightColors: tone(mark, mark) };
const letters = {
  fontFamily: "inherit",
  fontSizes: { small: 12, default: 14, medium: 16, large: 19, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 650 },
};
const ground = (colour) => ({ backgroundColor: colour, foregroundColors: colours });
const card = new AdaptiveCards.AdaptiveCard();
card.hostConfig = new AdaptiveCards.HostConfig({
  spacing: { small: 4, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 12 },
  separator: { lineThickness: 1, lineColor: dark ? "#616161" : "#d1d1d1" },
  fontTypes: { default: letters, monospace: letters },
  containerStyles: {
    default: ground("#00000000"),
    emphasis: ground(dark ? "#1f1f1f" : "#f0f0f0"),
    accent: ground(dark ? "#2a2b4d" : "#e8ebfa"),
    attention: ground(dark ? "#4a1f24" : "#fde7e9"),
  },
  actions: { maxActions: 10, buttonSpacing: 8, actionsOrientation: "horizontal",
    actionAlignment: "left", spacing: "default" },
  inputs: { label: { inputSpacing: "small", optionalInputs: { weight: "bolder" } } },
});
card.parse(SHOWN);
document.querySelector(".card").append(card.render());
"""


def page(card: Card, *, dialog: bool) -> str:
    """Return a card in a chat, or in a dialog, as a page."""
    library = from_npm(*_PACKAGE).read_text("utf-8")
    shown = json.dumps(card).replace("</", "<\\/")
    top = '<div class="top"><span class="mark">H</span>Heardback</div>'
    if dialog:
        top = '<div class="top">Heardback<span class="close">✕</span></div>'
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
        f'<div class="frame {"dialog" if dialog else ""}">{top}<div class="card"></div></div>'
        f"<script>{library}</script><script>{_DRAW.replace('SHOWN', shown)}</script>"
    )
