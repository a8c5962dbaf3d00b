"""The same act, sent twice, late, or eight times at once, takes effect once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.drivers.files import counts
from tests.drivers.page import Form
from tests.drivers.web import WebPerson
from tests.drivers.world import ROUND, World, world

AT_ONCE = 8
type Fills = dict[str, str | list[str]]
type Way = Callable[[WebPerson], Awaitable[None]]


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, replace(ROUND, question_set="kinds-sample")) as opened:
        yield opened


@pytest.fixture
async def person(made: World) -> AsyncIterator[Callable[[], WebPerson]]:
    async with AsyncExitStack() as stack:

        def fresh() -> WebPerson:
            browser = WebPerson(made.base, made.round.code)
            stack.push_async_exit(browser)
            return browser

        yield fresh


async def invited(who: WebPerson) -> None:
    await who.opens()


async def in_round(who: WebPerson) -> None:
    await who.opens()
    await who.taps("Yes, I will take part", {})


async def at_card(who: WebPerson) -> None:
    await in_round(who)
    await who.taps("All messages", {})


async def at_words(who: WebPerson) -> None:
    await at_card(who)
    await who.taps("Next", {})


async def checking(who: WebPerson) -> None:
    await at_words(who)
    await who.says("Kettle asked me first.")


async def at_scale(who: WebPerson) -> None:
    await checking(who)
    await who.taps("Keep", {"May we quote this?": "Yes"})


async def at_several(who: WebPerson) -> None:
    await at_scale(who)
    await who.taps("Skip", {})
    await who.taps("Skip", {})


async def in_answers(who: WebPerson) -> None:
    await at_several(who)
    await who.taps("My answers", {})


async def sure_all(who: WebPerson) -> None:
    await in_answers(who)
    await who.taps("Take back all my answers", {})


async def sure_everything(who: WebPerson) -> None:
    await in_answers(who)
    await who.taps("Delete everything about me", {})


async def stopped(who: WebPerson) -> None:
    await at_scale(who)
    await who.taps("Stop", {})


async def joining(who: WebPerson) -> None:
    await stopped(who)
    await who.taps("Join again", {})


async def supported(who: WebPerson) -> None:
    await at_words(who)
    await who.taps("Support", {})


async def asking_as_a_stranger(who: WebPerson) -> None:
    await who.opens()
    await who.taps("Support", {})


@dataclass(frozen=True)
class Act:
    """A way to a page, and what is pressed there; ``says`` types instead."""

    way: Way
    label: str = ""
    fills: tuple[tuple[str, str | list[str]], ...] = ()
    says: str = ""

    def __str__(self) -> str:
        return f"{self.label or 'say'} {self.way.__name__}".replace(" ", "-").lower()


ACTS = [
    Act(invited, "Yes, I will take part"),
    Act(invited, "Not now"),
    Act(invited, "Never ask me again"),
    Act(invited, "I have a code"),
    Act(invited, "Stop"),
    Act(in_round, "Only what changed"),
    Act(at_card, "Next"),
    Act(at_card, "Skip"),
    Act(at_words, says="They asked me first."),
    Act(at_words, "Skip"),
    Act(at_words, "Pause"),
    Act(at_words, "Back"),
    Act(checking, "Keep", (("May we quote this?", "Yes"),)),
    Act(checking, "Cover them", (("Cover more words", "Kettle"),)),
    Act(checking, "Bin it"),
    Act(checking, "Write it again"),
    Act(checking, "Skip"),
    Act(at_scale, "Agree"),
    Act(at_scale, "Back"),
    Act(at_several, "Keep", (("Pick all that fit", ["By talking", "In writing"]),)),
    Act(in_answers, "Say no to a quote"),
    Act(in_answers, "Cover them", (("Cover more words", "first"),)),
    Act(in_answers, "Take back"),
    Act(in_answers, "Change"),
    Act(sure_all, "Take back all my answers"),
    Act(sure_everything, "Delete everything about me"),
    Act(at_scale, "Stop"),
    Act(stopped, "Join again"),
    Act(joining, "Yes, I will take part"),
    Act(supported, "Ask Isla Grant to contact me", (("How can Isla Grant reach you?", "here"),)),
    Act(
        asking_as_a_stranger,
        "Ask Isla Grant to contact me",
        (("How can Isla Grant reach you?", "here"),),
    ),
]


def prepared(who: WebPerson, act: Act) -> tuple[str, list[tuple[str, str]]]:
    """Return what pressing sends, without sending it."""
    if act.says:
        box = who.page.all("textarea")[0]
        box.parts = [act.says]
        form = Form(who.page, who._sending(box))
    else:
        form = Form(who.page, who.button(act.label, tuple(name for name, _ in act.fills)))
        for name, value in act.fills:
            form.fill(name, value)
    return form.action, form.sends()


@dataclass(frozen=True)
class Ended:
    """How an act ended: how the numbers of rows changed, and what the page says, before and after
    a reload."""

    changed: dict[str, int]
    page: str
    title: str


async def done(made: World, who: WebPerson, act: Act, times: Sequence[int]) -> Ended:
    """Send what was pressed so many times at once, one bunch after another."""
    await act.way(who)
    before = counts(made.settings.data_folder)
    who.pressed = prepared(who, act)
    for at_once in times:
        await asyncio.gather(*(post(who) for _ in range(at_once)))
    after = counts(made.settings.data_folder)
    await who.opens()
    changed = {name: after[name] - before[name] for name in after}
    return Ended(changed, bare(who), who.page.all("h1")[0].seen())


async def post(who: WebPerson, status: int = 303) -> None:
    path, fields = who.pressed
    async with who._session.post(who.base + path, data=fields, allow_redirects=False) as answer:
        assert answer.status == status, await answer.text()


def bare(who: WebPerson) -> str:
    """Return the page's text without what differs from person to person: their code."""
    return who.seen.replace(who.code, "CODE") if who.code else who.seen


