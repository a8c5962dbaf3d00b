"""What may be read of a round's answers once it has closed: pure, and the same before sealing and
after it. A question that fewer than k people answered leaves nothing, as if nobody had."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.consultation.model import Review
from bot.ports import SealedText
from storage.vault import Held


@dataclass(frozen=True, slots=True)
class Harvest:
    """``texts`` have no ids yet. ``answered`` gives the pseudonyms by question, small questions
    left out; ``tallies`` the picks by question and option."""

    texts: tuple[SealedText, ...]
    tallies: dict[str, dict[str, int]]
    answered: dict[str, frozenset[bytes]]


def harvest(answers: Iterable[Held], k: int) -> Harvest:
    """Gather what may be read. Texts count and appear apart from picks."""
    written: dict[str, set[bytes]] = defaultdict(set)
    picked: dict[str, set[bytes]] = defaultdict(set)
    texts: list[SealedText] = []
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for held in answers:
        answer = held.answer
        if answer.kept is None:
            picked[answer.question].add(held.row.pseud)
            tallies[answer.question].update(answer.picks)
            continue
        written[answer.question].add(held.row.pseud)
        if answer.review is Review.APPROVED:
            texts.append(SealedText("", answer.question, answer.kept.text, answer.quote))
    return Harvest(
        tuple(text for text in texts if len(written[text.question]) >= k),
        {q: dict(counts) for q, counts in tallies.items() if len(picked[q]) >= k},
        {
            question: frozenset(written[question] | picked[question])
            for question in written.keys() | picked.keys()
            if len(written[question] | picked[question]) >= k
        },
    )
