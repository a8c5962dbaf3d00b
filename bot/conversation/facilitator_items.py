"""The fields of an outcome: one "you said – we did" at a time, and the day it goes out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.consultation.model import Item, Outcome, Round
from bot.consultation.promises import STATUSES, owed
from bot.conversation.desk import DeskFacts
from bot.conversation.facilitator_facts import today
from bot.conversation.facilitator_form import Typed, Unfit, Values, read_date, read_texts
from bot.conversation.messages import Field, FieldKind, Option

MAX_ITEMS: Final = 12
"""More than this nobody reads in one message."""
MAX_TEXT: Final = 400
MAX_NAME: Final = 120
_TEXTS: Final = {"said": MAX_TEXT, "did": MAX_TEXT, "because": MAX_TEXT, "owner": MAX_NAME}
ITEM_FIELDS: Final = ("said", "status", "did", "because", "due", "owner", "tags")
"""The fields of one item, in the order in which they are drawn."""
_KINDS: Final[Mapping[str, FieldKind]] = {
    "status": "one",
    "due": "date",
    "owner": "short",
    "tags": "many",
}
_OPTIONAL: Final = ("did", "due", "owner", "tags")


def item_at(number: str, outcome: Outcome) -> int | None:
    """Return the place of the item with this number (counted from 1), or None."""
    if not (number.isascii() and number.isdigit() and len(number) < 3):  # noqa: PLR2004 - digits
        return None
    at = int(number) - 1
    return at if 0 <= at < len(outcome.items) else None


def read_item(
    values: Values, round_: Round, facts: DeskFacts, statuses: tuple[str, ...] = STATUSES
) -> tuple[Item, dict[str, str]]:
    """Return an item as it was filled in, whole or not yet, and faults by field id."""
    texts, faults = read_texts(values, _TEXTS, facts, lines=("said", "did", "because"))
    status = "".join(values.get("status", ())[:1])
    if status and status not in statuses:
        faults["status"] = facts.say("round.fault.pick")
    due = _read_due(values, status, round_, facts, faults)
    tags = tuple(dict.fromkeys(values.get("tags", ())))
    if not set(tags) <= tag_names(facts).keys():
        faults["tags"] = facts.say("round.fault.pick")
    if not faults and not status and not any(texts.values()):
        faults["said"] = facts.say("round.outcome.no_said")
    said, did, because, owner = (texts.get(name, "") for name in _TEXTS)
    return Item(said, did, status, because, owner, due=due, tags=tags), faults


def _read_due(
    values: Values, status: str, round_: Round, facts: DeskFacts, faults: dict[str, str]
) -> date | None:
    given = "".join(values.get("due", ())[:1]).strip()
    if not given:
        return None
    try:
        due = read_date(given)
    except Unfit as unfit:
        faults["due"] = facts.say(unfit.key, **unfit.values)
        return None
    if status == "planned" and due is not None and due <= today(round_, facts):
        faults["due"] = facts.say("round.outcome.due_past")
    return due


def tag_names(facts: DeskFacts) -> dict[str, str]:
    """Return the words of every tag an outcome can have."""
    return {
        tag: facts.say("round.outcome.tag", framework=each.name, part=name)
        for each in facts.frameworks.values()
        for tag, name in each.tags().items()
    }


def read_send_on(
    values: Values, outcome: Outcome, facts: DeskFacts
) -> tuple[date | None, dict[str, str]]:
    """Return the day that was filled in, or the stored one, and faults by field id."""
    given = values.get("send_on")
    if given is None:
        return outcome.send_on, {}
    try:
        return read_date("".join(given[:1])), {}
    except Unfit as unfit:
        return None, {"send_on": facts.say(unfit.key, **unfit.values)}


def item_fields(
    item: Item | None,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
    statuses: tuple[str, ...] = STATUSES,
) -> tuple[Field, ...]:
    """Return the fields of one item."""
    typed = Typed(facts, "round.outcome.field", faults, values)
    names = {each: facts.say(f"contributor.outcome.status.{each}") for each in statuses}
    options = {"status": names, "tags": tag_names(facts)}
    groups = {tag: each.name for each in facts.frameworks.values() for tag in each.tags()}
    drawn = []
    for name in ITEM_FIELDS:
        held = _held(item, name) if item else ()
        kind, most = _KINDS.get(name, "long"), _TEXTS.get(name, 0)
        field = typed.field(name, "".join(held[:1]), kind, most=most, optional=name in _OPTIONAL)
        if name in options:
            held = values.get(name, held)
            picks = tuple(
                Option(each, label, each in held, group=groups.get(each, ""))
                for each, label in options[name].items()
            )
            if not picks:
                continue
            field = replace(field, value="", options=picks)
        drawn.append(field)
    return tuple(drawn)


def _held(item: Item, name: str) -> tuple[str, ...]:
    held = getattr(item, name)
    if isinstance(held, tuple):
        return held
    return ("" if held is None else str(held),)


def day_field(
    outcome: Outcome | None,
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
) -> Field:
    """Return the field of the day on which the outcome goes out."""
    say = facts.say
    key = "round.outcome.field.send_on"
    stored = outcome.send_on.isoformat() if outcome and outcome.send_on else ""
    until, tell_by = round_.withdraw_until, round_.tell_by
    hint = ""
    if owed(round_, today(round_, facts)):
        hint = say(f"{key}.late")
    elif until and tell_by:
        hint = say(f"{key}.hint", until=say.short_date(until), tell_by=say.short_date(tell_by))
    typed = Typed(facts, "round.outcome.field", faults, values)
    return typed.field("send_on", stored, "date", hint=hint)
