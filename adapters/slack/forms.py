"""Fields and buttons as blocks, and what was filled in read back from them.

A block's id says which form and field it is (``form|number|field``): a field that needs more than
one block, because Slack's hold 3,000 characters or ten options, comes back whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched, groupby
from typing import Any, Final

from adapters.parts import Block
from adapters.slack.text import (
    MAX_LABEL,
    clipped,
    listed,
    pieces,
    plain,
    rich,
    run,
    small,
    units,
)
from bot.conversation.messages import Choice, Entries, Field, Option
from prompts.library import Phrases

MAX_INPUT: Final = 3_000
"""Longest text in one input, in characters."""
DO: Final = "do"
"""How the ids of buttons begin."""
_IN: Final = "in"
_TICKS: Final = 10
"""Options in one group of radio buttons or checkboxes."""
_PICKS: Final = 100
"""Options in one select."""
_BUTTONS: Final = 25
"""Buttons in one block."""
_FEW: Final = 8
"""Entries that stand one below the other; more of them stand in a select."""


def field_blocks(field: Field, form: str, say: Phrases) -> Iterator[Block]:
    """Yield a field's blocks, and what is wrong with it."""
    if field.kind == "file":
        return
    if field.fault:
        yield from rich(run(field.fault, "bold"))
    if field.options:
        yield from _options(field, form)
    elif field.kind in ("one", "many", "covers"):
        yield from rich(run(field.label, "bold"), run(f"\n{field.hint}" if field.hint else ""))
    else:
        for number, element in enumerate(_typed(field)):
            goes_on = replace(field, label=say("slack.goes_on", label=field.label), hint="")
            this = goes_on if number else field
            yield _input(this, form, number, element, optional=field.kind != "people")


