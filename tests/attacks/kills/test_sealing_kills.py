"""A sealing is killed at every moment that matters, one by one, and at random: another goes on with
it, nothing is lost, nothing doubled, nothing left. Three wrong orders are caught by the same look."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

FULL = os.environ.get("PROOF") == "1"
AT_RANDOM = 250 if FULL else 2
"""Kills on each of the two databases."""
ROOT = Path(__file__).parents[3]


def killed(folder: Path, sealer: str, backend: str, how: str) -> list[tuple[str, list[str]]]:
    seed = str(random.randrange(1 << 30))
    program = [sys.executable, "-m", "tests.attacks.kills.forks"]
    done = subprocess.run(
        [*program, str(folder), sealer, backend, how, seed],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=3600 if FULL else 300,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: list[tuple[str, list[str]]] = json.loads(done.stdout)
    return found


def test_a_sealing_killed_anywhere_goes_on(tmp_path: Path) -> None:
    found = killed(tmp_path, "right", "sqlite", "every")
    assert [(at, wrong) for at, wrong in found if wrong] == []
    seen = [at for at, _ in found]
    # What the points have to be among, whatever else there is.
    assert seen.count("sql COMMIT") == 3
    assert seen.count("inside VACUUM") >= 2
    for near in (
        ("sql DELETE FROM vault", "sql UPDATE round SET state='rewritten'", "sql COMMIT", "step"),
        ("file open", "file fsync", "file fsync", "file open", "file fsync"),
        ("file fsync", "step listed"),
        ("file overwrite", "file fsync", "file os.remove", "file fsync", "step destroyed"),
        ("inside VACUUM", "sql PRAGMA wal_checkpoint(TRUNCATE)", "step cleaned", "step searched"),
        ("sql INSERT INTO audit", "sql UPDATE round SET", "sql COMMIT", "step sealed"),
    ):
        runs = zip(*(seen[at:] for at in range(len(near))), strict=False)
        assert any(all(map(str.startswith, run, near)) for run in runs), near


def test_so_does_one_on_postgresql(tmp_path: Path) -> None:
    found = killed(tmp_path, "right", "postgresql", "every" if FULL else "few")
    assert [(at, wrong) for at, wrong in found if wrong] == []
    assert "sql COMMIT" in [at for at, _ in found]


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"] if FULL else ["sqlite"])
def test_so_does_one_killed_at_random(tmp_path: Path, backend: str) -> None:
    found = killed(tmp_path, "right", backend, str(AT_RANDOM))
    assert len(found) == AT_RANDOM
    assert [(at, wrong) for at, wrong in found if wrong] == []


@pytest.mark.parametrize("sealer", ["key before commit", "two commits", "sealed before unlink"])
def test_a_wrong_order_is_caught(tmp_path: Path, sealer: str) -> None:
    found = killed(tmp_path, sealer, "sqlite", "some")
    assert [at for at, wrong in found if wrong]
    assert [at for at, wrong in found if not wrong]
