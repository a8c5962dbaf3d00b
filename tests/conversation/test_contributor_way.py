"""The way through a round, step by step, and what is counted on it."""

import pytest

from bot.consultation.model import Hears, Review
from bot.consultation.redaction import Kept, KeptCover
from bot.conversation.effects import Consent, Hear, Keep, Never
from bot.conversation.events import Chose, Said
from bot.conversation.messages import Calendar, Progress, Rows, Secret
from bot.conversation.names import CoverNames
from bot.conversation.state import State
from tests.conversation.contributor_world import (
    CODE,
    CONTROLS,
    SAY,
    Talk,
    labels,
    opened,
    shown,
    walk,
)


def kept(talk: Talk, question: str) -> str:
    answer = talk.held.answers[question]
    assert answer.kept is not None
    return answer.kept.text


def test_the_invitation_holds_the_whole_notice() -> None:
    talk = Talk()
    seen = talk.seen
    for told in (
        "Ardlinn Council is asking. You know Morven Reid, your youth worker.",
        "The council will change how workers meet young people.",
        "Catriona Bell. That person has to answer you.",
        "Ann Muir and Bob Shah. They start when 5 people or more have answered.",
        SAY("contributor.keeps.web"),
        "confidential",
        "anonymous",
        "Isla Grant",
        "4\u00a0pm",
        "7\u00a0pm",
        SAY("contributor.invitation.messages.reminder"),
        SAY("contributor.invitation.messages.cancelled"),
        "30\u00a0April",
        SAY("contributor.tell_by", day="Friday 30\u00a0April 2027"),
        "14\u00a0March",
        "4 questions",
        "3 minutes",
    ):
        assert told in seen
    rows = next(part for part in talk.message.parts if isinstance(part, Rows))
    assert all(line for row in rows.rows for line in row.lines)
    looks = {c.look for c in talk.message.choices if c.action in ("yes", "later", "never")}
    assert len(looks) == 1, "yes, not now and never weigh the same"
    assert not any(c.current for c in talk.message.choices)


def test_each_channel_says_what_it_keeps() -> None:
    facts = Talk().facts
    object.__setattr__(facts, "channel", "terminal")
    from bot.conversation.contributor_screens import show

    assert SAY("contributor.keeps.terminal") in "\n".join(
        line for part in walk(show(State(), facts)) if isinstance(part, str) for line in [part]
    )


@pytest.mark.parametrize("event", [Chose("yes"), Said("Yes."), Said(" YES PLEASE ")])
def test_yes_is_consent_and_shows_the_code_at_once(event: Chose | Said) -> None:
    talk = Talk()
    assert talk.do(event) == (Consent(),)
    secret = next(part for part in walk(talk.message) if isinstance(part, Secret))
    assert secret.words == CODE
    assert not secret.folded


@pytest.mark.parametrize("hears", list(Hears))
def test_which_messages_may_come_is_asked_and_never_preset(hears: Hears) -> None:
    talk = Talk()
    talk.taps(SAY("contributor.invitation.yes"))
    assert not any(choice.current for choice in talk.message.choices)
    assert talk.taps(SAY(f"contributor.hears.{hears.value}")) == (Hear(hears),)
    assert talk.state.place == "asking"


@pytest.mark.parametrize("action", ["hears", "hears:", "hears:some", "hears:ALL"])
def test_no_other_wish_is_taken(action: str) -> None:
    talk = Talk()
    talk.do(Chose("yes"))
    assert talk.do(Chose(action)) == ()
    assert talk.state.place == "hears"


@pytest.mark.parametrize("typed", ["not now", "Later", "no", "No thanks!"])
def test_not_now_keeps_nothing_and_can_be_undone(typed: str) -> None:
    talk = Talk()
    assert talk.says(typed) == ()
    assert talk.state.place == "later"
    assert SAY.many("contributor.later.lines")[0] in talk.seen
    assert talk.taps("See the invitation") == ()
    assert talk.state.place == "invited"


