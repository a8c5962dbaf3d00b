"""A person may say of an answer that it may be hard to read. Nothing is set before they do."""

from bot.conversation.events import Chose
from tests.conversation.contributor_world import SAY, Talk


def checking() -> Talk:
    talk = Talk().joins()
    talk.taps("Next")
    talk.says("They left me in the dark.")
    return talk


def ticked(talk: Talk) -> bool:
    (field,) = (each for each in talk.message.fields if each.id == "hard")
    return field.options[0].chosen


def kept(talk: Talk) -> bool:
    return talk.held.answers["idea"].hard


def test_it_is_left_empty_and_may_stay_so() -> None:
    talk = checking()
    assert not ticked(talk)
    talk.taps("Keep", quote="no")
    assert not kept(talk)


def test_a_tick_is_kept_and_shown_again() -> None:
    talk = checking()
    # A press that does not go through takes nothing away.
    talk.taps("Keep", hard=("yes",))
    assert ticked(talk)
    talk.taps("Cover them", more="dark")
    assert ticked(talk)
    talk.taps("Keep", quote="yes")
    assert kept(talk)
    talk.do(Chose("answers"))
    assert SAY("contributor.answers.hard") in talk.seen


def test_the_next_answer_begins_without_it() -> None:
    talk = checking()
    talk.taps("Keep", hard=("yes",))
    talk.taps("Write it again")
    talk.says("They left me waiting.")
    assert not ticked(talk)
    talk.taps("Keep", hard=("yes",))
    talk.taps("Keep", hard=(), quote="no")
    assert not kept(talk)
