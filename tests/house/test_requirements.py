"""The table of what was asked for has a row for each, and names only what is there."""

import ast
import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ROWS: Final = re.findall(
    r"^\| ([RS]\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$",
    (ROOT / "docs" / "requirements.md").read_text("utf-8"),
    re.MULTILINE,
)


def defined(path: Path) -> set[str]:
    """Return the names of the functions of a file of tests."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, kinds)}


def test_every_number_has_one_row() -> None:
    numbers = [f"R{each}" for each in range(1, 67)] + [f"S{each}" for each in range(1, 12)]
    assert [number for number, _, _ in ROWS] == numbers


def test_every_place_that_is_named_is_there() -> None:
    named = {(number, name) for number, where, _ in ROWS for name in re.findall(r"`(.+?)`", where)}
    assert len({number for number, _ in named}) == len(ROWS)
    assert sorted(each for each in named if not (ROOT / each[1]).is_file()) == []


def test_every_test_that_is_named_is_there() -> None:
    missing = []
    for number, _, shown in ROWS:
        path, _, name = shown.strip().strip("`").partition("::")
        file = ROOT / "tests" / path
        if not file.is_file() or (file.suffix == ".py" and name not in defined(file)):
            missing.append((number, shown))
    assert missing == []
