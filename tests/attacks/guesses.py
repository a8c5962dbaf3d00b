"""The attacks. Each says of every quote who may have written it; guessing among those is the score.

A guess is a set of contributors' ids. With nothing to go by it is everyone whose words of that
question stand there, and on average one quote of each question is guessed right.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path
from typing import Final

from tests.attacks.loot import Loot, Quote, select
from tests.attacks.pages import cells, lying

_AROUND: Final = 200
"""Bytes that surely stand around a text in its row."""

type Guess = Mapping[bytes, frozenset[str]]
"""Who may have written a quote, by its id."""
type Attack = Callable[[Loot], Mapping[str, Guess]]
"""Returns guesses by the way they were come by."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many quotes were told right (parts of one where some were in doubt), how many would be by
    chance, and of how many."""

    right: float
    chance: float
    of: int

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.chance + other.chance, self.of + other.of)

    @property
    def wins(self) -> bool:
        """Tell whether this is more than chance gives in all but one of hundreds of cases: matching
        n to n by chance hits once on average, with a deviation of one."""
        return self.right > self.chance + 3 * sqrt(self.chance)

    @property
    def wins_clearly(self) -> bool:
        """Tell whether this is far beyond any doubt."""
        return self.wins and self.right > 3 * self.chance


def score(loot: Loot, wrote: Mapping[str, str], guess: Guess) -> Score:
    """Hold a guess against who wrote what."""
    total = Score(0, 0, 0)
    for quotes in loot.quotes.values():
        right = 0.0
        for quote in quotes:
            among = guess.get(quote.id, frozenset())
            if wrote[quote.text] in among:
                right += 1 / len(among)
        total += Score(right, 1, len(quotes))
    return total


def by_order(loot: Loot) -> dict[str, Guess]:
    """The first quote is the first person's, in any order people and quotes lie in."""
    found: dict[str, dict[bytes, frozenset[str]]] = {}
    for question in loot.quotes:
        people = loot.orders_of_people(question)
        for how, quotes in loot.orders_of_quotes(question).items():
            for who, order in people.items():
                for way, those in (("", order), (" backwards", order[::-1])):
                    guess = found.setdefault(f"{who}{way} with quotes by {how}", {})
                    guess |= _in_step(those, quotes)
    return dict(found)


