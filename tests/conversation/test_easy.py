"""Easy read: one idea a line, beside the other layout, in every state, for questions and outcomes."""

from datetime import date

from bot.consultation.model import Item, Outcome, RoundState
from bot.conversation.events import Chose
from bot.conversation.messages import Aid, Heading, Pair, Text
from tests.conversation.contributor_atlas import AFTER_UNTIL
from tests.conversation.contributor_world import SAY, Talk, labels, walk

SWITCH = SAY("easy.on")
LEAVE = SAY("easy.off")


def five() -> Talk:
    return Talk("five-principles").joins()


def aids(talk: Talk) -> list[Aid]:
    return [part for part in walk(talk.message) if isinstance(part, Aid)]


def test_a_question_is_read_one_idea_a_line_and_the_other_layout_is_a_press_away() -> None:
    talk = five()
    trust = talk.questions.questions[0]
    before = talk.seen

    talk.taps(SWITCH)

    lines = [part.text for part in talk.message.parts if isinstance(part, Text)]
    assert (talk.message.title, *lines) == trust.easy
    assert trust.picture
    assert aids(talk) == [Aid("picture", trust.picture.alt, f"/media/{trust.picture.file}")]
    assert talk.message.fields[0].id == "text-trust"
    talk.taps(LEAVE)
    assert talk.seen == before


def test_it_stays_on_through_every_question_and_is_a_word_to_type() -> None:
    talk = five()
    talk.says("Easy read!")

    talk.keeps("They asked me first.")
    talk.taps("Pause")

    assert talk.state.easy
    talk.taps("Go on")
    assert talk.message.title == talk.questions.questions[1].easy[0]


def test_somebody_who_has_not_said_yes_can_choose_it_too() -> None:
    talk = Talk("five-principles")

    talk.taps(SWITCH)

    assert LEAVE in labels(talk.message)
    talk.joins()
    assert talk.message.title == talk.questions.questions[0].easy[0]


def test_it_is_offered_only_where_there_is_something_to_read() -> None:
    talk = Talk().joins()

    assert SWITCH not in labels(talk.message)
    talk.says("easy read")
    assert not talk.state.easy


def test_what_was_typed_and_not_sent_waits_while_the_layout_changes() -> None:
    talk = five()

    talk.do(Chose("easy", {"text-trust": ("Half a thought",)}))

    assert talk.state.easy
    assert "Half a thought" in talk.seen


def test_signed_and_spoken_forms_stand_in_both_layouts() -> None:
    talk = five()
    first, *rest = talk.questions.questions
    first = first.model_copy(update={"bsl": "https://bsl.example/trust", "audio": "trust.mp3"})
    talk.questions = talk.questions.model_copy(update={"questions": (first, *rest)})
    both = [
        Aid("video", SAY("easy.signed"), "https://bsl.example/trust"),
        Aid("sound", SAY("easy.heard"), "/media/trust.mp3"),
    ]

    assert aids(talk) == both
    talk.taps(SWITCH)
    assert aids(talk)[1:] == both


def test_an_outcome_is_cut_into_its_sentences_with_a_picture_for_each_part() -> None:
    talk = Talk(now=AFTER_UNTIL, state=RoundState.SEALED)
    item = Item("Ask us first. Then plan.", "We ask now. It is a rule.", "partly", "time is short.")
    talk.outcomes = (Outcome("o", talk.round.id, (item,), date(2027, 4, 1), "sent"),)
    assert any(isinstance(part, Pair) for part in talk.message.parts)

    talk.taps(SWITCH)

    parts = talk.message.parts
    assert not any(isinstance(part, Pair) for part in parts)
    assert [part.address for part in aids(talk)] == [
        f"/media/{name}.svg" for name in ("said", "did", "because")
    ]
    told = [part.text for part in parts if isinstance(part, Text | Heading)]
    assert told[-8:] == [
        SAY("contributor.outcome.status.partly"),
        SAY("contributor.outcome.said"),
        *("Ask us first.", "Then plan."),
        SAY("contributor.outcome.did"),
        *("We ask now.", "It is a rule."),
        SAY("contributor.outcome.because", because="time is short."),
    ]
