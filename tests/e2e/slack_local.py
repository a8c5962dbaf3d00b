"""The story in Slack, against a local Slack that others have written, where nothing can get out.

    python -m tests.e2e.slack_local PROGRAM http|socket FOLDER

The program listens on every interface, so this process first takes a network of its own with
nothing in it but loopback. In there run the program, our server and the people.

What the program cannot do, and what is done about it:
- It tells of a press on a button as if the button stood in a message: the modal is missing from
  the payload. So a press *in a modal* is signed and sent from here, with the modal as the program
  holds it; the answer comes through the program's Web API. `tests/slack/test_socket.py` sends
  such presses through Socket Mode.
- It has no ``oauth.v2.access``: the workspace's row is written beforehand.
- It checks no block, takes any token and keeps a trigger for half an hour. The loopback Web API of
  `tests/drivers` is stricter.
"""

import asyncio
import fcntl
import json
import os
import socket
import struct
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientConnectionError, ClientSession, ClientWebSocketResponse

from storage.workspaces import StoredWorkspaces
from tests.drivers.slack import SECRET, SETTINGS, SlackPerson
from tests.drivers.slack_api import TEAM, TOKEN, Modal
from tests.drivers.slack_staff import at, claims
from tests.drivers.world import FACILITATOR, World

PORT: Final = 3000
URL: Final = f"http://127.0.0.1:{PORT}"
SECONDS: Final = 20.0
BOT: Final = {"bot_token": TOKEN, "bot_id": "B0BOT", "bot_user_id": "U0BOT", "installed_at": 0.0}
USERS: Final = {"U0ANN": "ann", "U0FAY": "fay"}
WORDS: Final = "They rang me on 07700 900123 and then they listened"
_SIOCSIFFLAGS: Final = 0x8914
_IFF_UP: Final = 0x1


def alone() -> None:
    """Take a network of one's own, with loopback and nothing else."""
    flags = os.CLONE_NEWNET if os.getuid() == 0 else os.CLONE_NEWNET | os.CLONE_NEWUSER
    os.unshare(flags)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_:
        fcntl.ioctl(any_, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _IFF_UP))


class LocalSlack:
    """The program's own window, through which its people act; fulfils what a person in Slack needs
    of a workspace."""

    url = URL

    def __init__(self, window: ClientWebSocketResponse) -> None:
        self._window = window
        self._heard: Counter[str] = Counter()
        self._news = asyncio.Condition()
        self.stack: list[dict[str, Any]] = []
        self.errors: dict[str, str] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.messages: list[dict[str, Any]] = []

    async def listen(self) -> None:
        """Keep what the window tells."""
        async for message in self._window:
            told = json.loads(message.data)
            async with self._news:
                self._keep(told)
                self._heard[told["t"]] += 1
                self._news.notify_all()

    def _keep(self, told: dict[str, Any]) -> None:
        match told["t"]:
            case "view":
                self.stack, self.errors = told["stack"], {}
            case "view_errors":
                self.errors = told["errors"]
            case "home":
                self.homes[told["user"]] = told["view"]
            case "message":
                self.messages.append(told["message"])

    async def does(self, *kinds: str, **act: Any) -> None:
        """Let somebody act, and wait until the window tells of one of these kinds."""
        before = sum(self._heard[kind] for kind in kinds)
        async with self._news:
            await self._window.send_json(act)
            await asyncio.wait_for(
                self._news.wait_for(lambda: sum(self._heard[kind] for kind in kinds) > before),
                SECONDS,
            )

    def modal(self, user: str) -> Modal | None:
        """Return the modal that is open: the program has one for everybody."""
        if not self.stack:
            return None
        view = self.stack[-1]
        return Modal(view["id"], view["hash"], view, user)

    def trigger(self, _user: str) -> str:
        """Return a trigger for a press in a modal, which opens nothing."""
        return "none"


class LocalPerson(SlackPerson):
    """A person who acts through the program's window."""

    api: LocalSlack  # type: ignore[assignment]

    async def command(self, text: str) -> None:
        """Type ``/heardback`` and something behind it."""
        await self.api.does(
            *("view", "message"), t="slash_command", channel="C1", user=self.user,
            command="/heardback", text=text,
        )  # fmt: skip
        self._told = self.api.messages[-1].get("text", "") if self.api.messages else ""

    async def home(self) -> dict[str, Any]:
        """Open the home page and return what it shows."""
        await self.api.does("home", t="open_home", user=self.user)
        return self.api.homes[self.user]

    async def pressed(self, value: str, _place: dict[str, Any] | None = None) -> None:
        """Press a button of the home page, or of a message."""
        action = {"type": "button", "action_id": "do-0", "block_id": "|0|do", "value": value}
        await self.api.does("view", "message", t="block_action", user=self.user, action=action)

    async def closes(self) -> None:
        """Close the modal."""
        await self.api.does("view", t="view_close", user=self.user)

    async def _submit(self, fills: dict[str, Any], switches: tuple[str, ...] = ()) -> None:
        values = self._state(fills, switches)
        await self.api.does("view", "view_errors", t="view_submit", user=self.user, values=values)
        self._faults = self.api.errors


