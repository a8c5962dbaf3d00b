"""Handing a round over to another facilitator, by its own facilitator or by an admin. Contributors
notice nothing: what they were told names the person they know, not the one who runs the round."""

from collections.abc import Mapping

from bot.consultation.model import Role, Round, Staff
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import HandOver
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import title_of
from bot.conversation.messages import Choice, Field, Message, Notice, Option

Values = Mapping[str, tuple[str, ...]]


def takers(round_: Round, facts: DeskFacts) -> tuple[Staff, ...]:
    """Return who may take a round over: every other facilitator, by name."""
    found = (each for each in facts.staff.values() if each.role is Role.FACILITATOR)
    others = (each for each in found if each.id not in (round_.facilitator, *round_.readers))
    return tuple(sorted(others, key=lambda each: (each.name, each.id)))


def hand_over(
    spot: Spot, event: Chose, facts: DeskFacts, round_: Round, then: tuple[Spot, str]
) -> StaffStep:
    """Return the step that hands a round to whoever was picked; ``then`` is where it leads and the
    phrase key of its note."""
    to = event.first("to")
    if to not in {each.id for each in takers(round_, facts)}:
        return StaffStep(spot, faults={"to": facts.say("handover.pick")})
    return StaffStep(then[0], (HandOver(round_.id, to),), note=then[1])


def hand_screen(
    round_: Round, facts: DeskFacts, faults: Mapping[str, str], values: Values, back: Spot
) -> Message:
    """Return the page that asks once more and says all that will happen."""
    say = facts.say
    keep = Choice(back.action(), say("handover.keep"), "quiet")
    others = takers(round_, facts)
    title = title_of(round_, facts)
    if not others:
        none = Notice((say("handover.nobody"),))
        return Message(say("handover.title"), kicker=title, parts=(none,), choices=(keep,))
    now = facts.staff.get(round_.facilitator)
    mine = round_.facilitator == facts.me.id
    leaves = say("handover.mine") if mine else say("handover.theirs", name=now.name if now else "")
    picked = values.get("to", ())
    return Message(
        say("handover.title"),
        kicker=title,
        parts=(Notice((say("handover.first"), leaves, say("handover.nothing"))),),
        fields=(
            Field(
                "to",
                say("handover.to.label"),
                "one",
                options=tuple(Option(each.id, each.name, each.id in picked) for each in others),
                fault=faults.get("to", ""),
            ),
        ),
        choices=(Choice("hand", say("handover.go"), fields=("to",)), keep),
    )
