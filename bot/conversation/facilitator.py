"""What a facilitator does: start a round, open it, close or cancel it, write what came of it, use it
again, hand it over.

Pure and total. Whatever does not belong to this person, this place or this state of the round
changes nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.consultation.following import LOOP
from bot.consultation.links import Kind, Link, last_day, tries
from bot.consultation.model import Item, Outcome, Role, Round, RoundState
from bot.consultation.promises import STATUSES, items_fault
from bot.consultation.rounds import (
    OVER,
    again,
    cancelling,
    closing,
    leads_to,
    opening,
)
from bot.consultation.telling import ENDINGS, may_go_out, response_fault, tells_again
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import (
    CancelRound,
    CloseRound,
    EndTry,
    OpenRound,
    SaveOutcome,
    SaveRound,
    StartTry,
)
from bot.conversation.events import Chose
from bot.conversation.facilitator_again import is_update, tell_again
from bot.conversation.facilitator_check import ask_if_right
from bot.conversation.facilitator_evaluation import PLACE as WAVE
from bot.conversation.facilitator_evaluation import (
    make_after,
    make_alone,
    make_before,
    save_after,
)
from bot.conversation.facilitator_facts import SECTIONS, current_outcome, own, reasons
from bot.conversation.facilitator_family import make_sibling
from bot.conversation.facilitator_form import read
from bot.conversation.facilitator_items import MAX_ITEMS, item_at, read_item, read_send_on
from bot.conversation.facilitator_loop import all_answered, answer
from bot.conversation.facilitator_promise import PLACE as PROMISE
from bot.conversation.facilitator_promise import add_line, move
from bot.conversation.facilitator_quotes import quotes_of, save_quotes, standing
from bot.conversation.facilitator_response import RESPONSE, save_response
from bot.conversation.facilitator_try import missing_to_try
from bot.conversation.facilitator_words import EXPORT, export_elsewhere
from bot.conversation.handover import hand_over
from bot.conversation.record_sites import SITES, keep_sites
from bot.conversation.record_tasks import TASK, save_task, tick_task
from bot.conversation.report_messages import choose_messages
from bot.conversation.report_round import REPORT
from bot.conversation.together import start_room
from bot.conversation.word_list import PLACE, list_step

_Act = Callable[[Spot, Chose, DeskFacts, Round], StaffStep]


def step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Return where an act of the facilitator leads and what must be remembered."""
    if facts.me.role is not Role.FACILITATOR:
        return StaffStep(Spot(), faults={"": facts.say("facilitator.not_yours")})
    if event.action.startswith("go:"):
        return StaffStep(Spot.parse(event.action))
    if event.action == "new":
        return _new(facts)
    if not spot.round:
        return StaffStep(spot)
    round_ = own(spot, facts)
    if round_ is None:
        return StaffStep(Spot(), faults={"": facts.say("facilitator.not_yours")})
    name, _, _ = event.action.partition(":")
    act = _ACTS.get((spot.place, name))
    return act(spot, event, facts, round_) if act else StaffStep(spot)


def _new(facts: DeskFacts) -> StaffStep:
    off = " ".join(f"{day}" for day in facts.support.holidays if day >= facts.now.date())
    draft = Round(id=facts.fresh_id, code=facts.fresh_code, facilitator=facts.me.id, help_off=off)
    if draft.question_set in facts.sets:
        draft = replace(draft, title=facts.sets[draft.question_set].plain_title)
    spot = Spot("draft", draft.id, SECTIONS[0])
    return StaffStep(spot, (SaveRound(draft),), note="facilitator.note.started")


