"""Key messages for the front line: one page with what was asked, what people say most, two quotes and
what happens next. The facilitator picks them; they begin with what came of the round."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.consultation.model import Round, RoundState
from bot.consultation.promises import is_sent
from bot.consultation.telling import plans
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveMessages
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import promise, title_of
from bot.conversation.facilitator_form import Values
from bot.conversation.messages import (
    Choice,
    Field,
    Heading,
    Message,
    Option,
    Part,
    Quote,
    Text,
)
from bot.conversation.report_quotes import quotable
from bot.ports import SealedText

FEWEST: Final = 3
MOST: Final = 5
LONGEST: Final = 200
"""Of one message, in characters."""
QUOTES: Final = 2
_SHORT: Final = 300
"""The longest quote that fits a page with everything else, in characters."""
_OFFERED: Final = 40
_FIELDS: Final = tuple(f"message-{number}" for number in range(1, MOST + 1))


def picked(round_: Round) -> tuple[str, ...]:
    """Return a round's key messages."""
    return round_.messages


def messages_screen(
    round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values, *, choose: bool
) -> Message:
    """Return the page, or the form to pick what stands on it."""
    if choose or faults or not round_.messages:
        return _form(round_, facts, faults, values)
    return _sheet(round_, facts)


def choose_messages(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Keep the messages and quotes that were picked."""
    if round_.state is not RoundState.SEALED:
        return StaffStep(spot, faults={"": facts.say("report.fault.not_sealed")})
    texts = [" ".join(event.first(name).split()) for name in _FIELDS]
    kept = tuple(filter(None, texts))
    offered = {each.id for each in _offered(round_, facts)}
    quotes = tuple(dict.fromkeys(event.values.get("quotes", ())))
    faults = {
        name: facts.say("report.fault.long", most=LONGEST)
        for name, text in zip(_FIELDS, texts, strict=True)
        if len(text) > LONGEST
    }
    if len(kept) < FEWEST:
        empty = next(name for name, text in zip(_FIELDS, texts, strict=True) if not text)
        faults[empty] = facts.say("report.fault.few", fewest=FEWEST)
    if len(quotes) > QUOTES or not offered.issuperset(quotes):
        faults["quotes"] = facts.say("report.fault.quotes", most=QUOTES)
    if faults:
        return StaffStep(spot, faults=faults)
    here = Spot(spot.place, round_.id, "key")
    effect = SaveMessages(round_.id, kept, quotes)
    return StaffStep(here, (effect,), note="facilitator.note.messages")


def _sheet(round_: Round, facts: DeskFacts) -> Message:
    say = facts.say
    allowed = {each.id: each for each in quotable(round_, facts)}
    quotes = [Quote(allowed[each].text) for each in round_.cited if each in allowed]
    parts: list[Part] = [
        Text(say("report.key.lead", asker=round_.asker), "small"),
        Heading(say("report.key.asked")),
        Text(round_.purpose),
        Heading(say("report.key.heard")),
        *(Text(each, "lead") for each in round_.messages),
    ]
    parts += [Heading(say("report.key.quotes")), *quotes] if quotes else []
    parts += [Heading(say("report.key.next")), *_next(round_, facts)]
    return Message(
        title_of(round_, facts),
        kicker=say("report.key.title"),
        parts=tuple(parts),
        choices=(
            Choice(Spot("report", round_.id, "choose").action(), say("report.key.change"), key="C"),
            *(Choice(f"export:{form}", say(f"report.file.{form}")) for form in ("html", "md")),
            Choice(Spot("report", round_.id).action(), say("report.back"), "quiet"),
        ),
        paper=f"/desk/report/{round_.id}/key",
    )


def _next(round_: Round, facts: DeskFacts) -> Iterator[Part]:
    """What is planned, once people have heard; until then, by when they hear."""
    say = facts.say
    items = [item for each in facts.outcomes if is_sent(each) for item in each.items]
    planned = [each.item.did for each in plans(facts.outcomes)]
    if not items:
        yield Text(promise(round_, facts).text)
    for did in planned:
        yield Text(say("report.key.planned", did=did))
    if items and not planned:
        yield Text(say("report.key.told"))


def _form(round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Message:
    say = facts.say
    first = round_.messages or tuple(_from_outcomes(facts))
    fields = [
        Field(
            id=name,
            label=say("report.key.field", number=number),
            kind="long",
            value=values.get(name, (first[number - 1] if number <= len(first) else "",))[0],
            max_length=LONGEST,
            optional=number > FEWEST,
            fault=faults.get(name, ""),
        )
        for number, name in enumerate(_FIELDS, 1)
    ]
    chosen = values.get("quotes", round_.cited)
    offered = _offered(round_, facts)
    if offered:
        options = tuple(Option(each.id, each.text, each.id in chosen) for each in offered)
        label = say("report.key.field_quotes", most=QUOTES)
        hint = say("report.key.hint_quotes", longest=_SHORT)
        fault = faults.get("quotes", "")
        fields.append(
            Field("quotes", label, "many", hint, options=options, fault=fault, optional=True)
        )
    return Message(
        say("report.key.title"),
        kicker=title_of(round_, facts),
        parts=(Text(say("report.key.form")), Text(say("report.key.form_note"), "small")),
        fields=tuple(fields),
        choices=(
            Choice("messages", say("report.key.save"), "main", tuple(each.id for each in fields)),
            Choice(Spot("report", round_.id).action(), say("report.back"), "quiet"),
        ),
    )


def _from_outcomes(facts: DeskFacts) -> Iterator[str]:
    """What came of the round, one line each, to begin with."""
    items = [item for each in facts.outcomes if is_sent(each) for item in each.items]
    for item in items[:MOST]:
        what = item.did or facts.say("contributor.outcome.because", because=item.because)
        yield f"{item.said} {what}"[:LONGEST]


def _offered(round_: Round, facts: DeskFacts) -> tuple[SealedText, ...]:
    """Quotes short enough for the page; the ids are random, so which ones come first is chance."""
    short = [each for each in quotable(round_, facts) if len(each.text) <= _SHORT]
    return tuple(replace(each, text=" ".join(each.text.split())) for each in short[:_OFFERED])
