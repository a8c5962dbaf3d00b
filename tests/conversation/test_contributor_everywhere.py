"""What holds at every place that pressing and typing can lead to."""

import time
from collections.abc import Callable

import pytest

from bot.conversation import contributor_screens
from bot.conversation.contributor import step
from bot.conversation.contributor_screens import show
from bot.conversation.effects import Keep, Stop
from bot.conversation.events import Chose, Said
from bot.conversation.facts import control_word
from bot.conversation.messages import Secret
from bot.conversation.moves import current
from bot.conversation.overlays import _OVERLAYS
from bot.conversation.state import State
from tests.conversation.contributor_atlas import atlas, branch
from tests.conversation.contributor_world import (
    CONTROLS,
    SAY,
    WORDS,
    Talk,
    choices,
    shown,
    unspoken,
    walk,
)

ODD: tuple[Callable[[str], str], ...] = (
    str.upper,
    lambda word: f"  {word.title()}!!! ",
    lambda word: f"“{word}”…",
    lambda word: f"\u200b{word}\u2060.\n",
    lambda word: f"{word} {'!' * 300}",
    lambda word: "".join(chr(ord(ch) + 0xFEE0) if ch.isalpha() else ch for ch in word),
)
"""Ways to type a word alone: loud, in quotes, with invisible characters, in wide letters."""


def where(talk: Talk) -> str:
    state = talk.here
    return f"{state.place}/{state.over} at {state.at}, {talk.round.state} {talk.now:%d %b}"


def wrong(check: Callable[[Talk], object]) -> list[str]:
    """Return the places at which a check finds something."""
    return [f"{where(talk)}: {found}" for talk in atlas() if (found := check(branch(talk)))]


def test_the_atlas_holds_every_place_and_overlay() -> None:
    places = {talk.here.place for talk in atlas()}
    overlays = {talk.here.over for talk in atlas()}
    assert places == set(contributor_screens._PLACES)
    # With one language there is none to pick.
    assert overlays == {"", *_OVERLAYS} - {"language"}


def test_every_screen_reads_well_and_has_the_four_controls() -> None:
    def check(talk: Talk) -> list[str]:
        message = talk.message
        found = unspoken(message)
        if tuple(each.action for each in message.controls) != CONTROLS:
            found.append("the controls are not there")
        return found

    assert wrong(check) == []


def test_nobody_is_thanked_twice_and_the_end_offers_support() -> None:
    def check(talk: Talk) -> str:
        thanks = talk.seen.lower().count("thank")
        ended = talk.here.place == "finished" and not talk.here.over
        offered = SAY("contributor.finished.after") in talk.seen
        return f"{thanks} thanks" if thanks > 1 else "no support" if ended and not offered else ""

    assert wrong(check) == []


def test_how_many_how_long_and_until_when_is_said_before_yes() -> None:
    talk = Talk()
    told = SAY("contributor.invitation.lead", questions=4, minutes=talk.questions.minutes)

    assert told in talk.seen
    assert SAY("contributor.invitation.ends", day=talk.facts.closes) in talk.seen


def test_my_answers_and_the_code_are_one_press_away_for_whoever_is_known() -> None:
    def check(talk: Talk) -> str:
        actions = {each.action for each in choices(talk.message)}
        known = talk.held.enrolled and talk.facts.may_change
        there = "answers" in actions or talk.here.over == "answers"
        if known != there:
            return "my answers is missing or does not belong here"
        secrets = [part for part in walk(talk.message) if isinstance(part, Secret)]
        if secrets and not talk.held.enrolled:
            return "a code of nobody"
        return ""

    assert wrong(check) == []


@pytest.mark.parametrize("odd", ODD)
def test_a_word_counts_however_it_is_typed(odd: Callable[[str], str]) -> None:
    said = [(word, action) for action in WORDS for word in SAY.many(f"word.{action}")]
    assert [word for word, action in said if control_word(SAY, odd(word)) != action] == []


@pytest.mark.parametrize("text", ["", "!", "x" * 79, "stop " * 100, "stop" + "!" * 90 + "x" * 90])
def test_what_is_no_word_of_its_own_is_none(text: str) -> None:
    assert control_word(SAY, text) == ""


def test_a_very_long_text_is_looked_at_quickly() -> None:
    started = time.perf_counter()
    assert control_word(SAY, "!" * 500_000 + "stop" + " !" * 500_000) == "stop"
    assert control_word(SAY, "! a " * 500_000) == ""
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("action", WORDS)
def test_every_place_answers_a_word_typed_alone(action: str) -> None:
    odd = f" {SAY.many(f'word.{action}')[-1].title()}!! "

    def check(talk: Talk) -> str:
        by_button, by_word = branch(talk), branch(talk)
        by_button.do(Chose(action))
        effects = by_word.do(Said(odd, (), talk.message.says))
        if by_word.text != by_button.text:
            return "the word does not do what the button does"
        if any(isinstance(effect, Keep) for effect in effects):
            return "it was kept as an answer"
        moved = by_word.here._replace(note="", fault="") != talk.here._replace(note="", fault="")
        told = by_word.here.note
        already = {(action, talk.here.place), (action, talk.here.over)} & _ALREADY
        return "" if moved or told or already else "nothing answers it"

    assert wrong(check) == []


