"""Installing in a workspace: states, one sealed row, tokens that end, and taking it away again."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, DummyCookieJar, web

from bot.conversation.effects import Invite
from tests.drivers.files import raw, rows
from tests.drivers.slack import install, slack_settings
from tests.drivers.slack_api import TEAM, TOKEN, SlackApi
from tests.drivers.world import FACILITATOR, World, world

COOKIE = "slack-app-oauth-state"


@pytest.fixture
async def made(tmp_path: Any, api: SlackApi) -> AsyncIterator[World]:
    """A server in which nobody has installed the app yet."""
    async with world(tmp_path, settings=slack_settings(api)) as here:
        yield here


@pytest.fixture
async def browser() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        yield session


async def begun(browser: ClientSession, made: World) -> str:
    """Begin to install; return the state."""
    async with browser.get(f"{made.base}/slack/install", allow_redirects=False) as page:
        assert page.status == 302
        asked = parse_qs(urlsplit(page.headers["Location"]).query)
        assert asked["scope"] == ["chat:write,commands,im:write,users:read"]
        assert "user_scope" not in asked
        state = page.cookies[COOKIE].value
        assert page.cookies[COOKIE]["secure"]
        assert page.cookies[COOKIE]["httponly"]
        assert asked["state"] == [state]
        return state


async def ended(browser: ClientSession, made: World, cookie: str, **query: str) -> tuple[int, str]:
    """Come back from Slack; return the status and the page."""
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    url = f"{made.base}/slack/oauth_redirect"
    async with browser.get(url, params=query, headers=headers) as page:
        return page.status, await page.text()


def kept(made: World) -> list[tuple[object, ...]]:
    return rows(made.settings.data_folder, "workspace")


async def test_a_workspace_is_one_sealed_row(made: World, browser: ClientSession) -> None:
    state = await begun(browser, made)
    status, page = await ended(browser, made, state, code="good", state=state)
    assert (status, page) == (200, "Heardback is in your workspace now. You can close this page.")
    assert len(kept(made)) == 1
    await install(made.base)
    assert len(kept(made)) == 1


async def test_no_token_and_no_workspace_lies_in_clear_anywhere(made: World) -> None:
    await install(made.base)
    files = raw(made.settings.data_folder)
    files += b"".join(
        path.read_bytes() for path in made.settings.data_folder.rglob("*") if path.is_file()
    )
    for word in (TOKEN, "xoxe", TEAM, "Wren", "U0ADMIN"):
        assert word.encode() not in files


BAD: dict[str, dict[str, str]] = {
    "no state": {"code": "good"},
    "a state of our own making": {"code": "good", "state": "made-up"},
    "no code": {"state": "{state}"},
    "a code that Slack does not know": {"code": "bad", "state": "{state}"},
    "the person said no": {"error": "access_denied", "state": "{state}"},
    "a fault with markup in it": {"error": "<script>alert(1)</script>"},
}


@pytest.mark.parametrize("how", sorted(BAD))
async def test_what_is_not_right_adds_nothing(
    how: str, made: World, browser: ClientSession
) -> None:
    state = await begun(browser, made)
    query = {name: value.format(state=state) for name, value in BAD[how].items()}
    status, page = await ended(browser, made, state, **query)
    assert status < 500
    assert page.startswith("That did not work.")
    assert "script" not in page
    assert kept(made) == []


async def test_a_state_is_good_once(made: World, browser: ClientSession) -> None:
    state = await begun(browser, made)
    await ended(browser, made, state, code="good", state=state)
    status, page = await ended(browser, made, state, code="good", state=state)
    assert status == 401
    assert page.startswith("That did not work.")


async def test_a_state_of_another_browser_is_refused(made: World, browser: ClientSession) -> None:
    state, mine = await begun(browser, made), await begun(browser, made)
    for cookie in ("", mine):
        status, _ = await ended(browser, made, cookie, code="good", state=state)
        assert status == 400
    assert kept(made) == []


async def test_a_state_gets_old(
    made: World, browser: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = await begun(browser, made)
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    status, _ = await ended(browser, made, state, code="good", state=state)
    assert status == 401
    assert kept(made) == []


# --- taking it away ----------------------------------------------------------------------------

GONE: dict[str, dict[str, Any]] = {
    "the app": {"type": "app_uninstalled"},
    "its token": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}},
}


@pytest.mark.parametrize("what", sorted(GONE))
async def test_what_was_taken_away_is_forgotten(what: str, made: World, somebody: Any) -> None:
    await install(made.base)
    await (await somebody()).event(GONE[what])
    assert kept(made) == []


async def test_an_event_that_comes_again_takes_nothing_away(made: World, somebody: Any) -> None:
    ann = await somebody()
    for _ in range(2):
        await ann.event({"type": "app_uninstalled"}, "Ev7")
        await install(made.base)
    assert len(kept(made)) == 1
    await ann.event({"type": "app_uninstalled"}, "Ev7")
    assert len(kept(made)) == 1
    await ann.event({"type": "app_uninstalled"}, "Ev8")
    assert kept(made) == []


async def test_somebodys_own_token_is_none_of_ours(made: World, somebody: Any) -> None:
    await install(made.base)
    await (await somebody()).event({"type": "tokens_revoked", "tokens": {"oauth": ["U9"]}})
    assert len(kept(made)) == 1


# --- tokens that end ---------------------------------------------------------------------------


async def test_a_token_near_its_end_is_renewed_and_kept(
    made: World, api: SlackApi, somebody: Any
) -> None:
    api.token_ends = 3_600
    await install(made.base)
    before = kept(made)
    ann = await somebody()
    await ann.home()
    await ann.home()
    renewed = [given for method, given in api.calls if given.get("grant_type") == "refresh_token"]
    assert [given["refresh_token"] for given in renewed] == ["xoxe-1"]
    assert kept(made) != before
    assert len(kept(made)) == 1
    # The message goes out with the new token, and after a start from scratch, too.
    await made.reload()
    contact = {"channel": "slack", "enterprise": "", "team": TEAM, "user": "U8"}
    asked = (((await somebody("U8")).address, contact),)
    await made.acts(FACILITATOR, Invite(made.round.id, asked))
    await made.waits(made.clock.at.replace(hour=17))
    assert ("chat.postMessage", "xoxb-renewed-1") in api.used
    assert len([g for _, g in api.calls if g.get("grant_type") == "refresh_token"]) == 1


async def test_two_at_once_renew_a_token_once(made: World, api: SlackApi, somebody: Any) -> None:
    api.token_ends = 3_600
    await install(made.base)
    ann, bea = await somebody("U1"), await somebody("U2")
    await asyncio.gather(ann.home(), bea.home(), ann.home())
    assert len([g for _, g in api.calls if g.get("grant_type") == "refresh_token"]) == 1


async def test_one_process_renews_a_token_while_the_others_use_the_old_one(
    made: World, api: SlackApi, somebody: Any
) -> None:
    api.token_ends = 3_600
    await install(made.base)
    ann = await somebody()
    async with made.app.database.sole("tokens"):
        await ann.home()
        assert not [g for _, g in api.calls if g.get("grant_type") == "refresh_token"]
    await ann.home()
    assert len([g for _, g in api.calls if g.get("grant_type") == "refresh_token"]) == 1


async def test_a_token_that_cannot_be_renewed_is_used_while_it_lasts(
    made: World, api: SlackApi, somebody: Any
) -> None:
    api.token_ends = 3_600
    await install(made.base)
    api.refuse["oauth.v2.access"] = [
        web.json_response({"ok": False, "error": "internal_error"}) for _ in range(9)
    ]
    ann = await somebody()
    assert await ann.home()
