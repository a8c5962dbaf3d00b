"""Outcomes as the rules let them come about: one person writes, another lets them go out."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.consultation.model import Outcome, Staff
from bot.conversation.effects import ApproveOutcome, SaveOutcome
from bot.ports import Unit


def goes_out(
    unit: Unit | Any, writer: Staff, reader: Staff, outcome: Outcome, now: datetime
) -> None:
    """Write an outcome and let a reader of its round let it go out on its day."""
    unit.record(writer, (SaveOutcome(replace(outcome, state="ready")),), None, now)
    stored = next(each for each in unit.outcomes(outcome.round) if each.id == outcome.id)
    unit.record(reader, (ApproveOutcome(stored),), None, now)
