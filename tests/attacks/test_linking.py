"""Nobody who steals everything can tell whose a quote is.

They hold the sealed database, a copy of every night before, every key that is left, the audit log,
what readers had on their screens, and whose each pseudonym was. Each attack proves itself on a store
that was made weak for it; on the real one it does no better than chance.
"""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.attacks import weak
from tests.attacks.guesses import (
    ATTACKS,
    Attack,
    Score,
    by_day_of_decision,
    by_elimination,
    by_night,
    by_order,
    by_screen,
    by_size,
    by_vector,
    score,
    smallest,
)
from tests.attacks.life import Haul, live
from tests.attacks.loot import loot_of
from tests.attacks.weak import Weaken

SIZES = (12, 30, 60)
LIVES = 8 if "PROOF" in os.environ else 1
"""How many towns are lived through; their scores are added up."""
SURE = 3
"""An attack that won must win on so many fresh towns in a row: by chance that happens once in
millions of runs, by a leak always."""


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> list[Haul]:
    return [asyncio.run(live(tmp_path_factory.mktemp("town"), SIZES, at)) for at in range(LIVES)]


@pytest.fixture(scope="module")
def town(towns: list[Haul]) -> Haul:
    return towns[0]


def winners(towns: list[Haul], attack: Attack, at: int) -> set[str]:
    """Return the ways by which an attack on the round of one size does better than chance."""
    total = None
    for haul in towns:
        life = haul.lives[at]
        loot = loot_of(haul, life)
        scores = {how: score(loot, life.wrote, guess) for how, guess in attack(loot).items()}
        total = scores if total is None else {how: total[how] + scores[how] for how in total}
    return {how for how, each in (total or {}).items() if each.wins}


@pytest.mark.parametrize("at", range(len(SIZES)), ids=[f"{size} people" for size in SIZES])
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_no_attack_does_better_than_chance(
    towns: list[Haul], attack: Attack, at: int, tmp_path: Path
) -> None:
    won = winners(towns, attack, at)
    for again in range(1, SURE):
        if won:
            fresh = asyncio.run(live(tmp_path / f"again-{again}", SIZES, 1000 + again))
            won &= winners([fresh], attack, at)
    assert won == set()


@pytest.mark.parametrize(
    ("attack", "weaken"),
    [
        (by_order, weak.in_order_of_arrival),
        (by_night, weak.written_as_it_comes),
        (by_vector, weak.kept_together),
        (by_size, weak.without_room),
        (by_screen, weak.rows_on_screens),
    ],
    ids=lambda part: part.__name__,
)
def test_each_attack_wins_where_it_should(
    town: Haul, attack: Attack, weaken: Weaken, tmp_path: Path
) -> None:
    best = Score(0, 0, 0)
    for life in town.lives:
        loot = weaken(town, life, tmp_path / life.round.code)
        scores = [score(loot, life.wrote, guess) for guess in attack(loot).values()]
        best += max(scores, key=lambda each: each.right)
    assert best.wins_clearly, best


def test_no_quote_is_narrowed_down_to_fewer_than_k(towns: list[Haul]) -> None:
    for haul in towns:
        for life in haul.lives:
            loot = loot_of(haul, life)
            for how, guess in by_elimination(loot).items():
                assert smallest(guess) >= loot.k, how


def test_elimination_wins_where_what_readers_did_stands_in_clear(
    town: Haul, tmp_path: Path
) -> None:
    for life in town.lives:
        loot = weak.read_in_clear(town, life, tmp_path / life.round.code)
        assert smallest(by_elimination(loot)["whose answer was approved"]) < loot.k


def test_the_copies_tell_who_answered_which_question_and_when(town: Haul) -> None:
    """What is lost, and told in the threat model: not the words, nor which quote is theirs."""
    told = kept = 0
    for life in town.lives:
        loot, seen = loot_of(town, life), {}
        for day, night in enumerate(town.nights):
            for row in loot.answers(night):
                seen.setdefault((row.person, row.question), day)
        told += sum(seen.get((who, question)) == day for day, who, question in life.arrivals)
        kept += len(life.arrivals)
    assert told > 0.95 * kept


def test_a_reader_and_the_copies_together_tell_more_than_chance(town: Haul) -> None:
    """What is lost to two who collude, and told in the threat model: the texts that a reader
    decided on a day are those whose rows changed that day."""
    both = Score(0, 0, 0)
    for life in town.lives:
        loot = loot_of(town, life)
        both += score(loot, life.wrote, by_day_of_decision(loot))
    assert both.wins, both


def test_nothing_of_a_vault_is_left_in_any_file(town: Haul) -> None:
    """The rows of the night before, looked for byte by byte: in the sealed file, its log, its
    folder, whatever else lies there."""
    folder = town.sealed.parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert _left(town, b"".join(path.read_bytes() for path in files)) == 0
    assert not [path for path in files if path.name.endswith("-wal") and path.stat().st_size]
    night = town.nights[-1]
    log = b"".join(path.read_bytes() for path in night.parent.iterdir())
    assert _left(town, log) > 100, "where a file was not written anew they are found"


def _left(town: Haul, data: bytes) -> int:
    with closing(sqlite3.connect(town.nights[-1])) as database:
        rows = database.execute("SELECT id, pseud, ct FROM vault").fetchall()
    return sum(
        (id_ in data) + (pseud in data) + (ct[:32] in data) + (ct[-32:] in data)
        for id_, pseud, ct in rows
    )
