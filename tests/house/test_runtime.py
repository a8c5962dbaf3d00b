"""The product imports with what `requirements.txt` brings, and with nothing that only tests need."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

ALONE = """
import importlib, json, sys

modules, hidden = json.load(sys.stdin)

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"{name} is not there when Heardback runs", name=name)

sys.meta_path.insert(0, Hidden())
for name in modules:
    importlib.import_module(name)
"""


def brought(lines: Iterable[str]) -> set[str]:
    """Return the distributions that these requirements bring, with all that those need."""
    found: set[tuple[str, str]] = set()
    waiting = [(line, "") for line in lines]
    while waiting:
        line, extra = waiting.pop()
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        for each in {"", *wanted.extras}:
            if (name, each) not in found:
                found.add((name, each))
                waiting += [(needed, each) for needed in _requires(name)]
    return {name for name, _ in found}


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        # Another platform's.
        return []


def modules() -> list[str]:
    """Return the name of every module of the product."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    parts = (path.relative_to(ROOT).with_suffix("").parts for path in files)
    names = {".".join(each).removesuffix(".__init__") for each in parts}
    # Alembic runs this one itself, where a migration is under way.
    return sorted(names - {"storage.migrations.env"})


def test_every_module_imports_with_run_time_dependencies_alone() -> None:
    there = brought(PYPROJECT["project"]["dependencies"]) | {"heardback"}
    hidden = [
        top
        for top, owners in packages_distributions().items()
        if not there & {canonicalize_name(owner) for owner in owners}
    ]
    assert {"pytest", "hypothesis", "playwright"} <= set(hidden)
    assert "adapters.slack.edge" in modules()
    ran = subprocess.run(
        [sys.executable, "-c", ALONE],
        input=json.dumps([modules(), hidden]),
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2_000:]
