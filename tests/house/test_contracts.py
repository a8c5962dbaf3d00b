"""Every import contract is broken once on purpose, to see that it is caught, and by that contract."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PYPROJECT["tool"]["importlinter"]["root_packages"]
CONTRACTS: dict[str, str] = {
    contract["name"]: contract["id"] for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One line that should not be: ``contract`` is the id of the one that has to notice."""

    contract: str
    module: str
    line: str


SLIPS = [
    Slip("arrows", "adapters", "import app"),
    Slip("arrows", "adapters", "import storage"),
    Slip("arrows", "storage", "import adapters"),
    Slip("arrows", "storage", "import app"),
    Slip("arrows", "bot", "import adapters"),
    Slip("arrows", "bot", "import storage"),
    Slip("arrows", "bot", "import app"),
    Slip("arrows", "prompts", "import bot"),
    Slip("bot-rules", "bot.conversation", "import bot.delivery"),
    Slip("bot-rules", "bot.consultation", "import bot.service"),
    Slip("bot-rules", "bot.consultation", "import bot.delivery"),
    Slip("bot-rules", "bot.detection", "import bot.service"),
    Slip("slack", "bot", "import slack_sdk"),
    Slip("slack", "adapters.web", "import slack_bolt"),
    Slip("slack", "app", "import slack_bolt"),
    Slip("teams", "bot", "from botbuilder.core import TurnContext"),
    Slip("teams", "adapters.web", "import botframework.connector"),
    Slip("web", "bot", "import aiohttp"),
    Slip("web", "storage", "import jinja2"),
    Slip("web", "app", "from aiohttp import web"),
    Slip("database", "bot", "import sqlalchemy"),
    Slip("database", "adapters.web", "import cryptography.fernet"),
    Slip("database", "app", "import alembic"),
    Slip("database", "prompts", "import psycopg"),
    Slip("clock", "app", "import apscheduler"),
    Slip("clock", "storage", "import apscheduler.schedulers.base"),
    Slip("clock", "bot.consultation", "import apscheduler"),
    Slip("qr", "adapters.web", "import segno"),
    Slip("qr", "bot", "import segno"),
    Slip("xlsx", "bot.reports.round_export", "import xlsxwriter"),
    Slip("xlsx", "app", "from xlsxwriter import Workbook"),
    Slip("detector", "bot.conversation", "import spacy"),
    Slip("detector", "adapters", "import presidio_analyzer"),
]

AT_HOME = [
    Slip("slack", "adapters.slack", "import slack_bolt, slack_sdk"),
    Slip("teams", "adapters.teams", "import botbuilder.core, botframework.connector"),
    Slip("web", "adapters.web", "import aiohttp, jinja2"),
    Slip("database", "storage", "import sqlalchemy, alembic, cryptography, psycopg"),
    Slip("clock", "bot.delivery.clock", "import apscheduler"),
    Slip("qr", "adapters.web.qr", "import segno"),
    Slip("xlsx", "bot.reports.files", "import xlsxwriter"),
    Slip("detector", "bot.detection", "import presidio_analyzer, spacy"),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the five packages and of the contracts."""
    for package in PACKAGES:
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(house: Path, slip: Slip) -> None:
    """Write the slip's line at the end of its module; a missing module is made as a package."""
    path = house.joinpath(*slip.module.split("."))
    module = path.with_suffix(".py")
    if not module.exists():
        path.mkdir(exist_ok=True)
        module = path / "__init__.py"
    with module.open("a", encoding="utf-8") as file:
        file.write(f"\n{slip.line}\n")


def broken(house: Path) -> set[str]:
    """Return the ids of the contracts that the copy breaks."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=house,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    assert verdicts.keys() == CONTRACTS.keys(), done.stdout + done.stderr
    found = {CONTRACTS[name] for name, verdict in verdicts.items() if verdict == "BROKEN"}
    assert bool(done.returncode) == bool(found)
    return found


def test_the_packages_as_they_are_keep_every_contract(house: Path) -> None:
    assert broken(house) == set()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.module}: {slip.line}")
def test_a_slip_breaks_its_contract_and_no_other(house: Path, slip: Slip) -> None:
    add(house, slip)
    assert broken(house) == {slip.contract}


def test_a_library_may_be_used_where_it_lives(house: Path) -> None:
    for slip in AT_HOME:
        add(house, slip)
    assert broken(house) == set()


def test_every_contract_is_broken_by_a_slip() -> None:
    assert {slip.contract for slip in SLIPS} == set(CONTRACTS.values())
