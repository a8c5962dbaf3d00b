"""What may be read of a round's answers once it has closed: pure, and the same before sealing and
after it. A question that fewer than k people answered leaves nothing, as if nobody had; questions
that were put together count as one, and go by the first of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.consultation.disclosure import tells_nobody
from bot.consultation.joining import Joined, lead
from bot.consultation.model import Review
from bot.ports import SealedText
from storage.vault import Held


@dataclass(frozen=True, slots=True)
class Harvest:
    """``texts`` have ids if they were given any. ``answered`` gives the pseudonyms by question, small questions
    left out; ``tallies`` the picks by question and option."""

    texts: tuple[SealedText, ...]
    tallies: dict[str, dict[str, int]]
    answered: dict[str, frozenset[bytes]]


def harvest(
    answers: Iterable[Held],
    k: int,
    joined: Joined = (),
    attribute: str = "",
    named: Callable[[str], str] = lambda _: "",
) -> Harvest:
    """Gather what may be read. Texts count and appear apart from picks.

    ``named`` gives the id that a row's text has as a quote; before sealing it has none. ``attribute``
    is the question whose pick stands beside its author's texts, where that tells
    nobody apart; without one no text carries any.
    """
    written: dict[str, set[bytes]] = defaultdict(set)
    picked: dict[str, set[bytes]] = defaultdict(set)
    texts: list[tuple[bytes, SealedText]] = []
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    values: dict[bytes, str] = {}
    for held in answers:
        answer, whose = held.answer, held.row.pseud
        if answer.kept is None:
            picked[answer.question].add(whose)
            tallies[answer.question].update(answer.picks)
            if answer.question == attribute:
                values[whose] = "".join(answer.picks[:1])
            continue
        question = lead(answer.question, joined)
        written[question].add(whose)
        if answer.review is Review.APPROVED:
            texts.append(
                (whose, SealedText(named(held.row.id), question, answer.kept.text, answer.quote))
            )
    # Of people who left the attribute out no value is known, which is one like any other.
    told = {
        question
        for question, people in written.items()
        if tells_nobody(Counter(values.get(whose, "") for whose in people), k)
    }
    return Harvest(
        tuple(
            replace(text, attribute=values.get(whose, "")) if text.question in told else text
            for whose, text in texts
            if len(written[text.question]) >= k
        ),
        {q: dict(counts) for q, counts in tallies.items() if len(picked[q]) >= k},
        {
            question: frozenset(written[question] | picked[question])
            for question in written.keys() | picked.keys()
            if len(written[question] | picked[question]) >= k
        },
    )
