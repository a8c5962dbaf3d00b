"""A person who may do anything in any order, watched for every promise at every turn.

``Pick`` is how they choose: Hypothesis or a seeded generator. They may also press a button on any
page that they saw before. The model of the storage and the JSON between turns are in
`contributor_world.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from bot.consultation import dates
from bot.consultation.model import Answer, Review, RoundState
from bot.consultation.redaction import Kept
from bot.conversation.effects import (
    AskContact,
    Consent,
    ContributorEffect,
    DeleteEverything,
    Hear,
    Join,
    Keep,
    Stop,
    TakeBack,
)
from bot.conversation.events import Chose, Event, Said
from bot.conversation.messages import Choice, Message, Progress, Words
from bot.conversation.state import State
from tests.conversation.contributor_atlas import reader_covered
from tests.conversation.contributor_world import (
    CONTROLS,
    DETECTOR,
    SAY,
    WORDS,
    Talk,
    all_fields,
    choices,
    shown,
    unspoken,
    walk,
)

PIECES = (
    *("Kirsty", "asked", "me", "sam@example.org", "07700 900123", "EH1 1AA", "stop", "\n", "—"),
    *("we have to stop this", "\u202eabc", "👩🏽‍🦽", "<b>x</b>", "\x00", "é", "İ"),
)
CONTROL = tuple(SAY.many(f"word.{each}")[0] for each in (*WORDS, "join", "yes", "no", "later"))
OPEN_STATES = (RoundState.OPEN, RoundState.CLOSED)


class Pick(Protocol):
    """A way to choose."""

    def one[T](self, things: Sequence[T]) -> T: ...

    def some[T](self, things: Sequence[T]) -> list[T]: ...

    def rarely(self) -> bool: ...


class Person:
    """One person in front of one round, and everything that may happen there."""

    def __init__(self, questions: str, *, joined: bool = True, answered: bool = False) -> None:
        self.talk = Talk(questions)
        self.pages: list[Message] = []
        self.stopped = False
        if joined:
            self.talk.joins()
        if answered:
            self.talk.answers_all()

    # --- what they do ------------------------------------------------------------------------

    def press(self, pick: Pick) -> None:
        """Press something that belongs to the screen at hand."""
        self._press(pick, self.talk.message, own=True)

    def press_anything(self, pick: Pick) -> None:
        """Press anything on the screen at hand, the controls included."""
        self._press(pick, self.talk.message, own=False)

    def press_on_an_old_page(self, pick: Pick) -> None:
        """Press something on a page that was left open."""
        if self.pages:
            self._press(pick, pick.one(self.pages), own=True)

    def answer(self, pick: Pick) -> None:
        """Type into the box at hand, and perhaps cover words by typing them."""
        page = self.talk.message
        if page.says:
            text = " ".join(pick.some(PIECES))
            self.turn(Said(text, DETECTOR.find(text), page.says), page)
            more, cover = pick.one(("", "Kirsty", "asked")), _button(self.talk.message, "cover:")
            if more and cover:
                page = self.talk.message
                self.turn(Chose(cover.action, self.talk.submitted(cover, {"more": more})), page)

    def answer_on_an_old_page(self, pick: Pick) -> None:
        """Type into the box of a page that was left open."""
        boxes = [page for page in self.pages if page.says]
        if boxes:
            text = " ".join(pick.some(PIECES))
            self.turn(Said(text, DETECTOR.find(text), pick.one(boxes).says), self.talk.message)

    def keep(self, pick: Pick) -> None:
        """Keep what stands on this page or on an older one, after switching covers."""
        pages = [page for page in (*self.pages, self.talk.message) if _button(page, "keep:")]
        if self.talk.here.place == "checking" and pages:
            page = pick.one(pages)
            choice = _button(page, "keep:")
            assert choice is not None
            values = self._filled(pick, page, choice)
            values |= {"quote": (pick.one(("yes", "no")),), "more": ("",)}
            self.turn(Chose(choice.action, values), page)

    def look_at_my_answers(self, pick: Pick) -> None:
        """Do something in my answers."""
        self.turn(Chose("answers"), self.talk.message)
        self._press(pick, self.talk.message, own=True)

    def come_back(self, _pick: Pick) -> None:
        """Join again, or go back into what was finished."""
        if self.talk.here.place not in ("asking", "checking", "ended"):
            for action in ("back", "join", "yes", "hears:all", "back"):
                if action == "back" or _button(self.talk.message, action):
                    self.turn(Chose(action), self.talk.message)

    def type_a_word(self, pick: Pick) -> None:
        """Type a control word alone."""
        text = pick.one(CONTROL).upper() + pick.one(("", "!", " ...", "\u200b"))
        self.turn(Said(text, (), self.talk.message.says), self.talk.message)

    def type_anywhere(self, pick: Pick) -> None:
        """Type where no box is."""
        text = " ".join(pick.some(PIECES))
        self.turn(Said(text, DETECTOR.find(text)), self.talk.message)

    def send_nonsense(self, pick: Pick) -> None:
        """Send what no page offers."""
        action = pick.one(("", ":", "keep:99", "pick:x:y", "cover:trust", "change:", "hears:x"))
        names = ("covers", "word", "more", "quote", "pick", "reach")
        value = pick.one(("", "0", "9" * 50, "1-2", "-1", "²", "\ud800", "yes"))
        self.turn(Chose(action, dict.fromkeys(names, (value,))), self.talk.message)

    # --- what happens to them ----------------------------------------------------------------

    def time_passes(self, pick: Pick) -> None:
        """Let time go by; the clock's turn closes and seals a round when its time has come."""
        talk = self.talk
        talk.now += timedelta(hours=pick.one((0, 0, 0, 1, 20, 24 * 3, 24 * 9)))
        if talk.round.state is RoundState.OPEN and not dates.takes_answers(talk.round, talk.now):
            talk.round = replace(talk.round, state=RoundState.CLOSED)
            talk.text = talk.state.without_draft().to_json()
        if not dates.may_change(talk.round, talk.now) and pick.rarely():
            self._over(RoundState.SEALED)

    def the_round_is_cancelled(self, pick: Pick) -> None:
        """Call the round off, now and then."""
        if pick.rarely() and self.talk.round.state in OPEN_STATES:
            self._over(RoundState.CANCELLED)

    def a_reader_acts(self, pick: Pick) -> None:
        """Let a reader cover, decline or approve something."""
        held = self.talk.held
        texts = [key for key, answer in held.answers.items() if answer.kept is not None]
        if texts and self.talk.round.state in OPEN_STATES:
            question = pick.one(texts)
            held.answers[question] = _read(held.answers[question], pick)

    def they_stop_in_another_round(self, pick: Pick) -> None:
        """Stop where it covers this round too."""
        if self.talk.held.enrolled and pick.rarely():
            self.talk.held.stopped = self.stopped = True

    # --- how a turn is done and looked at ------------------------------------------------------

    def _over(self, state: RoundState) -> None:
        self.talk.round = replace(self.talk.round, state=state)
        self.talk.text, self.talk.held.answers = "", {}

    def _press(self, pick: Pick, page: Message, *, own: bool) -> None:
        every = choices(replace(page, nav=(), controls=())) if own else choices(page)
        choice = pick.one(every or choices(page))
        self.turn(Chose(choice.action, self._filled(pick, page, choice)), page)

    def _filled(self, pick: Pick, page: Message, choice: Choice) -> dict[str, tuple[str, ...]]:
        values: dict[str, tuple[str, ...]] = {}
        for each in all_fields(page):
            options = [option.value for option in each.options]
            if each.id not in choice.fields:
                continue
            if each.kind in ("many", "covers"):
                values[each.id] = tuple(pick.some(options)) if options else ()
            elif options:
                values[each.id] = (pick.one(["", *options]),)
            else:
                values[each.id] = (pick.one(("", "", "Kirsty", "asked", "x")),)
        if choice.action.startswith(("keep:", "cover:")):
            values["word"] = tuple(f"{start}-{end}" for start, end in _taps(pick, page))
        return values

    def turn(self, event: Event, page: Message) -> None:
        """Take one turn and hold its effects against the page it was taken on."""
        self.pages = [*self.pages, self.talk.message][-4:]
        before = replace(self.talk.held, answers=dict(self.talk.held.answers))
        for effect in self.talk.do(event):
            self._check(effect, event, page, before)
        self.check_here()

    def _check(self, effect: ContributorEffect, event: Event, page: Message, before: Any) -> None:
        round_, now = self.talk.round, self.talk.now
        match effect:
            case Consent():
                assert dates.takes_people(round_, now)
                assert self.talk.held.enrolled
                assert not self.stopped, "join comes first"
            case Hear():
                assert before.enrolled, "nothing is stored without consent"
                assert not self.stopped
                assert dates.may_change(round_, now)
            case Keep(answer):
                assert before.enrolled, "nothing is stored without consent"
                assert dates.may_change(round_, now)
                self._check_kept(answer, event, page, before.answers.get(answer.question))
            case TakeBack():
                assert before.enrolled
                assert dates.may_change(round_, now)
            case Stop():
                self.stopped = before.enrolled
            case Join() | DeleteEverything():
                self.stopped = False
            case AskContact(reach):
                assert reach.strip()

    def _check_kept(self, answer: Answer, event: Event, page: Message, old: Answer | None) -> None:
        assert isinstance(event, Chose), "typing alone keeps nothing"
        if old is None:
            assert dates.takes_answers(self.talk.round, self.talk.now), "closed is closed"
        act = event.action.partition(":")[0]
        if act in ("pick", "keep"):
            assert not self.stopped, "stop holds"
            question = self.talk.questions.questions[_progress(page).done - 1]
            assert answer.question == question.id, "kept where it was not asked"
        if act == "pick":
            tapped = {event.action.rpartition(":")[2], *event.values.get("pick", ())}
            assert set(answer.picks) <= tapped
        elif act == "keep":
            places = [tuple(map(int, value.split("-"))) for value in event.values.get("word", ())]
            assert answer.kept is not None
            expected = shown(page, event.values.get("covers"), places)
            assert answer.kept.text == expected, "kept is what was shown"
            assert answer.quote == (event.first("quote") == "yes")
        else:
            _check_changed(answer, act, old)

    def check_here(self) -> None:
        """Hold the screen and the state against what always holds."""
        talk, message = self.talk, self.talk.message
        state, here = talk.state, talk.here
        assert unspoken(message) == []
        assert tuple(choice.action for choice in message.controls) == CONTROLS
        assert State.from_json(state.to_json()) == state
        assert len({*state.skipped}) == len(state.skipped)
        if not talk.held.enrolled or state.place in ("stopped", "gone"):
            assert state.draft is None
        if here.place in ("stopped", "gone", "ended", "invited"):
            assert here.draft is None
        if talk.held.stopped:
            assert here.place in ("stopped", "invited", "never", "ended"), "stop holds"
        if here.over == "answers":
            kept = {a.kept.text for a in talk.held.answers.values() if a.kept is not None}
            assert kept <= {
                "".join(piece.text for piece in part.segments)
                for part in walk(message)
                if isinstance(part, Words)
            }


