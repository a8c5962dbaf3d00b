"""What keeps a reader well: an end to the day, covered texts, a way to leave one, a page of one's
own, and a way out of a round that nobody asks about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.consultation import review
from bot.consultation.care import Own
from bot.consultation.hard_words import HardWords
from bot.consultation.model import Group, Review, Role, Staff
from bot.conversation.coordinator import step
from bot.conversation.desk import DeskFacts, Spot, StaffStep
from bot.conversation.effects import Decide, HandReading, SaveOwn
from bot.conversation.events import Chose
from bot.conversation.messages import Card, Entries, Lines, Message, Notice
from tests.conversation.coordinator.looks import (
    BATCH,
    ROUND,
    SPOT,
    A,
    B,
    Change,
    part,
    screen,
    shown,
)

AGAIN = Spot("covered", ROUND, A)
HAND = Spot("reading", ROUND)
MINE = Spot("own")
DAN = Staff("dann" * 8, "Dan", Role.COORDINATOR)


def do(facts: DeskFacts, action: str, spot: Spot = SPOT, **values: tuple[str, ...]) -> StaffStep:
    return step(spot, Chose(action, values), facts)


def full(facts: DeskFacts, cap: int = 5) -> DeskFacts:
    opened = frozenset({A, *(str(n) for n in range(cap - 1))})
    return replace(facts, own=Own(cap=cap), opened=opened, waits=frozenset({ROUND}))


# --- the end of a day ------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["batch", "held", "second", "answer"])
def test_after_the_days_last_answer_the_queue_is_gone(facts: DeskFacts, place: str) -> None:
    item = {"batch": BATCH, "answer": B}.get(place, "")
    message = screen(full(facts), Spot(place, ROUND, item))
    assert facts.say("coordinator.day.enough") in shown(message)
    assert [e.action for e in part(message, Entries).entries] == [AGAIN.action()]
    assert [choice.action for choice in message.choices] == [MINE.action()]
    assert facts.say("coordinator.home.tomorrow") in shown(screen(full(facts), Spot()))
    assert (
        do(full(facts), "open", Spot("answer", ROUND, B))
        .faults[""]
        .startswith("You have read 5 answers today.")
    )


def test_a_concern_does_not_wait_for_tomorrow(facts: DeskFacts) -> None:
    (effect,) = do(full(facts), "concern", reason=("safe",)).effects
    assert isinstance(effect, Decide)
    assert effect.verb == "concern"
    assert "concern" in {
        c.action.partition(":")[0] for c in part(screen(full(facts)), Card).choices
    }


def test_a_break_comes_half_way(facts: DeskFacts) -> None:
    half = replace(full(facts), opened=frozenset("12"))
    assert facts.say("coordinator.day.rest") in shown(screen(half, Spot("batch", ROUND)))


# --- covered again, and left to a colleague --------------------------------------------------


def test_what_was_opened_lies_covered_for_whoever_comes_back(facts: DeskFacts) -> None:
    card = part(screen(facts, AGAIN), Card)
    assert card.shut
    assert "Morag" not in repr(screen(facts, AGAIN))
    assert card.choices[0].action == SPOT.action()


def test_a_hard_text_says_so_before_it_is_opened(facts: DeskFacts, with_answer: Change) -> None:
    hard = replace(with_answer(facts, hard=True), opened=frozenset())
    card = part(screen(hard), Card)
    assert next(each for each in card.parts if isinstance(each, Notice)).lines[0] == facts.say(
        "coordinator.answer.hard"
    )
    plain = replace(facts, opened=frozenset())
    assert facts.say("coordinator.answer.hard") not in shown(screen(plain))
    # The list that offers support to writers warns readers, too.
    listed = replace(plain, hard=HardWords(("a name left",), facts.now.date()))
    assert facts.say("coordinator.answer.hard") in shown(screen(listed))


def test_a_text_is_left_to_a_colleague_without_a_reason(facts: DeskFacts) -> None:
    taken = do(replace(facts, opened=frozenset()), "pass")
    (effect,) = taken.effects
    assert isinstance(effect, Decide)
    assert (effect.verb, effect.answer.passed, taken.spot) == (
        "pass", (facts.me.id,), Spot("answer", ROUND, B),
    )  # fmt: skip
    round_ = facts.rounds[0]
    assert not review.to_read(effect.answer, facts.me.id, round_)
    assert all(review.to_read(effect.answer, each, round_) for each in round_.readers[1:])


def test_nothing_is_left_to_nobody(facts: DeskFacts, with_answer: Change) -> None:
    passed = with_answer(facts, passed=("bobb" * 8,))
    # Two have to read it, and of the three one has left it: this reader is needed.
    refused = do(passed, "pass")
    assert refused.faults == {"": facts.say("review.refused.nobody_else")}
    assert "pass" not in {c.action for c in part(screen(passed, AGAIN), Card).choices}
    # Should a colleague go, whoever left it is asked again.
    left = with_answer(facts, passed=(facts.me.id,)).batches[0].answers[0]
    assert review.to_read(
        left, facts.me.id, replace(facts.rounds[0], readers=facts.rounds[0].readers[:2])
    )


def test_what_was_left_can_still_be_opened(facts: DeskFacts, with_answer: Change) -> None:
    left = replace(with_answer(facts, passed=(facts.me.id,)), opened=frozenset())
    entries = part(screen(left, Spot("batch", ROUND, BATCH)), Entries).entries
    assert entries[0].state == facts.say("coordinator.state.passed")
    assert do(left, "open").effects


# --- a page of one's own ---------------------------------------------------------------------


def own_of(taken: StaffStep) -> Own:
    (effect,) = taken.effects
    assert isinstance(effect, SaveOwn)
    return effect.own


def test_a_note_stays_fourteen_days_and_an_empty_one_goes(facts: DeskFacts) -> None:
    kept = own_of(do(facts, "note", MINE, note=("Heavy.\nWalked after.",)))
    today = facts.now.date()
    assert (kept.note, kept.note_until) == ("Heavy.\nWalked after.", today + timedelta(days=14))
    page = screen(replace(facts, own=kept), MINE)
    assert "Heavy." in repr(page)
    assert any(isinstance(each, Card) and Lines in map(type, each.parts) for each in page.after)
    late = replace(facts, own=replace(kept, note_until=today - timedelta(days=1)))
    assert "Heavy." not in repr(screen(late, MINE))
    gone = own_of(do(replace(facts, own=kept), "note", MINE, note=(" ",)))
    assert (gone.note, gone.note_until) == ("", None)
    assert "note" in do(facts, "note", MINE, note=("x" * 1001,)).faults


def test_a_day_can_end_sooner_and_never_later(facts: DeskFacts) -> None:
    assert own_of(do(facts, "cap", MINE, cap=("5",))).cap == 5
    for wrong in ("21", "0", "", "x"):
        assert "cap" in do(facts, "cap", MINE, cap=(wrong,)).faults


def test_no_other_role_has_this_page(facts: DeskFacts) -> None:
    lead = replace(facts, me=replace(facts.me, role=Role.LEAD))
    assert do(lead, "note", MINE, note=("x",)).effects == ()


# --- handing the reading on ------------------------------------------------------------------


def in_group(facts: DeskFacts, **own: object) -> DeskFacts:
    round_ = replace(facts.rounds[0], group="9" * 32, readers=facts.rounds[0].readers[:2])
    staff = {**facts.staff, DAN.id: DAN}
    return replace(facts, rounds=(round_,), round=round_, staff=staff, own=Own(**own))  # type: ignore[arg-type]


def offered(message: Message, field: str) -> list[str]:
    return [o.value for each in message.fields if each.id == field for o in each.options]


def test_the_reading_goes_to_a_colleague_and_nobody_says_why(facts: DeskFacts) -> None:
    two = in_group(facts)
    # Who reads already cannot read twice, and two have to.
    assert offered(screen(two, HAND), "to") == [DAN.id, "cass" * 8]
    taken = do(two, "hand", HAND, to=(DAN.id,))
    assert (taken.effects, taken.spot) == ((HandReading(ROUND, DAN.id),), Spot())
    for wrong in ((), ("bobb" * 8,), (facts.me.id,)):
        assert do(two, "hand", HAND, to=wrong).faults == {"to": facts.say("handover.pick")}
    assert do(two, "hand", Spot("reading", "x" * 32), to=(DAN.id,)).effects == ()


def test_whoever_is_of_the_group_is_kept_out_of_it_and_leaves_the_same_trace(
    facts: DeskFacts,
) -> None:
    taken = do(in_group(facts), "hand", HAND, to=(DAN.id,), apart=("yes",))
    assert taken.effects == (HandReading(ROUND, DAN.id), SaveOwn(Own(apart=("9" * 32,))))
    alone = replace(in_group(facts), staff={facts.me.id: facts.me})
    assert offered(screen(alone, HAND), "to") == []
    assert do(alone, "hand", HAND, apart=("yes",)).effects == (SaveOwn(Own(apart=("9" * 32,))),)


def test_a_round_kept_out_of_can_only_be_handed_on(facts: DeskFacts) -> None:
    here = in_group(facts, apart=("9" * 32,))
    out = replace(here, rounds=(), round=None, apart=here.rounds)
    (entry,) = part(screen(out, Spot()), Entries).entries
    assert (entry.state, entry.action) == (facts.say("coordinator.home.apart"), HAND.action())
    assert screen(out, SPOT).title == facts.say("coordinator.nothing.title")
    assert do(out, "hand", HAND, to=(DAN.id,)).effects == (HandReading(ROUND, DAN.id),)


def test_a_list_of_groups_only_grows_shorter_here(facts: DeskFacts) -> None:
    group = Group("9" * 32, "Leith", "Carers", "")
    mine = replace(facts, own=Own(apart=("9" * 32, "8" * 32)), groups=(group,))
    assert "Leith" in repr(screen(mine, MINE))
    ticked = own_of(do(mine, "apart", MINE, apart=("8" * 32, "7" * 32)))
    assert ticked.apart == ("8" * 32,)
    assert "Groups you keep out of" not in shown(screen(facts, MINE))


def test_what_is_held_waits_for_nobody_by_name(facts: DeskFacts, with_answer: Change) -> None:
    held = with_answer(facts, review=Review.HELD).batches[0].answers[0]
    assert not review.may_pass(held, facts.me.id, facts.rounds[0])
