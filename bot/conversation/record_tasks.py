"""Tasks on the desk: what, who, by when. A facilitator hands them out, a partner ticks theirs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.consultation import dates
from bot.consultation.model import Role, Round, Staff
from bot.consultation.records import (
    Kind,
    Record,
    by_day,
    is_late,
    of_kind,
)
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import KeepRecord
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import back, title_of
from bot.conversation.facilitator_form import Typed, Unfit, Values, read_date, read_texts
from bot.conversation.messages import (
    Card,
    Choice,
    Field,
    Heading,
    Message,
    Option,
    Part,
    Text,
)

TASK: Final = "task"
_MAX_TASK: Final = 200
_TASK_FIELDS: Final = ("text", "owner", "due")


def owners(round_: Round, facts: DeskFacts) -> tuple[Staff, ...]:
    """Return who can be given a task: the people of the group's partner, and whoever runs it."""
    group = next((each for each in facts.groups if each.id == round_.group), None)
    ids = (*(group.people if group else ()), round_.facilitator)
    return tuple(member for id_ in ids if (member := facts.staff.get(id_)))


def _task(spot: Spot, facts: DeskFacts) -> Record | None:
    tasks = of_kind(facts.records, Kind.TASK)
    return next((each for each in tasks if each.id == spot.item), None)


def task_screen(
    spot: Spot, round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the page of one task, or of a new one."""
    say, task = facts.say, _task(spot, facts)
    done: tuple[Choice, ...] = ()
    if task is not None:
        key = "records.task.done" if task.state == "open" else "records.task.again"
        done = (Choice("done", say(key)),)
    return Message(
        say("records.task.title"),
        kicker=title_of(round_, facts),
        parts=(Text(task_state(task, round_, facts)),)
        if task
        else (Text(say("records.task.about")),),
        fields=_task_fields(task, round_, facts, faults, values),
        choices=(
            Choice("save", say("records.save"), "main", _TASK_FIELDS, key="S"),
            *done,
            back(round_, facts, "records"),
        ),
    )


def _task_fields(
    task: Record | None,
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
) -> tuple[Field, ...]:
    due = f"{task.due}" if task and task.due else ""
    stands = {"text": task.text if task else "", "owner": task.owner if task else "", "due": due}
    typed = Typed(facts, "records.task.field", faults, values)
    owner = typed.field("owner", stands["owner"], "one")
    people = tuple(Option(p.id, p.name, p.id == owner.value) for p in owners(round_, facts))
    return (
        typed.field("text", stands["text"], most=_MAX_TASK),
        replace(owner, value="", options=people),
        typed.field("due", stands["due"], "date"),
    )


def save_task(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Keep a task: what, who, by when. All three are needed; a day that has gone by is not kept."""
    task, due = _task(spot, facts), None
    texts, faults = read_texts(event.values, {"text": _MAX_TASK}, facts)
    text = texts.get("text", "")
    try:
        due = read_date(event.first("due"))
    except Unfit as unfit:
        faults["due"] = facts.say(unfit.key, **unfit.values)
    if not text and "text" not in faults:
        faults["text"] = facts.say("records.fault.no_text")
    if event.first("owner") not in {each.id for each in owners(round_, facts)}:
        faults["owner"] = facts.say("records.fault.no_owner")
    moved = due is not None and (task is None or task.due != due)
    if "due" not in faults and (due is None or (moved and due < dates.today(round_, facts.now))):
        faults["due"] = facts.say("records.fault.no_due")
    if task is None and spot.item != "new":
        return StaffStep(spot)
    if faults:
        return StaffStep(spot, faults=faults)
    plain = task or Record(facts.fresh_id, round_.id, Kind.TASK)
    kept = replace(plain, text=text, owner=event.first("owner"), due=due)
    return StaffStep(Spot("records", round_.id), (KeepRecord(kept),), note="facilitator.note.kept")


def tick_task(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Tick a task, or open it again."""
    task = _task(spot, facts)
    if task is None:
        return StaffStep(spot)
    ticked = replace(task, state="done" if task.state == "open" else "open")
    return StaffStep(
        Spot("records", round_.id), (KeepRecord(ticked),), note="facilitator.note.kept"
    )


def task_state(task: Record, round_: Round, facts: DeskFacts) -> str:
    """Return who has a task, and how it stands; somebody who is no longer there has none."""
    say = facts.say
    owner = facts.staff.get(task.owner)
    who = owner.name if owner else say("records.task.nobody")
    return say(
        "facilitator.both", first=who, second=_stands(task, dates.today(round_, facts.now), facts)
    )


def _stands(task: Record, day: date, facts: DeskFacts) -> str:
    due = facts.say.short_date(task.due) if task.due else ""
    key = "done" if task.state != "open" else "late" if is_late(task, day) else "due"
    return facts.say(f"records.task.state.{key}", **({} if key == "done" else {"day": due}))


def own_tasks(facts: DeskFacts) -> tuple[Part, ...]:
    """Return what a partner has to do, each with a button that says it is done."""
    say, cards = facts.say, []
    for task in by_day(of_kind(facts.records, Kind.TASK)):
        round_ = next((each for each in facts.rounds if each.id == task.round), None)
        day = dates.today(round_, facts.now) if round_ else facts.now.date()
        done = Choice(f"done:{task.id}", say("records.task.done"), about=task.text)
        cards.append(
            Card(
                task.text,
                (Text(_stands(task, day, facts)),),
                choices=(done,) if task.state == "open" else (),
                kicker=title_of(round_, facts) if round_ else "",
            )
        )
    return (Heading(say("records.task.own")), *cards) if cards else ()


def tick_own(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Tick a task of one's own."""
    wanted = event.action.partition(":")[2]
    mine = (each for each in facts.records if each.owner == facts.me.id and each.id == wanted)
    task = next((each for each in mine if each.state == "open"), None)
    if task is None or facts.me.role is not Role.PARTNER:
        return StaffStep(spot)
    return StaffStep(Spot(), (KeepRecord(replace(task, state="done")),), note="partner.note.done")
