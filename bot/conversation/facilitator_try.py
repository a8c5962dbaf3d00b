"""A draft that others try out: its link, and what they said once the link is over.

While people try it nothing is shown, not even whether anybody came: a figure that moves tells whom it
moved for.
"""

from collections.abc import Iterable

from bot.consultation.disclosure import Withheld as Held
from bot.consultation.disclosure import steps
from bot.consultation.links import Kind, Link, last_day, tries
from bot.consultation.model import Round
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_facts import joined, reasons, title_of
from bot.conversation.facilitator_form import specs_of
from bot.conversation.facilitator_words import asked_in, questions_of, texts_of
from bot.conversation.figures import number
from bot.conversation.messages import (
    Card,
    Choice,
    Heading,
    Look,
    Message,
    Notice,
    Part,
    Row,
    Rows,
    Share,
    Text,
    Withheld,
)
from bot.conversation.tryout import SAYINGS


def missing_to_try(draft: Round, facts: DeskFacts) -> dict[str, str]:
    """Return in whole sentences why nobody may be asked to try a draft: all that keeps it from
    opening, but for its dates, and for what a try-out is to tell."""
    later = {"looked", *(spec.id for spec in specs_of("dates"))}
    return {name: why for name, why in reasons(draft, facts).items() if name not in later}


def try_screen(spot: Spot, draft: Round, facts: DeskFacts) -> Message:
    """Return the page of a draft's try-out; the item *again* asks once more before a new one."""
    link = facts.link
    if link is not None and tries(link, draft, facts.now):
        return _going_on(draft, link, facts)
    if link is not None and link.kind is Kind.TRIED and spot.item == "again":
        return _again(draft, facts)
    if link is not None and link.kind is Kind.TRIED:
        return _over(draft, link, facts)
    lacking = missing_to_try(draft, facts)
    say = facts.say
    told = [Text(say(f"facilitator.try.{each}")) for each in ("first", "second", "third")]
    day = say.date(last_day(facts.now))
    parts: list[Part] = [*told, Text(say("facilitator.try.gone", day=day), "small")]
    if lacking:
        parts.append(Notice((say("facilitator.try.not_yet"), *lacking.values())))
    return _page(draft, facts, parts, () if lacking else (_start(facts, "main"),))


def _going_on(draft: Round, link: Link, facts: DeskFacts) -> Message:
    say = facts.say
    day = say.date(link.until) if link.until else ""
    parts: tuple[Part, ...] = (
        Share(say("facilitator.try.link"), f"/r/{link.code}"),
        Text(say("facilitator.try.hand_out", k=draft.k)),
        Notice((say("facilitator.try.hidden"), say("facilitator.try.moving"))),
        Text(say("facilitator.try.gone", day=day), "small"),
    )
    return _page(draft, facts, parts, (Choice("end", say("facilitator.try.end")),))


def _over(draft: Round, link: Link, facts: DeskFacts) -> Message:
    say = facts.say
    day = say.date(link.until) if link.until else ""
    readers = joined(say, (s.name for r in draft.readers if (s := facts.staff.get(r))))
    read_first = Text(say("facilitator.try.read_first", readers=readers))
    words: tuple[Part, ...] = tuple(texts_of(draft, facts, sealed=False)) if facts.approved else ()
    parts: tuple[Part, ...] = (
        Notice((say("facilitator.try.over"), say("facilitator.try.gone", day=day))),
        Heading(say("facilitator.try.sayings")),
        *_sayings(draft, facts),
        Heading(say("facilitator.try.words")),
        *words,
        *(() if words else (read_first,)),
    )
    again = Choice(Spot("try", draft.id, "again").action(), say("facilitator.try.again"))
    return _page(draft, facts, parts, (again,))


def _again(draft: Round, facts: DeskFacts) -> Message:
    """Ask once more: with a new link all that was said goes."""
    say = facts.say
    lacking = missing_to_try(draft, facts)
    told = (say("facilitator.try.again_note"), say("facilitator.try.no_undo"))
    keep = Choice(Spot("try", draft.id).action(), say("facilitator.try.keep"))
    return Message(
        say("facilitator.try.again_title"),
        kicker=title_of(draft, facts),
        parts=(Notice(told),) if not lacking else (Notice(tuple(lacking.values())),),
        choices=(keep,) if lacking else (_start(facts, "two"), keep),
        group=say("facilitator.try.again_title"),
    )


def _sayings(draft: Round, facts: DeskFacts) -> Iterable[Part]:
    """What was picked of each question, in words that no one person can be told from."""
    say = facts.say
    steps = questions_of(draft, facts)
    for question in steps:
        given = facts.tallies.get(question.id)
        if given is None:
            continue
        rows = tuple(
            Row(say(f"tryout.say.{each}"), (_count(given[each], draft.k, facts),))
            for each in SAYINGS
            if given.get(each)
        )
        yield Card(asked_in(question, draft), (Rows(rows),))
    if any(each.id not in facts.tallies for each in steps):
        label = "facilitator.words.other" if facts.tallies else "facilitator.try.all"
        few = say("facilitator.try.few", k=draft.k)
        yield Withheld(say(label), say("facilitator.try.held"), few)


def _count(count: int, k: int, facts: DeskFacts) -> str:
    told = steps(count, k)
    return facts.say("facilitator.some") if isinstance(told, Held) else number(told, facts.say)


def _start(facts: DeskFacts, look: Look) -> Choice:
    return Choice("try", facts.say("facilitator.try.start"), look)


def _page(
    draft: Round, facts: DeskFacts, parts: Iterable[Part], choices: tuple[Choice, ...]
) -> Message:
    say = facts.say
    back = Choice(Spot("draft", draft.id).action(), say("facilitator.draft.back"), "quiet")
    return Message(
        say("facilitator.try.title"),
        kicker=title_of(draft, facts),
        parts=tuple(parts),
        choices=(*choices, back),
    )
