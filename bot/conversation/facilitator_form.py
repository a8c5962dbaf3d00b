"""The fields of a draft: what may stand in them, and how they are drawn."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Final

from bot.consultation.dates import WEEKDAYS
from bot.consultation.model import Role, Round
from bot.consultation.promises import NOTES, RUNGS
from bot.consultation.rounds import (
    LABELS,
    LATE_DAYS,
    defaults,
    is_zone,
    two_readers_by_default,
)
from bot.consultation.safety import MODES
from bot.consultation.support import AGES
from bot.consultation.team import CHOSE, READY
from bot.conversation.desk import DeskFacts
from bot.conversation.messages import Field, FieldKind, Option
from prompts.schema import STYLES

Values = Mapping[str, tuple[str, ...]]

_YEARS: Final = range(2000, 2200)
_TIME: Final = re.compile(r"[0-2][0-9]:[0-5][0-9]")
_NUMBER: Final = re.compile(r"[0-9]+")
# Marks that turn the direction of writing could make a name read as another one.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Spec:
    """A field of a draft: its name in :class:`Round`, its page and its kind."""

    id: str
    section: str
    kind: FieldKind = "short"
    max_length: int = 0


SPECS: Final = (
    Spec("title", "about", max_length=80),
    Spec("question_set", "about", "one"),
    Spec("wording", "about", "one"),
    Spec("looked", "about", "long", max_length=300),
    Spec("asker", "about", max_length=120),
    Spec("known_by", "about", max_length=120),
    Spec("purpose", "about", "long", max_length=600),
    Spec("decider", "about", max_length=120),
    Spec("space", "voice", "long", max_length=300),
    Spec("voice", "voice", "long", max_length=300),
    Spec("influence", "voice", "long", max_length=300),
    Spec("rung", "voice", "one"),
    Spec("found", "about", "long", max_length=600),
    Spec("label", "about", "one"),
    Spec("group", "people", "one"),
    Spec("age_band", "people", "one"),
    Spec("team_work", "team", max_length=200),
    Spec("team_lead", "team", max_length=200),
    Spec("team_lived", "team", max_length=200),
    Spec("team_chose", "team", "many"),
    Spec("team_ready", "team", "many"),
    Spec("opens_on", "dates", "date"),
    Spec("closes_on", "dates", "date"),
    Spec("withdraw_until", "dates", "date"),
    Spec("tell_by", "dates", "date"),
    Spec("second_on", "dates", "date"),
    Spec("late_days", "dates", "one"),
    Spec("note_every", "dates", "one"),
    Spec("send_from", "dates", "time"),
    Spec("send_to", "dates", "time"),
    Spec("zone", "dates", max_length=60),
    Spec("apart", "wave", "long", max_length=300),
    Spec("lead", "care", "one"),
    Spec("second", "care", "one"),
    Spec("safety", "care", "one"),
    Spec("help_days", "care", "many"),
    Spec("help_from", "care", "time"),
    Spec("help_to", "care", "time"),
    Spec("help_next", "care", "time"),
    Spec("help_off", "care", max_length=400),
    Spec("readers", "care", "many"),
    Spec("two_readers", "care", "one"),
    Spec("hard", "care", "one"),
    Spec("minutes", "care", "number", 4),
    Spec("k", "care", "number", 3),
)


_OPTIONAL: Final = ("minutes",)


class Unfit(Exception):  # noqa: N818 - it says what is wrong with a value
    """A value does not fit its field; holds the phrase key and its values."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def specs_of(section: str) -> tuple[Spec, ...]:
    """Return the fields of one page."""
    return tuple(spec for spec in SPECS if spec.section == section)


