"""Fields and buttons as inputs and actions, and what was filled in read back from them.

An input's id says which form, kind and field it is (``form|kind|field``). A button carries the
ids of what it submits; one that submits nothing takes nothing that was typed off the device. Beside
a box for a person's own words the other buttons take them along, as on the web, so that they wait
there; those that people press in need, or to be rid of the question, never do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, Final
from urllib.parse import quote, unquote

from adapters.parts import Block
from adapters.teams.text import label, listed, rich, run, small
from bot.conversation.messages import Choice, Entries, Field
from prompts.library import Phrases

DESK: Final = "desk"
"""The act that opens the staff desk."""
LOOK: Final = "look"
"""The act that shows the same place again, in a dialog."""
GO: Final = "pick"
"""The act that leads to what is picked in a list."""
HERE: Final = "here"
"""The act that shows the same place again, in the chat."""
_ALONE: Final = ("stop", "skip", "support")
"""Acts that take nothing along."""
_BUTTONS: Final = 6
"""Buttons in one row: Teams hides those beyond."""
_FEW: Final = 8
"""Entries that stand one below the other; more of them stand in a list to pick from."""
_OPEN_LIST: Final = 10
"""Options that are all seen at once."""
_TYPED: Final = {"date": "Input.Date", "time": "Input.Time", "number": "Input.Number"}


@dataclass(frozen=True, slots=True)
class Press:
    """What a button means: its act, and the ids of the inputs it submits.

    ``says`` is the input with the person's own words.
    """

    act: str
    asks: tuple[str, ...] = ()
    says: str = ""

    @property
    def dialog(self) -> bool:
        """Whether it opens a dialog."""
        return self.act in (DESK, LOOK)


type Action = Callable[[str, Press], Block]
"""Makes the action of a label and a press."""


def input_id(form: str, field: Field) -> str:
    """Return the id of a field's input."""
    return f"{form}|{_kind(field)}|{field.id}"


def _kind(field: Field) -> str:
    if field.kind in ("many", "covers", "people"):
        return "many"
    return "one" if field.kind == "one" else "text"


def field_blocks(field: Field, form: str) -> Iterator[Block]:
    """Yield a field's blocks; what is wrong with it stands above it."""
    if field.kind == "file":
        return
    if field.fault:
        yield from rich(run(field.fault, "bold", "fault"))
    if field.kind in ("one", "many", "covers") and not field.options:
        yield from rich(run(field.label, "bold"), run(f"\n{field.hint}" if field.hint else ""))
        return
    made: Block = {"id": input_id(form, field), "label": label(field.label)}
    if field.kind in ("one", "many", "covers"):
        yield from listed(_hints(field))
        yield {**made, **_choices(field)}
    elif field.kind == "people":
        yield {**made, **_PEOPLE}
    else:
        yield {**made, **_typed(field)}
    if field.hint:
        yield from small(field.hint)


def _hints(field: Field) -> Iterator[str]:
    return (f"{option.label}: {option.hint}" for option in field.options if option.hint)


def _choices(field: Field) -> Block:
    many = _kind(field) == "many"
    few = many or len(field.options) <= _OPEN_LIST
    # Typing finds an option where a client can; others show all of them to tick.
    grouped = any(option.group for option in field.options)
    style = "filtered" if grouped else "expanded" if few else "compact"
    chosen = ",".join(packed(option.value) for option in field.options if option.chosen)
    return {
        "type": "Input.ChoiceSet",
        "style": style,
        "isMultiSelect": many,
        "wrap": True,
        "choices": [
            {"title": label(option.label), "value": packed(option.value)}
            for option in field.options
        ],
        **({"value": chosen} if chosen else {}),
    }


_PEOPLE: Final[Block] = {
    "type": "Input.ChoiceSet",
    "isMultiSelect": True,
    "choices": [],
    "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
}


def _typed(field: Field) -> Block:
    made: Block = {"type": _TYPED.get(field.kind, "Input.Text")}
    if made["type"] == "Input.Text":
        made["isMultiline"] = field.kind == "long"
        if field.max_length:
            made["maxLength"] = field.max_length
    if field.value:
        is_number = field.kind == "number" and field.value.isdecimal()
        made["value"] = int(field.value) if is_number else field.value
    return made


def packed(value: str) -> str:
    """Return a value of an option; several of them come back with commas in between."""
    return quote(value, safe=":/-_. ")


def press_of(choice: Choice, fields: Sequence[Field], form: str, says: str = "") -> Press:
    """Return what a choice's button means among the fields of its form."""
    ids = {field.id: input_id(form, field) for field in fields}
    takes = choice.fields or (() if choice.action in _ALONE else (says,))
    asks = tuple(ids[name] for name in takes if name in ids)
    return Press(choice.action, asks, ids.get(says, "") if choice.action == "say" else "")


def buttons(
    choices: Sequence[tuple[Choice, Press]], action: Action, say: Phrases
) -> Iterator[Block]:
    """Yield choices as buttons."""
    for group in batched(choices, _BUTTONS):
        yield {"type": "ActionSet", "actions": [_button(*each, action, say) for each in group]}


def _button(choice: Choice, press: Press, action: Action, say: Phrases) -> Block:
    made = action(_label(choice, say), press)
    if choice.look == "main":
        made["style"] = "positive"
    if choice.about:
        made["tooltip"] = f"{choice.label} {choice.about}"
    return made


def _label(choice: Choice, say: Phrases) -> str:
    return say("chat.chosen", label=choice.label) if choice.current else choice.label


def entries(part: Entries, number: int, action: Action, say: Phrases) -> Iterator[Block]:
    """Yield a list that leads somewhere: a button for each entry, or a list to pick from."""
    choices = [
        Choice(each.action, f"{each.label} ({each.state})" if each.state else each.label,
               current=each.current)
        for each in part.entries
    ]  # fmt: skip
    if len(choices) <= _FEW and not part.folded:
        if part.label:
            yield from rich(run(part.label, "bold"))
        yield from buttons([(each, Press(each.action)) for each in choices], action, say)
    else:
        id_ = f"list{number}|one|{GO}"
        yield {
            "type": "Input.ChoiceSet",
            "id": id_,
            "label": label(part.label or say("chat.pick")),
            "placeholder": say("chat.pick"),
            "style": "compact",
            "choices": [
                {"title": label(_label(each, say)), "value": packed(each.action)}
                for each in choices
            ],
        }
        go = Choice(GO, say("teams.go"))
        yield from buttons([(go, Press(GO, (id_,)))], action, say)
    if part.note:
        yield from small(part.note)


def values(asked: Sequence[str], data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what a button submits: field to values. ``data`` is what the client sent with it; what
    does not have the shape of its input is as if nothing were filled in."""
    found: dict[str, tuple[str, ...]] = {}
    for id_ in asked:
        _, kind, field = id_.split("|", 2)
        given = data.get(id_)
        text = str(given) if isinstance(given, str | int | float) else ""
        match kind:
            case "many":
                found[field] = tuple(unquote(each) for each in text.split(",") if each)
            case "one":
                found[field] = (unquote(text),) if text else ()
            case _:
                found[field] = (text,)
    return found
