"""Tries changes on tests, each in a process of its own, which has all imported before it begins."""

import ast
import gc
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Final, Literal, cast

import pytest
from _pytest.runner import runtestprotocol

from scripts.mutants import Mutant

_PATIENCE: Final = 30
"""Seconds, besides ten times what a test takes, until one that hangs counts as noticed."""
_OURS: Final = frozenset({"adapters", "app", "bot", "prompts", "storage", "tests"})

type End = Literal["noticed", "hung", "missed"]
_ENDS: Final[dict[int, End]] = {0: "missed", 1: "noticed", -signal.SIGALRM: "hung"}


def run(tests: Sequence[str], *plugins: object) -> int:
    """Let pytest run tests on SQLite until one fails."""
    quick = ["-q", "-x", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"]
    return pytest.main([*quick, "-k", "not postgresql", *tests], plugins=plugins)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Hands out one module as it was changed."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = mutant.name.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> ModuleSpec | None:
        """Find the one module."""
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(name, self._mutant.file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run it."""
        exec(compile(self._mutant.tree, str(self._mutant.file), "exec"), vars(module))  # noqa: S102 - our own file


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _functions(file: Path) -> list[FunctionType]:
    """Return the functions and methods of a module, wherever they are held."""
    found = (each for each in gc.get_objects() if isinstance(each, FunctionType))
    mine = (each for each in found if each.__code__.co_filename == str(file))
    return [each for each in mine if "<locals>" not in each.__code__.co_qualname]


class Trial:
    """Tries changes where pytest would have run its tests: all is imported by then."""

    def __init__(self, tried: Sequence[Mutant], ended: Callable[[Mutant, End], None]) -> None:
        self._tried = tried
        self._ended = ended
        self._took: dict[pytest.Item, float] = {}
        self._reached: dict[pytest.Item, set[tuple[str, int]]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tests once, then what each change asks for."""
        self._run_whole(session)
        for unchanged in _controls(self._tried[0]):
            if self._try(unchanged) != "missed":
                pytest.exit("a test fails without any change, in a process of its own", 2)
        for mutant in self._tried:
            self._ended(mutant, self._try(mutant))
        return True

    def _run_whole(self, session: pytest.Session) -> None:
        tool, watch = sys.monitoring.DEBUGGER_ID, sys.monitoring
        watch.use_tool_id(tool, "mutation")
        lines: set[tuple[str, int]] = set()

        def reached(code: CodeType, line: int) -> object:
            lines.add((code.co_filename, line))
            return watch.DISABLE

        watch.register_callback(tool, watch.events.LINE, reached)
        for file in {each.file for each in self._tried}:
            for function in _functions(file):
                for code in _codes(function.__code__):
                    watch.set_local_events(tool, code, watch.events.LINE)
        for item in session.items:
            watch.restart_events()
            lines.clear()
            began = time.monotonic()
            if not _passes(item):
                pytest.exit(f"{item.nodeid} fails without any change", 2)
            self._took[item], self._reached[item] = time.monotonic() - began, set(lines)
        watch.free_tool_id(tool)

    def _try(self, mutant: Mutant) -> End:
        """Return how a change ends. A busy machine may fail a test, too, but hardly twice: what was
        noticed has to be noticed again."""
        tests = self._reaching(mutant)
        end = self._once(mutant, tests)
        return self._once(mutant, tests) if end == "noticed" else end

    def _once(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> End:
        child = os.fork()
        if not child:
            out = os.open(os.devnull, os.O_WRONLY)
            os.dup2(out, 1)
            os.dup2(out, 2)
            code = 9
            try:
                code = self._warm(mutant, tests) if mutant.span else self._cold(mutant, tests)
            finally:
                os._exit(code)
        return _ENDS[os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])]

    def _reaching(self, mutant: Mutant) -> list[pytest.Item]:
        """Return the tests that reach a change, quickest first."""
        first, last = mutant.span or (0, sys.maxsize)
        found = [
            item
            for item, lines in self._reached.items()
            if any(file == str(mutant.file) and first <= line <= last for file, line in lines)
        ]
        return sorted(found, key=self._took.__getitem__)

    def _warm(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
        """Put the change into the functions that are there."""
        whole = compile(mutant.tree, str(mutant.file), "exec")
        changed = {(each.co_qualname, each.co_firstlineno): each for each in _codes(whole)}
        for function in _functions(mutant.file):
            code = function.__code__
            function.__code__ = changed[code.co_qualname, code.co_firstlineno]
        for item in tests:
            signal.alarm(_PATIENCE + int(10 * self._took[item]))
            if not _passes(item):
                return 1
        return 0

    def _cold(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
        """Import all of ours again, with the change."""
        signal.alarm(_PATIENCE + int(10 * sum(self._took[item] for item in tests)))
        for name in [each for each in sys.modules if each.partition(".")[0] in _OURS]:
            del sys.modules[name]
        sys.meta_path.insert(0, _Changed(mutant))
        return int(run([item.nodeid for item in tests]) != 0)


def _controls(mutant: Mutant) -> Iterator[Mutant]:
    """Yield what changes nothing, in both ways in which a change is made: no test may notice it."""
    tree = ast.parse(mutant.file.read_text("utf-8"))
    for span in ((0, sys.maxsize), None):
        yield Mutant(mutant.file, 0, "nothing", span, tree)


def _passes(item: pytest.Item) -> bool:
    """Run a test, and take down all that was set up for it but what holds for the whole session."""
    try:
        reports = runtestprotocol(item, log=False, nextitem=cast("pytest.Item", item.session))
    except BaseException:  # noqa: BLE001 - whatever ends a run has noticed the change
        return False
    return not any(each.failed for each in reports)
