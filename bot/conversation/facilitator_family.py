"""A family of rounds: the same thing asked of several groups, each with questions of its own.

Each round has its own key, readers and promise; what ties them is that they stand together on the
desk. One of leaders can come first, and what it found can be read in the next as a card.
"""

from dataclasses import replace

from bot.consultation.model import Round, RoundState
from bot.consultation.rounds import again
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveRound
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import own_rounds, state_words, title_of
from bot.conversation.messages import Choice, Entries, Entry, Part


def sibling_choice(round_: Round, facts: DeskFacts) -> tuple[Choice, ...]:
    """Return the button that makes the round of another group."""
    if round_.parent:
        return ()
    return (Choice("sibling", facts.say("family.ask"), "quiet"),)


def make_sibling(spot: Spot, _event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Make the draft of a round that asks another group."""
    if round_.parent:
        return StaffStep(spot)
    copy = again(round_, id_=facts.fresh_id, code=facts.fresh_code, facilitator=facts.me.id)
    draft = replace(copy, family=_family(round_), group="", age_band="")
    spot = Spot("draft", draft.id)
    return StaffStep(spot, (SaveRound(draft),), note="facilitator.note.sibling")


def family_of(round_: Round, facts: DeskFacts) -> tuple[Part, ...]:
    """Return the way to the other rounds of a family, each with the group it asks."""
    say = facts.say
    groups = {
        each.id: say("round.group", site=each.site, audience=each.audience) for each in facts.groups
    }
    others = [
        each
        for each in own_rounds(facts)
        if _family(each) == _family(round_) and each.id != round_.id and not each.parent
    ]
    entries = tuple(
        Entry(
            groups.get(each.group, title_of(each, facts)),
            say("facilitator.both", first=title_of(each, facts), second=state_words(each, facts)),
            Spot("draft" if each.state is RoundState.DRAFT else "round", each.id).action(),
        )
        for each in others
    )
    return (Entries(say("family.label"), entries, say("family.note")),) if entries else ()


def _family(round_: Round) -> str:
    return round_.family or round_.id
