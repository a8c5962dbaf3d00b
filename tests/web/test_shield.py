"""What holds for every answer: its headers, its cookies, and what it does with what is not ours."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.http import serving
from app.compose import App
from bot.consultation.model import Role, Round
from tests.web.browser import Browser
from tests.web.world import CODE, TOKENS, sign_in

EVERYWHERE = [
    ("GET", "/", 200),
    ("HEAD", "/", 200),
    ("GET", f"/r/{CODE}", 200),
    ("HEAD", f"/r/{CODE}", 200),
    ("GET", "/r/nobody", 404),
    ("GET", "/r/%00", 404),
    ("GET", "/nowhere", 404),
    ("DELETE", f"/r/{CODE}", 405),
    ("POST", "/left", 405),
    ("GET", "/left", 200),
    ("GET", "/desk/enter", 401),
    ("GET", f"/desk/enter/{TOKENS[Role.LEAD]}", 200),
    ("POST", "/desk", 401),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/static/0000000000000000/chat.css", 404),
    ("GET", "/media/trust.svg", 200),
    ("HEAD", "/media/trust.svg", 200),
    ("GET", "/media/nobody.svg", 404),
    ("GET", "/media/..%2Fshort_words.txt", 404),
    ("GET", f"/r/{CODE}/day.ics", 404),
]


async def test_a_picture_of_a_question_can_be_asked_for_in_parts(browser: Browser) -> None:
    await browser.send("GET", "/media/trust.svg", headers={"Range": "bytes=0-3"})

    assert (browser.status, browser.html) == (206, "<svg")
    assert browser.headers["Content-Type"].startswith("image/svg+xml")
    assert "media-src 'self'" in browser.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("method", "path", "status"), EVERYWHERE)
async def test_every_answer_has_its_status_and_headers(
    browser: Browser, opened: Round, method: str, path: str, status: int
) -> None:
    await browser.send(method, path)
    assert browser.status == status
    headers = browser.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert "Strict-Transport-Security" not in headers


async def test_a_refused_method_names_those_that_work(browser: Browser) -> None:
    await browser.send("DELETE", "/left")
    assert browser.headers["Allow"] == "GET,HEAD"
    assert "Nothing has changed." in browser.seen.text


async def test_sheets_and_scripts_are_kept_by_browsers(browser: Browser) -> None:
    page = await browser.get("/")
    sheet = page.first("link", rel="stylesheet")["href"]
    await browser.get(sheet)
    assert browser.status == 200
    assert browser.headers["Content-Type"] == "text/css; charset=utf-8"
    assert browser.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert browser.headers["Vary"] == "Accept-Encoding"
    assert int(browser.headers["Content-Length"]) < len(browser.body) / 2
    await browser.get(browser.path, **{"Accept-Encoding": "identity"})
    assert int(browser.headers["Content-Length"]) == len(browser.body)


async def test_the_only_cookie_ends_with_the_browser(browser: Browser, opened: Round) -> None:
    await browser.get(f"/r/{CODE}")
    (cookie,) = browser.cookies
    name, *flags = [part.strip() for part in cookie.split(";")]
    assert name.startswith("page=")
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Lax"]


async def test_over_tls_cookies_belong_to_this_very_host(app: App, opened: Round) -> None:
    settings = app.settings.model_copy(update={"public_url": "https://talk.example.org"})
    async with (
        serving(replace(app, settings=settings).web(), "127.0.0.1", 0) as port,
        Browser(f"http://127.0.0.1:{port}") as browser,
    ):
        await browser.get(f"/r/{CODE}")
        assert browser.cookies[0].startswith("__Host-page=")
        assert "Secure" in browser.cookies[0]
        assert browser.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_a_cookie_tells_nobody_anything(browser: Browser, opened: Round) -> None:
    await browser.get(f"/r/{CODE}")
    await browser.press("yes", follow=False)
    assert CODE not in browser.cookies[0]
    assert "page" in browser.cookies[0]


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "a" * 400, "é", "=;="])
async def test_a_cookie_that_is_not_ours_counts_for_nothing(
    browser: Browser, opened: Round, sealed: str
) -> None:
    headers = {"Cookie": f"page={sealed}; desk={sealed}"}
    await browser.get(f"/r/{CODE}", **headers)
    assert browser.status == 200
    await browser.send("GET", "/desk", headers=headers)
    assert browser.status == 401


async def test_one_cookie_does_not_stand_in_for_the_other(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    await browser.get(f"/r/{CODE}")
    page = browser.cookies[0].split(";")[0].removeprefix("page=")
    thief = another()
    await thief.send("GET", "/desk", headers={"Cookie": f"desk={page}"})
    assert thief.status == 401
    staff = await sign_in(another(), Role.FACILITATOR)
    path = f"/desk/enter/{TOKENS[Role.LEAD]}"
    await staff.get(path)
    badge = staff.cookies[0].split(";")[0].removeprefix("desk=")
    await thief.get(f"/r/{CODE}", Cookie=f"page={badge}")
    assert thief.status == 200
    assert thief.cookies


async def test_a_form_of_another_browser_is_refused(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    victim = another()
    await victim.get(f"/r/{CODE}")
    await browser.get(f"/r/{CODE}")
    path, mine = browser.fields("yes")
    await victim.send("POST", path, mine)
    assert victim.status == 403
    assert "Nothing was saved." in victim.seen.text


@pytest.mark.parametrize("csrf", [None, "", "0" * 32, "é\ud800"])
async def test_a_form_without_our_secret_is_refused(
    browser: Browser, opened: Round, csrf: str | None
) -> None:
    await browser.get(f"/r/{CODE}")
    data = {"do": "yes", "turn": "0" * 32}
    if csrf is not None:
        data["csrf"] = csrf.encode("utf-8", "replace").decode()
    await browser.send("POST", f"/r/{CODE}", data)
    assert browser.status == 403


async def test_a_form_without_a_cookie_is_refused(browser: Browser, opened: Round) -> None:
    await browser.send("POST", f"/r/{CODE}", {"do": "yes"})
    assert browser.status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
    ],
)
async def test_a_form_from_elsewhere_is_refused(
    browser: Browser, opened: Round, headers: dict[str, str], status: int
) -> None:
    await browser.get(f"/r/{CODE}")
    path, data = browser.fields("later")
    await browser.send("POST", path, data, headers=headers)
    assert browser.status == status


@pytest.mark.parametrize(
    ("origin", "status"), [("https://evil.example", 403), ("null", 200), ("", 403), (None, 200)]
)
async def test_an_old_browser_is_judged_by_the_origin_it_names(
    browser: Browser, opened: Round, origin: str | None, status: int
) -> None:
    await browser.get(f"/r/{CODE}")
    path, data = browser.fields("later")
    browser.forget_header("Sec-Fetch-Site")
    await browser.send("POST", path, data, headers={} if origin is None else {"Origin": origin})
    assert browser.status == status
    await browser.get(f"/r/{CODE}")
    path, data = browser.fields("join" if status == 200 else "later")
    await browser.send("POST", path, data, headers={"Origin": browser.base})
    assert browser.status == 200


async def test_a_megabyte_is_refused_and_nothing_is_saved(browser: Browser, opened: Round) -> None:
    await browser.get(f"/r/{CODE}")
    await browser.press("yes")
    await browser.press("hears:all")
    await browser.say("a" * 1_000_000)
    assert browser.status == 413
    assert "Nothing was saved." in browser.seen.text
    await browser.get(f"/r/{CODE}")
    assert "Question 1 of 5" in browser.seen.text
    assert "aaaa" not in browser.html


async def test_too_many_fields_are_refused(browser: Browser, opened: Round) -> None:
    await browser.get(f"/r/{CODE}")
    path, data = browser.fields("yes")
    await browser.send("POST", path, data + [("word", "1-2")] * 600)
    assert browser.status == 413


@pytest.mark.parametrize(
    ("kind", "status"),
    [("multipart/form-data; boundary=x", 403), ("application/json", 415), ("text/plain", 415)],
)
async def test_only_forms_are_read(browser: Browser, opened: Round, kind: str, status: int) -> None:
    await browser.get(f"/r/{CODE}")
    await browser.send("POST", f"/r/{CODE}", json.dumps({"do": "yes"}), {"Content-Type": kind})
    assert browser.status == status


@pytest.mark.parametrize(
    "body", [b"\xff\xfe=%ff%fe&csrf=%00", b"%ed%a0%80=%ed%a0%80", b"&&&=&;;", b"csrf"]
)
async def test_a_body_that_is_no_text_is_no_trouble(
    browser: Browser, opened: Round, body: bytes
) -> None:
    await browser.get(f"/r/{CODE}")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    await browser.send("POST", f"/r/{CODE}", body, form)
    assert browser.status == 403


async def test_what_nobody_foresaw_is_a_plain_page_and_a_line_without_words(
    browser: Browser,
    app: App,
    opened: Round,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def broken(*_arguments: object) -> None:
        raise RuntimeError("Kirsty said this")

    monkeypatch.setattr(app.conversations, "handle", broken)
    await browser.get(f"/r/{CODE}")
    assert browser.status == 500
    assert "The fault is ours." in browser.seen.text
    said = capsys.readouterr()
    assert "RuntimeError" in said.out + said.err
    assert "adapters.web.chat" in said.out + said.err
    assert "Kirsty" not in said.out + said.err + browser.html


async def test_a_closed_database_shows_no_more_than_that(
    browser: Browser, app: App, opened: Round
) -> None:
    app.database.close()
    await browser.get(f"/r/{CODE}")
    assert browser.status in (500, 503)
    assert "Traceback" not in browser.html


async def test_no_log_holds_an_address_an_agent_or_a_word(
    browser: Browser, opened: Round, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    await browser.get(f"/r/{CODE}", **{"User-Agent": "canary-agent"})
    await browser.press("yes")
    await browser.press("hears:all")
    await browser.say("canary words")
    await browser.send("POST", f"/r/{CODE}", b"\x00", {"Content-Type": "text/plain"})
    lines = [record.getMessage() for record in caplog.records if "aiosqlite" not in record.name]
    for line in lines:
        assert "127.0.0.1" not in line
        assert "canary" not in line
    stored = everything_in(tmp_path)
    assert b"127.0.0.1" not in stored
    assert b"canary" not in stored


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_a_request_nobody_can_read_gets_no_trace_back(browser: Browser) -> None:
    await browser.send("GET", "/", headers={"Expect": "a miracle"})
    assert browser.status == 417
    assert browser.headers["Cache-Control"] == "no-store"