def fields_of(
    specs: Iterable[Spec],
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
) -> tuple[Field, ...]:
    """Return fields as they are drawn: what was just typed stands before what is stored."""
    say = facts.say
    drawn = []
    for spec in specs:
        held = values.get(spec.id, _held(spec, round_))
        chosen = options(spec.id, facts)
        hint = f"round.field.{spec.id}.hint"
        # A list with nothing in it tells how something gets there.
        if spec.kind in ("one", "many") and not chosen:
            hint = f"round.field.{spec.id}.none"
        drawn.append(
            Field(
                spec.id,
                say(f"round.field.{spec.id}.label"),
                spec.kind,
                say(hint) if say.has(hint) else "",
                "" if spec.kind in ("one", "many") else "".join(held[:1]),
                tuple(Option(value, label, value in held) for value, label in chosen),
                faults.get(spec.id, ""),
                spec.max_length if spec.kind in ("short", "long") else 0,
                optional=spec.id in _OPTIONAL,
            )
        )
    return tuple(drawn)


_FIXED: Final[Mapping[str, tuple[object, ...]]] = {
    "wording": tuple(reversed(STYLES)),
    "label": LABELS,
    "rung": RUNGS,
    "late_days": LATE_DAYS,
    "note_every": NOTES,
    "age_band": tuple(AGES),
    "safety": MODES,
    "two_readers": ("two", "one"),
    "hard": ("calm", "hard"),
    "team_chose": (CHOSE,),
    "team_ready": READY,
}
"""What may be picked where it is the same for everybody; its words are ``round.FIELD.VALUE``."""


def options(field: str, facts: DeskFacts) -> tuple[tuple[str, str], ...]:
    """Return what may be picked in a field, as pairs of value and label."""
    say = facts.say
    match field:
        case "question_set":
            return tuple((key, each.title) for key, each in facts.sets.items() if each.offered)
        case "group":
            named = (
                (g, say("round.group", site=g.site, audience=g.audience)) for g in facts.groups
            )
            return tuple((group.id, label) for group, label in named)
        case "help_days":
            return tuple((day, say.weekday(at)) for at, day in enumerate(WEEKDAYS))
        case "lead" | "second":
            return _people(facts, Role.LEAD)
        case "readers":
            return _people(facts, Role.COORDINATOR)
    return tuple((f"{each}", say(f"round.{field}.{each}")) for each in _FIXED.get(field, ()))


def read(
    values: Values, section: str, round_: Round, facts: DeskFacts
) -> tuple[Round, dict[str, str]]:
    """Return the draft with what was filled in, and faults by field id; with a fault the draft is
    only good to look at. A field that was not sent stays as it is; only on its own page does an
    unticked list mean none."""
    changes: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for spec in SPECS:
        given = values.get(spec.id)
        if given is None and (spec.kind != "many" or spec.section != section):
            continue
        try:
            changes[spec.id] = _value(spec, given or (), facts)
        except Unfit as unfit:
            faults[spec.id] = facts.say(unfit.key, **unfit.values)
    band = changes.get("age_band", round_.age_band)
    if band != round_.age_band:
        changes.setdefault("two_readers", two_readers_by_default(band))
    chosen = facts.sets.get(changes.get("question_set", ""))
    if chosen and changes["question_set"] != round_.question_set:
        changes.setdefault("hard", chosen.hard)
    changed = defaults(replace(round_, **changes))
    if changed.team_lived and CHOSE not in changed.team_chose:
        # What a person has lived through is not written down before they said so.
        faults.setdefault("team_chose", facts.say("gate.team_chose"))
    return changed, faults