def _in_step(people: list[str], quotes: list[Quote]) -> dict[bytes, frozenset[str]]:
    return {
        quote.id: frozenset({people[at * len(people) // len(quotes)]})
        for at, quote in enumerate(quotes)
    }


def by_night(loot: Loot) -> dict[str, Guess]:
    """A quote that lay there first on some night is of somebody whose rows came or changed then."""
    return {
        "rows of people": _same_night(loot, lambda copy, _: _people(copy)),
        "who is told": _same_night(loot, lambda copy, asked: _told_of(loot, copy, asked)),
        "vault": _same_night(loot, lambda copy, asked: _vault(loot, copy, asked)),
    }


def _same_night(
    loot: Loot, rows_of: Callable[[Path, str], Mapping[str, object]]
) -> dict[bytes, frozenset[str]]:
    found: dict[bytes, frozenset[str]] = {}
    everyone = frozenset(loot.everyone)
    for question in loot.quotes:
        before: Mapping[str, object] = {}
        for copy in (*loot.nights, loot.sealed):
            now = rows_of(copy, question)
            moved = frozenset(p for p in now if now[p] != before.get(p)) & everyone
            for id_ in _quotes_in(loot, copy, question):
                found.setdefault(id_, moved or everyone)
            before = now
    return found


def _quotes_in(loot: Loot, copy: Path, question: str) -> list[bytes]:
    find = "SELECT id FROM quote WHERE round = ? AND question = ?"
    return [id_ for (id_,) in select(copy, find, loot.round, question)]


@lru_cache(maxsize=64)
def _people(copy: Path) -> Mapping[str, object]:
    """Return all rows that name a person, by person."""
    found: dict[str, list[object]] = defaultdict(list)
    for table, name in (
        ("contributor", "id"),
        ("enrolment", "contributor"),
        ("outbox", "contributor"),
    ):
        for row in select(copy, f"SELECT {name}, * FROM {table}"):  # noqa: S608 - names of ours
            found[row[0].hex()].append(row)
    return found


def _told_of(loot: Loot, copy: Path, question: str) -> Mapping[str, object]:
    """Return who is told of a question."""
    find = "SELECT contributor FROM audience WHERE round = ? AND question = ?"
    return {id_.hex(): True for (id_,) in select(copy, find, loot.round, question)}


def _vault(loot: Loot, copy: Path, question: str) -> Mapping[str, object]:
    """Return the answers' rows of a question, by person."""
    return {row.person: row for row in loot.answers(copy) if row.question == question}


def by_vector(loot: Loot) -> dict[str, Guess]:
    """Quotes that seem to be one person's are of somebody who answered just these questions."""
    asked = {question: set(loot.audience(question)) for question in loot.quotes}
    kept: dict[str, set[str]] = defaultdict(set)
    for row in loot.answers(loot.nights[-1]):
        kept[row.question].add(row.person)
    return {
        f"{how}, {what}": _vectors(loot, groups, answered)
        for what, answered in (("audiences", asked), ("vault", kept))
        for how, groups in (("ids alike", _alike(loot)), ("neighbours", _neighbours(loot)))
    }


def _alike(loot: Loot) -> list[list[Quote]]:
    groups: dict[bytes, list[Quote]] = defaultdict(list)
    for quotes in loot.quotes.values():
        for quote in quotes:
            groups[quote.id[:4]].append(quote)
    return list(groups.values())


def _neighbours(loot: Loot) -> list[list[Quote]]:
    """Cut the quotes, as they came into the file, where a question comes again."""
    there = {quote.id: quote for quotes in loot.quotes.values() for quote in quotes}
    groups: list[list[Quote]] = [[]]
    for id_ in lying(cells(loot.sealed, "quote"), list(there))["filled"]:
        quote = there[id_]
        if any(quote.question == other.question for other in groups[-1]):
            groups.append([])
        groups[-1].append(quote)
    return groups


def _vectors(
    loot: Loot, groups: list[list[Quote]], answered: Mapping[str, set[str]]
) -> dict[bytes, frozenset[str]]:
    everyone = frozenset(loot.everyone)
    vectors = {
        person: frozenset(q for q, those in answered.items() if person in those)
        for person in everyone
    }
    found = {}
    for group in groups:
        asked = {quote.question for quote in group}
        exact = {p for p, vector in vectors.items() if vector == asked and len(asked) > 1}
        among = exact or {p for p, vector in vectors.items() if asked <= vector} or everyone
        found |= dict.fromkeys((quote.id for quote in group), frozenset(among))
    return found


def by_elimination(loot: Loot) -> dict[str, Guess]:
    """It was nobody who cannot have written it."""
    last = loot.answers(loot.nights[-1])
    there = frozenset(loot.everyone)
    found: dict[str, dict[bytes, frozenset[str]]] = defaultdict(dict)
    for question, quotes in loot.quotes.items():
        rows = [row for row in last if row.question == question]
        let_pass = [row for row in rows if row.state == "approved"]
        among = {
            "who has an answer there": {row.person for row in rows},
            "who is still there": {row.person for row in rows} & there,
            "whose answer was approved": {row.person for row in let_pass or rows},
            "who is told of it": set(loot.audience(question)),
        }
        for how, those in among.items():
            found[how] |= dict.fromkeys((q.id for q in quotes), frozenset(those) or there)
    return dict(found)


def by_size(loot: Loot) -> dict[str, Guess]:
    """A long quote lay in a long row."""
    last = loot.answers(loot.nights[-1])
    ranks: dict[bytes, frozenset[str]] = {}
    fits: dict[bytes, frozenset[str]] = {}
    for question, quotes in loot.quotes.items():
        rows = sorted((row.size, row.person) for row in last if row.question == question)
        by_length = sorted(quotes, key=lambda quote: len(quote.text))
        people = [person for _, person in rows]
        ranks |= _in_step(people, by_length)
        for quote in quotes:
            # Not knowing what stands around the text, or how it is padded, one thing holds.
            longer = {size for size, _ in rows if size >= len(quote.text) + _AROUND}
            least = min(longer, default=0)
            fits[quote.id] = frozenset(p for size, p in rows if size == least) or frozenset(people)
    return {"in order of length": ranks, "the smallest row it fits in": fits}


def by_screen(loot: Loot) -> dict[str, Guess]:
    """A text on a reader's screen lay in the row whose id stood there, or in the one that the audit
    log says was opened then."""
    rows = {row.id: row.person for night in loot.nights for row in loot.answers(night)}
    opened = select(
        loot.sealed,
        "SELECT object FROM audit WHERE round = ? AND verb = 'uncover' ORDER BY seq",
        loot.round,
    )
    by_id = {s.text: rows.get(bytes.fromhex(s.id)) for s in loot.screens}
    by_log = {s.text: rows.get(o) for s, (o,) in zip(loot.screens, opened, strict=True)}
    return {"ids": _told(loot, by_id), "audit log": _told(loot, by_log)}


def _told(loot: Loot, by_text: Mapping[str, str | None]) -> dict[bytes, frozenset[str]]:
    found = {}
    for question, quotes in loot.quotes.items():
        for quote in quotes:
            person = by_text.get(quote.text)
            people = loot.audience(question) or loot.everyone
            found[quote.id] = frozenset({person} if person else people)
    return found


def by_day_of_decision(loot: Loot) -> Guess:
    """A text that a reader decided on a day lay in a row that changed that day. This takes a reader
    who noted what they did, and whoever holds the copies."""
    found: dict[bytes, frozenset[str]] = {}
    for question, quotes in loot.quotes.items():
        rows = [{r.id: r for r in loot.answers(n) if r.question == question} for n in loot.nights]
        everyone = frozenset(loot.everyone)
        for quote in quotes:
            days = [seen.day for seen in loot.screens if seen.text == quote.text]
            among = {
                row.person
                for day in days
                for id_, row in rows[day].items()
                if rows[max(day - 1, 0)].get(id_, row) != row
            }
            found[quote.id] = frozenset(among) or everyone
    return found


ATTACKS: Final[tuple[Attack, ...]] = (
    *(by_order, by_night, by_vector, by_elimination, by_size, by_screen),
)
"""All that is tried by somebody who holds the sealed database, every copy, every key that is left,
the audit log and what readers had on their screens."""


def smallest(guess: Guess) -> int:
    """Return how few people a quote was ever narrowed down to."""
    return min(map(len, guess.values()))
