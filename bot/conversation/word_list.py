"""The list of words to cover in a round: a facilitator fills it before opening, readers add to it.

What is on it is never shown again, for only hashes are kept: it can grow, or be emptied.
"""

import re
from collections.abc import Mapping
from typing import Final

from bot.consultation.listed import MOST_WORDS, key_of
from bot.consultation.model import Role, Round, RoundState
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import EmptyList, ListWords
from bot.conversation.events import Chose
from bot.conversation.messages import Choice, Field, Message, Notice, Text

PLACE: Final = "list"
MAX_LISTED: Final = 4000
"""Longest text of words that are added at once, in characters."""
_HOME: Final = {Role.FACILITATOR: "draft", Role.COORDINATOR: "batch"}
_SURE: Final = "sure"
_BETWEEN: Final = re.compile(r"[\n,;]")


def may_list(round_: Round, facts: DeskFacts) -> bool:
    """Tell whether this person may change the list of a round as it stands."""
    if facts.me.role is Role.FACILITATOR:
        return round_.state is RoundState.DRAFT and round_.facilitator == facts.me.id
    reads = facts.me.role is Role.COORDINATOR and facts.me.id in round_.readers
    return reads and round_.state in (RoundState.OPEN, RoundState.CLOSED)


def list_step(spot: Spot, event: Chose, facts: DeskFacts, round_: Round) -> StaffStep:
    """Add words, or empty the list."""
    say = facts.say
    if not may_list(round_, facts):
        return StaffStep(spot, faults={"": say("listed.fault.not_now")})
    if event.action == "empty":
        here = Spot(PLACE, round_.id)
        return StaffStep(here, (EmptyList(round_.id),), note=_note(facts, "emptied"))
    if event.action != "add":
        return StaffStep(spot)
    text = event.first("words")
    phrases = [phrase for part in _BETWEEN.split(text) if (phrase := part.strip())]
    keys = tuple(dict.fromkeys(key_of(phrase) for phrase in phrases))
    fault = ""
    if not keys:
        fault = say("listed.fault.empty")
    elif len(text) > MAX_LISTED:
        fault = say("listed.fault.too_long")
    elif "" in keys:
        fault = say("listed.fault.words", most=MOST_WORDS)
    if fault:
        return StaffStep(spot, faults={"words": fault})
    return StaffStep(spot, (ListWords(round_.id, keys),), note=_note(facts, "added"))


def list_screen(
    spot: Spot,
    round_: Round,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Mapping[str, tuple[str, ...]],
) -> Message:
    """Return the page of a list."""
    say = facts.say
    home = Spot(_HOME.get(facts.me.role, ""), round_.id)
    away = Choice(home.action(), say("listed.back"), "quiet")
    lines = tuple(say(f"listed.{line}") for line in ("kept", "own", "gone"))
    if not may_list(round_, facts):
        return Message(
            say("listed.title"), parts=(Text(say("listed.fault.not_now")),), choices=(away,)
        )
    if spot.item == _SURE:
        return _sure(round_, facts)
    box = Field(
        "words",
        say("listed.words"),
        "long",
        say("listed.hint", most=MOST_WORDS),
        value="".join(values.get("words", ())),
        fault=faults.get("words", ""),
        max_length=MAX_LISTED,
    )
    return Message(
        say("listed.title"),
        kicker=round_.title,
        parts=(Text(say("listed.lead")), Notice(lines)),
        fields=(box,),
        choices=(
            Choice("add", say("listed.add"), "main", ("words",), key="S"),
            Choice(Spot(PLACE, round_.id, _SURE).action(), say("listed.empty"), "quiet"),
            away,
        ),
    )


def _sure(round_: Round, facts: DeskFacts) -> Message:
    say = facts.say
    return Message(
        say("listed.sure"),
        kicker=round_.title,
        parts=(Text(say("listed.sure_note")),),
        choices=(
            Choice("empty", say("listed.really")),
            Choice(Spot(PLACE, round_.id).action(), say("listed.stay")),
        ),
        group=say("listed.sure"),
    )


def _note(facts: DeskFacts, what: str) -> str:
    return f"{facts.me.role}.note.{what}"