def _typed(field: Field) -> Iterator[Block]:
    """Yield the elements of a field that is typed into."""
    match field.kind:
        case "date":
            yield _filled({"type": "datepicker"}, "initial_date", field.value)
        case "time":
            yield _filled({"type": "timepicker"}, "initial_time", field.value)
        case "people":
            yield {"type": "multi_users_select"}
        case "number":
            made = {"type": "number_input", "is_decimal_allowed": False}
            yield _filled(made, "initial_value", field.value)
        case _:
            most = field.max_length or MAX_INPUT
            held = [*pieces(field.value, MAX_INPUT)]
            for number in range(max(-(-most // MAX_INPUT), len(held))):
                made = {"type": "plain_text_input", "multiline": field.kind == "long"}
                yield _filled(made, "initial_value", held[number] if number < len(held) else "")


def _filled(element: Block, name: str, value: str) -> Block:
    return {**element, name: value} if value else element


def _options(field: Field, form: str) -> Iterator[Block]:
    """Yield a field's options: buttons to tick where there are few, a select where there are many."""
    whole = not any(units(text) > MAX_LABEL for o in field.options for text in (o.label, o.hint))
    if not whole:
        for option in field.options:
            yield from rich(
                run(option.label, "bold"), run(f"\n{option.hint}" if option.hint else "")
            )
    if any(option.group for option in field.options):
        yield _input(field, form, 0, _grouped(field.options, hint=whole), optional=True)
        return
    one = field.kind == "one"
    groups: Iterable[Sequence[Option]] = [field.options]
    if not one:
        groups = batched(field.options, _TICKS)
    for number, group in enumerate(groups):
        options = [_option(option, hint=whole) for option in group]
        chosen = [made for made, option in zip(options, group, strict=True) if option.chosen]
        if not one:
            element: Block = {"type": "checkboxes", "options": options}
            if chosen:
                element["initial_options"] = chosen
        else:
            kind = "radio_buttons" if len(options) <= _TICKS else "static_select"
            element = {"type": kind, **_picks(options)}
            if chosen:
                element["initial_option"] = chosen[0]
        # Slack itself asks for an answer to a question that needs one, before it sends anything.
        yield _input(field, form, number, element, optional=field.optional or not one)


def _grouped(options: Iterable[Option], *, hint: bool) -> Block:
    """Return a list to pick several from, under the names of their groups."""
    groups, chosen = [], []
    for name, held in groupby(options, key=lambda each: each.group):
        made = [(_option(option, hint=hint), option.chosen) for option in held]
        groups.append({"label": plain(name, MAX_LABEL), "options": [each for each, _ in made]})
        chosen += [each for each, is_chosen in made if is_chosen]
    picked = {"initial_options": chosen} if chosen else {}
    return {"type": "multi_static_select", "option_groups": groups, **picked}


def _picks(options: list[Block]) -> dict[str, Any]:
    """Return the options of a select: one list, or lists in a list when it has no room for all."""
    if len(options) <= _PICKS:
        return {"options": options}
    groups = [*batched(options, _PICKS)]
    return {"option_groups": [{"label": each[0]["text"], "options": [*each]} for each in groups]}


def _option(option: Option, *, hint: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"text": plain(option.label, MAX_LABEL), "value": option.value}
    if option.hint and hint:
        made["description"] = plain(option.hint, MAX_LABEL)
    return made


def _input(field: Field, form: str, number: int, element: Block, *, optional: bool) -> Block:
    made = {
        "type": "input",
        "block_id": block_id(form, number, field.id),
        "label": plain(field.label, 2_000),
        "element": {**element, "action_id": _IN},
        "optional": optional,
    }
    return {**made, "hint": plain(field.hint, 2_000)} if field.hint and not number else made


def block_id(form: str, number: int, field: str) -> str:
    """Return the id of one block of a field."""
    return f"{form}|{number}|{field}"


def buttons(choices: Sequence[Choice], form: str, row: str, say: Phrases) -> Iterator[Block]:
    """Yield choices as buttons, ``row`` names them apart from others of the same form."""
    yield from _whole(choices, say)
    for number, group in enumerate(batched(choices, _BUTTONS)):
        elements = [button(choice, at, say) for at, choice in enumerate(group)]
        id_ = block_id(form, number, f"{DO}-{row}")
        yield {"type": "actions", "block_id": id_, "elements": elements}


def _whole(choices: Iterable[Choice], say: Phrases) -> Iterator[Block]:
    """Yield the labels as a list, if there is one that a button has no room for."""
    labels = [_label(choice, say) for choice in choices]
    if any(units(label) > MAX_LABEL for label in labels):
        yield from listed(labels)


def button(choice: Choice, number: int, say: Phrases) -> Block:
    """Return one button."""
    made: Block = {
        "type": "button",
        "action_id": f"{DO}-{number}",
        "text": plain(_label(choice, say), MAX_LABEL),
        "value": choice.action,
    }
    if choice.look == "main":
        made["style"] = "primary"
    if choice.about:
        made["accessibility_label"] = clipped(f"{choice.label} {choice.about}", MAX_LABEL)
    return made


def _label(choice: Choice, say: Phrases) -> str:
    return say("chat.chosen", label=choice.label) if choice.current else choice.label


def entries(part: Entries, form: str, number: int, say: Phrases) -> Iterator[Block]:
    """Yield a list that leads somewhere: a button for each entry, or a select. ``number`` tells it
    from other lists."""
    if part.label:
        yield from rich(run(part.label, "bold"))
    row = f"list-{number}"
    choices = [
        _entry(entry.label, entry.state, entry.action, entry.current) for entry in part.entries
    ]
    shut = part.folded or len(choices) > _FEW
    if not shut:
        yield from buttons(choices, form, row, say)
    else:
        yield from _whole(choices, say)
    for at, group in enumerate(batched(choices, _PICKS) if shut else ()):
        options = [
            {"text": plain(_label(each, say), MAX_LABEL), "value": each.action} for each in group
        ]
        element = {
            "type": "static_select",
            "action_id": f"{DO}-select",
            "placeholder": plain(say("chat.pick"), 150),
            "options": options,
        }
        id_ = block_id(form, at, f"{DO}-{row}")
        yield {"type": "actions", "block_id": id_, "elements": [element]}
    if part.note:
        yield from small(part.note)


def _entry(label: str, state: str, action: str, current: bool) -> Choice:
    return Choice(action, f"{label} ({state})" if state else label, current=current)


def values(state: Mapping[str, Any], form: str) -> dict[str, tuple[str, ...]]:
    """Return what one form holds: field to values, an empty tuple where nothing of a list is
    chosen. ``state`` is ``view.state.values``; what does not have its shape is left out."""
    found: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
    for id_, elements in state.items():
        whose, _, rest = id_.partition("|")
        number, _, field = rest.partition("|")
        held = elements.get(_IN) if isinstance(elements, dict) else None
        if whose == form and number.isdecimal() and field and isinstance(held, dict):
            kind = str(held.get("type"))
            found.setdefault(field, []).append((int(number), kind, _held(held)))
    return {field: _joined(sorted(held)) for field, held in found.items()}


def forms(state: Mapping[str, Any]) -> Iterator[str]:
    """Yield the forms into which something was typed, in order."""
    for form in dict.fromkeys(id_.partition("|")[0] for id_ in state):
        if any("".join(given) for given in values(state, form).values()):
            yield form


def _held(element: Mapping[str, Any]) -> tuple[str, ...]:
    if "selected_users" in element:
        return tuple(map(str, element["selected_users"] or ()))
    if "selected_options" in element:
        return tuple(str(option["value"]) for option in element["selected_options"] or ())
    if "selected_option" in element:
        chosen = element["selected_option"]
        return (str(chosen["value"]),) if chosen else ()
    for name in ("selected_date", "selected_time", "value"):
        if name in element:
            return (str(element[name] or ""),)
    return ("",)


def _joined(held: Sequence[tuple[int, str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Put together what stands in several blocks: texts become one, lists are added."""
    if held[0][1] in ("checkboxes", "multi_users_select", "multi_static_select"):
        return tuple(value for _, _, given in held for value in given)
    if held[0][1] in ("radio_buttons", "static_select"):
        return held[0][2]
    return ("".join(value for _, _, given in held for value in given),)