async def story(made: World, slack: LocalSlack) -> None:
    """Take part from the home page to stopping; then sit down at the desk."""
    async with (
        LocalPerson(made.base, slack, made.round.code, "U0ANN") as ann,  # type: ignore[arg-type]
        LocalPerson(made.base, slack, made.round.code, "U0FAY") as fay,  # type: ignore[arg-type]
    ):
        assert "Nothing yet." in json.dumps(await ann.home())
        await ann.command(made.round.code)
        assert "Would you tell us what you think?" in ann.seen
        await ann.taps("Yes, I will take part", {})
        await ann.taps("All messages", {})
        await ann.says(WORDS)
        assert "[phone number]" in ann.seen
        await ann.taps("Cover them", {"Cover more words": "listened"})
        assert "[covered words]" in ann.seen
        await ann.taps("Keep", {"May we quote this?": "Yes"})
        assert "Question 2 of 5" in ann.seen
        held = await made.answers(ann.address)
        assert held is not None
        assert held["trust"].kept is not None
        assert "07700" not in held["trust"].kept.text
        await ann.closes()
        home = json.dumps(await ann.home())
        assert made.round.title in home
        await ann.pressed(f"open:{made.round.code}")
        assert "Question 2 of 5" in ann.seen
        await ann.pressed("stop")
        assert "You have stopped" in json.dumps(slack.messages[-1])
        await ann.closes()
        await claims(made, fay, FACILITATOR)
        assert "You are in." in fay._told
        assert '"desk"' in json.dumps(await fay.home())
        await at(fay, made.round.title)
        assert "Shown when 3 people or more have answered" in fay.seen
        await fay.taps("Close early", {})
        await fay.taps("Close it now", {})
        assert "The round is closed." in fay.seen
        await fay.taps("Write what changed", {})
        await fay.taps("Add what people said", {})
        await fay.taps("Save", {"People said": "Ring us.", "What came of it": "Done"})
        assert "Saved. Nobody sees it yet." in fay.seen
    kept = json.dumps([slack.homes, slack.messages])
    assert "listened" not in kept
    assert "they rang me" not in kept.lower()


@asynccontextmanager
async def program(path: str, folder: Path, events: str) -> AsyncIterator[None]:
    """Run the program; ``events`` is where it tells of what happens, empty for Socket Mode."""
    app = {"appId": "A0", "botUserId": "U0BOT", "botName": "heardback", "botToken": TOKEN}
    app |= {"appToken": "xapp-1", "signingSecret": SECRET}
    app |= {"mode": "events", "requestUrl": events} if events else {"mode": "socket"}
    config = {
        "workspace": {"name": "Wren", "domain": "wren", "teamId": TEAM},
        "apps": [app],
        "users": [{"id": id_, "name": name} for id_, name in USERS.items()],
        "channels": [{"id": "C1", "name": "here", "members": [*USERS, "U0BOT"]}],
    }
    (folder / "slack.json").write_text(json.dumps(config), "utf-8")
    args = ("--config", str(folder / "slack.json"), "--port", str(PORT))
    runs = await asyncio.create_subprocess_exec(
        path, *args, "--base-host", "127.0.0.1", stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await _answers(runs)
        yield
    finally:
        if runs.returncode is None:
            runs.terminate()
        await runs.wait()


async def _answers(runs: asyncio.subprocess.Process) -> None:
    """Wait until the program answers."""
    async with asyncio.timeout(SECONDS), ClientSession() as http:
        while True:
            assert runs.returncode is None, f"the local Slack ended with {runs.returncode}"
            with suppress(ClientConnectionError):
                return await (await http.get(f"{URL}/api/auth.test")).release()
            await asyncio.sleep(0.05)


async def run(path: str, mode: str, folder: Path) -> None:
    """Walk the story in one mode."""
    settings = {**SETTINGS, "slack_signing_secret": SECRET, "slack_api_url": f"{URL}/api"}
    if mode == "socket":
        settings["slack_app_token"] = "xapp-1"
    made = World(folder, settings={**settings, "detector": "rules"})
    async with AsyncExitStack() as stack:
        stack.push_async_callback(made.end)
        if mode == "socket":
            await stack.enter_async_context(program(path, folder, ""))
            await made.begin()
        else:
            await made.begin()
            events = f"{made.base}/slack/events"
            await stack.enter_async_context(program(path, folder, events))
        await made.opens_round()
        await StoredWorkspaces(made.app.database).save(f"slack//{TEAM}", json.dumps(BOT))
        http = await stack.enter_async_context(ClientSession())
        window = await stack.enter_async_context(http.ws_connect(f"{URL}/ui", max_msg_size=0))
        slack = LocalSlack(window)
        listening = asyncio.create_task(slack.listen())
        await story(made, slack)
        await window.close()
        await listening


if __name__ == "__main__":
    alone()
    asyncio.run(run(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
