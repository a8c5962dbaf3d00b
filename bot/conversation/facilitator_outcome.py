"""Writing what came of a round: each "you said – we did" on a page of its own, then the day."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.consultation.disclosure import steps
from bot.consultation.following import LOOP
from bot.consultation.model import Item, Outcome, Round
from bot.consultation.promises import STATUSES, is_sent, item_fault
from bot.consultation.rounds import OVER
from bot.consultation.telling import ENDINGS
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_again import again_parts, is_update
from bot.conversation.facilitator_check import check_choice, check_parts
from bot.conversation.facilitator_facts import current_outcome, promise, title_of
from bot.conversation.facilitator_form import Values
from bot.conversation.facilitator_items import (
    MAX_ITEMS,
    day_field,
    item_at,
    item_fields,
)
from bot.conversation.facilitator_loop import loop_screen
from bot.conversation.facilitator_quotes import quotes_choice, quotes_of, quotes_screen
from bot.conversation.facilitator_response import RESPONSE, response_entry, response_screen
from bot.conversation.facilitator_round import round_screen
from bot.conversation.figures import figure
from bot.conversation.messages import (
    Choice,
    Entries,
    Entry,
    Heading,
    Message,
    Notice,
    Part,
    Text,
)
from bot.conversation.outcomes import outcome_parts
from bot.conversation.told_sheet import told_choice


def outcome_screen(
    spot: Spot,
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
) -> Message:
    """Return the editor of an outcome, or the outcome alone once it is planned or has gone."""
    if round_.state not in OVER:
        return round_screen(round_, facts)
    outcome = current_outcome(facts)
    if outcome is not None and outcome.state != "draft":
        return _fixed(outcome, round_, facts)
    if round_.kind == LOOP:
        return loop_screen(spot, round_, facts, faults, values)
    update = is_update(outcome, facts)
    if spot.item == RESPONSE and not update:
        return response_screen(outcome, round_, facts, faults, values)
    at = item_at(quotes_of(spot.item), outcome) if outcome else None
    if outcome is not None and at is not None:
        return quotes_screen(at, outcome, round_, facts, faults=faults, values=values)
    at = item_at(spot.item, outcome) if outcome else None
    if at is not None or (spot.item == "new" and not update):
        return _item(at, outcome, round_, facts, faults=faults, values=values)
    return _whole(outcome, round_, facts, faults, values)


def _fixed(outcome: Outcome, round_: Round, facts: DeskFacts) -> Message:
    say = facts.say
    sent = is_sent(outcome)
    choices = [Choice(Spot("round", round_.id).action(), say("facilitator.back"), "quiet")]
    choices[:0] = told_choice(round_, facts)
    if not sent:
        choices.insert(0, Choice("unschedule", say("facilitator.outcome.unschedule")))
    parts = again_parts(round_, facts) if sent else _planned(outcome, facts)
    return Message(
        say("facilitator.outcome.title"),
        kicker=title_of(round_, facts),
        parts=(*parts, *_told(round_, facts)),
        choices=tuple(choices),
    )


def _told(round_: Round, facts: DeskFacts) -> Iterator[Part]:
    """All that has gone out, the newest first."""
    say, told = facts.say, [each for each in facts.outcomes if is_sent(each)]
    for outcome in reversed(told):
        if outcome.send_on is not None:
            yield Heading(say("facilitator.outcome.told", day=say.weekday_date(outcome.send_on)))
        yield from _sending(outcome, round_, facts)
        yield from outcome_parts(outcome, say, facts.quotes)
    if told:
        yield Text(say("facilitator.outcome.told_note"), "small")


def _planned(outcome: Outcome, facts: DeskFacts) -> Iterator[Part]:
    say = facts.say
    day = say.weekday_date(outcome.send_on) if outcome.send_on else ""
    lines = (f"facilitator.outcome.{outcome.state}", f"facilitator.outcome.{outcome.state}_note")
    yield Notice(tuple(say(line, **({"day": day} if say.slots(line) else {})) for line in lines))
    yield from outcome_parts(outcome, say, facts.quotes)


def _sending(outcome: Outcome, round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """To how many it was handed over, and for how many it waits: never counted as heard."""
    say, k = facts.say, round_.k
    return tuple(
        figure(
            say(f"figure.sending.{name}"),
            steps(count, k, "figure.sending.when"),
            say(f"figure.sending.{name}_note", k=k),
            say,
            k=k,
        )
        for name, count in (("sent", outcome.sent), ("waiting", outcome.planned - outcome.sent))
    )


def _whole(
    outcome: Outcome | None,
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Values,
) -> Message:
    say = facts.say
    items = outcome.items if outcome else ()
    update = is_update(outcome, facts)
    parts: list[Part] = [promise(round_, facts)]
    if outcome and outcome.back:
        parts.append(Notice((say("facilitator.outcome.back"), outcome.back)))
    if items:
        parts.append(_entries(items, round_, facts))
    else:
        parts.append(Notice(say.many("facilitator.outcome.empty")))
    if update:
        parts += again_parts(round_, facts)
    else:
        parts.append(response_entry(outcome, round_, facts))
    whole = tuple(item for item in items if not item_fault(item))
    if outcome and (whole or outcome.response):
        parts.append(Heading(say("facilitator.outcome.preview")))
        parts += outcome_parts(replace(outcome, items=whole), say, facts.quotes)
    if not update:
        parts += check_parts(round_, facts)
    parts += _told(round_, facts)
    add = Spot("outcome", round_.id, "new").action()
    more = Choice(add, say("facilitator.outcome.add"), "two" if items else "main", key="N")
    schedule = Choice("schedule", say("facilitator.outcome.schedule"), "main", ("send_on",))
    return Message(
        say("facilitator.outcome.title"),
        kicker=title_of(round_, facts),
        parts=tuple(parts),
        fields=(day_field(outcome, round_, facts, faults, values),) if items else (),
        choices=(
            *((schedule,) if items else ()),
            *((more,) if len(items) < MAX_ITEMS and not update else ()),
            *(() if update else check_choice(outcome, round_, facts)),
            Choice(Spot("round", round_.id).action(), say("facilitator.back"), "quiet"),
        ),
        after=(Text(say("facilitator.outcome.note"), "small"),) if items else (),
    )


def _entries(items: tuple[Item, ...], round_: Round, facts: DeskFacts) -> Entries:
    say = facts.say
    return Entries(
        say("facilitator.outcome.label"),
        tuple(
            Entry(
                item.said or say("facilitator.outcome.unsaid", number=number),
                say(item_fault(item) or "facilitator.outcome.whole"),
                Spot("outcome", round_.id, str(number)).action(),
            )
            for number, item in enumerate(items, 1)
        ),
    )


def _item(
    at: int | None,
    outcome: Outcome | None,
    round_: Round,
    facts: DeskFacts,
    *,
    faults: Mapping[str, str],
    values: Values,
) -> Message:
    say = facts.say
    item = outcome.items[at] if outcome and at is not None else None
    back = Spot("outcome", round_.id).action()
    more: tuple[Choice, ...] = ()
    if at is not None:
        remove = (Choice(f"remove_item:{at + 1}", say("facilitator.outcome.remove"), "quiet"),)
        more = (*quotes_choice(at, round_, facts), *remove)
    of = item.of if item else ""
    fields = item_fields(item, facts, faults, values, ENDINGS if of else STATUSES)
    return Message(
        say("facilitator.outcome.one"),
        kicker=title_of(round_, facts),
        parts=(Text(say(f"facilitator.{'again' if of else 'outcome'}.one_lead")),),
        fields=fields,
        choices=(
            Choice(
                "save",
                say("facilitator.outcome.save"),
                "main",
                tuple(f.id for f in fields),
                key="S",
            ),
            *more,
            Choice(back, say("facilitator.back"), "quiet"),
        ),
    )
