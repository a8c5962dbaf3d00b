"""Trying a draft out: every place that pressing and typing can lead to, and what is kept there."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consultation.links import Kind, Link
from bot.consultation.model import RoundState
from bot.conversation import tryout_screens
from bot.conversation.effects import AskContact, Remark
from bot.conversation.events import Chose, Event, Opened, Said
from bot.conversation.facts import Facts
from bot.conversation.messages import Message
from bot.conversation.state import State
from bot.conversation.tryout import BOX, SAYINGS, begun, step
from tests.conversation.contributor_world import (
    CONTROLS,
    DETECTOR,
    NOON,
    SAY,
    WORDS,
    Talk,
    all_fields,
    choices,
    texts,
    unspoken,
)

LINK = Link("try", "a" * 32, Kind.TRY, until=date(2027, 3, 10))
TYPED = ("Sam said it is too hard. Ring 07700 900123.", "", "x" * 5001)


def facts() -> Facts:
    draft = Talk(now=NOON, state=RoundState.DRAFT, withdraw_until=None, closes_on=None)
    return replace(draft.facts, known=True, code="", answers=None)


@dataclass
class Visit:
    """One visitor; what they said is a list, for it is nobody's."""

    state: State = field(default_factory=State)
    said: tuple[Remark, ...] = ()

    @property
    def message(self) -> Message:
        return tryout_screens.show(self.state, facts(), LINK)

    @property
    def seen(self) -> str:
        return "\n".join(texts(self.message))

    def do(self, *events: Event | str) -> "Visit":
        for each in events:
            event = Chose(each) if isinstance(each, str) else each
            self.state, effects = step(self.state, event, facts())
            assert all(isinstance(effect, Remark | AskContact) for effect in effects)
            self.said += tuple(effect for effect in effects if isinstance(effect, Remark))
        return self

    def copy(self) -> "Visit":
        return Visit(self.state, self.said)


def presses(visit: Visit) -> Iterator[Event]:
    message = visit.message
    for choice in choices(message):
        values = {}
        for each in all_fields(message):
            if each.id in choice.fields:
                values[each.id] = (each.options[0].value,) if each.options else ("Sam",)
        yield Chose(choice.action, values)
        yield Chose(choice.action)
    for text in TYPED if message.says else ():
        yield Said(text, DETECTOR.find(text), message.says)


@cache
def atlas() -> tuple[Visit, ...]:
    found: dict[object, Visit] = {}
    todo = deque([Visit()])
    while todo:
        visit = todo.popleft()
        state = visit.state
        at = state.at if state.place in ("asking", "checking", "remark", "words", "check") else 0
        key = (state.place, at, state.over, state.fault, state.draft is not None, state.picked)
        if key in found:
            continue
        found[key] = visit
        todo.extend(visit.copy().do(event) for event in presses(visit))
    return tuple(found.values())


def test_the_atlas_holds_every_place() -> None:
    assert {visit.state.place for visit in atlas()} == set(tryout_screens._PLACES)
    overlays = {visit.state.over for visit in atlas()}
    assert overlays == {"", "help", "privacy", "paused", "support"}


def test_every_screen_reads_well_and_has_the_four_controls() -> None:
    for visit in atlas():
        assert unspoken(visit.message) == []
        assert tuple(each.action for each in visit.message.controls) == CONTROLS


@pytest.mark.parametrize("action", WORDS)
def test_every_place_answers_a_word_typed_alone(action: str) -> None:
    for start in atlas():
        by_button, by_word = start.copy().do(action), start.copy()
        by_word.do(Said(f" {SAY.many(f'word.{action}')[-1].title()}! ", (), start.message.says))
        assert by_word.state == by_button.state, start.state


def test_stop_drops_a_draft_everywhere_and_what_was_kept_stays_nobodys() -> None:
    for start in atlas():
        visit = start.copy().do("stop")
        assert visit.state.place == "stopped"
        assert (visit.state.draft, visit.state.over, visit.said) == (None, "", start.said)


@pytest.mark.parametrize("over", ["support", "help", "privacy"])
def test_help_opens_everywhere_and_leads_back(over: str) -> None:
    for start in atlas():
        visit = start.copy().do(over)
        assert visit.state.over == over
        visit.do("back")
        here = start.state._replace(over="", note="", fault="")
        assert visit.state._replace(note="", fault="") == here


def test_skip_goes_on_from_every_step() -> None:
    for start in atlas():
        if start.state.over or start.state.place not in (*_STEPS, "remark", "words", "check"):
            continue
        was = (start.state.place, start.state.at)
        then = start.copy().do("skip").state
        assert (then.place, then.at) != was
        assert then.draft is None or then.draft_at != then.at


_STEPS = ("reading", "asking", "checking")


def test_no_answer_is_ever_kept() -> None:
    """Only what was typed or picked about a question is; each picked once, each word shown."""
    for visit in atlas():
        picked = [r.answer for r in visit.said if r.answer.picks]
        assert all(answer.picks[0] in SAYINGS and answer.kept is None for answer in picked)
        assert len(picked) == len({answer.question for answer in picked})
        assert visit.state.skipped == ()


