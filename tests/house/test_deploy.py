"""The files in deploy/ name only what there is: settings, roles, commands and files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.serve import Role
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(file for file in DEPLOY.rglob("*") if file.is_file())


def documents(file: Path) -> list[Any]:
    return list(yaml.safe_load_all(file.read_text("utf-8")))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_that_is_named_is_one(file: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+", file.read_text("utf-8")))
    assert named <= {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_image_copies_every_package_and_nothing_that_a_run_made() -> None:
    container = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = set(re.findall(r"^COPY (?!--)(.+) \S+$", container, re.MULTILINE))
    names = {name for line in copied for name in line.split()}
    let_in = set(
        re.findall(r"^!(\S+)$", (ROOT / ".containerignore").read_text("utf-8"), re.MULTILINE)
    )
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    packages = re.search(r"^packages = \[(.+)\]$", project, re.MULTILINE)
    assert packages
    assert set(re.findall(r'"(\w+)"', packages[1])) <= names == let_in
    assert all((ROOT / name).exists() for name in names)


def test_both_names_of_the_list_of_what_is_left_out_say_the_same() -> None:
    assert (ROOT / ".containerignore").read_bytes() == (ROOT / ".dockerignore").read_bytes()


def _containers() -> Iterator[dict[str, Any]]:
    for name in ("web", "worker"):
        workload = documents(DEPLOY / "kubernetes" / f"{name}.yaml")[0]
        pod = workload["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"]
        yield from pod["containers"]


def test_no_container_may_write_to_its_root_or_rise() -> None:
    for container in _containers():
        rights = container["securityContext"]
        assert rights["readOnlyRootFilesystem"]
        assert not rights["allowPrivilegeEscalation"]
        assert rights["capabilities"] == {"drop": ["ALL"]}
    compose = documents(DEPLOY / "compose.yaml")[0]
    for name in ("web", "worker"):
        service = compose["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["user"].split(":")[0] != "0"


def test_each_kind_of_deployment_runs_both_roles() -> None:
    compose = documents(DEPLOY / "compose.yaml")[0]["services"]
    wanted = [["run", "--role", "web"], ["run", "--role", "worker"]]
    assert [compose[name]["command"] for name in ("web", "worker")] == wanted
    assert [container["args"] for container in _containers()] == wanted
    assert {line[-1] for line in wanted} == {*Role} - {Role.ALL}
