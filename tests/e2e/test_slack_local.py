"""The whole story in Slack against somebody else's local Slack, over HTTP and in Socket Mode.

The program comes from npm and is kept under `var/`, which git does not see.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
NAME: Final = "local-slack-linux-x64"
VERSION: Final = "0.1.8"
SHA256: Final = "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"
KEPT: Final = ROOT / "var" / "local-slack"


@pytest.fixture(scope="module")
def program() -> Path:
    """The program, fetched once. Where it is made for, not to have it is a failure."""
    if sys.platform != "linux":
        pytest.skip(f"{NAME} is for Linux alone: the story was not run against it")
    found = KEPT / "node_modules" / NAME / "bin" / "local-slack"
    if not found.exists():
        npm = shutil.which("npm")
        assert npm, "npm is needed to fetch the local Slack"
        subprocess.run(
            [npm, "install", "--prefix", KEPT, "--no-audit", "--no-fund", "--ignore-scripts",
             f"{NAME}@{VERSION}"],
            check=True, stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
    with found.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == SHA256
    return found


@pytest.mark.parametrize("mode", ["http", "socket"])
def test_the_story_in_slack(mode: str, program: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.e2e.slack_local", program, mode, tmp_path],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3_000:]
    # What somebody wrote is in no log of ours, at any level.
    assert "listened" not in ran.stderr + ran.stdout
