"""A draft that is tried out and a room where people answer together, on the real pages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.compose import App
from bot.consultation.model import Role, Round
from bot.conversation.effects import SaveGroup, SaveRound
from tests.web.browser import Browser
from tests.web.world import CODE, GROUP, PEOPLE, ROUND, START, HandClock, sign_in

Another = Callable[[], Browser]
LINK = re.compile(r"/r/([a-z0-9]{10})\b")
DRAFT = replace(ROUND, age_band="adult", k=3)
TRY = f"/desk/try/{ROUND.id}"
ROOM = f"/desk/together/{ROUND.id}"
WORDS = "My gran would not get the last word of it."


@pytest.fixture
async def draft(app: App) -> Round:
    """A draft that may be tried out, of a group that has a partner."""
    owner, admin = PEOPLE[Role.FACILITATOR], PEOPLE[Role.ADMIN]
    group = replace(GROUP, partner="Ardlinn youth group", people=(PEOPLE[Role.PARTNER].id,))
    await app.database.run(lambda unit: unit.record(owner, (SaveRound(DRAFT),), None, START))
    await app.database.run(lambda unit: unit.record(admin, (SaveGroup(group),), None, START))
    return DRAFT


async def made(browser: Browser) -> str:
    """Sign in as the facilitator and make the link of a try-out; return its code."""
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(TRY)
    await browser.press("try")
    assert "The link is there." in browser.seen.text
    (code,) = set(LINK.findall(browser.html))
    return code


async def tries(visitor: Browser, code: str, words: str = WORDS, picks: str = "hard") -> None:
    """Say what the first question is like, by picking and in words."""
    await visitor.get(f"/r/{code}")
    await visitor.press("yes")
    await visitor.press("next")
    await visitor.press("skip")
    await visitor.press(f"pick:{picks}")
    await visitor.say(words)
    await visitor.press("keep")
    assert "That is kept." in visitor.seen.text


async def test_what_visitors_say_reaches_the_facilitator_when_it_is_over_and_read(
    browser: Browser, another: Another, draft: Round
) -> None:
    code = await made(browser)
    nobody = (await browser.get(TRY), browser.html)[1]
    for number in range(3):
        await tries(another(), code, f"{WORDS} {number}", "upsetting" if number else "hard")
    await browser.get(TRY)
    assert WORDS not in browser.html
    assert _stripped(browser.html) == _stripped(nobody)

    reader = await sign_in(another(), Role.COORDINATOR)
    assert "Tried out" not in reader.seen.text
    await reader.get(f"/desk/batch/{draft.id}")
    assert WORDS not in reader.html

    await browser.press("end")
    assert "The readers can read now." in browser.seen.text
    assert WORDS not in browser.html
    late = another()
    await late.get(f"/r/{code}")
    assert "This has ended" in late.seen.text

    await reader.get("/desk")
    assert "Tried out: Five questions on trust" in reader.seen.text
    for _ in range(3):
        await reader.get(f"/desk/batch/{draft.id}/{1:032x}")
        await reader.get(reader.seen.first("a", **{"data-key": "j"})["href"])
        await reader.press("open")
        assert "No one can tell who said it." in reader.seen.text
        assert "The person can see" not in reader.seen.text
        await reader.press("approve")
    await browser.get(TRY)
    assert f"{WORDS} 0" in browser.seen.text
    told = " ".join(browser.seen.text.split())
    assert "Too hardsome Upsettingsome" in told

    await browser.get(f"/desk/draft/{draft.id}/open")
    await browser.press("open")
    assert "The round is open." in browser.seen.text
    await reader.get("/desk")
    assert "Tried out" not in reader.seen.text
    await late.get(f"/r/{code}")
    assert "This has ended" in late.seen.text
    await browser.get(TRY)
    assert WORDS not in browser.html


def _stripped(html: str) -> str:
    """Return a page without what is new at each look."""
    return re.sub(r"[0-9a-f]{32}", "", html)


async def test_the_cookie_of_a_visitor_stays_small_and_holds_no_words(
    browser: Browser, another: Another, draft: Round
) -> None:
    code = await made(browser)
    visitor = another()
    await visitor.get(f"/r/{code}")
    await visitor.press("yes")
    await visitor.press("next")
    small = visitor.cookie("page")
    await visitor.say("A long answer. " * 300)
    assert "This is what we will keep" in visitor.seen.text
    assert len(visitor.cookie("page")) == len(small) < 1000


async def test_a_second_press_makes_no_second_remark(
    browser: Browser, another: Another, app: App, draft: Round
) -> None:
    code = await made(browser)
    visitor = another()
    await visitor.get(f"/r/{code}")
    first, data = visitor.fields("yes")
    await visitor.send("POST", first, data)
    await visitor.send("POST", first, data)
    await visitor.press("next")
    await visitor.press("skip")
    path, data = visitor.fields("pick:hard")
    for _ in range(2):
        await visitor.send("POST", path, data)
    batches = await app.database.run(lambda unit: unit.batches(draft.id))
    assert [answer.picks for batch in batches for answer in batch.answers] == [("hard",)]


async def test_a_cry_for_help_in_a_try_out_reaches_the_lead(
    browser: Browser, another: Another, draft: Round
) -> None:
    code = await made(browser)
    visitor = another()
    await visitor.get(f"/r/{code}")
    await visitor.press("support")
    await visitor.press("contact", reach="07700 900123")
    lead = await sign_in(another(), Role.LEAD)
    assert "07700 900123" in lead.html


async def test_a_try_out_is_gone_on_the_day_after_its_last(
    browser: Browser, another: Another, app: App, clock: HandClock, draft: Round
) -> None:
    code = await made(browser)
    for _ in range(3):
        await tries(another(), code)
    clock.at += timedelta(days=28)
    visitor = another()
    await visitor.get(f"/r/{code}")
    assert "Would you try this out?" in visitor.seen.text
    clock.at += timedelta(days=1)
    await visitor.get(f"/r/{code}")
    assert "This has ended" in visitor.seen.text
    await app.upkeep.tick()
    assert await app.database.run(lambda unit: unit.batches(draft.id)) == ()
    await visitor.get(f"/r/{code}")
    assert visitor.status == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FACILITATOR])
async def test_no_other_role_comes_near_a_try_out(
    browser: Browser, another: Another, draft: Round, role: Role
) -> None:
    code = await made(browser)
    await tries(another(), code)
    await browser.press("end")
    other = await sign_in(another(), role)
    csrf = other.seen.first("input", name="csrf")["value"]
    for path in (TRY, ROOM):
        await other.get(path)
        assert code not in other.html
        for number, act in enumerate(("try", "end", "room")):
            turn = f"{number}{len(path):031x}"
            data = {"csrf": csrf, "turn": turn, "do": act}
            await other.send("POST", path, data)
            assert other.status in (403, 404)
    await browser.get(TRY)
    assert "Make a new link" in browser.seen.text


# --- a room ------------------------------------------------------------------------------------


@pytest.fixture
async def opened(browser: Browser, draft: Round) -> Round:
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/draft/{draft.id}/open")
    await browser.press("open")
    return draft


async def test_a_partner_makes_a_room_and_sees_about_how_many_are_ready(
    browser: Browser, another: Another, opened: Round
) -> None:
    partner = await sign_in(another(), Role.PARTNER)
    await partner.get(ROOM)
    await partner.press("room")
    (code,) = set(LINK.findall(partner.html))
    assert code != CODE
    assert "Shown when 3 people or more are ready." in partner.seen.text
    people = [another() for _ in range(4)]
    for number, person in enumerate(people):
        await person.get(f"/r/{code}")
        await person.press("yes" if number else "later")
        if number:
            await person.press("hears:none")
            assert "Begin when the person with you says so." in person.seen.text
        await partner.get(ROOM)
        assert ("3 or more" in partner.seen.text) == (number >= 2)
    ready = _stripped(partner.html)
    await people[1].press("begin")
    await people[1].say("They asked me first.")
    await people[1].press("keep", quote="no")
    await people[2].press("stop")
    await partner.get(ROOM)
    assert _stripped(partner.html) == ready, "nobody is told who began or stopped"
    await browser.get(ROOM)
    assert "3 or more" in browser.seen.text

    await partner.get(f"/desk/print/{opened.id}/together")
    assert f"/r/{code}" in partner.html
    await browser.get(ROOM)
    await browser.press("room")
    assert code not in browser.html
    await people[1].get(f"/r/{code}")
    assert "Question 2 of 5" in people[1].seen.text
    await people[3].get(f"/r/{code}")
    assert "Question 1 of 5" in people[3].seen.text