def _save(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    if round_.state is not RoundState.DRAFT:
        return _no_draft(facts, round_)
    changed, faults = read(event.values, spot.item, round_, facts)
    if faults:
        return StaffStep(spot, faults=faults)
    return StaffStep(_after(spot), (SaveRound(changed),), note="facilitator.note.saved")


def _after(spot: Spot) -> Spot:
    """Where saving leads: from page to page, and from the last to all of it at a glance."""
    if spot.item not in SECTIONS:
        return spot
    following = SECTIONS[SECTIONS.index(spot.item) + 1 :]
    return replace(spot, item=following[0] if following else "")


def _open(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    if not leads_to(round_.state, RoundState.OPEN):
        return _no_draft(facts, round_)
    changed, faults = read(event.values, spot.item, round_, facts)
    faults = faults or reasons(changed, facts)
    if faults:
        return StaffStep(Spot("draft", round_.id, "open"), faults=faults)
    effect = OpenRound(opening(changed, facts.now))
    return StaffStep(Spot("round", round_.id), (effect,), note="facilitator.note.opened")


def _no_draft(facts: DeskFacts, round_: Round) -> StaffStep:
    fault = facts.say("facilitator.fault.no_draft")
    return StaffStep(Spot("round", round_.id), faults={"": fault})


def _close(_spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    here = Spot("round", round_.id)
    if not leads_to(round_.state, RoundState.CLOSED):
        return StaffStep(here, faults={"": facts.say("facilitator.fault.not_open")})
    effect = CloseRound(closing(round_, facts.now))
    return StaffStep(here, (effect,), note="facilitator.note.closed")


def _cancel(_spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    here = Spot("round", round_.id)
    if not leads_to(round_.state, RoundState.CANCELLED):
        return StaffStep(here, faults={"": facts.say("facilitator.fault.no_cancel")})
    effect = CancelRound(cancelling(round_))
    return StaffStep(here, (effect,), note="facilitator.note.cancelled")


def _again(_spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    if round_.parent:
        return StaffStep(_spot)
    if round_.state is RoundState.DRAFT:
        fault = facts.say("facilitator.fault.no_copy")
        return StaffStep(Spot("draft", round_.id), faults={"": fault})
    draft = again(round_, id_=facts.fresh_id, code=facts.fresh_code, facilitator=facts.me.id)
    return StaffStep(Spot("draft", draft.id), (SaveRound(draft),), note="facilitator.note.copied")


def _hand(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    return hand_over(spot, event, facts, round_, (Spot(), "facilitator.note.handed"))


def _written(facts: DeskFacts, round_: Round) -> Outcome | None:
    """The outcome that may be worked on, or None while or where none may."""
    if round_.state not in OVER:
        return None
    outcome = current_outcome(facts) or Outcome(id=facts.fresh_id, round=round_.id)
    return outcome if outcome.state == "draft" else None


def _locked(facts: DeskFacts, round_: Round) -> StaffStep:
    if round_.state not in OVER:
        fault = facts.say("facilitator.fault.too_soon")
        return StaffStep(Spot("round", round_.id), faults={"": fault})
    fault = facts.say("facilitator.fault.locked")
    return StaffStep(Spot("outcome", round_.id), faults={"": fault})


def _save_item(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    outcome = _written(facts, round_)
    if outcome is None:
        return _locked(facts, round_)
    if round_.kind == LOOP:
        return answer(spot, event, facts, outcome)
    if spot.item == RESPONSE and not is_update(outcome, facts):
        return save_response(spot, event, facts, round_, outcome)
    at = item_at(spot.item, outcome)
    if at is None and is_update(outcome, facts):
        return _locked(facts, round_)
    if at is None and len(outcome.items) >= MAX_ITEMS:
        return StaffStep(spot, faults={"": facts.say("round.outcome.many", max=MAX_ITEMS)})
    was = outcome.items[at] if at is not None else None
    of = was.of if was else ""
    item, faults = read_item(event.values, round_, facts, ENDINGS if of else STATUSES)
    if faults:
        return StaffStep(spot, faults=faults)
    item = replace(item, of=of, quotes=standing(was, facts) if was else ())
    items = list(outcome.items)
    items[slice(at, at + 1) if at is not None else slice(len(items), None)] = [item]
    return _saved(outcome, tuple(items), "facilitator.note.item_saved")


def _remove_item(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    outcome = _written(facts, round_)
    if outcome is None:
        return _locked(facts, round_)
    at = item_at(event.action.partition(":")[2], outcome)
    if at is None:
        return StaffStep(spot)
    items = outcome.items[:at] + outcome.items[at + 1 :]
    return _saved(outcome, items, "facilitator.note.item_removed")


def _quote(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    outcome = _written(facts, round_)
    at = item_at(quotes_of(spot.item), outcome) if outcome else None
    if outcome is None or at is None or round_.state is not RoundState.SEALED:
        return _locked(facts, round_)
    return save_quotes(spot, event, facts, outcome, at)


def _saved(outcome: Outcome, items: tuple[Item, ...], note: str) -> StaffStep:
    changed = replace(outcome, items=items)
    return StaffStep(Spot("outcome", outcome.round), (SaveOutcome(changed),), note=note)


def _check(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    outcome = _written(facts, round_)
    if outcome is None or round_.parent:
        return _locked(facts, round_)
    return ask_if_right(spot, facts, round_, outcome)


def _schedule(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    outcome = _written(facts, round_)
    if outcome is None:
        return _locked(facts, round_)
    day, faults = read_send_on(event.values, outcome, facts)
    if faults:
        return StaffStep(spot, faults=faults)
    if round_.kind == LOOP and not all_answered(facts):
        return StaffStep(spot, faults={"": facts.say("facilitator.loop.rule")})
    ready = replace(outcome, send_on=day, state="ready", back="")
    fault = may_go_out(ready, round_, facts.now)
    if fault:
        signed = bool(round_.parent) or tells_again(outcome) or not response_fault(outcome.response)
        where = "send_on" if signed and not items_fault(outcome.items) else ""
        return StaffStep(spot, faults={where: facts.say(fault)})
    here = Spot("outcome", round_.id)
    return StaffStep(here, (SaveOutcome(ready),), note="facilitator.note.ready")


def _unschedule(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    outcome = current_outcome(facts)
    if round_.state not in OVER or outcome is None or outcome.state not in ("ready", "scheduled"):
        return StaffStep(spot)
    back = replace(outcome, state="draft")
    here = Spot("outcome", round_.id)
    return StaffStep(here, (SaveOutcome(back),), note="facilitator.note.unscheduled")


def _start_try(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    if round_.state is not RoundState.DRAFT:
        return _no_draft(facts, round_)
    if facts.link is not None and tries(facts.link, round_, facts.now):
        return StaffStep(spot)
    if missing_to_try(round_, facts):
        return StaffStep(spot, faults={"": facts.say("facilitator.try.not_yet")})
    link = Link(facts.fresh_code, round_.id, Kind.TRY, until=last_day(facts.now))
    here = Spot("try", round_.id)
    return StaffStep(here, (StartTry(link),), note="facilitator.note.try_started")


def _end_try(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    if facts.link is None or not tries(facts.link, round_, facts.now):
        return StaffStep(spot)
    return StaffStep(spot, (EndTry(round_.id),), note="facilitator.note.try_ended")


def _room(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    return start_room(spot, facts, round_, "facilitator.note.room")


_ACTS: Final[dict[tuple[str, str], _Act]] = {
    ("draft", "save"): _save,
    ("draft", "open"): _open,
    ("round", "open"): _open,
    ("round", "again"): _again,
    ("round", "sibling"): make_sibling,
    ("draft", "sibling"): make_sibling,
    ("round", "after"): make_after,
    (SITES, "keep"): keep_sites,
    (TASK, "save"): save_task,
    (TASK, "done"): tick_task,
    (WAVE, "before"): make_before,
    (WAVE, "save"): save_after,
    (WAVE, "alone"): make_alone,
    ("hand", "hand"): _hand,
    (PROMISE, "move"): move,
    (PROMISE, "line"): add_line,
    (PLACE, "add"): list_step,
    (PLACE, "empty"): list_step,
    ("try", "try"): _start_try,
    ("try", "end"): _end_try,
    ("together", "room"): _room,
    ("words", EXPORT): export_elsewhere,
    (REPORT, EXPORT): export_elsewhere,
    (REPORT, "messages"): choose_messages,
    ("close", "close"): _close,
    ("cancel", "cancel"): _cancel,
    ("outcome", "save"): _save_item,
    ("outcome", "remove_item"): _remove_item,
    ("outcome", "check"): _check,
    ("outcome", "quote"): _quote,
    ("outcome", "again"): tell_again,
    ("outcome", "schedule"): _schedule,
    ("outcome", "unschedule"): _unschedule,
}
ACTS: Final = frozenset({("", "new"), *_ACTS})
"""All that a facilitator can do, by place and name."""
