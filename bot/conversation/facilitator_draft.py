"""A draft on the desk: its pages, all of it at a glance, and the page that opens it."""

from collections.abc import Mapping

from bot.consultation.model import Round
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.facilitator_evaluation import wave_choice, waves_of
from bot.conversation.facilitator_facts import SECTIONS, reasons, title_of
from bot.conversation.facilitator_family import family_of, sibling_choice
from bot.conversation.facilitator_form import SPECS, Values, fields_of, specs_of
from bot.conversation.languages import language_rows
from bot.conversation.messages import (
    Choice,
    Entries,
    Entry,
    Field,
    Message,
    Notice,
    Part,
    Share,
    Text,
)
from bot.conversation.records import kept_choice
from bot.conversation.word_list import PLACE


def draft_screen(
    spot: Spot, draft: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    """Return the page of a draft that a place names; every unknown one is the overview."""
    item = spot.item if spot.place == "draft" else ""
    if item in SECTIONS:
        return _section(item, draft, facts, faults, values)
    if item == "open":
        return _open(draft, facts, faults, values)
    return _overview(draft, facts, faults)


def _overview(draft: Round, facts: DeskFacts, faults: Mapping[str, str]) -> Message:
    say = facts.say
    told = [sentence for field, sentence in faults.items() if field]
    parts: list[Part] = [Notice((say("gate.refused"), *told))] if told else []
    parts += [
        Text(say("facilitator.draft.lead")),
        _pages(draft, facts, ""),
        *_preview(draft, facts),
        *waves_of(draft, facts),
        *family_of(draft, facts),
        *language_rows(facts, draft.question_set),
    ]
    return Message(
        title_of(draft, facts),
        kicker=say("facilitator.state.draft"),
        parts=tuple(parts),
        choices=(
            Choice(Spot("draft", draft.id, "open").action(), say("facilitator.draft.open"), "main"),
            Choice(Spot("try", draft.id).action(), say("facilitator.draft.try"), "quiet"),
            wave_choice(draft, facts),
            *sibling_choice(draft, facts),
            kept_choice(draft, facts),
            Choice(Spot(PLACE, draft.id).action(), say("facilitator.draft.list"), "quiet"),
            Choice(Spot("hand", draft.id).action(), say("facilitator.round.hand"), "quiet"),
        ),
    )


def _pages(draft: Round, facts: DeskFacts, current: str) -> Entries:
    """The pages, and how much each still lacks."""
    say = facts.say
    lacking = reasons(draft, facts)
    entries = []
    for section in SECTIONS:
        count = sum(spec.id in lacking for spec in specs_of(section))
        entries.append(
            Entry(
                say(f"round.section.{section}"),
                say("facilitator.draft.lacks", count=count)
                if count
                else say("facilitator.draft.ready"),
                Spot("draft", draft.id, section).action(),
                section == current,
            )
        )
    return Entries(say("facilitator.draft.pages"), tuple(entries), aside=bool(current))


def _preview(draft: Round, facts: DeskFacts) -> tuple[Part, ...]:
    say = facts.say
    return (
        Share(say("facilitator.draft.preview"), f"/r/{draft.code}"),
        Text(say("facilitator.draft.preview_note"), "small"),
    )


def _section(
    section: str, draft: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values
) -> Message:
    say = facts.say
    specs = specs_of(section)
    return Message(
        say(f"round.section.{section}"),
        kicker=title_of(draft, facts),
        parts=(
            Text(say(f"round.section_lead.{section}")),
            *(_to_look_at(draft, facts) if section == SECTIONS[0] else ()),
            _pages(draft, facts, section),
        ),
        fields=fields_of(specs, draft, facts, faults, values),
        choices=(
            Choice(
                "save", say("facilitator.draft.save"), "main", tuple(s.id for s in specs), key="S"
            ),
            Choice(Spot("draft", draft.id).action(), say("facilitator.draft.back"), "quiet"),
        ),
        after=(Text(say("facilitator.draft.save_note"), "small"),),
    )


def _to_look_at(draft: Round, facts: DeskFacts) -> tuple[Part, ...]:
    found = facts.findings.get((draft.question_set, draft.wording), ())
    return (Notice((facts.say("facilitator.draft.look"), *found)),) if found else ()


def _open(draft: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values) -> Message:
    """The page before opening: what still has to be said, beside its field, or what will happen."""
    say = facts.say
    lacking = reasons(draft, facts) | {name: told for name, told in faults.items() if name}
    back = Choice(Spot("draft", draft.id).action(), say("facilitator.draft.back"), "quiet")
    if lacking:
        fields = _mend(draft, facts, lacking, values)
        names = tuple(field.id for field in fields)
        save = (Choice("save", say("facilitator.draft.save"), "main", names, key="S"),)
        return Message(
            say("facilitator.open.not_yet"),
            kicker=title_of(draft, facts),
            parts=(Notice((say("gate.refused"), *lacking.values())),),
            fields=fields,
            choices=(*(save if names else ()), back),
        )
    lines = ("facilitator.open.first", "facilitator.open.second", "facilitator.open.third")
    return Message(
        say("facilitator.open.title"),
        kicker=title_of(draft, facts),
        parts=(Notice(tuple(say(line) for line in lines)), *_preview(draft, facts)),
        choices=(Choice("open", say("facilitator.open.yes"), "main"), back),
    )


def _mend(
    draft: Round, facts: DeskFacts, lacking: Mapping[str, str], values: Values
) -> tuple[Field, ...]:
    """Just the fields something is the matter with."""
    specs = [spec for spec in SPECS if spec.id in lacking]
    return fields_of(specs, draft, facts, lacking, values)
