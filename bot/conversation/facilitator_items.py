"""The fields of an outcome: one "you said – we did" at a time, and the day it goes out."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.consultation.model import Item, Outcome, Round
from bot.consultation.promises import STATUSES, owed
from bot.conversation.desk import DeskFacts
from bot.conversation.facilitator_facts import today
from bot.conversation.facilitator_form import Unfit, Values, read_date, read_text
from bot.conversation.messages import Field, Option

MAX_ITEMS: Final = 12
"""More than this nobody reads in one message."""
_MAX_TEXT: Final = 400
_TEXTS: Final = ("said", "did", "because")
ITEM_FIELDS: Final = ("said", "status", "did", "because")
"""The fields of one item, in the order in which they are drawn."""


def item_at(number: str, outcome: Outcome) -> int | None:
    """Return the place of the item with this number (counted from 1), or None."""
    if not (number.isascii() and number.isdigit() and len(number) < 3):  # noqa: PLR2004 - digits
        return None
    at = int(number) - 1
    return at if 0 <= at < len(outcome.items) else None


def read_item(values: Values, facts: DeskFacts) -> tuple[Item, dict[str, str]]:
    """Return an item as it was filled in, whole or not yet, and faults by field id."""
    texts: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name in _TEXTS:
        try:
            texts[name] = read_text("".join(values.get(name, ())[:1]), _MAX_TEXT, lines=True)
        except Unfit as unfit:
            faults[name] = facts.say(unfit.key, **unfit.values)
    status = "".join(values.get("status", ())[:1])
    if status and status not in STATUSES:
        faults["status"] = facts.say("round.fault.pick")
    if not faults and not status and not any(texts.values()):
        faults["said"] = facts.say("round.outcome.no_said")
    said, did, because = (texts.get(name, "") for name in _TEXTS)
    return Item(said=said, did=did, status=status, because=because), faults


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
    item: Item | None, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> tuple[Field, ...]:
    """Return the fields of one item."""
    say = facts.say
    drawn = []
    for name in ITEM_FIELDS:
        held = values.get(name, (getattr(item, name),) if item else ())
        key = f"round.outcome.field.{name}"
        drawn.append(
            Field(
                name,
                say(f"{key}.label"),
                "one" if name == "status" else "long",
                say(f"{key}.hint"),
                "" if name == "status" else "".join(held[:1]),
                tuple(
                    Option(each, say(f"contributor.outcome.status.{each}"), each in held)
                    for each in STATUSES
                )
                if name == "status"
                else (),
                faults.get(name, ""),
                0 if name == "status" else _MAX_TEXT,
                optional=name == "did",
            )
        )
    return tuple(drawn)


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
    return Field(
        "send_on",
        say(f"{key}.label"),
        "date",
        hint,
        "".join(values.get("send_on", (stored,))[:1]),
        fault=faults.get("send_on", ""),
    )