def test_never_is_remembered_and_can_be_undone() -> None:
    talk = Talk()
    assert talk.taps("Never ask me again") == (Never(),)
    assert SAY("contributor.never.title") in talk.seen
    talk.says("join")
    assert talk.state.place == "invited"


def test_joining_where_nothing_was_left_says_so() -> None:
    talk = Talk()
    talk.says("join")
    assert talk.state.note == "contributor.note.not_here"
    talk.joins().says("join")
    assert talk.state.note == "contributor.note.joined"


def test_every_kind_of_question_is_answered() -> None:
    talk = Talk().joins()
    assert talk.message.title == "A new room"
    talk.taps("Next")
    talk.says("A place to be quiet.")
    assert talk.taps("Keep", quote="yes") == (
        Keep(talk.did[-1].answer),  # type: ignore[union-attr]
    )
    assert kept(talk, "idea") == "A place to be quiet."
    assert talk.held.answers["idea"].quote
    talk.taps("Agree")
    assert talk.held.answers["heard"].picks == ("4",)
    assert talk.held.answers["heard"].review is Review.NONE
    talk.taps("In the evening")
    assert talk.held.answers["when"].picks == ("evening",)
    talk.taps("Keep", pick=("drawing", "talking", "nothing-known"))
    assert talk.held.answers["how"].picks == ("talking", "drawing")
    assert talk.state.place == "finished"
    assert SAY("contributor.finished.title") in talk.seen
    assert SAY("contributor.tell_by", day="Friday 30\u00a0April 2027") in talk.seen
    calendar = next(part for part in walk(talk.message) if isinstance(part, Calendar))
    assert (calendar.title, calendar.day) == ("A day to look back", talk.round.tell_by)


def test_progress_counts_every_step() -> None:
    talk = Talk().joins()
    for number in range(1, 6):
        progress = next(part for part in walk(talk.message) if isinstance(part, Progress))
        assert (progress.done, progress.total) == (number, 5)
        assert progress.text == f"Question {number} of 5"
        talk.do(Chose("skip"))
    assert SAY("contributor.finished.none") in talk.seen


def test_a_choice_needs_one_tap_and_words_need_two_beyond_typing() -> None:
    talk = Talk().joins()
    talk.do(Chose("next"))
    talk.says("Quiet.")  # typed and sent
    page = talk.message
    assert [field.id for field in page.fields] == ["covers", "more", "quote", "hard"]
    assert page.fields[-1].optional
    assert not any(option.chosen for option in page.fields[2].options), "never pre-set"
    # One tap on yes or no, one on Keep: both travel in one form.
    assert "quote" in talk.choice("Keep").fields
    assert len(talk.taps("Keep", quote="no")) == 1
    assert len(talk.taps("Agree")) == 1


def test_skip_needs_one_tap_from_the_question_and_from_its_words() -> None:
    talk = Talk("five-principles").joins()
    talk.taps("Skip")
    assert (talk.state.at, talk.state.skipped) == (1, ("trust",))
    assert SAY("contributor.note.skipped", number=1) in talk.seen
    talk.says("My worker listens.")
    talk.taps("Skip")
    assert (talk.state.at, talk.state.place, talk.state.draft) == (2, "asking", None)
    assert talk.held.answers == {}


def test_skipping_a_kept_answer_keeps_it() -> None:
    talk = Talk("five-principles").joins()
    talk.keeps("Being on time.")
    talk.taps("Back")
    assert SAY("contributor.question.again") in talk.seen
    talk.taps("Skip")
    assert SAY("contributor.note.stays", number=1) in talk.seen
    assert talk.state.skipped == ()
    assert kept(talk, "trust") == "Being on time."


def test_nothing_is_kept_before_the_quote_is_answered() -> None:
    talk = Talk("five-principles").joins()
    talk.says("Being on time.")
    for quote in ("", "maybe", "YES"):
        assert talk.taps("Keep", quote=quote) == ()
        assert SAY("contributor.fault.quote") in talk.seen
        assert talk.state.place == "checking"
    assert talk.taps("Keep", quote="yes")


