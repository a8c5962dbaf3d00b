"""A turn through Slack's route, beside a Bolt application that only acknowledges.

A turn is a signed sending of a modal: verified, one durable transaction (SQLite, synchronous FULL),
acknowledged with the next modal. The floor is Bolt on the same web server with the same signatures
and payloads. Both are pressed by sixteen people from another process, in turns within one run.
"""

import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.http import serving
from app.clock import DemoClock
from app.compose import build
from app.demonstration import Demonstration
from app.settings import Settings
from benchmarks.slack_load import SECRET, TEAM
from storage.workspaces import StoredWorkspaces

ROUNDS = 5
SECONDS = 1.5
CLASSES = 3
BOT = {"bot_token": "xoxb-1", "bot_id": "B0", "bot_user_id": "U0BOT", "installed_at": 0.0}


def _floor_app() -> web.Application:
    async def authorize(**_given: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-1")  # noqa: S106

    bolt = AsyncApp(
        signing_secret=SECRET,
        process_before_response=True,
        authorize=authorize,
        logger=logging.getLogger("floor"),
    )

    @bolt.view("turn")
    async def _(ack: object) -> None:
        await ack()  # type: ignore[operator]

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application(client_max_size=512 * 1024)
    app.router.add_post("/slack/events", take)
    app.router.add_post("/api/auth.test", _who)
    return app


@asynccontextmanager
async def _bare() -> AsyncIterator[int]:
    """Serve the floor; yield its port."""
    runner = web.AppRunner(_floor_app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _who(_request: web.Request) -> web.Response:
    """Answer what Slack is asked once for each token."""
    return web.json_response({"ok": True, "user_id": "U0BOT", "bot_id": "B0", "team_id": TEAM})


async def _pressed(port: int, code: str, kind: str, view: Path) -> dict[str, float]:
    url = f"http://127.0.0.1:{port}/slack/events"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.slack_load", url, code, str(SECONDS), kind, str(view)),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return dict(json.loads(out))


async def _measured() -> dict[str, float]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        floor = await stack.enter_async_context(_bare())
        settings = Settings(
            data_folder=folder,
            slack_signing_secret=SECRET,
            slack_client_id="1.2",
            slack_client_secret="of the app",  # noqa: S106 - of no app
            slack_api_url=f"http://127.0.0.1:{floor}/api",
            _env_file=None,
        )
        clock = DemoClock(folder)
        app = await stack.enter_async_context(build(settings, clock=clock))
        links = await Demonstration(app, clock).prepare()
        await StoredWorkspaces(app.database).save(f"slack//{TEAM}", json.dumps(BOT))
        ours = await stack.enter_async_context(serving(app.web(), "127.0.0.1", 0))
        view = folder / "view.json"
        view.write_text("{}", "utf-8")
        presses: list[tuple[dict[str, float], dict[str, float]]] = []
        for _ in range(ROUNDS):
            mine = await _pressed(ours, links.code, "press", view)
            presses.append((mine, await _pressed(floor, links.code, "bare", view)))
        text = await _pressed(ours, links.code, "text", view)
        classes = [await _pressed(ours, links.code, "class", view) for _ in range(CLASSES)]
    return {
        "slack_turn_vs_bolt": median(mine["rate"] / bare["rate"] for mine, bare in presses),
        "slack_turn_p99_ms": median(mine["p99"] for mine, _ in presses),
        "slack_floor_p99_ms": median(bare["p99"] for _, bare in presses),
        "slack_text_p99_ms": text["p99"],
        "slack_class_of_30_s": max(each["all"] for each in classes),
    }


def measure() -> dict[str, float]:
    """Return how many turns we take for each of Bolt's acknowledgements, and the slowest but one in
    a hundred, in milliseconds."""
    return asyncio.run(_measured())
