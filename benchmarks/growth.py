"""Whether a turn takes longer where much has been answered: 100,000 answers beside 1,000."""

import asyncio
import secrets
import tempfile
from pathlib import Path
from statistics import fmean, median

from benchmarks.write_chats import NOW, QUESTIONS, ROUND, WORDS, Chats, installation
from bot.consultation.model import Answer, Hears
from bot.consultation.redaction import Kept
from bot.conversation.effects import Consent, Hear, Keep
from bot.conversation.events import Address
from bot.ports import Turn, Unit

FEW, MANY = 1_000, 100_000
ROUNDS = 3
_CHUNK = 500


async def _fill(chats: Chats, answers: int) -> None:
    """Let people answer all questions until so many answers are stored."""
    questions = [each.id for each in chats.app.library.sets[ROUND.question_set].questions]
    if len(questions) != QUESTIONS:
        raise AssertionError(questions)
    keep = [Keep(Answer("", question, kept=Kept(WORDS), quote=True)) for question in questions]

    def work(unit: Unit) -> None:
        round_ = unit.round(ROUND.id)
        if round_ is None:
            raise AssertionError(ROUND.id)
        for _ in range(min(_CHUNK, answers // QUESTIONS)):
            address = Address("bench", "", secrets.token_hex(16))
            turn = Turn(round_, "", address, {"channel": "web"})
            unit.remember(turn, (Consent(), Hear(Hears.ALL), *keep), NOW)

    for _ in range(max(1, answers // QUESTIONS // _CHUNK)):
        await chats.app.database.run(work)


async def _times(few: Chats, many: Chats) -> tuple[list[float], list[float]]:
    """Return the seconds of single turns, taken by turns among few answers and among many."""
    early, late = [], []
    for _ in range(ROUNDS):
        await few.ready()
        await many.ready()
        for group, other in zip(few.people, many.people, strict=True):
            for person, another in zip(group, other, strict=True):
                early.append(await few.alone(person))
                late.append(await many.alone(another))
    return early, late


async def _measured() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        async with installation(Path(small)) as few, installation(Path(large)) as many:
            await _fill(few, FEW)
            await _fill(many, MANY)
            early, late = await _times(few, many)
    return {
        "turn_growth": median(late) / median(early),
        "turn_growth_of_the_mean": fmean(late) / fmean(early),
        "turn_among_1000_microseconds": 1e6 * median(early),
        "turn_among_100000_microseconds": 1e6 * median(late),
    }


def measure() -> dict[str, float]:
    """Return how much longer a turn takes among 100,000 answers than among 1,000 (1 is as long)."""
    return asyncio.run(_measured())