def test_found_words_are_proposed_and_can_be_shown() -> None:
    talk = Talk("five-principles").joins()
    talk.says("Ring 07700 900123 or write to sam@example.org")
    assert shown(talk.message) == "Ring [phone number] or write to [email]"
    assert "could point to you" in talk.seen
    talk.taps("Keep", covers=("2",), quote="no")
    answer = talk.held.answers["trust"]
    assert answer.kept == Kept(
        "Ring 07700 900123 or write to [email]", (KeptCover(30, 37, "EMAIL", "person"),)
    )


def test_more_words_are_covered_by_typing_and_by_tapping() -> None:
    talk = Talk("five-principles").joins()
    talk.says("Kettle saw teapot. KETTLE left.")
    talk.taps("Cover them", more="kettle")
    assert shown(talk.message) == "[covered words] saw teapot. [covered words] left."
    assert SAY("contributor.note.covered") in talk.seen
    talk.taps("Cover them", more="nobody here")
    assert SAY("contributor.fault.not_found") in talk.seen
    talk.taps("Cover them")
    assert SAY("contributor.fault.not_found") in talk.seen
    page = talk.message
    expected = shown(page, tapped=[(11, 17)])
    talk.taps("Keep", word="11-17", quote="no")
    assert (
        kept(talk, "trust")
        == expected
        == "[covered words] saw [covered words]. [covered words] left."
    )


def test_tapped_words_are_taken_over_by_cover_alone() -> None:
    talk = Talk("five-principles").joins()
    talk.says("Kettle told me.")
    talk.taps("Cover them", word="0-6")
    assert shown(talk.message) == "[covered words] told me."
    assert SAY("contributor.note.switched") in talk.seen
    talk.taps("Cover them", covers=())
    assert shown(talk.message) == "Kettle told me."


def test_typed_words_that_are_not_covered_yet_are_shown_before_keeping() -> None:
    talk = Talk("five-principles").joins()
    talk.says("Kettle told me.")
    assert talk.taps("Keep", more="Kettle", quote="yes") == ()
    assert shown(talk.message) == "[covered words] told me."
    assert talk.taps("Keep", quote="yes")
    assert kept(talk, "trust") == "[covered words] told me."


@pytest.mark.parametrize("place", ["", "-", "3", "3-", "-3", "9-2", "0-999", "x-y", "1-2-3", "²-3"])
def test_a_place_that_is_none_covers_nothing(place: str) -> None:
    talk = Talk("five-principles").joins()
    talk.says("Kettle told me.")
    talk.taps("Keep", word=place, quote="no")
    assert kept(talk, "trust") == "Kettle told me."


def test_writing_again_keeps_the_words_in_the_box_and_bin_does_not() -> None:
    talk = Talk("five-principles").joins()
    talk.says("Being on time.")
    talk.taps("Write it again")
    assert talk.message.fields[0].value == "Being on time."
    talk.says("Being there.")
    talk.taps("Bin it")
    assert talk.message.fields[0].value == ""
    assert SAY("contributor.note.binned") in talk.seen
    assert talk.held.answers == {}
    assert "Being" not in talk.text


def test_words_that_wait_are_not_lost_while_their_writer_looks_around() -> None:
    talk = Talk("five-principles").joins()
    talk.keeps("One.")
    talk.says("Two, and it took me long to write.")
    for label in ("Support", "Back to where you were", "Back", "Back"):
        talk.taps(label)
    assert (talk.state.at, talk.message.fields[0].value) == (0, "")
    talk.taps("Skip")
    assert talk.message.fields[0].value == "Two, and it took me long to write."
    talk.taps("My answers")
    talk.taps("Change answer 1")
    talk.taps("Back")
    talk.taps("Back to where you were")
    assert talk.state.at == 1
    assert talk.message.fields[0].value == "Two, and it took me long to write."


