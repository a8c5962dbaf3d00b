"""The locks are whole and the package carries all that it needs when it runs."""

import os
import re
import stat
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
LOCKS = {
    "requirements.txt": [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["dependency-groups"]["build"],
    ],
    "requirements-dev.txt": PYPROJECT["dependency-groups"]["dev"],
    "requirements-bench.txt": PYPROJECT["dependency-groups"]["bench"],
}


def pins(lock: str) -> dict[str, str]:
    """Return name and version of every entry of a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): number for name, number in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_was_asked_for(lock: str) -> None:
    held = pins(lock)
    missing = [
        line
        for line in LOCKS[lock]
        if (wanted := Requirement(line))
        and held.get(canonicalize_name(wanted.name), "") not in wanted.specifier
    ]
    assert missing == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_of_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(pins(lock))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "/" not in text


def test_run_and_dev_lock_agree() -> None:
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: run[name] for name in run.keys() & dev.keys()} == {
        name: dev[name] for name in run.keys() & dev.keys()
    }


def test_the_wheel_carries_every_file_of_the_packages(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(tmp_path)]
    subprocess.run([*pip, *options, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("heardback-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    kept = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    assert kept
    assert kept - packed == set()


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="heardback")
    assert command.value == "app.__main__:main"
    assert callable(command.load())
    assert version("heardback") == PYPROJECT["project"]["version"]


def test_ci_can_be_started_and_reads_as_bash() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", os.fspath(script)], check=True, capture_output=True)
