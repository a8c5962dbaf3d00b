"""Small changes of a module: one comparison turned, one call left out, one number by one."""

import ast
import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
_SWAPS: Final[dict[type, type]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_HELD_BY_TYPES: Final = ("decorator_list", "annotation", "returns", "type_params")
"""How a class is made, such as *frozen*, and what a name may hold: mypy sees to these."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change. ``span`` are the first and the last line of the statement that it
    is in, if a function runs that; else the change takes effect when the module is imported."""

    file: Path
    line: int
    what: str
    span: tuple[int, int] | None
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the path of its file in the repository."""
        return str(self.file.relative_to(ROOT))

    @property
    def key(self) -> str:
        """Return what stands for this very change of this very file."""
        whole = f"{self.line} {self.what} {ast.dump(self.tree)}"
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def mutants(file: Path) -> Iterator[Mutant]:
    """Yield every small change of a file."""
    tree = ast.parse(file.read_text("utf-8"))
    places = {id(node): span for node, span in _places(tree, None, within=False)}
    for at, node in enumerate(ast.walk(tree)):
        for number in range(_ways(node) if id(node) in places else 0):
            changed = copy.deepcopy(tree)
            twin = next(each for n, each in enumerate(ast.walk(changed)) if n == at)
            before = ast.unparse(node)
            _change(twin, number)
            what = f"{before}  ->  {ast.unparse(twin)}".replace("\n", " ")
            line = getattr(node, "lineno", 0)
            yield Mutant(file, line, what, places[id(node)], ast.fix_missing_locations(changed))


def _places(
    node: ast.AST, span: tuple[int, int] | None, *, within: bool
) -> Iterator[tuple[ast.AST, tuple[int, int] | None]]:
    """Yield every node that may be changed, and the lines of its statement within a function."""
    if isinstance(node, ast.TypeAlias):
        return
    if isinstance(node, ast.stmt) and within:
        span = node.lineno, node.end_lineno or node.lineno
    yield node, span
    for name, value in ast.iter_fields(node):
        if name in _HELD_BY_TYPES:
            continue
        runs = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and name == "body"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _places(each, span, within=within or runs)


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
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value)):
            node.value = value + 1
        case ast.Expr():
            node.value = ast.Constant(None)
        case ast.Return():
            node.value = ast.Constant(None)
