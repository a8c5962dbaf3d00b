"""Any string in the smaller boxes of the contributor's page, and in what no person ever sees of it."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.events import Address
from tests.drivers.world import LEAD
from tests.hostile.house import Answer, Browser, House, in_path, secret
from tests.hostile.strings import SOME, hostile, made_up
from tests.hostile.test_answers import PATH, Person, arrives, faults, showable, shown

TEXT = "The blue door was open, and the old dog sat there."


@pytest.fixture(scope="module")
def person(house: House) -> Person:
    return house.run(Person.sits_down(house))


async def covers_more(person: Person, typed: str) -> None:
    """Type words to cover at the check screen: they are covered, or it says that they are not
    there; the rest of the answer stays."""
    page = await person.acts("say", ("says", person.box), (person.box, TEXT))
    act = next(
        b.attrs["value"] for b in page.all("button") if b.attrs["value"].startswith("cover:")
    )
    page = await person.acts(act, ("more", typed))
    was, will = shown(page)
    assert was == TEXT
    assert (will == TEXT) == bool(faults(page))


def test_words_to_cover(person: Person) -> None:
    for text in SOME:
        person.house.run(covers_more(person, text))


@made_up(8, 3000)
@given(text=st.one_of(hostile(), st.sampled_from(TEXT.split())))
def test_words_to_cover_made_up(person: Person, text: str) -> None:
    person.house.run(covers_more(person, text))


async def covers_kept(person: Person, typed: str) -> None:
    """The same in *my answers*."""
    await person.does("answers")
    page = await person.acts("cover:trust", ("more-trust", typed))
    words = [node.raw().strip() for node in page.all("div") if node.has("words")]
    assert words[0] == await person.kept()
    assert faults(page) or words[0] != TEXT
    await person.does("back")


async def keeps(person: Person) -> None:
    await person.answers(TEXT)


def test_words_to_cover_in_a_kept_answer(person: Person) -> None:
    person.house.run(keeps(person))
    for text in SOME:
        person.house.run(covers_kept(person, text))


@made_up(6, 3000)
@given(text=hostile())
def test_words_to_cover_in_a_kept_answer_made_up(person: Person, text: str) -> None:
    person.house.run(keeps(person))
    person.house.run(covers_kept(person, text))


# --- how somebody can be reached -------------------------------------------------------------


@pytest.fixture(scope="module")
def lead(house: House) -> tuple[Browser, str]:
    return house.run(house.signed_in(LEAD))


async def asks_for_contact(person: Person, lead: tuple[Browser, str], typed: str) -> None:
    """Leave a way to be reached: the lead sees just that, or the person is told what it lacks."""
    await person.does("support")
    page = await person.acts("contact", ("reach", typed))
    requests = [each for each in await person.house.world.requests() if each.waits]
    assert bool(requests) is not bool(faults(page))
    if not requests:
        return
    (request,) = requests
    assert request.reach == showable(arrives(typed)).strip()
    browser, csrf = lead
    desk = (await browser.get("/desk")).page
    seen = [node.raw() for node in desk.all("p") if node.above("dd")]
    # A page shows one line break however many signs made it.
    assert request.reach in [arrives(text) for text in seen]
    sent = [("csrf", csrf), ("turn", secrets.token_hex(16)), ("do", f"contacted:{request.id}")]
    assert (await browser.post("/desk", sent)).status == 303


def test_a_way_to_be_reached(person: Person, lead: tuple[Browser, str]) -> None:
    for text in SOME:
        person.house.run(asks_for_contact(person, lead, text))


@made_up(10, 4000)
@given(text=hostile(400))
def test_a_way_to_be_reached_made_up(person: Person, lead: tuple[Browser, str], text: str) -> None:
    person.house.run(asks_for_contact(person, lead, text))


# --- codes -----------------------------------------------------------------------------------


async def comes_back(person: Person, typed: str) -> None:
    """Type a code that is nobody's."""
    await person.does("code")
    assert len(faults(await person.acts("enter", ("code", typed)))) == 1
    assert (await person.does("back")).status == 303


@pytest.fixture(scope="module")
def stranger(house: House) -> Person:
    """Somebody who has only seen the invitation."""
    browser = house.browser()
    csrf = secret(house.run(browser.get(PATH)).page)
    return Person(house, browser, csrf, "", Address("", "", ""))


def test_codes_to_come_back_with(stranger: Person) -> None:
    for text in SOME:
        stranger.house.run(comes_back(stranger, text))