def test_back_leads_one_step_back_and_says_where_there_is_none() -> None:
    talk = Talk("five-principles")
    for expected in ("no_back", None):
        talk.says("back")
        if expected:
            assert talk.state.note == "contributor.note.no_back"
            talk.joins()
    assert talk.state.note == "contributor.note.no_back"
    for _ in range(5):
        talk.taps("Skip")
    assert talk.state.place == "finished"
    talk.taps("Back")
    assert (talk.state.place, talk.state.at) == ("asking", 4)


@pytest.mark.parametrize("word", ["Yes.", "no", "Never!", "later", "Not now"])
def test_the_words_of_the_invitation_are_answers_to_a_question(word: str) -> None:
    talk = Talk("five-principles").joins()
    talk.says(word)
    assert shown(talk.message) == word


def test_an_empty_answer_and_one_that_cannot_be_seen_are_not_taken() -> None:
    talk = Talk("five-principles").joins()
    for text in ("", "   \n", "\u200b\u200d\ufeff", "\x00"):
        assert talk.says(text) == ()
        assert SAY("contributor.fault.empty") in talk.seen
        assert talk.state.place == "asking"


def test_an_answer_that_is_too_long_keeps_what_fits_in_the_box() -> None:
    talk = Talk("five-principles").joins()
    talk.says("a" * 5001)
    assert SAY("contributor.fault.too_long") in talk.seen
    assert talk.message.fields[0].value == "a" * 5000
    talk.taps("Help")
    talk.taps("Back to where you were")
    assert talk.message.fields[0].value == "a" * 5000
    talk.says("b" * 5000)
    assert talk.state.place == "checking"


def test_characters_no_page_can_show_are_replaced_before_they_are_shown() -> None:
    talk = Talk("five-principles").joins()
    talk.says("a\x00b\ud800c\x1b\n\td \u202egone sam@example.org")
    page = shown(talk.message)
    assert page == "a\ufffdb\ufffdc\ufffd\n\td \u202egone [email]"
    talk.taps("Keep", quote="no")
    assert kept(talk, "trust") == page


def test_looking_changes_nothing() -> None:
    talk = Talk("five-principles")
    opened(talk)
    talk.joins()
    talk.says("Being on time.")
    opened(talk)
    talk.taps("Keep")
    opened(talk)
    assert SAY("contributor.fault.quote") in talk.seen


def test_pause_shows_the_code_and_goes_on_where_it_was() -> None:
    talk = Talk("five-principles").joins()
    talk.says("Being on time.")
    talk.taps("Pause")
    assert CODE in talk.seen
    talk.taps("Go on")
    assert talk.state.place == "checking"
    assert shown(talk.message) == "Being on time."


@pytest.mark.parametrize("overlay", ["paused", "support", "help", "privacy", "answers", "sure_all"])
def test_coming_back_with_the_code_leads_to_the_question(overlay: str) -> None:
    talk = Talk("five-principles").joins()
    talk.text = talk.state._replace(over=overlay).to_json()
    talk.do(Chose("enter"))
    assert (talk.state.over, talk.state.place, talk.state.note) == ("", "asking", "")


def test_a_code_that_belongs_to_nobody_is_said_to() -> None:
    talk = Talk()
    talk.taps("I have a code")
    assert talk.message.fields[0].id == "code"
    talk.do(Chose("enter"))
    assert SAY("contributor.fault.code") in talk.seen
    assert talk.message.controls
    talk.taps("Back to where you were")
    assert talk.state == State()


def test_covers_have_names_in_words() -> None:
    names = CoverNames(SAY)
    assert dict(names)["person"] == names["PERSON"] == "[name]"
    assert len(names) == len(list(names)) > 10
    assert "no-such-kind" not in names


def test_the_four_controls_stand_in_the_same_order() -> None:
    talk = Talk().joins()
    assert tuple(each.action for each in talk.message.controls) == CONTROLS
    assert {"My answers", "Help", "Privacy"} <= set(labels(talk.message))