ACTS = (
    *(Person.press, Person.press_anything, Person.press_on_an_old_page, Person.answer),
    *(Person.answer_on_an_old_page, Person.keep, Person.look_at_my_answers, Person.come_back),
    *(Person.type_a_word, Person.type_anywhere, Person.send_nonsense, Person.time_passes),
    *(Person.the_round_is_cancelled, Person.a_reader_acts, Person.they_stop_in_another_round),
)
"""All that can happen."""


def _check_changed(answer: Answer, act: str, old: Answer | None) -> None:
    assert old is not None
    assert old.kept is not None
    assert answer.kept is not None
    if act == "appeal":
        assert answer.kept in (old.before, old.kept)
    elif act == "cover":
        assert answer.before is None, "the words under a new cover are gone"
        assert hides_no_less(old.kept, answer.kept)
    else:
        assert answer.kept == old.kept
    assert answer.quote == {"say_yes": True, "say_no": False}.get(act, old.quote)


def _read(answer: Answer, pick: Pick) -> Answer:
    how = pick.one(("cover", "decline", "approve"))
    if how == "cover":
        return replace(reader_covered(answer), agreed=False, appeal=False)
    if how == "decline":
        return replace(answer, review=Review.DECLINED, reason="place", agreed=False, appeal=False)
    return replace(answer, review=Review.APPROVED, appeal=False)


