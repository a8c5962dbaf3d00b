"""Evaluations: two rounds, a wave before and a wave after, matched without knowing whose they are.

Both waves lie under one key, so a person has the same pseudonym in both. They share one day until
which answers can be taken back, fixed by the first wave, and are sealed together. Then the picks of
those who answered a scale in both are written down in pairs, each scale shuffled for itself.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.consultation.model import Round, RoundState

BEFORE: Final = "before"
AFTER: Final = "after"


def misfits(round_: Round, rounds: Iterable[Round]) -> Iterator[tuple[str, str]]:
    """Yield why a round may not open as a wave of its evaluation: the field to mend and the phrase
    that says it. ``rounds`` are those of everybody. A round of no evaluation fits.

    There is one round a wave, for good: one that was called off is not replaced, since its key may
    be on its way to being destroyed.
    """
    if not round_.evaluation:
        return
    if round_.wave not in (BEFORE, AFTER):
        yield "wave", "gate.wave"
        return
    theirs = [each for each in rounds if each.evaluation == round_.evaluation]
    waves = {each.wave: each for each in theirs if each.state is not RoundState.DRAFT}
    first = waves.get(BEFORE)
    if round_.wave in waves:
        yield "wave", "gate.wave_twice"
    elif round_.wave == AFTER and (first is None or first.state is RoundState.CANCELLED):
        yield "wave", "gate.wave_first"
    elif round_.wave == AFTER and first is not None:
        yield from _second(round_, first)


def _second(round_: Round, first: Round) -> Iterator[tuple[str, str]]:
    if first.state is RoundState.OPEN:
        yield "wave", "gate.wave_open"
    elif first.state is not RoundState.CLOSED:
        yield "wave", "gate.wave_late"
    if round_.question_set != first.question_set:
        yield "question_set", "gate.wave_set"
    if (round_.withdraw_until, round_.zone) != (first.withdraw_until, first.zone):
        yield "withdraw_until", "gate.wave_until"
