"""A turn through Teams' route, beside Bot Framework's SDK that only answers.

A turn is an executed button: its token checked, one durable transaction (SQLite, synchronous FULL),
answered with the next card. The floor is a bare bot on the SDK behind the same entrance, with what
is cached here cached there; the stock SDK builds its clients anew each turn, as it is shipped.
All are pressed by sixteen people from another process, in turns within one run.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp import web
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, JwtTokenExtractor
from botframework.connector.auth.jwt_token_extractor import _OpenIdMetadata

from adapters.http import serving
from adapters.teams.auth import SINGLE_TENANT, Registration
from adapters.teams.connector import Connector, packed
from adapters.teams.read import activity_of
from adapters.teams.tokens import Tokens
from app.clock import DemoClock
from app.compose import build
from app.demonstration import Demonstration
from app.settings import Settings
from tests.drivers.teams import teams_settings
from tests.drivers.teams_api import APP, ISSUER, SECRET, TENANT, TeamsApi, claims, teams_api, token

ROUNDS = 5
SECONDS = 1.5
_CARD: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.5", "body": []}
_ANSWER = {
    "statusCode": 200,
    "type": "application/vnd.microsoft.card.adaptive",
    "value": _CARD,
}


async def _echo(context: TurnContext) -> None:
    """Answer with a card, as the SDK's own handler of activities does."""
    held = InvokeResponse(status=HTTPStatus.OK, body=_ANSWER)
    await context.send_activity(Activity(type="invokeResponse", value=held))


def _app(adapter: CloudAdapterBase, *, stock: bool) -> web.Application:
    async def take(request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        activity = Activity().deserialize(body) if stock else activity_of(body)
        header = request.headers["Authorization"]
        answer = await adapter.process_activity(header, activity, _echo)
        return web.Response(body=packed(answer.body), content_type="application/json")

    app = web.Application()
    app.router.add_post("/teams/messages", take)
    return app


class _Cached(ConfigurationBotFrameworkAuthentication):  # type: ignore[misc]  # it has no types
    """The SDK's authentication; what it builds for each turn is built once."""

    def __init__(self, configuration: type, connector: Connector) -> None:
        super().__init__(configuration)
        self._connector = connector

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        made = await super().authenticate_request(activity, auth_header)
        made.connector_factory = self._connector
        return made

    async def create_user_token_client(self, _identity: object) -> None:
        """Build none."""


def _configuration(api: TeamsApi) -> type:
    class Configuration:
        APP_ID = APP
        APP_PASSWORD = SECRET
        APP_TYPE = SINGLE_TENANT
        APP_TENANTID = TENANT
        TO_CHANNEL_FROM_BOT_LOGIN_URL = f"https://login.microsoftonline.com/{TENANT}"
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = ISSUER
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = ISSUER
        OAUTH_URL = ISSUER
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = f"{api.url}/openid?stock"
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = f"{api.url}/openid?stock"

    # The SDK would ask for the keys with a call that waits for this very process.
    keys = _OpenIdMetadata(Configuration.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL)
    keys.keys, keys.last_updated = [api.public("one")], datetime.now()  # noqa: DTZ005 - as it does
    JwtTokenExtractor.metadataCache[keys.url] = keys
    return Configuration


def _floor(api: TeamsApi) -> web.Application:
    registration = Registration(SINGLE_TENANT, APP, TENANT, SECRET)
    cached = _Cached(_configuration(api), Connector(Tokens(registration)))
    return _app(CloudAdapter(cached), stock=False)


def _stock(api: TeamsApi) -> web.Application:
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(_configuration(api)))
    return _app(adapter, stock=True)


@asynccontextmanager
async def _serving(app: web.Application) -> AsyncIterator[int]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _pressed(port: int, api: TeamsApi, code: str, kind: str, held: Path) -> dict[str, float]:
    url = f"http://127.0.0.1:{port}/teams/messages"
    given = (url, api.service, code, str(SECONDS), kind, str(held), token(claims(api.service)))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.teams_load", *given), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return dict(json.loads(out))


async def _measured() -> dict[str, float]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        api = await stack.enter_async_context(teams_api())
        given: dict[str, Any] = {**teams_settings(api), "data_folder": folder, "_env_file": None}
        clock = DemoClock(folder)
        app = await stack.enter_async_context(build(Settings(**given), clock=clock))
        links = await Demonstration(app, clock).prepare()
        ours = await stack.enter_async_context(serving(app.web(), "127.0.0.1", 0))
        ports = [await stack.enter_async_context(_serving(_floor(api)))]
        ports.append(await stack.enter_async_context(_serving(_stock(api))))
        held = folder / "data.json"
        held.write_text("{}", "utf-8")
        runs = []
        for _ in range(ROUNDS):
            mine = await _pressed(ours, api, links.code, "press", held)
            runs.append((mine, *[await _pressed(p, api, "", "bare", held) for p in ports]))
        text = await _pressed(ours, api, links.code, "text", held)
        thirty = await _pressed(ours, api, links.code, "class", held)
    return {
        "teams_turn_vs_bare": median(mine["rate"] / bare["rate"] for mine, bare, _ in runs),
        "teams_turn_vs_stock": median(mine["rate"] / other["rate"] for mine, _, other in runs),
        "teams_turn_p99_ms": median(mine["p99"] for mine, _, _ in runs),
        "teams_floor_p99_ms": median(bare["p99"] for _, bare, _ in runs),
        "teams_text_p99_ms": text["p99"],
        "teams_class_of_30_s": thirty["seconds"],
    }


def measure() -> dict[str, float]:
    """Return how many turns we take for each of a bare bot's and of the stock SDK's, and the
    slowest but one in a hundred, in milliseconds."""
    return asyncio.run(_measured())


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:24} {value:10.3f}")
