"""The days of a round: grace, closing, withdraw-until, sealing, calling off, hearing back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.consultation.model import Item, Outcome, RoundState
from bot.conversation.effects import DeleteEverything, Join, Keep, Stop, TakeBack
from bot.conversation.events import Chose, Said
from bot.conversation.messages import Calendar, Pair
from bot.conversation.state import State
from tests.conversation.contributor_atlas import later
from tests.conversation.contributor_world import SAY, Talk, labels, shown, walk

# The last day of February ends at midnight in London; nothing is new after a quarter of an hour.
MIDNIGHT = datetime(2027, 3, 1, tzinfo=UTC)
GRACE = MIDNIGHT + timedelta(minutes=15)
UNTIL = datetime(2027, 3, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OUTCOME = Outcome(
    "c" * 32,
    "a" * 32,
    (
        Item("Rooms are cold.", "We mended the heating.", "done", "you need to be warm"),
        Item("Longer hours.", "We cannot.", "none", "there is no money for it"),
    ),
    date(2027, 4, 29),
    "sent",
)


def mid_answer() -> Talk:
    talk = Talk("five-principles").joins()
    talk.keeps("One.")
    talk.says("Two.")
    return talk


def test_nobody_new_is_taken_after_the_last_day() -> None:
    talk = Talk(now=MIDNIGHT - SECOND)
    assert SAY("contributor.invitation.yes") in labels(talk.message)
    talk.now = MIDNIGHT
    assert SAY("contributor.closed.title") in talk.seen
    assert talk.do(Chose("yes")) == ()
    assert talk.state.note == "contributor.note.closed"
    assert "I have a code" in labels(talk.message)


def test_an_answer_that_was_begun_has_a_quarter_of_an_hour() -> None:
    talk = mid_answer()
    talk.now = GRACE - SECOND
    assert [type(effect) for effect in talk.taps("Keep", quote="no")] == [Keep]


@pytest.mark.parametrize(
    "event", [Chose("keep:2", {"quote": ("no",)}), Said("More.", (), "text-trust")]
)
def test_after_that_it_is_refused_in_words(event: Chose | Said) -> None:
    talk = mid_answer()
    talk.now = GRACE
    assert talk.do(event) == ()
    assert SAY("contributor.note.closed") in talk.seen
    assert talk.here.place == "finished"
    assert "Two." not in talk.text


def test_typing_too_late_is_refused_in_words() -> None:
    talk = Talk("five-principles").joins()
    box = talk.message.says
    talk.now = GRACE
    assert talk.do(Said("Two.", (), box)) == ()
    assert SAY("contributor.note.closed") in talk.seen
    assert talk.state.draft is None


def test_until_withdraw_until_an_answer_changes_but_none_is_new() -> None:
    talk = mid_answer()
    later(talk, RoundState.CLOSED, UNTIL - SECOND)
    talk.do(Chose("answers"))
    assert labels(talk.message).count("Change") == 1
    assert "Answer it" not in labels(talk.message)
    talk.do(Chose("change:choice"))
    assert talk.state.note == "contributor.note.closed"
    talk.taps("Change answer 1")
    talk.says("One, and one more.")
    assert shown(talk.message) == "One, and one more."
    assert [type(effect) for effect in talk.taps("Keep", quote="yes")] == [Keep]
    assert talk.taps("Take back answer 1") == (TakeBack("trust"),)


def test_a_new_answer_begun_before_closing_is_not_finished_after_the_grace() -> None:
    talk = Talk().joins()
    for action in ("answers", "change:heard"):
        talk.do(Chose(action))
    later(talk, RoundState.CLOSED, GRACE)
    assert talk.do(Chose("pick:heard:4")) == ()
    assert talk.held.answers == {}


@pytest.mark.parametrize(
    "action",
    ["answers", "change:trust", "take_back:trust", "say_yes:trust", "all", "really_all", "skip"],
)
def test_after_withdraw_until_nothing_changes(action: str) -> None:
    for over in ("", "answers", "sure_all"):
        for place in ("finished", "stopped", "asking", "invited"):
            talk = mid_answer()
            talk.text = talk.state._replace(over=over, place=place).to_json()
            talk.now = UNTIL
            assert talk.do(Chose(action)) == ()
            assert talk.here.over == ""


def test_everything_can_still_be_deleted_after_sealing_even_by_whoever_stopped() -> None:
    for stopped in (False, True):
        talk = mid_answer()
        talk.do(Chose("stop" if stopped else "pause"))
        kept = talk.text
        later(talk, RoundState.SEALED, UNTIL)
        talk.text = kept if stopped else ""
        talk.taps("Delete everything about me")
        talk.taps("Keep it")
        assert talk.here.over == ""
        talk.taps("Delete everything about me")
        assert talk.taps("Delete everything about me") == (DeleteEverything(),)
        assert talk.message.ends


def test_a_stop_and_a_join_still_count_after_closing() -> None:
    talk = mid_answer()
    later(talk, RoundState.CLOSED, GRACE)
    assert talk.says("stop") == (Stop(),)
    assert talk.says("stop") == ()
    talk.held.stopped = False
    assert talk.says("stop") == (Stop(),), "they joined again in another round or channel"
    assert talk.says("join") == (Join(),)
    assert talk.here.place == "finished"


def test_before_the_outcome_the_page_says_when_it_comes() -> None:
    talk = later(Talk(), RoundState.SEALED, UNTIL)
    assert SAY("contributor.tell_by", day="Friday 30\u00a0April 2027") in talk.seen
    assert [part.day for part in walk(talk.message) if isinstance(part, Calendar)] == [
        date(2027, 4, 30)
    ]


@pytest.mark.parametrize("known", [True, False])
def test_the_outcome_stands_on_the_page_for_everyone(known: bool) -> None:
    talk = later(mid_answer() if known else Talk(), RoundState.SEALED, UNTIL)
    talk.outcomes = (OUTCOME,)
    pairs = [part for part in walk(talk.message) if isinstance(part, Pair)]
    assert [(pair.said, pair.did, pair.status) for pair in pairs] == [
        ("Rooms are cold.", "We mended the heating.", "Done"),
        ("Longer hours.", "We cannot.", "Not possible"),
    ]
    assert SAY("contributor.outcome.all", decider="Catriona Bell") in talk.seen
    talk.delivered = (f"outcome:{OUTCOME.id}",)
    assert SAY("contributor.outcome.yours", decider="Catriona Bell") in talk.seen
    assert ("Delete everything about me" in labels(talk.message)) is known
    assert ("I have a code" in labels(talk.message)) is not known


def test_the_newest_outcome_stands_there() -> None:
    talk = later(Talk(), RoundState.SEALED, UNTIL)
    newer = replace(OUTCOME, items=(Item("Ask us.", "We do.", "partly", "it works"),))
    talk.outcomes = (OUTCOME, newer)
    assert [part.said for part in walk(talk.message) if isinstance(part, Pair)] == ["Ask us."]


@pytest.mark.parametrize("known", [True, False])
def test_a_round_that_is_called_off_says_so(known: bool) -> None:
    talk = later(mid_answer() if known else Talk(), RoundState.CANCELLED, MIDNIGHT)
    assert SAY("contributor.cancelled.title") in talk.seen
    assert SAY("contributor.ended.about_you") not in talk.seen
    assert ("Delete everything about me" in labels(talk.message)) is known


def test_the_reminder_stands_above_the_question_it_is_about() -> None:
    talk = Talk("five-principles").joins()
    talk.delivered = ("reminder",)
    assert SAY("contributor.reminder", day="28\u00a0February") in talk.seen
    talk.do(Chose("help"))
    assert SAY("contributor.reminder", day="28\u00a0February") not in talk.seen


def test_a_round_without_dates_yet_can_be_tried_out() -> None:
    talk = Talk(
        state=RoundState.DRAFT,
        closes_on=None,
        withdraw_until=None,
        tell_by=None,
        readers=(),
        lead="",
        group="",
    )
    assert SAY("contributor.preview") in talk.seen
    talk.joins().answers_all()
    assert talk.here.place == "finished"
    for action in ("answers", "support", "privacy", "help"):
        talk.do(Chose(action))
        assert SAY("contributor.preview") in talk.seen
    assert len(talk.held.answers) == 4


def test_without_a_promised_day_none_is_named() -> None:
    talk = Talk("five-principles", state=RoundState.DRAFT, tell_by=None).joins()
    for _ in range(5):
        talk.do(Chose("skip"))
    assert talk.here.place == "finished"
    assert [part for part in walk(talk.message) if isinstance(part, Calendar)] == []


def test_a_draft_of_another_question_does_not_outlive_the_closing() -> None:
    talk = mid_answer()
    for action in ("answers", "change:trust"):
        talk.do(Chose(action))
    assert talk.state.draft is not None
    closed = talk.state.without_draft()
    assert (closed.draft, closed.place, closed.at) == (None, "asking", 0)
    done = talk.state._replace(place="finished", at=5, from_answers="")
    assert (done.without_draft().draft, done.without_draft().place) == (None, "finished")


def test_a_clock_that_goes_back_finds_everyone_where_they_belong() -> None:
    talk = mid_answer()
    talk.now = UNTIL
    talk.do(Chose("help"))
    assert talk.state.place == "ended"
    talk.now = MIDNIGHT - SECOND
    assert talk.here.place == "finished"
    stranger = Talk(now=UNTIL)
    stranger.do(Chose("help"))
    stranger.now = MIDNIGHT - SECOND
    stranger.do(Chose("back"))
    assert stranger.here._replace(note="") == State()


def test_stopping_elsewhere_stops_here() -> None:
    talk = mid_answer()
    talk.held.stopped = True
    assert talk.here.place == "stopped"
    assert talk.do(Chose("keep:2", {"quote": ("yes",)})) == ()
    assert "Two." not in talk.text


def test_closing_drops_a_draft_but_not_the_change_of_a_kept_answer() -> None:
    talk = mid_answer()
    dropped = talk.state.without_draft()
    assert (dropped.draft, dropped.place) == (None, "asking")
    assert dropped.without_draft() is dropped
    for action in ("bin", "answers", "change:trust"):
        talk.do(Chose(action))
    talk.says("One more.")
    assert talk.state.without_draft() == talk.state
    talk.do(Chose("answers"))
    new = talk.state._replace(from_answers="answer")
    assert new.without_draft().draft is None


def test_after_closing_words_from_an_old_page_open_no_other_question() -> None:
    talk = mid_answer()
    other = talk.message.says or "text-choice"
    later(talk, RoundState.CLOSED, GRACE)
    for action in ("answers", "change:trust"):
        talk.do(Chose(action))
    assert talk.do(Said("Too late.", (), other)) == ()
    assert SAY("contributor.note.closed") in talk.seen
    assert (talk.state.at, talk.state.draft) == (0, None)


def test_words_from_an_old_page_go_to_its_question_and_on_from_there() -> None:
    talk = mid_answer()
    for action in ("answers", "change:trust"):
        talk.do(Chose(action))
    talk.do(Said("Two again.", (), "text-choice"))
    assert (talk.state.at, talk.state.place) == (1, "checking")
    talk.taps("Keep", quote="no")
    assert (talk.here.at, talk.here.over) == (2, "")
    assert set(talk.held.answers) == {"trust", "choice"}


def test_words_from_a_page_of_a_choice_go_nowhere() -> None:
    talk = Talk().joins()
    assert talk.do(Said("Hello.", (), "text-heard")) == ()
    assert talk.state.note == "contributor.note.not_here"
