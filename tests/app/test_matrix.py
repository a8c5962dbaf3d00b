"""The commands, and what each leaves in the audit log. They are for whoever may read the keys."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from app.__main__ import cli
from tests.app.conftest import Command
from tests.app.test_audit import entries

GROUP = ("--site", "Leith", "--audience", "parents", "--partner", "Quay")
NOTED = {
    ("staff", "add"): (("--role", "lead", "--name", "Isla Grant"), ["invite"]),
    ("staff", "list"): ((), []),
    ("staff", "remove"): (("--name", "Nobody"), []),
    ("group", "add"): (GROUP, ["save"]),
    ("group", "list"): ((), []),
    ("rounds", "list"): ((), []),
    ("promises",): ((), []),
    ("sending",): (("--again",), []),
    # Keys stand outside the database and its log.
    ("keys", "rotate"): (("--kek", "--contact"), []),
    # What these note, the tests of each tell: there is no round here.
    ("restore",): ((), []),
    ("backup",): (("--to", "copies"), []),
    ("doctor",): (("--offline",), []),
    ("rounds", "seal"): (("heron",), []),
    ("rounds", "attendance"): (("heron", "there-is-none.csv"), []),
    ("export",): (("heron",), []),
    ("report",): (("heron", "--to", "report.html"), []),
    ("audit", "list"): ((), []),
    ("audit", "verify"): ((), []),
}
CHANGES_NOTHING_HERE = {
    ("run",), ("demo",), ("chat",), ("detect",), ("prompts", "check"),
    ("slack", "manifest"), ("teams", "manifest"),
}  # fmt: skip
"""They serve, show or write files; none of them writes to the database by itself."""


def commands(group: Any = None, *path: str) -> Iterator[tuple[str, ...]]:
    """Return every command there is, as it is typed."""
    for name, command in (group or typer.main.get_command(cli)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


def test_every_command_is_in_one_of_the_lists() -> None:
    assert set(commands()) == NOTED.keys() | CHANGES_NOTHING_HERE


@pytest.mark.parametrize("typed", NOTED, ids=" ".join)
def test_a_command_leaves_what_it_did_in_the_log_and_nothing_else(
    heardback: Command, typed: tuple[str, ...]
) -> None:
    more, verbs = NOTED[typed]
    heardback("rounds", "list")
    before = entries()
    heardback(*typed, *more)
    made = entries()[len(before) :]
    assert [(each.role, each.verb) for each in made] == [("system", verb) for verb in verbs]
