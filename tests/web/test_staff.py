"""The desk over HTTP: one-time links, sessions, roles, places with addresses."""

from collections.abc import AsyncIterator, Callable

import pytest

from adapters.http import serving
from app.compose import App
from bot.consultation.model import Role, Round
from bot.ports import NotSaved, Unit
from tests.web.browser import Browser
from tests.web.world import CODE, PEOPLE, ROUND, TOKENS, HandClock, sign_in

ENTRY = f"/desk/enter/{TOKENS[Role.FACILITATOR]}"


async def test_looking_at_a_link_does_not_use_it_up(
    browser: Browser, another: Callable[[], Browser]
) -> None:
    preview = another()
    await preview.get(ENTRY)
    await preview.send("HEAD", ENTRY)
    assert "This link works once." in (await browser.get(ENTRY)).text
    assert "Your rounds" in (await sign_in(browser, Role.FACILITATOR)).seen.text


async def test_a_used_or_unknown_link_is_gone(
    browser: Browser, another: Callable[[], Browser]
) -> None:
    await sign_in(browser, Role.FACILITATOR)
    late = another()
    for path in (ENTRY, "/desk/enter/never-made"):
        page = await late.get(path)
        csrf = page.first("input", name="csrf")["value"]
        await late.send("POST", path, {"csrf": csrf})
        assert late.status == 410
        assert "Ask an admin for a new one." in late.seen.text


async def test_a_link_needs_its_own_form(browser: Browser) -> None:
    await browser.send("POST", ENTRY, {"csrf": "0" * 32})
    assert browser.status == 403
    await browser.get(ENTRY)
    await browser.send("POST", ENTRY, {"csrf": "0" * 32})
    assert browser.status == 403


@pytest.mark.parametrize("path", ["/desk", "/desk/outcomes", "/desk/round/1", "/desk/a/b/c"])
async def test_without_a_session_there_is_no_desk(browser: Browser, path: str) -> None:
    await browser.get(path)
    assert browser.path == "/desk/enter"
    assert browser.status == 401
    await browser.send("POST", path, {"do": "new"})
    assert browser.status == 401
    assert "You are not signed in" in browser.seen.text


async def test_a_session_ends_when_it_is_ended(
    browser: Browser, another: Callable[[], Browser]
) -> None:
    await sign_in(browser, Role.FACILITATOR)
    path, data = "/desk/leave", browser.fields("new")[1][:1]
    badge = browser.cookie("desk")
    await browser.send("POST", path, data, follow=False)
    assert browser.status == 303
    assert "Max-Age=0" in browser.cookies[0]
    await browser.get("/desk")
    assert browser.status == 401
    thief = another()
    await thief.send("GET", "/desk", headers={"Cookie": f"desk={badge}"})
    assert thief.status == 401


async def test_the_desks_cookie_has_its_flags(browser: Browser) -> None:
    await browser.get(ENTRY)
    (cookie,) = browser.cookies
    name, *flags = [part.strip() for part in cookie.split(";")]
    assert name.startswith("desk=")
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Lax"]


async def test_signing_in_changes_the_secret_of_the_forms(browser: Browser) -> None:
    before = (await browser.get(ENTRY)).first("input", name="csrf")["value"]
    await browser.send("POST", ENTRY, {"csrf": before})
    assert browser.seen.first("input", name="csrf")["value"] != before


@pytest.mark.parametrize("role", PEOPLE)
async def test_every_role_has_a_page_of_its_own(browser: Browser, role: Role) -> None:
    await sign_in(browser, role)
    words = {Role.LEAD: "safeguarding lead"}.get(role, role.value)
    assert f"{PEOPLE[role].name}, {words}" in browser.seen.text


async def test_a_note_is_said_once(browser: Browser) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await browser.press("new")
    assert browser.path.startswith("/desk/draft/")
    assert browser.path.endswith("/about")
    assert "The draft is there." in browser.seen.text
    await browser.get(browser.path)
    assert "The draft is there." not in browser.seen.text