def test_words_are_kept_just_as_they_were_shown() -> None:
    visit = Visit().do("yes", "next", "skip", "pick:hard")
    assert visit.state.place == "words"
    visit.do(Said(TYPED[0], DETECTOR.find(TYPED[0]), BOX))
    assert visit.state.place == "check"
    assert "quote" not in {each.id for each in all_fields(visit.message)}
    page = visit.state.drafted
    covers = tuple(str(n) for n, _ in enumerate(visit.state.draft.marks, 1))  # type: ignore[union-attr]
    visit.do(Chose(f"keep:{page}", {"covers": covers, "more": ("Sam",)}))
    assert visit.state.place == "check", "typed words are shown covered first"
    shown = "".join(s.text for part in visit.message.parts for s in getattr(part, "segments", ()))
    visit.do(Chose(f"keep:{visit.state.drafted}"))
    kept = visit.said[-1].answer.kept
    assert kept is not None
    assert kept.text == shown
    assert "07700" not in kept.text
    assert "Sam" not in kept.text
    assert (visit.state.place, visit.state.at) == ("asking", 1)


def test_words_that_were_not_sent_wait_in_their_box() -> None:
    visit = Visit().do("yes", "next", "skip", "pick:hard")
    visit.do(Chose("support", {BOX: ("Half a sentence",)}), "back")
    assert [each.value for each in visit.message.fields] == ["Half a sentence"]
    said = visit.said
    visit.do(Chose("on", {BOX: ("Half a sentence",)}))
    assert (visit.said, visit.state.draft) == (said, None)


def test_an_old_page_keeps_nothing() -> None:
    visit = Visit().do("yes", "next", "skip", "pick:hard", Said("One thing.", (), BOX))
    old = visit.state.drafted
    visit.do("back", Said("Another thing.", (), BOX))
    said = visit.said
    visit.do(f"keep:{old}")
    assert visit.said == said
    assert "Another thing." in visit.seen


def test_a_question_is_asked_about_once() -> None:
    visit = Visit().do("yes", "next", "skip", "pick:good", "on", "back", "skip")
    assert (visit.state.place, visit.state.at) == ("asking", 1)
    visit.do("stop", "join", "yes", "next", "skip", "pick:hard")
    assert [remark.answer.picks for remark in visit.said] == [("good",)]


def test_questions_may_go_while_somebody_is_at_them() -> None:
    plain = facts()
    fewer = plain.questions.model_copy(update={"questions": plain.questions.questions[:1]})
    for start in atlas():
        for event in (Opened(), Chose("skip"), Chose("back"), Chose("keep:1"), Said("Words.")):
            state, _ = step(start.state, event, replace(plain, questions=fewer))
            assert tryout_screens.show(state, replace(plain, questions=fewer), LINK).title


def test_a_cry_for_help_is_a_real_one() -> None:
    _, effects = step(
        State(place="remark"), Chose("contact", {"reach": ("07700 900123",)}), facts()
    )
    assert effects == (AskContact("07700 900123"),)


def test_only_whoever_said_yes_gets_a_place() -> None:
    assert not begun(Visit().do("support").state)
    assert not begun(Visit().do("never").state)
    assert not begun(Visit().do("stop").state)
    assert begun(Visit().do("yes").state)


def test_who_reads_it_and_when_it_goes_is_said_before_anything() -> None:
    seen = Visit().seen
    for told in ("Ann Muir and Bob Shah read your words first", "10\u00a0March 2027", "No one."):
        assert told in seen
    assert "Isla Grant" in seen
    assert SAY("contributor.keeps.web") in seen
    assert "The council will change" not in seen
    real = Visit().do("yes").seen
    assert "The council will change" in real
    assert "Never ask me again" not in real


_events = st.one_of(
    st.builds(
        Chose,
        st.sampled_from(
            [
                *WORDS, "yes", "later", "join", "pick:hard", "pick:?", "on", "next", "keep:1",
                "cover:1", "leave:1", "bin:1", "rewrite", "contact", "enter", "code", "go_on",
                "change:idea", "really_everything", "hears:all", "pick:heard:4", "", ":", "\0",
            ]
        ),
        st.dictionaries(
            st.sampled_from(["quote", "more", "covers", "reach", "pick"]),
            st.lists(st.sampled_from(["yes", "1", "x", "\ud800"]), max_size=2).map(tuple),
            max_size=3,
        ),
    ),
    st.builds(Said, st.text(max_size=8), box=st.sampled_from(["", BOX, "text-idea", "?"])),
    st.just(Opened()),
)  # fmt: skip


@given(st.lists(_events, max_size=14))
def test_whatever_comes_there_is_a_screen(events: list[Event]) -> None:
    visit = Visit().do(*events)
    assert visit.message.title
    assert State.from_json(visit.state.to_json()) == visit.state