_ALREADY = {("stop", "stopped"), ("stop", "gone"), ("pause", "paused")}
_ALREADY |= {(over, over) for over in ("support", "help", "privacy", "answers", "data")}


def test_stop_stops_from_everywhere() -> None:
    def check(talk: Talk) -> str:
        was = talk.here
        effects = talk.do(Chose("stop"))
        if talk.state.place not in ("stopped", "gone") or talk.state.over:
            return talk.state.place
        if talk.state.draft is not None or "Ring 07700" in talk.text:
            return "words of a draft are left"
        if talk.held.enrolled and was.place != "stopped" and effects != (Stop(),):
            return "it is not remembered"
        return (
            "" if SAY("contributor.stopped.title") in talk.seen or was.place == "gone" else "silent"
        )

    assert wrong(check) == []


@pytest.mark.parametrize("over", ["support", "help", "privacy", "data"])
def test_support_help_privacy_and_my_data_open_everywhere_and_lead_back(over: str) -> None:
    def check(talk: Talk) -> str:
        was = talk.here
        talk.do(Chose(over))
        if talk.here.over != over:
            return "it does not open"
        if talk.message.title != SAY(f"contributor.{over}.title"):
            return "it does not show"
        talk.do(Chose("back"))
        kept = talk.here._replace(note="", fault="") == was._replace(note="", fault="", over="")
        return "" if kept else f"it leads to {talk.here}"

    assert wrong(check) == []


def test_support_shows_lines_that_are_open_now_999_and_the_lead() -> None:
    def check(talk: Talk) -> str:
        talk.do(Chose("support"))
        told = ("999", "Childline", "0800 1111", "Isla Grant")
        return ", ".join(each for each in told if each not in talk.seen)

    assert wrong(check) == []


def test_a_sentence_with_a_control_word_is_never_a_control() -> None:
    text = "We have to stop this. Help!"

    def check(talk: Talk) -> str:
        was, box = talk.here, talk.message.says
        effects = talk.do(Said(text, (), box))
        if effects:
            return f"{effects}"
        if box:
            return "" if shown(talk.message) == text else "it is not shown as an answer"
        same = talk.here._replace(note="", fault="") == was._replace(note="", fault="")
        return "" if same and talk.here.note else "it did something, or nothing was said"

    assert wrong(check) == []


def test_skip_takes_one_tap_at_every_question() -> None:
    def check(talk: Talk) -> str:
        was = talk.here
        if was.over or was.place not in ("asking", "checking"):
            return ""
        question = current(was, talk.facts)
        assert question is not None
        talk.taps("Skip")
        now = talk.here
        if now.from_answers or talk.did:
            return "it kept something or stayed"
        if was.from_answers:
            return "" if now.over == "answers" else "it did not lead back to my answers"
        return "" if (now.at, now.place) != (was.at, was.place) else "it did not move"

    assert wrong(check) == []


def test_after_stop_only_join_leads_on() -> None:
    tries = [
        *(Chose(action) for action in ("yes", "later", "never", "hears:all", "next", "go_on")),
        *(Chose(action) for action in ("pick:4", "pick:heard:4", "keep", "say", "change:idea")),
        *(Chose(action) for action in ("pause", "skip", "back", "answers", "help", "enter")),
        Said("An answer."),
        Said("An answer.", (), "text-idea"),
        Said("yes"),
    ]

    def check(talk: Talk) -> str:
        talk.do(Chose("stop"))
        for event in tries:
            effects = talk.do(event)
            if effects or talk.state.place not in ("stopped", "gone"):
                return f"{event} led to {talk.state.place} with {effects}"
        return ""

    assert wrong(check) == []


def test_a_state_survives_json() -> None:
    assert [s for talk in atlas() if State.from_json((s := talk.state).to_json()) != s] == []


def test_a_stranger_carries_no_words() -> None:
    carried = [talk.text for talk in atlas() if not talk.held.enrolled]
    assert carried
    assert [text for text in carried if "07700" in text or '"draft":' in text] == []


def test_support_stays_open_for_whoever_is_known_no_more() -> None:
    talk = Talk().joins()
    talk.do(Chose("support"))
    talk.held.enrolled = False
    assert (talk.here.place, talk.here.over) == ("invited", "support")


def test_whoever_is_known_no_more_starts_again_without_their_words() -> None:
    def check(talk: Talk) -> str:
        talk.held.enrolled, talk.held.stopped, talk.held.answers = False, False, {}
        message = show(talk.state, talk.facts)
        if "07700" in repr(message):
            return "words of a draft show"
        state, effects = step(talk.state, Chose("help"), talk.facts)
        return "words are carried" if state.draft is not None or effects else ""

    assert wrong(check) == []
