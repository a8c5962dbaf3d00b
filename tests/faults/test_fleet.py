"""A week of many workspaces keeps every promise on its day; at full size with ``PROOF=1``."""

import sys
from contextlib import ExitStack

import pytest

from benchmarks import fleet
from tests.faults.breaks import FULL
from tests.postgresql import server


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"] if FULL else ["sqlite"])
def test_a_week_keeps_every_promise_on_its_day(
    backend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people, workspaces = (100_000, 200) if FULL else (50, 2)
    with ExitStack() as stack:
        lent = None
        if backend == "postgresql":
            lent = stack.enter_context(server().database())
            lent.spoiled = True
        week = fleet.run(people, workspaces, lent.url if lent else "")
    with capsys.disabled():
        sys.stdout.write(f"\n{week}\n")
    assert (week.lost, week.doubled, week.late) == (0, 0, 0)
    assert week.messages == people
    assert week.rounds > 1