def _button(page: Message, start: str) -> Choice | None:
    return next((each for each in choices(page) if each.action.startswith(start)), None)


def _taps(pick: Pick, page: Message) -> list[tuple[int, int]]:
    """Tap words of the draft that no cover hides, as the page's script does."""
    found: list[tuple[int, int]] = []
    at = 0
    for part in walk(page):
        if isinstance(part, Words):
            for piece in part.segments:
                if not piece.cover:
                    start = at
                    for word in piece.text.split(" "):
                        found += [(start, start + len(word))] if word else []
                        start += len(word) + 1
                at += len(piece.was or piece.text)
    return pick.some(found) if found and pick.one((True, False)) else []


def hides_no_less(old: Kept, new: Kept) -> bool:
    """Tell whether the words left in sight all stood in sight before, in their order."""
    at = 0
    for run in _in_sight(new):
        at = old.text.find(run, at)
        if at < 0:
            return False
        at += len(run)
    return all(cover.start < cover.end for cover in new.covers)


def _in_sight(kept: Kept) -> list[str]:
    runs, at = [], 0
    for cover in kept.covers:
        runs.append(kept.text[at : cover.start])
        at = cover.end
    return [*runs, kept.text[at:]]


def _progress(page: Message) -> Progress:
    return next(part for part in walk(page) if isinstance(part, Progress))
