"""Whatever comes, from whatever state: no step raises, no screen breaks, and stop holds."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.consultation.model import Answer, Review, RoundState
from bot.consultation.redaction import Draft, Kept, Mark, Span
from bot.conversation.contributor import _ANYWHERE, _OVER, _PLACES, step
from bot.conversation.contributor_screens import _PLACES as SCREENS
from bot.conversation.contributor_screens import show
from bot.conversation.effects import Join
from bot.conversation.events import Chose, Event, Said
from bot.conversation.overlays import _OVERLAYS
from bot.conversation.state import State
from tests.conversation.contributor_world import CONTROLS, SAY, SETS, Talk, choices

KINDS = SETS["kinds-sample"]
IDS = [question.id for question in KINDS.questions]
# Every code point there is, lone surrogates and NUL too.
ANY = st.text(st.characters(codec=None), max_size=30)
HARD = st.sampled_from(
    ["", " ", "\x00", "\ud800", "9" * 5000, "-1", "0", "²", "٣", "1-2", "2-1", "0-99999", "x" * 20_000,
     "{number}", "contributor.note.kept", "<script>", "\u202e", "👩‍👩‍👧", "stop", "STOP!", "yes"]
)  # fmt: skip
TEXT = ANY | HARD
ACTIONS = st.sampled_from(
    sorted(
        {*_ANYWHERE, *(act for acts in (*_PLACES.values(), *_OVER.values()) for act in acts), "say"}
    )
)
ITEMS = st.sampled_from(["", "1", "5", "morning", "all", "none", *IDS]) | TEXT
NAMES = st.sampled_from(
    ["covers", "word", "more", "quote", "pick", "reach", "code", "more-idea", "text-idea"]
)
LABELS = st.sampled_from(["PERSON", "INDIRECT"])
VALUES = st.dictionaries(NAMES | ANY, st.lists(TEXT, max_size=3).map(tuple), max_size=5)


@st.composite
def events(draw: st.DrawFn) -> Event:
    if draw(st.booleans()):
        text = draw(TEXT)
        spans = draw(
            st.lists(
                st.builds(Span, st.integers(-3, 40), st.integers(-3, 40), ANY | LABELS), max_size=3
            )
        )
        box = draw(st.sampled_from(["", "text", "text-idea", "text-heard", "text-none"]) | ANY)
        return Said(text, tuple(spans), box)
    action = draw(st.one_of(ACTIONS, TEXT, st.tuples(ACTIONS, ITEMS, ITEMS).map(":".join)))
    return Chose(action, draw(VALUES))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    text = draw(ANY.filter(len))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    label = draw(st.sampled_from(["EMAIL", "words", "NO_SUCH_KIND"]))
    covered, why = draw(st.booleans()), draw(st.sampled_from(["", "shape", "named", "before"]))
    mark = Mark(start, end, label, covered=covered, why=why)
    marks, hints = (
        draw(st.sampled_from([(), (mark,)])),
        draw(st.sampled_from([(), ((start, end),)])),
    )
    return Draft(text, marks, hints)


PLACES = st.sampled_from(sorted(SCREENS))
STATES = st.builds(
    State,
    place=PLACES,
    at=st.integers(0, 7),
    over=st.sampled_from(["", *_OVERLAYS]),
    note=st.sampled_from(["", "contributor.note.kept", "contributor.note.gone_since"]),
    fault=st.sampled_from(["", "contributor.fault.quote", "contributor.fault.empty"]),
    noted=st.integers(0, 9),
    draft=st.none() | drafts(),
    draft_at=st.integers(0, 7),
    drafted=st.integers(0, 9),
    skipped=st.lists(st.sampled_from(IDS), unique=True, max_size=3).map(tuple),
    from_answers=st.sampled_from(["", "change", "answer"]),
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "idea": st.builds(
            Answer,
            id=st.just("0" * 32),
            question=st.just("idea"),
            kept=st.just(Kept("They asked me.")),
            quote=st.booleans(),
            review=st.sampled_from(list(Review)),
            before=st.none() | st.just(Kept("They asked me first.")),
            agreed=st.booleans(),
            appeal=st.booleans(),
        ),
        "heard": st.just(Answer("1" * 32, "heard", picks=("4",), review=Review.NONE)),
        "how": st.just(Answer("2" * 32, "how", picks=("writing", "other"), review=Review.NONE)),
    },
)
MOMENTS = st.sampled_from(
    [datetime(2027, 2, 10, 12, tzinfo=UTC), datetime(2027, 3, 1, 0, 10, tzinfo=UTC),
     datetime(2027, 3, 5, 12, tzinfo=UTC), datetime(2027, 3, 20, 12, tzinfo=UTC)]
)  # fmt: skip


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    talk = Talk(now=draw(MOMENTS), state=draw(st.sampled_from(list(RoundState))))
    talk.held.enrolled = draw(st.booleans())
    talk.held.stopped = talk.held.enrolled and draw(st.booleans())
    talk.held.answers = draw(ANSWERS)
    talk.text = draw(STATES).to_json()
    return talk


@settings(max_examples=400)
@given(talks(), st.lists(events(), min_size=1, max_size=4))
def test_no_event_raises_from_any_state(talk: Talk, taken: list[Event]) -> None:
    for event in taken:
        was = talk.here.place
        effects = talk.do(event)
        assert State.from_json(talk.text) == talk.state
        if was == "stopped" and not any(isinstance(effect, Join) for effect in effects):
            joined = isinstance(event, Chose) and event.action.partition(":")[0] == "join"
            said = isinstance(event, Said) and talk.state.place == "invited"
            gone = talk.state.place == "gone"
            assert joined or said or gone or talk.here.place == "stopped"
        message = talk.message
        assert tuple(choice.action for choice in message.controls) == CONTROLS


@settings(max_examples=300)
@given(talks())
def test_no_state_breaks_its_screen(talk: Talk) -> None:
    message = show(talk.state, talk.facts)
    assert message.title
    assert all(choice.label and choice.action for choice in choices(message))


@given(STATES)
def test_every_state_survives_json(state: State) -> None:
    assert State.from_json(state.to_json()) == state


@pytest.mark.parametrize("action", ["keep", "cover", "leave", "bin", "rewrite"])
def test_a_screen_without_its_draft_leads_back_to_the_question(action: str) -> None:
    talk = Talk("five-principles").joins()
    talk.text = talk.state._replace(place="checking").to_json()
    assert talk.message.title
    assert talk.do(Chose(action, {"quote": ("yes",), "more": ("x",)})) == ()
    assert talk.here.place == ("checking" if action in ("cover", "leave") else "asking")


def test_the_beginning_is_empty_and_json_holds_no_defaults() -> None:
    assert State.from_json("") == State()
    assert State().to_json() == '{"place":"invited"}'


@pytest.mark.parametrize(
    "text", ["[]", "1", "null", '"a"', "{", "{}}", '{"x":1}', '{"draft":1}', "x"]
)
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        State.from_json(text)


def test_a_long_answer_is_taken_in_a_moment() -> None:
    talk = Talk("five-principles").joins()
    text = ("Ring 07700 900123 or sam@example.org, Kirsty. " * 120)[:5000]
    talk.says(text)
    talk.taps("Cover them", more="Kirsty")
    assert talk.taps("Keep", quote="no")


def test_the_step_depends_on_nothing_but_what_it_is_given() -> None:
    talk = Talk().joins()
    facts, state = talk.facts, talk.state
    assert step(state, Chose("next"), facts) == step(state, Chose("next"), replace(facts))


def test_a_phrase_of_another_release_does_not_break_a_screen() -> None:
    talk = Talk().joins()
    talk.text = talk.state._replace(note="contributor.note.of_another_release").to_json()
    assert talk.message.before == ()


def test_every_word_list_of_the_phrases_is_a_word_of_the_conversation() -> None:
    found: Any = {key.removeprefix("word.") for key in SAY.keys() if key.startswith("word.")}  # noqa: SIM118 - Phrases is no mapping
    known = {*_ANYWHERE, *_PLACES["invited"], "answers"}
    other = {each for each in found - known if not each.startswith("hour.")}
    assert other == {"date", "weekday_date", "short_date"}
