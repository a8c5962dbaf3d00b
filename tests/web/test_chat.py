"""The contributor's page over HTTP: one turn a press, nothing lost, nothing doubled, nothing leaked."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from adapters.http import build_web, serving
from adapters.web.limiter import CODES, TURNS
from app.compose import App
from bot.consultation.model import Role, Round
from bot.consultation.redaction import Span
from bot.conversation.effects import CloseRound
from bot.deskwork import Desk
from bot.ports import NotSaved, Unit
from bot.service import Conversations
from storage.database import open_database
from tests.web.browser import Browser
from tests.web.world import CODE, PEOPLE, START, sign_in

HOSTILE = [
    "<script>alert(1)</script> & \"quotes\" 'too'",
    "</textarea></p><b>",
    "zero\u200bwidth\u200djoiners\ufeff",
    "\u202eright to left\u202c \u2066and\u2069",
    "a NUL\x00 in the middle",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467 and e\u0301",
    "two\r\nlines\nand\rmore",
    "{{ 7*7 }} {% raw %}",
    "שלום عالم",
]


async def to_question_one(browser: Browser) -> Browser:
    await browser.get(f"/r/{CODE}")
    await browser.press("yes")
    await browser.press("hears:all")
    assert "Question 1 of 5" in browser.seen.text
    return browser


async def to_question_two(browser: Browser, text: str = "They ring first.") -> Browser:
    await to_question_one(browser)
    await browser.say(text)
    await browser.press("keep", quote="no")
    assert "Question 2 of 5" in browser.seen.text
    return browser


async def test_the_front_page_leads_to_a_link(browser: Browser, opened: Round) -> None:
    page = await browser.get("/")
    assert page.first("form")["method"] == "get"
    for typed in (CODE, CODE.upper(), f"  {CODE} ", f"http://x.example/r/{CODE}/"):
        await browser.get(f"/?link={typed}")
        assert browser.path == f"/r/{CODE}"
        assert browser.status == 200
    await browser.get("/?link=no such thing")
    assert browser.status == 404


async def test_an_unknown_link_is_a_kind_page(browser: Browser, opened: Round) -> None:
    await browser.get("/r/heron43")
    assert browser.status == 404
    assert "We do not know this link" in browser.seen.text


async def test_a_draft_is_seen_only_by_a_facilitator(
    browser: Browser, another: Callable[[], Browser], draft: Round
) -> None:
    await browser.get(f"/r/{CODE}")
    assert browser.status == 404
    assert "This has not opened yet" in browser.seen.text
    facilitator = await sign_in(another(), Role.FACILITATOR)
    await facilitator.get(f"/r/{CODE}")
    assert facilitator.status == 200
    assert "This is a preview." in facilitator.seen.text
    await facilitator.press("yes")
    await facilitator.press("hears:all")
    assert "Question 1 of 5" in facilitator.seen.text
    reader = await sign_in(another(), Role.COORDINATOR)
    await reader.get(f"/r/{CODE}")
    assert reader.status == 404


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_only_words(browser: Browser, opened: Round, text: str) -> None:
    await to_question_one(browser)
    await browser.say(text)
    assert browser.status == 200
    assert "This is what we will keep" in browser.seen.text
    shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert shown.strip() in browser.seen.text
    await browser.press("keep", quote="no")
    await browser.press("answers")
    assert browser.status == 200
    assert shown.strip() in browser.seen.text
    assert "49" not in browser.seen.text
    assert len(browser.seen.all("b")) == 0


async def test_a_lone_surrogate_becomes_a_mark(browser: Browser, opened: Round) -> None:
    await to_question_one(browser)
    path, data = browser.fields("say")
    box = browser.seen.first("textarea")["name"]
    pairs = "&".join(f"{name}={value}" for name, value in data)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    await browser.send("POST", path, f"{pairs}&{box}=half%ED%A0%80".encode(), form)
    assert browser.status == 200
    assert "half\ufffd" in browser.seen.text


async def test_a_typed_control_word_is_obeyed(browser: Browser, opened: Round) -> None:
    await to_question_one(browser)
    await browser.say("STOP!")
    assert "You have stopped" in browser.seen.text


async def test_stop_leaves_what_was_typed_behind(browser: Browser, opened: Round) -> None:
    await to_question_one(browser)
    path, data = browser.fields("stop")
    assert [name for name, _ in data] == ["csrf", "turn", "do"]
    assert path == f"/r/{CODE}"


async def test_the_same_press_twice_counts_once(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    await to_question_two(browser)
    path, data = browser.fields("skip")
    await browser.send("POST", path, data)
    assert "Question 3 of 5" in browser.seen.text
    await browser.send("POST", path, data)
    assert "Question 3 of 5" in browser.seen.text


async def test_a_turn_repeated_elsewhere_is_not_the_same_person(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    await browser.get(f"/r/{CODE}")
    turn = dict(browser.fields("yes")[1])["turn"]
    await browser.press("yes")
    code = browser.html.split('class="lead code"><strong>')[1].split("<")[0]
    stranger = another()
    await stranger.get(f"/r/{CODE}")
    await stranger.press("yes", turn=turn)
    assert stranger.html.split('class="lead code"><strong>')[1].split("<")[0] != code


async def test_uncovering_everything_is_told_from_not_asking(
    browser: Browser, opened: Round
) -> None:
    await to_question_one(browser)
    await browser.say("Mail kirsty@example.org")
    path, data = browser.fields("keep")
    shown = [(name, value) for name, value in data if name != "covers"]
    await browser.send("POST", path, [*shown, ("quote", "no")])
    await browser.press("answers")
    assert "Mail kirsty@example.org" in browser.seen.text


async def test_tapped_words_are_covered(browser: Browser, opened: Round) -> None:
    await to_question_one(browser)
    await browser.say("The boiler was there.")
    await browser.press("keep", quote="no", word="4-10")
    await browser.press("answers")
    assert "boiler" not in browser.html
    assert '<span class="gone">[covered words]</span>' in browser.html


async def test_leaving_ends_the_session_here(browser: Browser, opened: Round) -> None:
    await to_question_two(browser)
    await browser.send("GET", "/leave", follow=False)
    assert browser.status == 303
    assert browser.headers["Location"] == "/left"
    assert "Max-Age=0" in browser.cookies[0]
    page = await browser.get("/left")
    assert "Heardback" not in browser.html.replace("/static", "")
    assert page.all("a") == []
    await browser.get(f"/r/{CODE}")
    assert "Would you tell us what you think?" in browser.seen.text


async def test_another_site_cannot_end_a_session(browser: Browser, opened: Round) -> None:
    await to_question_two(browser)
    await browser.send("GET", "/leave", headers={"Sec-Fetch-Site": "cross-site"})
    await browser.get(f"/r/{CODE}")
    assert "Question 2 of 5" in browser.seen.text


async def test_after_the_last_page_the_browser_knows_nobody(
    browser: Browser, opened: Round
) -> None:
    await to_question_two(browser)
    await browser.press("answers")
    await browser.press("everything")
    await browser.press("really_everything")
    assert "Everything about you is deleted" in browser.seen.text
    assert browser.cookies
    await browser.press("support")
    assert browser.status == 200
    assert "Support" in browser.seen.text
    await browser.get(f"/r/{CODE}")
    await browser.press("back")
    assert "Would you tell us what you think?" in browser.seen.text


async def test_a_wrong_code_is_told_and_ten_are_enough(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    await browser.get(f"/r/{CODE}")
    await browser.press("code")
    for _ in range(CODES[0].burst):
        await browser.press("enter", code="not a code of anybody")
        assert browser.status == 422
        assert "We could not find that code here." in browser.seen.text
    path, data = browser.fields("enter")
    await browser.send("POST", path, [*data, ("code", "one more")])
    assert browser.status == 429
    assert int(browser.headers["Retry-After"]) <= 60
    assert "Nothing is lost." in browser.seen.text
    await to_question_one(another())


async def test_the_day_is_a_calendar_file(browser: Browser, opened: Round) -> None:
    await to_question_two(browser)
    for _ in range(4):
        await browser.press("skip")
    link = next(a for a in browser.seen.all("a") if a["href"].endswith("/day.ics"))
    await browser.get(link["href"])
    assert browser.headers["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20270430\r\n" in browser.body
    assert b"SUMMARY:A day to look back\r\n" in browser.body
    assert b"eardback" not in browser.body
    assert 'filename="day.ics"' in browser.headers["Content-Disposition"]


async def test_a_closed_round_says_so(browser: Browser, app: App, opened: Round) -> None:
    owner = PEOPLE[Role.FACILITATOR]
    await app.database.run(lambda unit: unit.record(owner, (CloseRound(opened),), None, START))
    await browser.get(f"/r/{CODE}")
    assert browser.status == 200
    assert "This has closed" in browser.seen.text


@pytest.fixture
async def impatient(app: App) -> AsyncIterator[Browser]:
    """A browser at a server that waits only a moment for its database file."""
    settings = app.settings
    database = open_database(
        settings.database, app.keys, busy_seconds=0.05, today=lambda: date(2027, 2, 1)
    )
    talk = Conversations(database, app.codes, app.library, _Plain(), app.clock)
    desk = Desk(database, app.library, _Plain(), database.sealer, app.clock)
    web = build_web(talk, desk, app.say, app.keys.cookies, app.clock, secure=False)
    async with serving(web, "127.0.0.1", 0) as port, Browser(f"http://127.0.0.1:{port}") as made:
        yield made
    database.close()


class _Plain:
    """A detector that finds the word Kirsty."""

    reduced: str | None = None

    def find(self, text: str) -> Sequence[Span]:
        at = text.find("Kirsty")
        return (Span(at, at + 6, "person"),) if at >= 0 else ()


@pytest.fixture
def locked(tmp_path: Path) -> Callable[[], sqlite3.Connection]:
    """Hold the database file as another process would."""

    def hold() -> sqlite3.Connection:
        other = sqlite3.connect(tmp_path / "heardback.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other

    return hold


async def test_words_that_did_not_save_are_still_in_their_box(
    impatient: Browser, opened: Round, locked: Callable[[], sqlite3.Connection]
) -> None:
    await to_question_one(impatient)
    other = locked()
    await impatient.say("My long & careful answer")
    assert impatient.status == 503
    assert "That did not save. Your words are still here." in impatient.seen.text
    assert "saved" not in impatient.seen.text.replace("did not save", "")
    assert "My long &amp; careful answer</textarea>" in impatient.html
    other.execute("ROLLBACK")
    other.close()
    await impatient.say("My long & careful answer")
    assert "This is what we will keep" in impatient.seen.text


async def test_a_press_that_did_not_save_says_so(
    impatient: Browser, opened: Round, locked: Callable[[], sqlite3.Connection]
) -> None:
    await to_question_one(impatient)
    other = locked()
    await impatient.press("skip")
    assert impatient.status == 503
    assert "That did not save" in impatient.seen.text
    other.close()


async def test_long_words_of_another_form_can_be_copied(
    impatient: Browser, opened: Round, locked: Callable[[], sqlite3.Connection]
) -> None:
    await to_question_one(impatient)
    await impatient.press("support")
    other = locked()
    await impatient.press("contact", reach="Ring my aunt after four, she lives next door to us")
    assert impatient.status == 503
    assert "next door to us</textarea>" in impatient.html
    assert "Copy them before you close this page." in impatient.seen.text
    assert not any(a.get("value") == "contact" for a in impatient.seen.all("button"))
    other.close()


async def test_a_proxy_on_this_machine_names_who_asks(browser: Browser, opened: Round) -> None:
    await browser.get(f"/r/{CODE}")
    one = {"X-Forwarded-For": "192.0.2.1, 198.51.100.7"}
    for _ in range(2 * TURNS[0].burst):
        await browser.send("POST", f"/r/{CODE}", {"do": "yes"}, one)
        if browser.status == 429:
            break
    assert browser.status == 429
    await browser.send("POST", f"/r/{CODE}", {"do": "yes"}, {"X-Forwarded-For": "198.51.100.8"})
    assert browser.status == 403


async def test_a_look_that_fails_is_a_calm_page(
    impatient: Browser, opened: Round, locked: Callable[[], sqlite3.Connection]
) -> None:
    await to_question_one(impatient)
    other = locked()
    await impatient.get(f"/r/{CODE}")
    assert impatient.status == 503
    assert "nothing is lost" in impatient.seen.text
    other.close()


async def test_words_nobody_could_check_are_not_taken(
    app: App, opened: Round, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_text: str) -> Sequence[Span]:
        raise RuntimeError("the model is gone")

    await to_question_one(browser)
    monkeypatch.setattr(app.conversations._detector, "find", broken, raising=False)
    await browser.say("Kirsty told me")
    assert browser.status == 503
    assert "We could not check this yet, so it is not saved." in browser.seen.text
    assert "Question 1 of 5" in browser.seen.text
    assert "Kirsty told me</textarea>" in browser.html


async def test_covers_and_picks_that_did_not_save_stay_as_they_were(
    browser: Browser, app: App, opened: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    await to_question_one(browser)
    await browser.say("Mail kettle@example.org or teapot")
    real, turns = app.database.run, 0

    async def full_once(work: Callable[[Unit], object]) -> object:
        nonlocal turns
        turns += 1
        if turns == 1:
            raise NotSaved("full")
        return await real(work)

    path, data = browser.fields("keep")
    held = [(name, value) for name, value in data if name != "covers"]
    monkeypatch.setattr(app.database, "run", full_once)
    await browser.send("POST", path, [*held, ("word", "27-33"), ("quote", "yes")])
    assert browser.status == 503
    assert "There is no room left here." in browser.seen.text
    assert "checked" not in browser.seen.first("input", name="covers", type="checkbox")
    assert "checked" in browser.seen.first("input", name="word", value="27-33")
    assert "checked" in browser.seen.first("input", name="quote", value="yes")
    await browser.press("keep")
    await browser.press("answers")
    assert "teapot" not in browser.html
    assert "kettle@example.org" in browser.html
