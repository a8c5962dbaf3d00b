"""Questions that too few answered, put together; and what stands beside a text after sealing."""

from typing import Any

import pytest

from bot.consultation.model import RoundState
from bot.conversation.effects import Keep, PutTogether
from bot.ports import Refused
from prompts.schema import QuestionSet
from tests.storage.conftest import QUESTIONS

PEOPLE = 6


async def few(world: Any, **answered: int) -> Any:
    """A closed round, all approved; so many of six people answered each question (k is 3)."""
    round_ = await world.opened()
    for number in range(PEOPLE):
        await world.join(round_, f"p{number}")
        for question, count in answered.items():
            # From the other end of the six for every other question, so that it is not always them.
            if (number if question < "d" else PEOPLE - 1 - number) < count:
                await world.say(round_, f"p{number}", question, f"{question} of {number}")
    round_ = await world.closed(round_)
    await world.approve_all(round_)
    return round_


async def texts(world: Any, round_: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in await world.run(lambda u: u.approved(round_.id)):
        found[each.question] = found.get(each.question, 0) + 1
    return found


async def put(world: Any, round_: Any, first: str, second: str, by: Any = None) -> None:
    await world.record(by or world.reader, PutTogether(round_.id, first, second))


async def test_small_and_absent_are_named_alike_and_only_after_closing(world: Any) -> None:
    round_ = await world.opened()
    assert await world.run(lambda u: u.too_small(round_.id)) == ()
    round_ = await few(world, trust=6, choice=2, safety=3)
    small = await world.run(lambda u: u.too_small(round_.id))
    assert small == ("choice", "collaboration", "empowerment")
    assert await texts(world, round_) == {"trust": 6, "safety": 3}
    assert await world.run(lambda u: u.too_small("00" * 16)) == ()


async def test_two_small_ones_are_read_as_one_before_sealing_and_after_it(world: Any) -> None:
    round_ = await few(world, trust=6, choice=2, safety=2)
    await put(world, round_, "safety", "choice")
    assert await texts(world, round_) == {"trust": 6, "safety": 4}
    assert await world.run(lambda u: u.too_small(round_.id)) == ("collaboration", "empowerment")
    await world.database.sealer.seal(round_.id)
    assert await texts(world, round_) == {"trust": 6, "safety": 4}
    assert (await world.run(lambda u: u.round(round_.id))).joined == (("safety", "choice"),)
    audience = world.sql("SELECT question, count(*) FROM audience GROUP BY question")
    assert sorted(audience) == [("", 6), ("*", 6), ("safety", 4), ("trust", 6)]
    assert world.sql("SELECT verb FROM audit WHERE verb = 'put_together'") == [("put_together",)]


async def test_people_are_counted_not_answers(world: Any) -> None:
    round_ = await few(world, choice=2, collaboration=2, trust=6)
    await put(world, round_, "choice", "collaboration")
    assert await texts(world, round_) == {"trust": 6}, "two people who answered both are two"
    assert "choice" in await world.run(lambda u: u.too_small(round_.id))
    await put(world, round_, "empowerment", "choice")
    assert await texts(world, round_) == {"trust": 6}


@pytest.mark.parametrize(
    ("first", "second"),
    [("choice", "trust"), ("trust", "choice"), ("choice", "choice"), ("choice", "gone"), ("", "")],
)
async def test_only_two_that_are_both_too_small(world: Any, first: str, second: str) -> None:
    round_ = await few(world, trust=6, choice=2)
    with pytest.raises(Refused) as refused:
        await put(world, round_, first, second)
    assert refused.value.reason == "coordinator.fault.not_small"
    assert (await world.run(lambda u: u.round(round_.id))).joined == ()


async def test_only_a_reader_and_only_between_closing_and_sealing(world: Any) -> None:
    round_ = await few(world, trust=6, choice=2)
    for by in (world.facilitator, world.lead, world.a_staff(world.reader.role, "Stranger")):
        with pytest.raises(Refused):
            await put(world, round_, "choice", "safety", by)
    open_ = await world.opened()
    await world.database.sealer.seal(round_.id)
    for late in (open_, round_):
        with pytest.raises(Refused):
            await put(world, late, "choice", "safety")


# --- one attribute -------------------------------------------------------------------------------


@pytest.fixture
def with_role(question_set: QuestionSet) -> QuestionSet:
    """The same set, whose last question is a choice that may stand beside what people wrote."""
    last = question_set.questions[-1]
    options = [{"id": id_, "label": id_.title()} for id_ in ("worker", "leader")]
    role = last.model_dump() | {"kind": "one", "attribute": True, "options": options}
    questions = [*(each.model_dump() for each in question_set.questions[:-1]), role]
    return QuestionSet.model_validate(question_set.model_dump() | {"questions": questions})


@pytest.mark.parametrize(
    ("roles", "beside"),
    [
        ("wwwlll", {"worker": 3, "leader": 3}),
        ("wwwwll", {"": 6}),
        ("wwwwww", {"": 6}),
        ("wwwll-", {"": 6}),
        ("www---", {"worker": 3, "": 3}),
        ("------", {"": 6}),
        ("wwwwlll", {"worker": 3, "leader": 3}),
    ],
)
async def test_an_attribute_stands_beside_all_texts_of_a_question_or_none(
    world: Any, with_role: QuestionSet, roles: str, beside: dict[str, int]
) -> None:
    world.questions = with_role
    round_ = await world.opened()
    for number, role in enumerate(roles):
        who = f"p{number}"
        await world.join(round_, who)
        # The first of seven writes nothing: what counts is who wrote.
        if number or len(roles) == PEOPLE:
            await world.say(round_, who, "trust", f"{role} said it")
        if role != "-":
            picked = {"w": "worker", "l": "leader"}[role]
            await world.turn(round_, who, Keep(world.picked(QUESTIONS[-1], picked)))
    round_ = await world.closed(round_)
    await world.approve_all(round_)
    before = await world.run(lambda u: u.approved(round_.id))
    assert {each.attribute for each in before} == {""}, "never before sealing"
    await world.database.sealer.seal(round_.id)
    assert (await world.run(lambda u: u.round(round_.id))).state is RoundState.SEALED
    found: dict[str, int] = {}
    for each in await world.run(lambda u: u.approved(round_.id)):
        assert each.attribute in ("", {"w": "worker", "l": "leader", "-": ""}[each.text[0]])
        found[each.attribute] = found.get(each.attribute, 0) + 1
    assert found == beside