async def test_a_refresh_does_not_eat_the_note(browser: Browser) -> None:
    await sign_in(browser, Role.FACILITATOR)
    path, data = browser.fields("new")
    await browser.send("POST", path, data, follow=False)
    await browser.get(browser.headers["Location"], **{"HX-Request": "true"})
    await browser.get(browser.path)
    assert "The draft is there." in browser.seen.text


async def test_the_same_press_twice_makes_one_draft(browser: Browser) -> None:
    await sign_in(browser, Role.FACILITATOR)
    path, data = browser.fields("new")
    await browser.send("POST", path, data)
    await browser.send("POST", path, data)
    await browser.get("/desk")
    assert len([a for a in browser.seen.all("a") if "/desk/draft/" in a["href"]]) == 1


async def test_faults_are_shown_beside_what_was_typed(browser: Browser, draft: Round) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/draft/{ROUND.id}/dates")
    await browser.press("save", send_from="25 o'clock", closes_on="2027-02-30")
    assert browser.status == 422
    assert browser.path == f"/desk/draft/{ROUND.id}/dates"
    hour = browser.seen.first("input", name="send_from")
    assert hour["value"] == "25 o'clock"
    assert hour["aria-invalid"] == "true"
    assert "Give a time, such as 16:00." in browser.seen.text
    await browser.get(browser.path)
    assert browser.seen.first("input", name="send_from")["value"] == "16:00"


