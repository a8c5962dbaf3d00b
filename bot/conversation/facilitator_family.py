"""A family of rounds: the same thing asked of several groups, each with questions of its own.

Each round has its own key, readers and promise; what ties them is that they stand together on the
desk. One of leaders can come first, and what it found can be read in the next as a card.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.consultation.model import Round, RoundState
from bot.consultation.rounds import again
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import SaveRound
from bot.conversation.events import Chose
from bot.conversation.facilitator_facts import own_rounds, promise, state_words, title_of
from bot.conversation.messages import Choice, Entries, Entry, Part
from bot.conversation.tables import Cell, Table

_ASKED_NOBODY: Final = (RoundState.DRAFT, RoundState.CANCELLED)


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
    if not entries:
        return ()
    listed = Entries(say("family.label"), entries, say("family.note"))
    return (listed, *side_by_side((round_, *others), facts))


def side_by_side(rounds: Iterable[Round], facts: DeskFacts) -> tuple[Part, ...]:
    """Return a table of each family: how its promise stands for each audience, how much people
    asked about what they were told, and how much of that is answered."""
    families: dict[str, list[Round]] = {}
    for each in rounds:
        if not each.parent and each.state not in _ASKED_NOBODY:
            families.setdefault(_family(each), []).append(each)
    return tuple(_table(theirs, facts) for theirs in families.values() if theirs[1:])


def _table(rounds: Iterable[Round], facts: DeskFacts) -> Table:
    say = facts.say
    groups = {each.id: each for each in facts.groups}
    rows = []
    for round_ in rounds:
        group, loop = groups.get(round_.group), facts.loops.get(round_.id)
        state = say(f"facilitator.loop.is.{loop.state}") if loop else say("family.table.not_yet")
        # While people can take back what they asked, nothing of it is counted.
        counts = ("", "") if not loop or loop.state == "open" else (loop.asked, loop.answered)
        rows.append(
            (
                Cell(group.audience if group else title_of(round_, facts)),
                Cell(promise(round_, facts).status),
                *(Cell(f"{count}") for count in counts),
                Cell(state),
            )
        )
    caption, heads = say("family.table.caption"), say.many("family.table.heads")
    return Table(caption, heads, tuple(rows), say("family.table.note"))


def _family(round_: Round) -> str:
    return round_.family or round_.id