@made_up(8, 5000)
@given(text=hostile())
def test_codes_to_come_back_with_made_up(stranger: Person, text: str) -> None:
    stranger.house.run(comes_back(stranger, text))


# --- what a page holds that nobody types -----------------------------------------------------

LONGEST = 8000
"""Longer lines of a request are refused before anybody looks at them, in bytes."""
HIDDEN = ("csrf", "turn", "do", "says", "has", "covers", "word", "quote", "pick", "more")


async def sends(person: Person, name: str, text: str) -> None:
    """Send a page's form with one hidden value replaced, or one more named by the string."""
    fields = {
        "csrf": person.csrf,
        "turn": secrets.token_hex(16),
        "says": person.box,
        "covers": "1",
        "word": "0-3",
        "quote": "yes",
        "do": "keep:1",
    }
    fields = {**fields, name: text} if name else {**fields, text: "1"}
    answer = await person.browser.post(PATH, list(fields.items()))
    assert answer.status in ({403} if name == "csrf" else {303, 403, 422})
    refused(answer)
    await person.looks()


def refused(answer: Answer) -> None:
    """A refusal is a page with a title and a sentence."""
    if answer.status >= 400:
        assert answer.page.all("h1")[0].seen()
        assert answer.page.all("p")[0].seen()


def hidden(text: str) -> bool:
    """Tell whether a string may be sent as what to do: not to leave for good."""
    return arrives(text).partition(":")[0] not in ("stop", "really_everything")


def test_hidden_values(person: Person) -> None:
    for number, text in enumerate(SOME):
        if hidden(text):
            person.house.run(sends(person, HIDDEN[number % len(HIDDEN)], text))
            person.house.run(sends(person, "", text))


@made_up(15, 5000)
@given(name=st.sampled_from([*HIDDEN, ""]), text=hostile())
def test_hidden_values_made_up(person: Person, name: str, text: str) -> None:
    if hidden(text):
        person.house.run(sends(person, name, text))


# --- the link --------------------------------------------------------------------------------


PATHS = (
    *(b"/r/%b", b"/r/%b/day.ics", b"/?link=%b", b"/static/%b/x", b"/%b", b"/r/wren42?%b=%b"),
    *(b"/desk/enter/%b", b"/desk/%b/%b/%b"),
)


async def follows(browser: Browser, text: str) -> None:
    """Use a string as a round's link, a desk's place, a sign-in link, a query and a cookie."""
    step = in_path(text)
    for path in PATHS:
        target = path.replace(b"%b", step)
        if len(target) < LONGEST:
            answer = await browser.get(target)
            assert answer.status in {200, 303, 401, 404}, path
            refused(answer)
    cookie = b"page=" + step + b"; desk=" + step
    if len(cookie) < LONGEST:
        assert (await browser.get(PATH, (b"Cookie", cookie))).status == 200
    raw = text.encode("utf-8", "surrogatepass").translate(None, b"\r\n")[: LONGEST // 2]
    for name in (b"Cookie", b"User-Agent", b"Origin", b"Accept-Language"):
        answer = await browser.get(PATH, (name, b"page=" + raw))
        assert answer.status in (200, 400)
        refused(answer)


@pytest.fixture(scope="module")
def wanderer(house: House) -> Browser:
    return house.browser()


def test_links(house: House, wanderer: Browser) -> None:
    for text in SOME:
        wanderer.cookies.clear()
        house.run(follows(wanderer, text))


@made_up(6, 5000)
@given(text=hostile(1000))
def test_links_made_up(house: House, wanderer: Browser, text: str) -> None:
    wanderer.cookies.clear()
    house.run(follows(wanderer, text))


async def signs_in(browser: Browser, text: str) -> None:
    """Press the button behind a link that is nobody's."""
    target = b"/desk/enter/" + in_path(text)
    offered = await browser.get(target)
    if offered.status == 200:
        answer = await browser.post(target, [("csrf", secret(offered.page))])
        assert answer.status == 410
        refused(answer)


def test_sign_in_links(house: House, wanderer: Browser) -> None:
    for text in SOME:
        if len(in_path(text)) < LONGEST:
            house.run(signs_in(wanderer, text))


@made_up(6, 2000)
@given(text=hostile(600))
def test_sign_in_links_made_up(house: House, wanderer: Browser, text: str) -> None:
    house.run(signs_in(wanderer, text))
