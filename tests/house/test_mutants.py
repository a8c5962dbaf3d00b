"""The changes by which tests are tried: each is made, and none where mypy would see it."""

import ast
from pathlib import Path

import pytest

from scripts import mutants, same

SOURCE = '''
LIMIT = 3

def small(count: int | None = 1, *, of: int = 2) -> bool | None:
    """Tell whether it is small."""
    if count is None:
        return None
    log(count)
    return count < LIMIT and not of

type Either = int | str
'''
WANTED = {
    "3  ->  4": None,
    "1  ->  2": None,
    "2  ->  3": None,
    "count is None  ->  count is not None": (6, 7),
    "log(count)  ->  None": (8, 8),
    "return count < LIMIT and (not of)  ->  return None": (9, 9),
    "count < LIMIT and (not of)  ->  count < LIMIT or not of": (9, 9),
    "count < LIMIT  ->  count <= LIMIT": (9, 9),
    "not of  ->  not not of": (9, 9),
}


def test_each_change_is_made_once_where_a_test_could_notice_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    file = tmp_path / "small.py"
    file.write_text(SOURCE)
    found = [*mutants.mutants(file)]
    assert {each.what: each.span for each in found} == WANTED
    assert len(found) == len(WANTED) == len({each.key for each in found})
    assert len({ast.unparse(each.tree) for each in found} | {SOURCE}) == len(WANTED) + 1


@pytest.mark.parametrize("name", same.SAME)
def test_what_is_said_to_change_nothing_is_there(name: str) -> None:
    found = {each.what for each in mutants.mutants(mutants.ROOT / name)}
    assert set(same.SAME[name]) <= found
    assert all(same.SAME[name].values())