@pytest.mark.parametrize("act", ACTS, ids=str)
async def test_at_once_and_late_is_once(
    made: World, person: Callable[[], WebPerson], act: Act
) -> None:
    once = await done(made, person(), act, [1])
    who = person()
    assert await done(made, who, act, [AT_ONCE, 1]) == once
    await who.taps("Help", {})
    held, page = counts(made.settings.data_folder), who.seen
    # A page from before everything was deleted has no session any more.
    await post(who, 403 if act.way is sure_everything else 303)
    await who.opens()
    assert counts(made.settings.data_folder) == held
    # Of a stranger nothing is stored, so the same press on the same page leads to the same screen.
    if "My answers" in who.labels:
        assert who.seen == page


async def test_a_double_yes_makes_one_person_who_has_one_code(
    made: World, person: Callable[[], WebPerson]
) -> None:
    who = person()
    await who.opens()
    path, fields = prepared(who, Act(invited, "Yes, I will take part"))
    before = dict(who.cookies)
    codes = set()
    for _ in range(3):
        # Each press leaves before the answer to the one before has come: with the old cookie.
        for name, cookie in before.items():
            who._session.cookie_jar.update_cookies({name: cookie.value})
        await who.send(path, fields)
        codes.add(who.code)
    assert len(codes) == 1
    assert len(codes.pop().split()) == 7
    held = counts(made.settings.data_folder)
    assert (held["contributor"], held["enrolment"]) == (1, 1)


async def test_two_people_who_say_yes_at_once_are_two(
    made: World, person: Callable[[], WebPerson]
) -> None:
    people = [person() for _ in range(AT_ONCE)]
    for who in people:
        await who.opens()
    await asyncio.gather(*(who.taps("Yes, I will take part", {}) for who in people))
    assert len({who.code for who in people}) == AT_ONCE
    assert counts(made.settings.data_folder)["contributor"] == AT_ONCE


async def test_two_devices_of_one_person_keep_one_answer(
    made: World, person: Callable[[], WebPerson]
) -> None:
    here, there = person(), person()
    await checking(here)
    await here.taps("Pause", {})
    code = here.code
    await here.taps("Go on", {})
    await there.opens()
    await there.taps("I have a code", {})
    await there.taps("Go on", {"Your code": code})
    keep = Act(checking, "Keep", (("May we quote this?", "Yes"),))
    for who in (here, there):
        who.pressed = prepared(who, keep)
    await asyncio.gather(post(here), post(there))
    answers = await made.answers(code)
    assert answers is not None
    assert list(answers) == ["idea"]
    for who in (here, there):
        await who.opens()
        assert "Question 3 of 5" in who.seen
