"""My answers: see, change, cover, take back, object to a reader, delete."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.consultation.model import Review
from bot.conversation.contributor_screens import show
from bot.conversation.effects import AskContact, DeleteEverything, Join, Keep, TakeBack
from bot.conversation.events import Chose, Said
from bot.conversation.messages import Card, Lines, Words
from tests.conversation.contributor_atlas import reader_covered
from tests.conversation.contributor_world import CODE, SAY, Talk, labels, texts, walk


def answers(talk: Talk) -> Talk:
    talk.do(Chose("answers"))
    return talk


def shown(talk: Talk) -> list[str]:
    return [
        "".join(piece.text for piece in part.segments)
        for part in walk(talk.message)
        if isinstance(part, Words)
    ]


@pytest.fixture
def talk() -> Talk:
    """Somebody who answered everything and looks at it."""
    return answers(Talk().joins().answers_all())


@pytest.fixture
def read(talk: Talk) -> Talk:
    """As above, after a reader covered a word of the first answer."""
    talk.held.answers["idea"] = reader_covered(talk.held.answers["idea"])
    return talk


def test_it_shows_every_answer_as_kept_and_the_code(talk: Talk) -> None:
    scale = SAY.many("likert.labels")[0]
    assert shown(talk) == ["They asked me first.", scale, "In the morning", "By talking"]
    assert CODE in talk.seen
    assert SAY("contributor.answers.title", day="14\u00a0March 2027") in talk.seen


def test_a_skipped_and_an_unseen_question_stand_there_too() -> None:
    talk = Talk().joins()
    for action in ("next", "skip", "answers"):
        talk.do(Chose(action))
    assert SAY("contributor.answers.skipped") in talk.seen
    assert SAY("contributor.answers.not_yet") in talk.seen
    talk.taps("Answer it answer 3")
    assert talk.state.at == 2
    talk.taps("Agree")
    assert talk.here.over == "answers"
    talk.do(Chose("back"))
    assert talk.here.at == 3


def test_change_leads_to_the_question_and_back(talk: Talk) -> None:
    talk.taps("Change answer 2")
    assert SAY("contributor.question.again") in talk.seen
    talk.says("A place to cook.")
    talk.taps("Keep", quote="yes")
    assert talk.here.over == "answers"
    assert shown(talk)[0] == "A place to cook."
    assert SAY("contributor.answers.quote_yes") in talk.seen
    talk.taps("Change answer 5")
    assert [option.chosen for option in talk.message.fields[0].options].count(True) == 1
    talk.taps("Back")
    assert talk.here.over == "answers"
    talk.do(Chose("back"))
    assert talk.here.place == "finished"


@pytest.mark.parametrize("how", ["Bin it", "Skip", "Back"])
def test_giving_up_a_change_keeps_the_old_answer(talk: Talk, how: str) -> None:
    talk.taps("Change answer 2")
    talk.says("A place to cook.")
    if how == "Back":
        talk.taps("Back")
    talk.taps(how)
    assert talk.here.over == "answers"
    assert shown(talk)[0] == "They asked me first."
    assert "cook" not in talk.text


def test_the_quote_is_switched_by_what_the_button_says(talk: Talk) -> None:
    talk.taps("Say yes to a quote answer 2")
    assert talk.held.answers["idea"].quote
    # The same button on a page that was left open still says yes.
    talk.do(Chose("say_yes:idea"))
    assert talk.held.answers["idea"].quote
    talk.taps("Say no to a quote answer 2")
    assert not talk.held.answers["idea"].quote


def test_more_words_are_covered_in_a_kept_answer(talk: Talk) -> None:
    effects = talk.taps("Cover them answer 2", more__idea="FIRST")
    assert isinstance(effects[0], Keep)
    assert shown(talk)[0] == "They asked me [covered words]."
    talk.taps("Cover them answer 2", more__idea="nowhere")
    assert SAY("contributor.fault.not_found") in talk.seen
    assert shown(talk)[0] == "They asked me [covered words]."
    assert SAY("contributor.answers.reader_covered") not in talk.seen


def test_covering_forgets_what_a_reader_kept_beneath(read: Talk) -> None:
    assert read.held.answers["idea"].before is not None
    read.taps("Cover them answer 2", more__idea="first")
    assert read.held.answers["idea"].before is None


def test_take_back_removes_one_and_its_question_is_not_asked_again(talk: Talk) -> None:
    assert talk.taps("Take back answer 2") == (TakeBack("idea"),)
    assert "idea" not in talk.held.answers
    assert SAY("contributor.note.taken_back") in talk.seen
    talk.do(Chose("take_back:idea"))
    assert talk.state.note == "contributor.note.not_here"
    assert talk.state.skipped == ("idea",)
    talk.do(Chose("back"))
    assert talk.here.place == "finished"


def test_take_back_all_is_asked_once_more(talk: Talk) -> None:
    talk.taps("Take back all my answers")
    assert talk.held.answers
    talk.taps("Keep my answers")
    assert (talk.here.over, bool(talk.held.answers)) == ("answers", True)
    talk.taps("Take back all my answers")
    assert talk.taps("Take back all my answers") == (TakeBack(),)
    assert talk.held.answers == {}
    assert talk.held.enrolled


def test_delete_everything_is_asked_once_more_and_ends_the_session(talk: Talk) -> None:
    talk.taps("Delete everything about me")
    talk.taps("Keep it")
    assert talk.held.enrolled
    talk.taps("Delete everything about me")
    assert talk.taps("Delete everything about me") == (DeleteEverything(),)
    assert (talk.state.place, talk.held.enrolled, talk.held.answers) == ("gone", False, {})
    assert talk.message.ends
    assert talk.text == '{"place":"gone"}'


def test_an_old_page_of_one_question_does_not_answer_the_other(talk: Talk) -> None:
    talk.do(Chose("everything"))
    assert talk.do(Chose("really_all")) == ()
    talk.do(Chose("back"))
    talk.do(Chose("all"))
    assert talk.do(Chose("really_everything")) == ()
    assert talk.held.enrolled


def test_a_readers_cover_is_shown_with_its_reason(read: Talk) -> None:
    assert shown(read)[0] == "They [covered words] me first."
    assert SAY("contributor.answers.reader_covered") in read.seen
    assert SAY("review.reason.point") in read.seen


def test_agreeing_forgets_what_was_beneath(read: Talk) -> None:
    read.taps("That is fine answer 2")
    answer = read.held.answers["idea"]
    assert (answer.agreed, answer.before, answer.review) == (True, None, Review.APPROVED)
    assert "That is fine" not in labels(read.message)


def test_another_reader_may_be_asked_once(read: Talk) -> None:
    read.taps("Ask another reader answer 2")
    answer = read.held.answers["idea"]
    assert answer.kept is not None
    assert (answer.kept.text, answer.review) == ("They asked me first.", Review.WAITING)
    assert answer.appeal
    assert SAY("contributor.answers.appealed") in read.seen
    assert "Ask another reader" not in labels(read.message)


def test_a_declined_answer_says_so_and_can_be_looked_at_again(talk: Talk) -> None:
    answer = talk.held.answers["idea"]
    talk.held.answers["idea"] = replace(
        answer, review=Review.DECLINED, reason="court", first="3" * 32, last="3" * 32
    )
    assert SAY("contributor.answers.declined") in talk.seen
    assert SAY("review.reason.court") in talk.seen
    talk.taps("Ask another reader answer 2")
    assert talk.held.answers["idea"].review is Review.WAITING


def test_agreeing_to_a_declined_answer_ends_the_matter(talk: Talk) -> None:
    answer = talk.held.answers["idea"]
    talk.held.answers["idea"] = replace(answer, review=Review.DECLINED, reason="court")
    assert "Ask another reader" in labels(talk.message)
    talk.taps("That is fine answer 2")
    assert SAY("contributor.answers.declined") in talk.seen
    assert not {"Ask another reader", "That is fine"} & set(labels(talk.message))


def test_an_appeal_needs_something_to_object_to_and_somebody_to_look(read: Talk) -> None:
    read.round = replace(read.round, readers=("2" * 32,))
    read.held.answers["idea"] = replace(read.held.answers["idea"], first="2" * 32, last="2" * 32)
    read.do(Chose("appeal:idea"))
    assert read.state.fault == "contributor.fault.no_reader"
    assert SAY("contributor.fault.no_reader") in read.seen
    read.held.answers["idea"] = replace(read.held.answers["idea"], before=None)
    read.do(Chose("appeal:idea"))
    assert read.state.fault == "contributor.fault.no_appeal"


def test_an_answer_that_was_read_says_so(talk: Talk) -> None:
    talk.held.answers["idea"] = replace(talk.held.answers["idea"], review=Review.APPROVED)
    assert SAY("contributor.answers.read") in talk.seen


@pytest.mark.parametrize(
    "action", ["change:", "change:story", "change:x", "say_yes:heard", "cover:x", "agree:heard"]
)
def test_what_has_no_answer_in_words_changes_nothing(talk: Talk, action: str) -> None:
    assert talk.do(Chose(action)) == ()
    assert talk.state.note == "contributor.note.not_here"


def test_after_stop_answers_can_be_covered_and_taken_back_but_not_written(talk: Talk) -> None:
    talk.do(Chose("stop"))
    assert SAY("contributor.stopped.kept", until="14\u00a0March") in talk.seen
    answers(talk)
    assert "Change" not in labels(talk.message)
    talk.do(Chose("change:idea"))
    assert talk.state.note == "contributor.note.stopped"
    talk.taps("Cover them answer 2", more__idea="first")
    talk.taps("Take back answer 3")
    assert set(talk.held.answers) == {"idea", "when", "how"}
    assert talk.state.place == "stopped"


def test_a_stop_here_holds_even_after_joining_another_round(talk: Talk) -> None:
    talk.do(Chose("stop"))
    talk.held.stopped = False
    answers(talk)
    assert "Change" not in labels(talk.message)
    assert talk.do(Chose("change:idea")) == ()
    assert talk.state.note == "contributor.note.stopped"


def test_after_stop_and_join_nothing_is_written_before_the_yes(talk: Talk) -> None:
    for action in ("stop", "join"):
        talk.do(Chose(action))
    answers(talk)
    assert "Change" not in labels(talk.message)
    talk.do(Chose("back"))
    talk.says("not now")
    assert talk.here.place == "stopped"
    talk.do(Chose("join"))
    effects = talk.taps(SAY("contributor.invitation.yes"))
    assert Join() in effects
    assert not talk.held.stopped


@pytest.mark.parametrize("place", ["invited", "asking", "stopped"])
def test_a_person_is_asked_to_make_contact_from_any_place(place: str) -> None:
    talk = Talk("five-principles")
    if place != "invited":
        talk.joins()
    if place == "stopped":
        talk.do(Chose("stop"))
    talk.says("help me")
    assert talk.taps("Ask Isla Grant to contact me", reach="  ") == ()
    assert SAY("contributor.fault.reach") in talk.seen
    assert talk.taps("Ask Isla Grant to contact me", reach="\u200b\ufeff") == ()
    assert SAY("contributor.fault.reach") in talk.seen
    assert talk.taps("Ask Isla Grant to contact me", reach="0" * 301) == ()
    assert SAY("contributor.fault.reach_long") in talk.seen
    reach = "07700 900123, after school"
    assert talk.taps("Ask Isla Grant to contact me", reach=reach) == (AskContact(reach),)
    assert SAY("contributor.note.contact") in talk.seen
    assert reach not in talk.text + talk.seen
    talk.taps("Back to where you were")
    assert talk.here.place == place


def test_what_can_reach_a_person_is_never_cut() -> None:
    """The end of it may be the number."""
    assert Talk().do(Chose("contact", {"reach": ("7" * 301,)})) == ()
    effects = Talk().do(Chose("contact", {"reach": (f"{'7' * 298}\0\x1b",)}))
    assert effects == (AskContact(f"{'7' * 298}\ufffd\ufffd"),)


@pytest.mark.parametrize(
    ("at", "told"),
    [("2027-02-10T12:00:00+00:00", "today"), ("2027-02-12T17:00:00+00:00", "next")],
)
def test_support_says_when_the_lead_answers(at: str, told: str) -> None:
    talk = Talk(now=datetime.fromisoformat(at))
    talk.do(Chose("support"))
    day = "Monday 15\u00a0February 2027"
    assert SAY(f"contributor.support.{told}", lead="Isla Grant", day=day, time="noon") in talk.seen


def test_support_says_until_when_a_line_is_open() -> None:
    night = datetime(2027, 2, 10, 23, tzinfo=UTC)
    talk = Talk(now=night, age_band="adult")
    talk.do(Chose("support"))
    assert SAY("contributor.support.open_until", time="2\u00a0am") in talk.seen
    assert SAY("contributor.support.open_now") in talk.seen
    assert "Childline" not in talk.seen


def test_support_stands_without_any_line() -> None:
    talk = Talk()
    talk.do(Chose("support"))
    message = show(talk.state, replace(talk.facts, lines=()))
    assert [part for part in walk(message) if isinstance(part, Lines)] == []
    assert any("999" in text for text in texts(message))


def test_without_a_lead_there_is_nobody_to_ask() -> None:
    talk = Talk(lead="")
    talk.do(Chose("support"))
    assert not [part for part in walk(talk.message) if isinstance(part, Card) and part.fields]
    assert "999" in talk.seen


def test_a_text_typed_where_nothing_is_asked_does_nothing() -> None:
    talk = Talk().joins()
    for _ in range(5):
        if not talk.message.says:
            assert talk.do(Said("Just a thought.")) == ()
            assert talk.state.note == "contributor.note.not_here"
        talk.do(Chose("skip"))
