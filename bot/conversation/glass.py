"""Finding out whose words gave concern, as two leads see it: one asks and looks, the other agrees."""

from collections.abc import Mapping
from typing import Final

from bot.consultation.model import Concern, Round
from bot.consultation.safety import may_break_glass
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.events import Chose
from bot.conversation.lead_effects import AgreeGlass, AskGlass, OpenGlass
from bot.conversation.messages import Choice, Field, Message, Notice, Option, Part, Row, Rows, Text

GLASS: Final = "glass"
ACTS: Final = frozenset(
    (
        (GLASS, "ask"),
        *((place, act) for place in ("", "concern") for act in ("see", "agree", "refuse")),
    )
)
"""All acts of it, by place and name."""
MOST: Final = 1000
_SHOWN: Final = ("user", "team", "tenant")
"""Of a contact, what points at an account. A code is never shown: it would let somebody in."""


def round_of(concern: Concern, facts: DeskFacts) -> Round | None:
    """Return the round of a concern in which it can be found out whose it is."""
    found = next((each for each in facts.rounds if each.id == concern.round), None)
    return found if found is not None and may_break_glass(concern, found) else None


def glass_step(spot: Spot, event: Chose, facts: DeskFacts) -> StaffStep:
    """Ask, agree, refuse or look."""
    verb, _, item = event.action.partition(":")
    item = item or spot.item
    concern = next((each for each in facts.concerns if each.id == item), None)
    round_ = round_of(concern, facts) if concern else None
    if concern is None or round_ is None:
        return StaffStep(Spot(), faults={"": facts.say("lead.gone")})
    asked, first = concern.glass, round_.lead == facts.me.id
    if verb == "ask" and first and asked is None:
        return _ask(spot, event, facts, concern)
    if verb == "see" and first and asked is not None and asked.agreed:
        return StaffStep(Spot(GLASS, "", item), (OpenGlass(item),), note="lead.note.see")
    if verb in ("agree", "refuse") and not first and asked is not None and not asked.agreed:
        effect = AgreeGlass(item, agree=verb == "agree")
        return StaffStep(Spot(), (effect,), note=f"lead.note.{verb}")
    return StaffStep(Spot(), faults={"": facts.say("lead.gone")})


def _ask(spot: Spot, event: Chose, facts: DeskFacts, concern: Concern) -> StaffStep:
    why, tell = event.first("why").strip()[:MOST], event.first("tell")
    unsafe = event.first("unsafe").strip()[:MOST]
    faults = {} if why else {"why": facts.say("lead.glass.no_why")}
    if tell not in ("yes", "no"):
        faults["tell"] = facts.say("lead.glass.no_tell")
    elif tell == "no" and not unsafe:
        faults["unsafe"] = facts.say("lead.glass.no_unsafe")
    if faults:
        return StaffStep(spot, faults=faults)
    effect = AskGlass(concern.id, why, unsafe if tell == "no" else "")
    return StaffStep(Spot(), (effect,), note="lead.note.ask")


def glass_parts(concern: Concern, facts: DeskFacts) -> tuple[Part, ...]:
    """Return how far it is, on the card of an opened concern."""
    round_, say, asked = round_of(concern, facts), facts.say, concern.glass
    if round_ is None or asked is None:
        return ()
    if round_.lead == facts.me.id:
        second = facts.staff[round_.second].name if round_.second in facts.staff else ""
        key = "agreed" if asked.agreed else "waits"
        return (Notice((say(f"lead.glass.{key}", second=second),)),)
    rows = [Row(say("lead.glass.why.label"), (asked.why,))]
    rows += [Row(say("lead.glass.unsafe.label"), (asked.unsafe,))] if asked.unsafe else []
    return (Text(say("lead.glass.second")), Rows(tuple(rows)))


def glass_choices(concern: Concern, facts: DeskFacts, about: str) -> tuple[Choice, ...]:
    """Return what this lead can do about it now."""
    round_, say, asked = round_of(concern, facts), facts.say, concern.glass
    if round_ is None:
        return ()
    if round_.lead != facts.me.id:
        acts: tuple[str, ...] = ("agree", "refuse")
    elif asked is None:
        there = Spot(GLASS, "", concern.id).action()
        return (Choice(there, say("lead.glass.start"), "quiet", about=about),)
    else:
        acts = ("see",) if asked.agreed else ()
    return tuple(
        Choice(f"{act}:{concern.id}", say(f"lead.glass.{act}"), about=about) for act in acts
    )


def glass_screen(
    spot: Spot,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Mapping[str, tuple[str, ...]],
) -> Message | None:
    """Return the form to ask with, or, once, how the person can be reached."""
    say = facts.say
    if facts.behind is not None:
        return _seen(facts.behind, facts)
    concern = next((each for each in facts.concerns if each.id == spot.item), None)
    round_ = round_of(concern, facts) if concern else None
    if concern is None or round_ is None or concern.glass or round_.lead != facts.me.id:
        return None

    def box(name: str, *, optional: bool = False) -> Field:
        return Field(
            name,
            say(f"lead.glass.{name}.label"),
            "long",
            say(f"lead.glass.{name}.hint"),
            value="".join(values.get(name, ())),
            fault=faults.get(name, ""),
            max_length=MOST,
            optional=optional,
        )

    tell = Field(
        "tell",
        say("lead.glass.tell"),
        "one",
        options=tuple(
            Option(each, say(f"lead.glass.told.{each}"), each in values.get("tell", ()))
            for each in ("yes", "no")
        ),
        fault=faults.get("tell", ""),
    )
    return Message(
        say("lead.glass.title"),
        kicker=round_.title,
        parts=tuple(map(Text, say.many("lead.glass.lead"))),
        fields=(box("why"), tell, box("unsafe", optional=True)),
        choices=(
            Choice("ask", say("lead.glass.ask"), "main", ("why", "tell", "unsafe")),
            Choice(Spot("concern", "", concern.id).action(), say("lead.glass.leave"), "quiet"),
        ),
    )


def _seen(contact: Mapping[str, str], facts: DeskFacts) -> Message:
    say = facts.say
    rows = tuple(
        Row(say(f"lead.glass.part.{name}"), (contact[name],))
        for name in _SHOWN
        if contact.get(name)
    )
    channel = contact.get("channel", "")
    key = "gone" if not contact else "there" if rows else "code"
    named = say(f"contributor.channel.{channel}") if channel else ""
    told = Notice((say(f"lead.glass.{key}", channel=named), say("lead.glass.once")))
    return Message(
        say("lead.glass.reach"),
        parts=(told, *((Rows(rows),) if rows else ())),
        choices=(Choice(Spot().action(), say("lead.glass.done"), "main"),),
    )
