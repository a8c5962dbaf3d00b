"""The account of the year reckoned anew: from the audit log, the rounds' own days, and what was told.

Nothing of it comes from what the product reckons with. Each table is what a person would write down who
has the log before them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

from bot.consultation.model import Group, Item, Outcome, Round

type Tables = dict[str, list[list[str]]]

_STATUSES: Final = {
    "done": "Done",
    "planned": "Planned",
    "partly": "In part",
    "none": "Not possible",
}


@dataclass(frozen=True)
class Told:
    """One thing that people said: what they were told first, what last, and all its tags."""

    first: Item
    last: Item
    tags: frozenset[str]


@dataclass(frozen=True)
class Sources:
    """What it is reckoned from. ``tags`` are the names of parts of policies."""

    entries: Sequence[Any]
    rounds: Sequence[Round]
    outcomes: Mapping[str, Sequence[Outcome]]
    groups: Mapping[str, Group]
    tags: Mapping[str, str]
    rungs: Mapping[str, str]
    day: date

    def of(self, round_: Round, verb: str) -> list[Any]:
        """Return what the log says was done about a round."""
        return [each for each in self.entries if each.round == round_.id and each.verb == verb]


def reckoned(of: Sources) -> Tables:
    """Return every table of the account by its caption."""
    asked = [each for each in of.rounds if of.of(each, "open") and not each.parent]
    told = [thing for each in asked for thing in _told(of, each)]
    return {
        "Promises to tell people what changed": _promises(of, asked),
        "What became of what people said": [
            [label, f"{sum(each.last.status == status for each in told)}"]
            for status, label in _STATUSES.items()
        ],
        "What became of what was planned": _plans(of, told),
        "What came of it, by policy and plan": _tags(of, told),
        "People who answered, by who was asked": _reach(of, asked),
        "Each round, its dates and how much say people had": [_row(of, each) for each in asked],
    }


def _heard(of: Sources, round_: Round) -> date | None:
    """Return the first day on which the log says that an outcome went out."""
    return min((each.day for each in of.of(round_, "send") if each.kind == "outcome"), default=None)


def _promised(round_: Round) -> date:
    found = round_.promised[0] if round_.promised else round_.tell_by
    assert found is not None
    return found


def _stands(of: Sources, round_: Round) -> str:
    heard, promised = _heard(of, round_), _promised(round_)
    if heard is None:
        return "Overdue" if promised < of.day else "Not due yet"
    return "Kept late" if heard > promised else "Kept"


def _promises(of: Sources, asked: Sequence[Round]) -> list[list[str]]:
    stood = [_stands(of, each) for each in asked]
    rows = [
        [name, f"{stood.count(name)}"] for name in ("Kept", "Kept late", "Overdue", "Not due yet")
    ]
    waits = {each.id: (heard - _closed(each)).days for each in asked if (heard := _heard(of, each))}
    for span in (30, 90):
        old = [each for each in asked if (of.day - _closed(each)).days >= span]
        met = sum(waits.get(each.id, 9999) <= span for each in old)
        share = f"{met} of {len(old)} ({100 * met / len(old):.0f} %)"
        rows.append([f"Heard back within {span} days of closing", share])
    middle = f"{median(waits.values()):g} days"
    return [*rows, ["The middle wait, from closing to hearing back", middle]]


def _closed(round_: Round) -> date:
    assert round_.closes_on is not None
    return round_.closes_on


def _told(of: Sources, round_: Round) -> Iterator[Told]:
    """Yield what a round was told of, each thing once, however often it came back."""
    sent = sorted(
        (each for each in of.outcomes[round_.id] if each.state == "sent"),
        key=lambda each: each.send_on or date.min,
    )
    assert len(sent) == len([e for e in of.of(round_, "send") if e.kind == "outcome"])
    root: dict[str, str] = {}
    told: dict[str, list[Item]] = {}
    for outcome in sent:
        for number, item in enumerate(outcome.items, 1):
            here = f"{outcome.id}-{number}"
            root[here] = root[item.of] if item.of else here
            told.setdefault(root[here], []).append(item)
    for items in told.values():
        tags = frozenset(tag for item in items for tag in item.tags)
        yield Told(items[0], items[-1], tags)


def _plans(of: Sources, told: Sequence[Told]) -> list[list[str]]:
    became: Counter[str] = Counter()
    for each in (each for each in told if each.first.status == "planned"):
        match each.last.status:
            case "done":
                became["Done since"] += 1
            case "planned":
                assert each.last.due is not None
                late = each.last.due < of.day
                became["Its day has passed" if late else "Its day is ahead"] += 1
            case _:
                became["Not possible after all"] += 1
    names = ("Done since", "Its day is ahead", "Its day has passed", "Not possible after all")
    return [[name, f"{became[name]}"] for name in names]


def _tags(of: Sources, told: Sequence[Told]) -> list[list[str]]:
    rows = []
    for tag in sorted({tag for each in told for tag in each.tags}):
        came = [each.last.status for each in told if tag in each.tags]
        rows.append([of.tags[tag], *(f"{came.count(status)}" for status in _STATUSES)])
    return rows


def _reach(of: Sources, asked: Sequence[Round]) -> list[list[str]]:
    """Add up the last figures that the log says were shown, each cut to whole multiples of its k."""
    found: Counter[str] = Counter()
    for each in asked:
        shown = [entry.n for entry in of.of(each, "figure")]
        if shown and of.of(each, "seal"):
            found[of.groups[each.group].audience] += shown[-1] // each.k * each.k
    return [[audience, f"{count} or more"] for audience, count in sorted(found.items())]


def _row(of: Sources, round_: Round) -> list[str]:
    heard = _heard(of, round_)
    wave = f". {round_.wave.capitalize()}" if round_.wave else ""
    parts = {
        "Space": round_.space,
        "Voice": round_.voice,
        "Audience": round_.decider,
        "Influence": round_.influence,
    }
    return [
        f"{round_.title}{wave}",
        _day(_closed(round_)),
        _day(_promised(round_)),
        _day(heard) if heard else "Not yet",
        _stands(of, round_),
        of.rungs[round_.rung],
        ", ".join(name for name, text in parts.items() if text),
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
