"""Change the rules that keep people apart from their answers, one small thing at a time, and see whether
a test notices.

    python -m scripts.mutation                  every change in every file
    python -m scripts.mutation --sample 40      so many of each file, always the same
    python -m scripts.mutation storage/vault.py

Each change is made in a process of its own, in memory; no file is touched. Tests run on SQLite alone.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).parents[1]
STORAGE: Final = (
    *("vault", "confidential", "turns", "word_lists", "review", "sealing", "queue", "links"),
    *("audit", "side_by_side", "glimpse", "sealing_residue", "erasure", "small_questions"),
)
RULES: Final = ("tests/consultation",)
TARGETS: Final = {
    "storage/vault*.py": STORAGE,
    "storage/sealing.py": STORAGE,
    "storage/rewriting.py": STORAGE,
    "bot/consultation/disclosure/*.py": RULES,
}
ENOUGH: Final = 85
"""Percent of changes that have to be noticed in each group of files."""
_PATIENCE: Final = 300
"""Seconds until a change that makes a test hang counts as noticed."""
_SWAPS: Final[dict[type, type]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def changes(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Yield every small change: its line, what it is, and the module with it."""
    marks = [mark for node in ast.walk(tree) for mark in getattr(node, "decorator_list", ())]
    # How a class is made, such as *frozen*, is held by the types.
    left_out = {id(part) for mark in marks for part in ast.walk(mark)}
    for at, node in enumerate(ast.walk(tree)):
        if id(node) in left_out:
            continue
        for number in range(_ways(node)):
            changed = copy.deepcopy(tree)
            twin = next(each for n, each in enumerate(ast.walk(changed)) if n == at)
            before = ast.unparse(node)
            _change(twin, number)
            what = f"{before}  ->  {ast.unparse(twin)}"
            yield getattr(node, "lineno", 0), what.replace("\n", " ")[:160], changed


def _ways(node: ast.AST) -> int:
    """Return in how many ways a node can be changed."""
    match node:
        case ast.Compare():
            return sum(type(op) in _SWAPS for op in node.ops)
        case ast.BoolOp() | ast.BinOp():
            return int(type(node.op) in _SWAPS)
        case ast.UnaryOp(op=ast.Not()) | ast.IfExp():
            return 1
        case ast.Constant(value=bool() | int()):
            return 1
        case ast.Expr(value=ast.Call()):
            return 1
        case ast.Return(value=ast.expr()) if not _is_none(node.value):
            return 1
    return 0


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _change(node: ast.AST, number: int) -> None:
    match node:
        case ast.Compare():
            node.ops[number] = _SWAPS[type(node.ops[number])]()
        case ast.BoolOp() | ast.BinOp():
            node.op = _SWAPS[type(node.op)]()
        case ast.UnaryOp():
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant(value=int()):
            node.value += 1
        case ast.Expr():
            node.value = ast.Constant(None)
        case ast.Return():
            node.value = ast.Constant(None)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Hands out one module as it was changed."""

    def __init__(self, file: Path, tree: ast.Module) -> None:
        self._file = file
        self._name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        self._tree = ast.fix_missing_locations(tree)

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> ModuleSpec | None:
        """Find the one module."""
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(name, self._file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run it."""
        exec(compile(self._tree, str(self._file), "exec"), vars(module))  # noqa: S102 - our own file


def noticed(file: Path, tree: ast.Module, tests: Sequence[str]) -> bool:
    """Run the tests on a changed module in a process of its own; tell whether one fails."""
    child = os.fork()
    if not child:
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        signal.alarm(_PATIENCE)
        sys.meta_path.insert(0, _Changed(file, tree))
        import pytest

        quick = ["-q", "-x", "-p", "no:cacheprovider"]
        os._exit(int(pytest.main([*quick, "-k", "not postgresql", *tests])))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _tests(of: Sequence[str]) -> list[str]:
    names = (each if "/" in each else f"tests/storage/test_{each}.py" for each in of)
    return [name for name in names if (ROOT / name).exists()]


def main() -> int:
    """Print every change that no test noticed, and the score of each group of files."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("file", nargs="?", default="")
    asked.add_argument("--sample", type=int, default=0, help="so many changes of each group")
    given = asked.parse_args()
    # What every child would import again. Nothing of ours: a child has to get the changed module. And
    # nothing that pytest wants to rewrite.
    import sqlalchemy  # noqa: F401

    weak = 0
    for pattern, of in TARGETS.items():
        found = [
            (file, *change)
            for file in sorted(ROOT.glob(pattern))
            if given.file in str(file)
            for change in changes(ast.parse(file.read_text("utf-8")))
        ]
        if given.sample and len(found) > given.sample:
            found = random.Random(1).sample(found, given.sample)
        # Where a test fails of itself, everything would seem to be noticed.
        whole = ast.parse(found[0][0].read_text("utf-8")) if found else None
        if whole is not None and noticed(found[0][0], whole, _tests(of)):
            print(f"{pattern}: a test fails without any change")
            return 2
        seen = 0
        for file, line, what, tree in found:
            if noticed(file, tree, _tests(of)):
                seen += 1
            else:
                print(f"  {file.relative_to(ROOT)}:{line}  {what}", flush=True)
        if found:
            score = 100 * seen / len(found)
            weak += score < ENOUGH
            print(f"{pattern}: {seen} of {len(found)} noticed, {score:.0f} %", flush=True)
    return int(weak > 0)


if __name__ == "__main__":
    sys.exit(main())
