"""The sending of the benchmarks, in small: counts, no times."""

import asyncio
import os
from pathlib import Path

import pytest

from benchmarks import delivery, workers
from tests.postgresql import server

PROOF = "PROOF" in os.environ
pytestmark = pytest.mark.usefixtures("loud")


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is started find the product, and kill soon."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    if not PROOF:
        monkeypatch.setattr(delivery, "BETWEEN_KILLS", (0.5, 1.0))


def test_a_server_that_is_killed_loses_nothing_and_doubles_nothing() -> None:
    ended = asyncio.run(delivery.run(*(10_000, 40.0) if PROOF else (800, 20.0)))
    assert (ended.lost, ended.doubled) == (0, 0)
    assert ended.kills >= (3 if PROOF else 1)
    assert ended.answers["unanswered"] + ended.answers["broken"] > 0


@pytest.mark.parametrize("number", [2, 4] if PROOF else [2])
def test_workers_on_one_server_claim_each_message_once(tmp_path: Path, number: int) -> None:
    rows = 10_000 if PROOF else 600
    with server().database() as lent:
        settings = workers.settings_of(tmp_path, "http://127.0.0.1:9/api", url=lent.url)
        asyncio.run(delivery.prepare(settings, rows, 1))
        ids, _ = asyncio.run(workers.claimed_by(number, tmp_path, lent.url))
    assert len(ids) == len(set(ids)) == rows
