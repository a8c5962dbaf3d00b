"""Change the rules that keep people apart from their answers, one small thing at a time, and see whether
a test notices.

    python -m scripts.mutation                     every change in every file
    python -m scripts.mutation storage/vault.py    those of one file
    python -m scripts.mutation --go-on             none that was noticed since the last whole run began

Tests run on SQLite alone. They run once without any change, to see that they pass, how long each takes
and which lines it reaches; after that each change meets the tests that reach it, quickest first, until
one fails. Each change is made in memory, in a process of its own; no file is touched.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from scripts.mutants import ROOT, Mutant, mutants
from scripts.same import SAME
from scripts.trial import End, Trial, run

_STORAGE: Final = (
    *("vault", "confidential", "turns", "word_lists", "review", "sealing", "queue", "links"),
    *("side_by_side", "glimpse", "sealing_residue", "sealing_waves", "erasure", "restore"),
    *("small_questions", "at_once", "desk", "takedown", "staff"),
)
STORAGE: Final = tuple(f"tests/storage/test_{name}.py" for name in _STORAGE)
RULES: Final = ("tests/consultation",)
TARGETS: Final = {
    STORAGE: (
        *("storage/vault*.py", "storage/sealing.py", "storage/rewriting.py"),
        *("storage/harvest.py", "storage/residue.py"),
    ),
    RULES: ("bot/consultation/disclosure/*.py",),
}
ENOUGH: Final = 85
"""Percent of changes that have to be noticed in each group of files."""
NOTICED: Final = ROOT / "build" / "noticed.txt"
"""Changes that were noticed, for ``--go-on``."""


def main() -> int:
    """Print every change that no test noticed, and the score of each group of files."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("file", nargs="?", default="")
    asked.add_argument("--go-on", action="store_true", help="leave out what was noticed already")
    given = asked.parse_args()
    NOTICED.parent.mkdir(exist_ok=True)
    known = set(NOTICED.read_text().split()) if given.go_on and NOTICED.exists() else set()
    if not given.go_on:
        NOTICED.write_text("")
    # Tests that make up their own cases make up the same ones for every change.
    os.environ["CI"] = "1"
    good = True
    for tests, patterns in TARGETS.items():
        groups = {each: _mutants(each, given.file) for each in patterns}
        counted = [each for group in groups.values() for each in group if not _same(each)]
        ends = _ends([each for each in counted if each.key not in known], tests)
        for pattern, group in groups.items():
            good &= _report(pattern, group, ends)
    return int(not good)


def _mutants(pattern: str, part: str) -> list[Mutant]:
    files = sorted(ROOT.glob(pattern))
    return [mutant for file in files if part in str(file) for mutant in mutants(file)]


def _same(mutant: Mutant) -> bool:
    return mutant.what in SAME.get(mutant.name, {})


def _ends(tried: Sequence[Mutant], tests: Sequence[str]) -> dict[str, End]:
    """Return how each change ended."""
    ends: dict[str, End] = {}

    def ended(mutant: Mutant, end: End) -> None:
        ends[mutant.key] = end
        if end != "noticed":
            print(f"  {end}: {mutant.name}:{mutant.line}  {mutant.what}", flush=True)
        if end != "missed":
            with NOTICED.open("a") as file:
                file.write(f"{mutant.key}\n")

    if tried and run(tests, Trial(tried, ended)):
        sys.exit(2)
    return ends


def _report(pattern: str, group: Sequence[Mutant], ends: Mapping[str, End]) -> bool:
    """Print the score of a group; tell whether it is enough."""
    ended = Counter(ends.get(each.key, "noticed") for each in group if not _same(each))
    whole, missed, hung = ended.total(), ended["missed"], ended["hung"]
    if not whole:
        return True
    score = 100 * (whole - missed) / whole
    beside = f"{hung} by hanging; {len(group) - whole} left out, which change nothing"
    print(f"{pattern}: {whole - missed} of {whole} noticed, {score:.0f} % ({beside})", flush=True)
    return score >= ENOUGH


if __name__ == "__main__":
    sys.exit(main())
