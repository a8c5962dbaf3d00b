"""Admins and partners at the real desk: what each sees, what each may do, and the paper they print."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.http import serving
from adapters.web.qr import code_of
from app.compose import App, build
from app.settings import Settings
from bot.consultation.model import Item, Outcome, Review, Role, Round, RoundState, Staff
from bot.conversation.desk import Spot
from bot.conversation.effects import (
    CloseRound,
    Decide,
    OpenRound,
    SaveGroup,
    SaveOutcome,
    SaveRound,
)
from bot.conversation.events import Chose
from bot.ports import Unit
from tests.web.browser import Browser
from tests.web.world import CODE, GROUP, PEOPLE, ROUND, START, TOKENS, HandClock, sign_in

Another = Callable[[], Browser]
LINK = re.compile(r"/desk/enter/[\w-]{32}")
PARTNER = PEOPLE[Role.PARTNER]
ADMIN = PEOPLE[Role.ADMIN]
FACILITATOR = PEOPLE[Role.FACILITATOR]
GUS = Staff("99" * 16, "Gus Orr", Role.FACILITATOR)
MINE = replace(GROUP, partner="Ardlinn youth group", people=(PARTNER.id,))


def noted(app: App) -> list[tuple[str, str, str]]:
    """Return who did what to what, from the audit log."""
    with closing(sqlite3.connect(app.settings.data_folder / "heardback.db")) as connection:
        return connection.execute(
            "SELECT actor_role, verb, object_type FROM audit ORDER BY seq"
        ).fetchall()


@pytest.fixture
async def known(app: App, opened: Round) -> Round:
    """An open round of a group that the partner belongs to."""
    await app.database.run(lambda unit: unit.record(ADMIN, (SaveGroup(MINE),), None, START))
    return opened


# --- people ------------------------------------------------------------------------------------


async def test_an_admin_adds_a_person_who_signs_in_once(
    browser: Browser, another: Another, app: App
) -> None:
    await sign_in(browser, Role.ADMIN)
    await browser.get("/desk/person/-/new")
    await browser.press("add", name="Priya Shah", role="coordinator")
    assert browser.status == 200
    (path,) = set(LINK.findall(browser.html))
    assert "You see this link only now." in browser.seen.text
    assert ("admin", "invite", "staff") in noted(app)

    new = another()
    await new.get(path)
    csrf = new.seen.first("input", name="csrf")["value"]
    await new.send("POST", path, {"csrf": csrf})
    assert "Priya Shah, coordinator" in new.seen.text
    late = another()
    await late.get(path)
    csrf = late.seen.first("input", name="csrf")["value"]
    await late.send("POST", path, {"csrf": csrf})
    assert late.status == 410


async def test_the_link_is_shown_once_and_a_second_press_makes_no_second_one(
    browser: Browser, app: App
) -> None:
    await sign_in(browser, Role.ADMIN)
    await browser.get("/desk/person/-/new")
    path, data = browser.fields("add")
    filled = [*(d for d in data if d[0] not in ("name", "role")), ("name", "Bo"), ("role", "lead")]
    await browser.send("POST", path, filled)
    assert LINK.search(browser.html)
    assert browser.headers["Cache-Control"] == "no-store"
    await browser.send("POST", path, filled)
    assert not LINK.search(browser.html)
    assert len([entry for entry in noted(app) if entry[0] == "admin"]) == 2  # enter, invite
    (bo,) = [m for m in await app.database.run(lambda unit: unit.staff()) if m.name == "Bo"]
    await browser.get(f"/desk/person/-/{bo.id}")
    assert not LINK.search(browser.html)
    await browser.press("link")
    assert LINK.search(browser.html)


async def test_an_admin_gives_themselves_nothing(browser: Browser, app: App) -> None:
    await sign_in(browser, Role.ADMIN)
    await browser.get("/desk/person/-/new")
    await browser.press("add", name="ada bain", role="coordinator")
    assert browser.status == 422
    assert "Nobody can give a role to themselves." in browser.seen.text
    await browser.get(f"/desk/person/-/{ADMIN.id}")
    assert not [b for b in browser.seen.all("button") if b.get("value") == "link"]
    csrf = browser.seen.first("input", name="csrf")["value"]
    turn = browser.seen.first("input", name="turn")["value"]
    await browser.send("POST", browser.path, {"csrf": csrf, "turn": turn, "do": "link"})
    assert browser.status == 403
    assert not LINK.search(browser.html)


async def test_an_admin_ties_a_partner_to_a_group_who_then_sees_its_rounds(
    browser: Browser, another: Another, app: App, opened: Round
) -> None:
    partner = await sign_in(another(), Role.PARTNER)
    assert "You are in no group yet." in partner.seen.text
    await partner.get(f"/desk/print/{ROUND.id}")
    assert ROUND.decider not in partner.seen.text

    await sign_in(browser, Role.ADMIN)
    await browser.get("/desk/groups")
    await browser.get(f"/desk/group/-/{GROUP.id}")
    await browser.press("save", partner="Ardlinn youth group", people=(PARTNER.id,))
    assert "Saved." in browser.seen.text
    assert browser.path == "/desk/groups"
    assert await app.database.run(lambda unit: unit.groups()) == (MINE,)

    await partner.get("/desk")
    assert ROUND.title in partner.seen.text
    await partner.get(f"/desk/round/{ROUND.id}")
    assert f"/r/{CODE}" in partner.seen.text
    await browser.get(f"/desk/group/-/{GROUP.id}")
    path, sent = browser.fields("save")
    await browser.send("POST", path, [each for each in sent if each[0] != "people"])
    await partner.get(f"/desk/round/{ROUND.id}")
    assert "That is not a round of your groups." in partner.seen.text


async def test_a_facilitator_finds_a_group_that_an_admin_added(
    browser: Browser, another: Another, draft: Round
) -> None:
    await sign_in(browser, Role.ADMIN)
    await browser.get("/desk/group/-/new")
    await browser.press("save", site="Leith", audience="parents", partner="Harbour Street")
    facilitator = await sign_in(another(), Role.FACILITATOR)
    await facilitator.get(f"/desk/draft/{ROUND.id}/people")
    assert "Leith, parents" in facilitator.seen.text


# --- paper -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PARTNER])
async def test_the_sheet_carries_the_rounds_link_as_a_code(
    role: Role, browser: Browser, known: Round
) -> None:
    await sign_in(browser, role)
    page = await browser.get(f"/desk/print/{known.id}")
    link = f"{browser.base}/r/{CODE}"

    codes = [a for a in page.all("svg") if a.get("class") == "qr"]
    assert len(codes) == 2
    assert browser.html.count(code_of(link).path) == 2
    assert browser.html.count(f">{link.removeprefix('http://')}</p>") == 2
    assert "Who can tell it was you" in page.text
    policy = browser.headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    slip = browser.html.partition('class="slip"')[2].partition("</main>")[0]
    for word in (known.title, known.asker, known.purpose, known.known_by):
        assert word not in slip


async def test_paper_carries_the_address_that_people_see(tmp_path: Path, clock: HandClock) -> None:
    settings = Settings(
        data_folder=tmp_path / "second",
        public_url="http://talk.example.org/",
        _env_file=None,  # type: ignore[call-arg]
    )
    async with build(settings, clock=clock) as app:
        questions = app.library.sets[ROUND.question_set]

        def make(unit: Unit) -> None:
            unit.add_staff(FACILITATOR, TOKENS[Role.FACILITATOR], date(2027, 12, 31))
            unit.add_group(GROUP)
            opened = replace(ROUND, state=RoundState.OPEN)
            unit.record(FACILITATOR, (SaveRound(ROUND), OpenRound(opened)), questions, START)

        await app.database.run(make)
        async with (
            serving(app.web(), "127.0.0.1", 0) as port,
            Browser(f"http://127.0.0.1:{port}") as one,
        ):
            await sign_in(one, Role.FACILITATOR)
            await one.get(f"/desk/print/{ROUND.id}")
    assert one.html.count(code_of(f"http://talk.example.org/r/{CODE}").path) == 2
    assert one.html.count(f">talk.example.org/r/{CODE}</p>") == 2
    assert "127.0.0.1" not in one.html


# --- nobody else -------------------------------------------------------------------------------

PLACES = (
    "", "together", "try", "round", "print", "words", "outcome", "outcomes", "draft", "close", "cancel", "hand",
    "batch", "answer", "held", "second", "person", "group", "groups", "concern",
)  # fmt: skip
CANARY = "canary"


async def full(app: App, known: Round, another: Another) -> None:
    """Answers, approved; a figure and an outcome. Nothing of it may reach a partner or an admin."""
    for _ in range(known.k):
        young = another()
        await young.get(f"/r/{CODE}")
        await young.press("yes")
        await young.press("hears:all")
        await young.say(f"{CANARY} in an answer")
        await young.press("keep", quote="yes")

    def work(unit: Unit) -> None:
        unit.form_batch(known.id, 1)
        (batch,) = unit.batches(known.id)
        reader = PEOPLE[Role.COORDINATOR]
        for answer in batch.answers:
            decided = replace(answer, review=Review.APPROVED, first=reader.id, last=reader.id)
            unit.record(reader, (Decide(decided, "approve"),), None, START)
        unit.set_figure(known.id, 985, START.date())
        item = Item(CANARY, CANARY, "done", CANARY)
        written = Outcome("0d" * 16, known.id, (item,))
        closed = replace(known, state=RoundState.CLOSED)
        unit.record(FACILITATOR, (CloseRound(closed), SaveOutcome(written)), None, START)

    await app.database.run(work)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMIN])
async def test_no_answer_no_outcome_and_no_figure_reaches_them(
    role: Role, app: App, known: Round, another: Another
) -> None:
    await full(app, known, another)
    assert CANARY in repr(await app.desk.show(FACILITATOR, Spot("words", known.id)))
    assert "985" in repr(await app.desk.show(FACILITATOR, Spot("round", known.id)))
    for place in PLACES:
        for item in ("", "1", "new", FACILITATOR.id, GROUP.id):
            spot = Spot(place, known.id, item)
            drawn = repr(await app.desk.show(PEOPLE[role], spot))
            assert CANARY not in drawn, spot
            assert "985" not in drawn, spot


# --- a round goes to somebody else ---------------------------------------------------------------


async def test_a_round_changes_hands_and_contributors_notice_nothing(
    browser: Browser, another: Another, app: App, opened: Round
) -> None:
    await app.database.run(
        lambda unit: unit.add_staff(GUS, "gus-token", START.date() + timedelta(days=9))
    )
    young = another()
    await young.get(f"/r/{CODE}")
    await young.press("yes")
    await young.press("hears:all")
    await young.say("She rang me.")

    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/hand/{opened.id}")
    await browser.press("hand")
    assert browser.status == 422
    await browser.press("hand", to=GUS.id)
    assert browser.path == "/desk"
    assert "You no longer see it." in browser.seen.text
    assert opened.title not in browser.seen.text
    for place in ("round", "words", "hand", "print"):
        await browser.get(f"/desk/{place}/{opened.id}")
        assert "That is not one of your rounds." in browser.seen.text
    assert ("facilitator", "hand_over", "staff") in noted(app)

    gus = another()
    page = await gus.get("/desk/enter/gus-token")
    await gus.send("POST", gus.path, {"csrf": page.first("input", name="csrf")["value"]})
    assert opened.title in gus.seen.text
    await gus.get(f"/desk/close/{opened.id}")
    assert "Close this round today?" in gus.seen.text

    await young.press("keep", quote="no")
    assert "Question 1 is kept." in young.seen.text


async def test_a_draft_opened_at_the_old_desk_cannot_be_saved_after_it_was_handed_over(
    browser: Browser, app: App, draft: Round
) -> None:
    await app.database.run(lambda unit: unit.add_staff(GUS, "gus", START.date()))
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/draft/{draft.id}/about")
    path, data = browser.fields("save")
    event = Chose("hand", {"to": (GUS.id,)})
    await app.desk.act(FACILITATOR, Spot("hand", draft.id), event, "0" * 32)
    await browser.send("POST", path, data)
    assert browser.status == 403
    (stored,) = await app.database.run(lambda unit: unit.rounds())
    assert stored == replace(ROUND, facilitator=GUS.id)


async def test_a_round_is_used_again_with_a_link_and_a_key_of_its_own(
    browser: Browser, app: App, opened: Round
) -> None:
    await sign_in(browser, Role.FACILITATOR)
    await browser.get(f"/desk/round/{opened.id}")
    await browser.press("again")
    assert "A new draft is there" in browser.seen.text
    rounds = await app.database.run(lambda unit: unit.rounds())
    (made,) = (each for each in rounds if each.id != opened.id)
    assert made.state is RoundState.DRAFT
    assert (made.title, made.readers, made.group) == (opened.title, opened.readers, opened.group)
    assert made.code != opened.code
    assert (made.opens_on, made.closes_on, made.tell_by) == (None, None, None)
    keys = {file.name for file in app.settings.keys.iterdir()}
    assert {f"round-{opened.id}.key", f"draft-{made.id}.key"} <= keys
    await browser.get(f"/desk/draft/{made.id}/open")
    assert "They hear back by" in browser.seen.text


async def test_a_draft_is_no_partners_business(browser: Browser, app: App, known: Round) -> None:
    later = replace(ROUND, id="de" * 16, code="later", title="Not yet known")
    await app.database.run(lambda unit: unit.record(FACILITATOR, (SaveRound(later),), None, START))
    await sign_in(browser, Role.PARTNER)
    assert known.title in browser.seen.text
    assert "Not yet known" not in browser.seen.text
    await browser.get(f"/desk/round/{later.id}")
    assert "Not yet known" not in browser.seen.text
