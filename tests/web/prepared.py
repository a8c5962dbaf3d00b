"""Outcomes that stand ready for the acts of the matrix: written, waiting, planned, told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.consultation.model import Item, Outcome, Response, Role, RoundState
from bot.consultation.rounds import OVER
from bot.conversation.effects import SaveOutcome
from bot.ports import Unit
from tests.outcomes import goes_out
from tests.web.world import PEOPLE, START

ITEM = Item("You trust those who ring.", "One worker each.", "done", "you told us so.")
_SIGNED = Response("I read it.", "Catriona Bell", "head", START.date(), "Fiona")
_WRITER, _READER = PEOPLE[Role.FACILITATOR], PEOPLE[Role.COORDINATOR]


def written(round_id: str, state: str) -> Outcome:
    """An outcome of a round as its facilitator wrote it."""
    day = date(2027, 4, 1)
    return Outcome("0d" * 16, round_id, (ITEM,), day, state, response=_SIGNED, writer=_WRITER.id)


def planned(state: str) -> Callable[[Unit, str], object]:
    def prepare(unit: Unit, round_id: str) -> None:
        round_ = unit.round(round_id)
        if round_ is None or round_.state not in OVER:
            return
        if state == "scheduled":
            goes_out(unit, _WRITER, _READER, written(round_id, "draft"), START)
        else:
            unit.record(_WRITER, (SaveOutcome(written(round_id, state)),), None, START)

    return prepare


def told(unit: Any, round_id: str) -> None:
    """Let people have heard of a plan that is due."""
    round_ = unit.round(round_id)
    if round_ is not None and round_.state is RoundState.SEALED:
        plan = replace(ITEM, status="planned", due=START.date(), owner="Isla")
        unit._write_outcome(replace(written(round_id, "sent"), items=(plan,)), "sent")
