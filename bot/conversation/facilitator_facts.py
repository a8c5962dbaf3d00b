"""What the facilitator's steps and screens ask of the facts: whose round it is, its day, its gate."""

from collections.abc import Iterable
from datetime import date

from bot.consultation import dates
from bot.consultation.model import Outcome, Round, RoundState
from bot.consultation.promises import Kept, first_heard, is_sent, promise_of
from bot.consultation.rounds import Gate, missing, opening
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import Choice, Promise
from prompts.library import Phrases

SECTIONS = ("about", "voice", "people", "dates", "care", "team")
"""The pages of a draft, in order."""


def own(spot: Spot, facts: DeskFacts) -> Round | None:
    """Return the round a place is about, if it is this facilitator's; every other is denied."""
    round_ = facts.round
    if round_ is None or round_.id != spot.round or round_.facilitator != facts.me.id:
        return None
    return round_


def own_rounds(facts: DeskFacts) -> tuple[Round, ...]:
    """Return all rounds of this facilitator."""
    return tuple(each for each in facts.rounds if each.facilitator == facts.me.id)


def title_of(round_: Round, facts: DeskFacts) -> str:
    """Return a round's name, or words that stand in for it."""
    return round_.title or facts.say("facilitator.untitled")


def today(round_: Round, facts: DeskFacts) -> date:
    """Return the round's local day."""
    return dates.today(round_, facts.now)


def _gate(facts: DeskFacts) -> Gate:
    return Gate(
        now=facts.now,
        staff=facts.staff,
        groups=facts.groups,
        sets=facts.sets,
        support=facts.support,
        rounds=facts.all_rounds,
        kept=facts.kept,
        overdue=facts.overdue,
        to_look_at=frozenset(facts.findings),
    )


def reasons(draft: Round, facts: DeskFacts) -> dict[str, str]:
    """Return in whole sentences, by field, why a draft may not open now.

    A planned day that is missing or has gone by is no reason, since the button opens it today.
    """
    planned = draft.opens_on
    ahead = planned is not None and planned >= today(draft, facts)
    found: dict[str, str] = {}
    for each in missing(draft if ahead else opening(draft, facts.now), _gate(facts)):
        sentence = facts.say(each.phrase, **each.values)
        before = found.get(each.field)
        found[each.field] = f"{before} {sentence}" if before else sentence
    return found


def promise(round_: Round, facts: DeskFacts) -> Promise:
    """Return the promise of a round as it is shown."""
    say = facts.say
    # The outcomes at hand are those of the round at hand.
    mine = [outcome for outcome in facts.outcomes if outcome.round == round_.id]
    heard = first_heard(mine) or facts.kept.get(round_.id)
    kept = promise_of(round_, heard, today(round_, facts))
    text = note = ""
    if round_.tell_by is not None:
        day = say.weekday_date(round_.tell_by)
        text = say("round.promise.text", decider=round_.decider, day=day)
        note = say("round.promise.note")
    if round_.state is RoundState.CANCELLED:
        text, note = say("round.promise.cancelled"), ""
    return Promise(promise_status(kept, say), kept.mark, text, note)


def promise_status(kept: Kept, say: Phrases) -> str:
    """Return how a promise stands, in words."""
    values = {"days": kept.days, "count": kept.days, "day": say.date(kept.day) if kept.day else ""}
    return say(kept.phrase, **{name: values[name] for name in say.slots(kept.phrase)})


def state_words(round_: Round, facts: DeskFacts) -> str:
    """Return where a round stands, in words."""
    say, day = facts.say, today(round_, facts)
    opens, closes = round_.opens_on, round_.closes_on
    if round_.state is not RoundState.OPEN or opens is None or closes is None:
        return say(f"facilitator.state.{round_.state}")
    if day > closes:
        return say("facilitator.state.closing")
    number = (day - opens).days + 1
    return say("facilitator.state.open_day", day=number, days=(closes - opens).days + 1)


def current_outcome(facts: DeskFacts) -> Outcome | None:
    """Return the outcome at hand: the one that is still being written, else the one sent."""
    unsent = [outcome for outcome in facts.outcomes if not is_sent(outcome)]
    return next(iter([*unsent, *facts.outcomes]), None)


def joined(say: Phrases, names: Iterable[str]) -> str:
    """Return names in one run: "Ewan, Ada and Priya"."""
    known = [name for name in names if name]
    if len(known) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(known)
    return say("facilitator.and", first=", ".join(known[:-1]), last=known[-1])


def back(round_: Round, facts: DeskFacts, place: str = "") -> Choice:
    """Return the way back to a round, or to a page of it."""
    at = place or ("draft" if round_.state is RoundState.DRAFT else "round")
    return Choice(Spot(at, round_.id).action(), facts.say("facilitator.back"), "quiet")