async def test_what_did_not_save_is_still_in_its_fields(
    browser: Browser, app: App, draft: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/draft/{ROUND.id}/about")

    async def no_act(*_arguments: object) -> None:
        raise NotSaved("key")

    monkeypatch.setattr(app.desk, "act", no_act)
    await browser.press("save", asker="Northshore <Council>")
    assert browser.status == 503
    assert "A key is missing here." in browser.seen.text
    assert browser.seen.first("input", name="asker")["value"] == "Northshore <Council>"


async def test_long_words_are_not_lost_when_nothing_can_be_shown(
    browser: Browser, app: App, draft: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/draft/{ROUND.id}/about")

    async def nothing(*_arguments: object) -> None:
        raise NotSaved("locked")

    monkeypatch.setattr(app.desk, "act", nothing)
    monkeypatch.setattr(app.desk, "show", nothing)
    await browser.press("save", purpose="The council wants to change how workers meet people.")
    assert browser.status == 503
    assert "how workers meet people.</textarea>" in browser.html
    assert "Copy them before you close this page." in browser.seen.text
    assert len(browser.seen.all("textarea")) == 1


async def test_a_round_of_somebody_else_stays_shut(browser: Browser, opened: Round) -> None:
    await sign_in(browser, Role.LEAD)
    for place in ("round", "draft", "batch", "close"):
        await browser.get(f"/desk/{place}/{ROUND.id}")
        assert browser.status == 200
        assert ROUND.title not in browser.seen.text


async def test_a_foreign_form_changes_nothing_at_the_desk(
    browser: Browser, another: Callable[[], Browser], opened: Round
) -> None:
    await sign_in(browser, Role.FACILITATOR)
    for path in (f"/desk/close/{ROUND.id}", "/desk/leave"):
        await browser.send("POST", path, {"do": "close", "csrf": "0" * 32})
        assert browser.status == 403
    await browser.get(f"/desk/round/{ROUND.id}")
    assert "Close early" in browser.seen.text


async def test_a_round_shows_its_link_whole(browser: Browser, server: str, opened: Round) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/round/{ROUND.id}")
    assert f">{server}/r/{CODE}</a>" in browser.html


async def test_empty_steps_of_an_address_are_dashes(browser: Browser) -> None:
    await sign_in(browser, Role.LEAD)
    await browser.get("/desk/concern/-/nothing")
    assert browser.status == 200


async def test_there_is_no_demonstration_unless_it_is_one(browser: Browser) -> None:
    await sign_in(browser, Role.FACILITATOR)
    assert "Demonstration." not in browser.seen.text
    await browser.send("POST", "/desk/demonstration", {"csrf": "x"})
    assert browser.status == 404


@pytest.fixture
async def shown(app: App, clock: HandClock) -> AsyncIterator[Browser]:
    """A browser at a demonstration, whose clock the desk moves."""
    async with (
        serving(app.web(clock), "127.0.0.1", 0) as port,
        Browser(f"http://127.0.0.1:{port}") as browser,
    ):
        yield browser


async def test_a_demonstration_moves_on_from_the_desk(
    shown: Browser, clock: HandClock, opened: Round
) -> None:
    await sign_in(shown, Role.FACILITATOR)
    place = f"/desk/round/{ROUND.id}"
    await shown.get(place)
    assert "Demonstration. Today is 1 February 2027." in shown.seen.text.replace("\xa0", " ")
    csrf = shown.seen.first("input", name="csrf")["value"]
    await shown.send("POST", "/desk/demonstration", {"csrf": csrf, "back": place})
    assert shown.path == place
    assert "Today is 2 February 2027." in shown.seen.text.replace("\xa0", " ")
    await shown.send("POST", "/desk/demonstration", {"csrf": csrf, "back": "//evil.example/x"})
    assert shown.path.startswith("/desk/")
    before = clock.now()
    await shown.send("POST", "/desk/demonstration", {"csrf": "0" * 32})
    assert shown.status == 403
    assert clock.now() == before


async def test_a_reader_opens_an_answer_by_its_button(
    browser: Browser, another: Callable[[], Browser], app: App, opened: Round
) -> None:
    for number in range(5):
        person = another()
        await person.get(f"/r/{CODE}")
        await person.press("yes")
        await person.press("hears:none")
        await person.say(f"They listen to number {number}")
        await person.press("keep", quote="yes")
    await app.upkeep.tick()
    await sign_in(browser, Role.COORDINATOR)
    batches = await app.database.run(lambda unit: unit.batches(ROUND.id))
    answer = batches[0].answers[0]
    await browser.get(f"/desk/answer/{ROUND.id}/{answer.id}")
    assert "They listen" not in browser.seen.text
    await browser.press("open")
    assert "They listen to number" in browser.seen.text
    assert any("hx-get" in a for a in browser.seen.all("div"))
    await browser.press("approve")
    assert browser.status == 200


async def test_the_desk_says_when_it_cannot_look(
    browser: Browser, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(browser, Role.FACILITATOR)

    async def failed(_work: Callable[[Unit], object]) -> object:
        raise NotSaved("locked")

    monkeypatch.setattr(app.database, "run", failed)
    await browser.get("/desk")
    assert browser.status == 503
    assert "This does not work right now" in browser.seen.text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN])
async def test_an_act_without_the_role_is_refused_in_words(
    browser: Browser, app: App, opened: Round, role: Role
) -> None:
    await sign_in(browser, role)
    csrf = browser.seen.first("input", name="csrf")["value"]
    acts = {f"close/{ROUND.id}": "close", f"cancel/{ROUND.id}": "cancel", "": "new"}
    for place, act in acts.items():
        await browser.send("POST", f"/desk/{place}".rstrip("/"), {"csrf": csrf, "do": act})
        assert browser.status == 403, place
        assert '<p class="error"' in browser.html
    rounds = await app.database.run(lambda unit: unit.rounds())
    assert [each.state for each in rounds] == [opened.state]


async def test_an_act_of_another_role_does_nothing(
    browser: Browser, app: App, opened: Round
) -> None:
    await sign_in(browser, Role.LEAD)
    csrf = browser.seen.first("input", name="csrf")["value"]
    for act in ("close", "cancel", "new", "open", "approve"):
        await browser.send("POST", f"/desk/close/{ROUND.id}", {"csrf": csrf, "do": act})
        assert ROUND.title not in browser.seen.text
    rounds = await app.database.run(lambda unit: unit.rounds())
    assert [each.state for each in rounds] == [opened.state]
