"""The server as a real process: it tells where it is, answers, and stops when told to."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.app.conftest import Command
from tests.app.test_commands import complained

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@asynccontextmanager
async def started(*words: str, stdin: int | None = None) -> AsyncIterator[Process]:
    """Start the command in the folder at hand; it is ended with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", *words,
        stdin=stdin, stdout=PIPE, stderr=PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def told(process: Process, wanted: str) -> str:
    """Read what it prints until a line has the wanted words."""
    assert process.stdout is not None
    lines = []
    async with asyncio.timeout(PATIENCE):
        while not lines or wanted not in lines[-1]:
            line = await process.stdout.readline()
            assert line, "".join(lines)
            lines.append(line.decode())
    return "".join(lines)


async def ended(process: Process) -> tuple[int, str, str]:
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert process.returncode is not None
    # That the log of what staff did is witnessed is said at every start.
    said = [line for line in err.decode().splitlines(True) if " event=audit_head " not in line]
    return process.returncode, out.decode(), "".join(said)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_until_it_is_told_to_stop(how: signal.Signals) -> None:
    async with started("run", "--port", "0") as process, ClientSession() as session:
        text = await told(process, "Heardback is running")
        (url,) = re.findall(r"http://127\.0\.0\.1:\d+", text)
        async with session.get(f"{url}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"{url}/r/nothing") as answer:
            assert answer.status == 404
        process.send_signal(how)
        assert await ended(process) == (0, "Heardback has stopped.\n", "")


async def test_a_worker_only_shows_that_it_is_well() -> None:
    async with (
        started("run", "--role", "worker", "--port", "0") as process,
        ClientSession() as session,
    ):
        text = await told(process, "Heardback is running")
        (url,) = re.findall(r"http://127\.0\.0\.1:\d+", text)
        for path, status in (("healthz", 200), ("readyz", 200), ("r/heron", 404), ("desk", 404)):
            async with session.get(f"{url}/{path}") as answer:
                assert answer.status == status, path
        process.send_signal(signal.SIGTERM)
        assert (await ended(process))[0] == 0


def test_a_role_that_is_none_is_told(heardback: Command) -> None:
    told = complained(heardback("run", "--role", "both"))
    assert told == "--role has to be web, worker or all."


async def test_the_demonstration_prints_links_that_work() -> None:
    async with started("run", "--demo", "--port", "0") as process, ClientSession() as session:
        text = await told(process, "Heardback is running")
        order = [
            "A sample round is open.", "A contributor answers here", "/r/",
            "The facilitator's desk", "/desk/enter/", "The coordinator's desk", "/desk/enter/",
            "More links", "A second coordinator's desk", "The safeguarding lead's desk",
            "A partner's desk", "The admin's desk",
            "A desk link works once.", "heardback chat --demo", "var/demo",
        ]  # fmt: skip
        at = 0
        for piece in order:
            at = text.index(piece, at)
        links = re.findall(r"^ +(http://\S+)$", text, re.MULTILINE)
        assert len(links) == 7
        for link in links:
            async with session.get(link) as answer:
                assert answer.status == 200
        typed = b"2\nleave\nno\n"
        async with started("chat", "--demo", stdin=PIPE) as window:
            out, err = await window.communicate(typed)
        assert window.returncode == 0
        assert err == b""
        assert "Would you tell us what you think?" in out.decode()
        assert "That is fine" in out.decode()
        process.send_signal(signal.SIGTERM)
        code, _, err_text = await ended(process)
        assert (code, err_text) == (0, "")


async def test_a_window_that_is_interrupted_ends_quietly() -> None:
    async with started("run", "--demo", "--port", "0") as process:
        await told(process, "Heardback is running")
        process.send_signal(signal.SIGTERM)
        await ended(process)
    async with started("chat", "--demo", stdin=PIPE) as window:
        await told(window, "Type a number, then press Enter.")
        window.send_signal(signal.SIGINT)
        code, _, err = await ended(window)
    assert (code, err) == (0, "")


# --- what is not as it has to be -----------------------------------------------------------------


@pytest.fixture
def taken() -> socket.socket:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held


def test_a_port_in_use_is_told(heardback: Command, taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    told = complained(heardback("run", "--port", str(port)))
    assert told == f"Port {port} is in use. Choose another one with --port."


def test_a_port_for_figures_that_is_in_use_is_told(
    heardback: Command, taken: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARDBACK_METRICS_PORT", str(taken.getsockname()[1]))
    told = complained(heardback("run", "--port", "0"))
    assert told == (
        "The port for figures cannot be used. "
        "Change HEARDBACK_METRICS_PORT or HEARDBACK_METRICS_HOST."
    )


def test_a_host_that_is_not_ours_is_told(heardback: Command) -> None:
    told = complained(heardback("run", "--host", "192.0.2.1", "--port", "0"))
    assert told == (
        "Heardback cannot listen on 192.0.2.1. Check --host or the setting HEARDBACK_HOST."
    )


def test_a_port_that_only_the_system_may_use_is_told(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The tests may run as somebody who is allowed every port.
    monkeypatch.setattr("app.serve.serving", denied)
    told = complained(heardback("run", "--port", "80"))
    assert told == "You may not use port 80. Choose one above 1023 with --port."


def test_a_port_that_is_none_is_refused(heardback: Command) -> None:
    done = heardback("run", "--port", "70000")
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_demonstration_clock_that_is_broken_is_told(heardback: Command, folder: Path) -> None:
    (folder / "var/demo").mkdir(parents=True)
    (folder / "var/demo/clock").write_text("soon", encoding="ascii")
    told = complained(heardback("run", "--demo", "--port", "0"))
    assert told.startswith("The clock in var/demo/clock cannot be read.")
    assert complained(heardback("chat", "--demo")) == told


def test_a_window_needs_a_round(heardback: Command) -> None:
    assert complained(heardback("chat")) == "Say which round, by the code in its link."
    assert complained(heardback("chat", "nothing")) == "There is no round with this code."
    told = complained(heardback("chat", "--demo"))
    assert told == "There is no sample round yet. Start one with heardback run --demo."


def test_a_folder_without_a_sample_has_no_sample(heardback: Command, folder: Path) -> None:
    (folder / "var/demo").mkdir(parents=True)
    told = complained(heardback("chat", "--demo"))
    assert told == "There is no sample round yet. Start one with heardback run --demo."
