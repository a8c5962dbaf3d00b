"""The package that Teams installs the app from, written by the real command."""

import json
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

APP = "3f6c1b2e-0000-4000-8000-00000000a001"


def written(folder: Path, app: str = APP) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app", "teams", "manifest", "--host", "talk.example.org"]
    return subprocess.run(
        [*command, "--app-id", app, "--file", str(folder / "app.zip")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def test_the_package_asks_for_the_least(tmp_path: Path) -> None:
    told = written(tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    with zipfile.ZipFile(tmp_path / "app.zip") as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        manifest = json.loads(package.read("manifest.json"))
        sizes = {name: package.read(name)[16:24] for name in ("color.png", "outline.png")}
    assert {name: struct.unpack(">2I", size) for name, size in sizes.items()} == {
        "color.png": (192, 192),
        "outline.png": (32, 32),
    }
    (bot,) = manifest["bots"]
    assert bot["botId"] == manifest["id"] == APP
    assert bot["scopes"] == ["personal"]
    assert manifest["defaultInstallScope"] == "personal"
    assert manifest["validDomains"] == ["talk.example.org"]
    more = {"webApplicationInfo", "authorization", "composeExtensions", "staticTabs", "permissions"}
    assert not more & set(manifest)
    # What Teams takes.
    assert len(manifest["name"]["short"]) <= 30
    assert len(manifest["description"]["short"]) <= 80
    assert len(manifest["description"]["full"]) <= 4_000
    for command in bot["commandLists"][0]["commands"]:
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


def test_the_same_package_every_time(tmp_path: Path) -> None:
    written(tmp_path)
    first = (tmp_path / "app.zip").read_bytes()
    written(tmp_path)
    assert (tmp_path / "app.zip").read_bytes() == first


def test_an_id_that_is_none_is_refused(tmp_path: Path) -> None:
    assert written(tmp_path, "the app").returncode == 2
    assert not (tmp_path / "app.zip").exists()