def clean(text: str, *, lines: bool = False) -> str:
    """Return typed text without what no eye sees: control characters, lone surrogates, turning
    marks. Line breaks stay only where ``lines`` are meant to."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    seen = "".join(
        ch
        for ch in text
        if ch == "\n" or (unicodedata.category(ch) not in ("Cc", "Cs") and ch not in _TURNING)
    )
    return seen.strip() if lines else " ".join(seen.split())


def read_text(text: str, max_length: int, *, lines: bool = False) -> str:
    """Return cleaned text.

    Raises:
        Unfit: it is longer than ``max_length`` characters.
    """
    whole = clean(text, lines=lines)
    if len(whole) > max_length:
        raise Unfit("round.fault.long", max=max_length)
    return whole


def read_texts(
    values: Values, most: Mapping[str, int], facts: DeskFacts, *, lines: Container[str] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """Return cleaned texts by field id, and faults. ``most`` names the fields and how long each may
    be; of those in ``lines`` line breaks stay."""
    texts: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name, longest in most.items():
        try:
            texts[name] = read_text("".join(values.get(name, ())[:1]), longest, lines=name in lines)
        except Unfit as unfit:
            faults[name] = facts.say(unfit.key, **unfit.values)
    return texts, faults


@dataclass(frozen=True, slots=True)
class Typed:
    """Makes fields that are typed into: what was just typed stands before what is stored, with what is
    wrong beside it. ``base`` is the phrase key under which each has its *label* and *hint*."""

    facts: DeskFacts
    base: str
    faults: Mapping[str, str]
    values: Values

    def field(
        self,
        name: str,
        stored: str = "",
        kind: FieldKind = "short",
        *,
        most: int = 0,
        optional: bool = False,
        hint: str | None = None,
    ) -> Field:
        """Return a field; ``hint`` stands in place of its own."""
        say, key = self.facts.say, f"{self.base}.{name}"
        own = say(f"{key}.hint") if hint is None and say.has(f"{key}.hint") else hint or ""
        value = "".join(self.values.get(name, (stored,))[:1])
        fault = self.faults.get(name, "")
        return Field(
            name, say(f"{key}.label"), kind, own, value,
            fault=fault, max_length=most, optional=optional,
        )  # fmt: skip


def read_date(text: str) -> date | None:
    """Return a day, or None for an empty text.

    Raises:
        Unfit: it is no day, or one that nobody plans for.
    """
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unfit("round.fault.date") from None
    if day.year not in _YEARS:
        raise Unfit("round.fault.date")
    return day


def _value(spec: Spec, given: tuple[str, ...], facts: DeskFacts) -> object:
    first = "".join(given[:1])
    match spec.kind:
        case "date":
            return read_date(first)
        case "time":
            return _read_time(first)
        case "number":
            return _read_number(first, spec)
        case "one":
            return _read_pick(spec.id, first, facts)
        case "many":
            return tuple(dict.fromkeys(_read_pick(spec.id, each, facts) for each in given if each))
    text = read_text(first, spec.max_length, lines=spec.kind == "long")
    if spec.id == "zone" and not is_zone(text):
        raise Unfit("gate.zone")
    if spec.id == "help_off":
        return " ".join(sorted({f"{read_date(each)}" for each in text.split()}))
    return text


def _read_time(text: str) -> time:
    if not _TIME.fullmatch(text.strip()):
        raise Unfit("round.fault.time")
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise Unfit("round.fault.time") from None


def _read_number(text: str, spec: Spec) -> int:
    text = text.strip()
    if not text and spec.id in _OPTIONAL:
        return 0
    if not _NUMBER.fullmatch(text) or len(text) > spec.max_length:
        raise Unfit("round.fault.number")
    return int(text)


def _read_pick(field: str, value: str, facts: DeskFacts) -> str | bool | int:
    # A draft may wait for a choice, except where leaving it open would itself be one.
    waits = not value and field not in ("two_readers", "hard", "note_every", "late_days")
    if not waits and value not in [each for each, _ in options(field, facts)]:
        raise Unfit("round.fault.pick")
    match field:
        case "two_readers":
            return value == "two"
        case "hard":
            return value == "hard"
        case "note_every" | "late_days":
            return int(value)
    return value


def _held(spec: Spec, round_: Round) -> tuple[str, ...]:
    """What is stored in a field, as a form would send it."""
    value = getattr(round_, spec.id)
    if value is None or (spec.id in _OPTIONAL and not value):
        return ()
    if isinstance(value, bool):
        yes, no = ("hard", "calm") if spec.id == "hard" else ("two", "one")
        return (yes if value else no,)
    if isinstance(value, time):
        return (f"{value:%H:%M}",)
    if isinstance(value, tuple):
        return value
    return (str(value),)


def _people(facts: DeskFacts, role: Role) -> tuple[tuple[str, str], ...]:
    found = [(each.id, each.name) for each in facts.staff.values() if each.role is role]
    return tuple(sorted(found, key=lambda pair: pair[1]))
