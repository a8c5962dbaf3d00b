"""In a room: people say yes or no alone, are counted once either way, wait or begin."""

import pytest

from bot.consultation.model import RoundState
from bot.conversation.effects import Here, Stop
from bot.conversation.events import Chose, Opened
from tests.conversation.contributor_atlas import AFTER_CLOSING, atlas, branch, in_room, later
from tests.conversation.contributor_world import Talk

HERE = Here("room")


@pytest.mark.parametrize("answer", ["yes", "no", "later", "never", "stop"])
def test_every_answer_to_the_invitation_counts_the_same(answer: str) -> None:
    talk = in_room()
    talk.do(Opened())
    talk.do(Chose("support"))
    talk.do(Chose("back"))
    assert talk.did == []
    assert talk.do(Chose(answer)).count(HERE) == 1
    for again in ("join", "yes", "hears:all", "begin", "stop", "join", "later", "yes"):
        talk.do(Chose(again))
    assert talk.did.count(HERE) == 1


def test_nobody_is_counted_twice_wherever_they_go() -> None:
    for start in atlas():
        talk = branch(start)
        talk.room = "room"
        for act in ("yes", "later", "never", "everything", "really_everything", "stop", "back"):
            talk.do(Chose(act))
        assert talk.did.count(HERE) <= 1


def test_a_wrong_code_counts_nobody_and_a_right_one_somebody() -> None:
    talk = in_room()
    talk.do(Chose("code"))
    talk.do(Chose("enter"))
    assert talk.did == []
    talk.do(Chose("back"))
    talk.joins()
    talk.room = "another"
    assert talk.do(Chose("enter")) == (Here("another"),)


def test_who_said_yes_waits_and_may_begin_alone() -> None:
    for act in ("begin", "skip"):
        talk = in_room().joins()
        assert talk.here.place == "waiting"
        talk.do(Chose(act))
        assert (talk.here.place, talk.here.at) == ("asking", 0)


def test_pause_keeps_the_place_and_stop_says_nothing_of_the_room() -> None:
    talk = in_room().joins()
    talk.do(Chose("pause"))
    talk.do(Chose("go_on"))
    assert talk.here.place == "waiting"
    assert talk.do(Chose("stop")) == (Stop(),)


def test_nobody_waits_outside_a_room_or_when_it_is_too_late() -> None:
    assert Talk().joins().here.place == "asking"
    alone = in_room().joins()
    alone.room = ""
    assert alone.here.place == "asking"
    late = later(in_room().joins(), RoundState.CLOSED, AFTER_CLOSING)
    assert late.here.place == "finished"


def test_whoever_has_answered_all_waits_for_nothing() -> None:
    talk = Talk().joins().answers_all()
    talk.room = "room"
    talk.do(Chose("stop"))
    talk.do(Chose("join"))
    talk.joins()
    assert talk.here.place == "finished"
