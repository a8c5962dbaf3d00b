"""What a coordinator sees: rounds, batches, held answers, second looks, and one answer.

Answers are known by a letter alone, their place in a mixed batch. No screen tells an id, a time, an
exact length, an order of arrival or which answers are of one person.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.consultation import review
from bot.consultation.model import Answer, Review, Role, Round, RoundState
from bot.conversation.approval import APPROVAL, approval_entries, approval_screen
from bot.conversation.coordinator import (
    COVERED,
    Reading,
    enough,
    my_round,
    place_of,
    reading,
    texts,
)
from bot.conversation.coordinator_card import Form, card
from bot.conversation.coordinator_day import letter, my_day, read_until, standing
from bot.conversation.desk import DeskFacts, Spot
from bot.conversation.messages import (
    Choice,
    Done,
    Entries,
    Entry,
    Fault,
    Message,
    Part,
    Text,
)
from bot.conversation.own import OWN, own_screen
from bot.conversation.reading_on import HAND, hand_screen
from bot.conversation.record_time import TIME, time_screen
from bot.conversation.small_questions import SMALL, small_screen
from bot.conversation.word_list import PLACE, list_screen
from bot.ports import Batch
from prompts.library import Phrases


@dataclass(frozen=True, slots=True)
class _Place:
    """One text of a round: its batch, its letter in there, itself."""

    batch: int
    letter: str
    answer: Answer


def show(
    spot: Spot,
    facts: DeskFacts,
    faults: Mapping[str, str],
    values: Mapping[str, tuple[str, ...]],
    note: str,
) -> Message:
    """Return the screen of a spot; default deny: words only in :mod:`.coordinator_card`."""
    if facts.me.role is not Role.COORDINATOR:
        return _nothing(facts, "denied")
    page = _PAGES.get(spot.place)
    if spot.place == APPROVAL:
        message = approval_screen(spot, facts, faults, values)
    elif spot.place == OWN:
        message = own_screen(facts, faults, values)
    elif spot.place == HAND:
        message = hand_screen(spot, facts, faults, values) or _home(facts)
    elif page is None:
        message = _home(facts)
    else:
        round_ = my_round(facts, spot)
        if round_ is None:
            return _nothing(facts, "nothing")
        if _hidden(spot, facts):
            page = _enough
        message = page(round_, spot, facts, Form(faults, values))
    nav = _nav(spot, facts.say, with_round=page is not None)
    note = _for_nobody(note, spot, facts)
    return replace(message, before=_before(facts.say, faults, note), nav=nav)


def _for_nobody(note: str, spot: Spot, facts: DeskFacts) -> str:
    """Return a note about words from a try-out, which nobody comes back to."""
    other = note.replace("coordinator.note.", "coordinator.note.tried_")
    return other if spot.round in facts.tried and facts.say.has(other) else note


def _nothing(facts: DeskFacts, key: str) -> Message:
    say, reads = facts.say, key == "nothing"
    # Where reading is over an outcome may wait for this reader's yes.
    return Message(
        say(f"coordinator.{key}.title"),
        parts=(Text(say(f"coordinator.{key}.text")), *(approval_entries(facts) if reads else ())),
        nav=_nav(Spot(), say, with_round=False) if reads else (),
    )


def _before(say: Phrases, faults: Mapping[str, str], note: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    if note.startswith("coordinator.note.") and say.has(note):
        parts.append(Done(say(note)))
    if faults:
        parts.append(Fault(faults.get("") or say("coordinator.fault.look")))
    return tuple(parts)


def _nav(spot: Spot, say: Phrases, *, with_round: bool) -> tuple[Choice, ...]:
    if not with_round:
        own = spot.place == OWN
        return (
            Choice(Spot().action(), say("coordinator.nav.review"), "quiet", current=not own),
            Choice(Spot(OWN).action(), say("coordinator.nav.own"), "quiet", current=own),
        )
    here = "batch" if spot.place in ("answer", COVERED) else spot.place
    ways = tuple(
        Choice(
            Spot(place, spot.round).action(),
            say(f"coordinator.nav.{key}"),
            "quiet",
            current=place == here,
        )
        for place, key in (
            ("batch", "review"),
            ("held", "held"),
            ("second", "second"),
            (SMALL, SMALL),
            (PLACE, PLACE),
            (TIME, TIME),
        )
    )
    return (*ways, Choice(Spot(OWN).action(), say("coordinator.nav.own"), "quiet"))


def _home(facts: DeskFacts) -> Message:
    say = facts.say
    mine = [round_ for round_ in facts.rounds if review.reads(facts.me.id, round_)]
    full = enough(facts)
    waits = "coordinator.home.tomorrow" if full else "coordinator.home.waits"
    entries = (
        *(
            Entry(
                round_.title,
                say(waits if round_.id in facts.waits else "coordinator.home.none"),
                Spot("batch", round_.id).action(),
            )
            for round_ in mine
        ),
        *(
            Entry(each.title, say("coordinator.home.apart"), Spot(HAND, each.id).action())
            for each in facts.apart
            if review.reads(facts.me.id, each)
        ),
    )
    rounds = Entries(say("coordinator.home.rounds"), entries, say("coordinator.home.note"))
    empty = Text(say("coordinator.home.empty"))
    waiting = approval_entries(facts)
    return Message(
        say("coordinator.home.title"),
        parts=(*(my_day(facts) if full else ()), *waiting, rounds if entries else empty),
        choices=_to_own(facts) if full else (),
    )


def _to_own(facts: DeskFacts) -> tuple[Choice, ...]:
    return (Choice(Spot(OWN).action(), facts.say("coordinator.choice.own"), "quiet"),)


# --- enough for today ------------------------------------------------------------------------


def _hidden(spot: Spot, facts: DeskFacts) -> bool:
    """Tell whether a place lies behind the end of this reader's day: whatever they have not opened.
    What they have can still be decided, and a concern never waits."""
    lists = spot.place in ("batch", "held", "second")
    unread = spot.place in ("answer", COVERED) and spot.item not in facts.opened
    return enough(facts) and (lists or unread)


def _enough(round_: Round, _spot: Spot, facts: DeskFacts, _form: Form) -> Message:
    say = facts.say
    entries = tuple(
        Entry(
            say("coordinator.list.name", batch=place.batch, letter=place.letter),
            say(f"coordinator.state.{standing(place.answer, round_, facts)}"),
            place_of(place.answer, round_, facts).action(),
        )
        for place in _all(facts)
        if place.answer.id in facts.opened
    )
    read = Entries(say("coordinator.day.read_today"), entries, say("coordinator.day.concern"))
    return Message(
        round_.title,
        kicker=say("coordinator.home.title"),
        parts=(*my_day(facts), *((read,) if entries else ())),
        choices=_to_own(facts),
    )


# --- batches ---------------------------------------------------------------------------------


def _batch(round_: Round, spot: Spot, facts: DeskFacts, _form: Form) -> Message:
    for number, batch in enumerate(facts.batches, 1):
        if batch.id == spot.item:
            return _one_batch(round_, number, batch, facts)
    return _batches(round_, facts)


def _batches(round_: Round, facts: DeskFacts) -> Message:
    say, me = facts.say, facts.me.id
    entries = tuple(
        Entry(
            say("coordinator.batch.name", number=number),
            say(f"coordinator.batch.{'waits' if _waits(batch, me, round_) else 'done'}"),
            Spot("batch", round_.id, batch.id).action(),
        )
        for number, batch in enumerate(facts.batches, 1)
    )
    listed = Entries(say("coordinator.batch.list"), entries)
    waiting = any(_waits(batch, me, round_) for batch in facts.batches)
    key = "coordinator.batch.empty" if round_.state is RoundState.OPEN else "coordinator.batch.last"
    empty = Text(say(key, k=round_.k))
    return Message(
        round_.title,
        kicker=say("coordinator.home.title"),
        parts=(
            *my_day(facts),
            *read_until(round_, facts),
            *((listed,) if entries else ()),
            *(() if waiting else (empty,)),
        ),
        choices=(Choice(Spot(HAND, round_.id).action(), say("coordinator.choice.hand"), "quiet"),),
    )


def _waits(batch: Batch, reader: str, round_: Round) -> bool:
    return review.waits(texts(batch), reader, round_)


def _one_batch(round_: Round, number: int, batch: Batch, facts: DeskFacts) -> Message:
    say = facts.say
    following = review.next_to_read(texts(batch), "", facts.me.id, round_)
    on: tuple[Choice, ...] = ()
    if following is not None:
        go = place_of(following, round_, facts).action()
        on = (Choice(go, say("coordinator.batch.read"), "main", key="J"),)
    return Message(
        say("coordinator.batch.title", number=number, total=len(facts.batches)),
        kicker=round_.title,
        parts=(
            *my_day(facts),
            *read_until(round_, facts),
            _letters(round_, batch, "", facts),
            *(() if on else (Text(say("coordinator.batch.finished")),)),
        ),
        choices=on or _to_own(facts),
    )


def _letters(round_: Round, batch: Batch, current: str, facts: DeskFacts) -> Entries:
    say = facts.say
    entries = tuple(
        Entry(
            say("coordinator.answer.title", letter=letter(at)),
            say(f"coordinator.state.{standing(answer, round_, facts)}"),
            place_of(answer, round_, facts).action(),
            answer.id == current,
        )
        for at, answer in enumerate(texts(batch))
        if not enough(facts) or answer.id in facts.opened
    )
    mixed = "mixed" if round_.state is RoundState.OPEN else "mixed_closed"
    note = say(f"coordinator.batch.{mixed}", k=round_.k)
    return Entries(say("coordinator.batch.this"), entries, note, aside=True)


# --- lists over all batches ------------------------------------------------------------------


def _all(facts: DeskFacts) -> Iterator[_Place]:
    for number, batch in enumerate(facts.batches, 1):
        for at, answer in enumerate(texts(batch)):
            yield _Place(number, letter(at), answer)


def _held(round_: Round, _spot: Spot, facts: DeskFacts, _form: Form) -> Message:
    return _list(round_, facts, "held", lambda answer: answer.review is Review.HELD)


def _second(round_: Round, _spot: Spot, facts: DeskFacts, _form: Form) -> Message:
    def asks_another(answer: Answer) -> bool:
        other = answer.review is Review.SECOND or answer.appeal
        return other and review.to_read(answer, facts.me.id, round_)

    return _list(round_, facts, "second", asks_another)


def _list(round_: Round, facts: DeskFacts, key: str, belongs: Callable[[Answer], bool]) -> Message:
    say = facts.say
    entries = tuple(
        Entry(
            say("coordinator.list.name", batch=place.batch, letter=place.letter),
            say(f"coordinator.state.{standing(place.answer, round_, facts)}"),
            place_of(place.answer, round_, facts).action(),
        )
        for place in _all(facts)
        if belongs(place.answer)
    )
    title = say(f"coordinator.list.{key}")
    listed = Entries(title, entries) if entries else Text(say(f"coordinator.list.no_{key}"))
    about = Text(say(f"coordinator.list.about_{key}"), "small")
    return Message(title, kicker=round_.title, parts=(*my_day(facts), about, listed))


def _words(round_: Round, spot: Spot, facts: DeskFacts, form: Form) -> Message:
    return list_screen(spot, round_, facts, form.faults, form.values)


def _small(round_: Round, _spot: Spot, facts: DeskFacts, form: Form) -> Message:
    return small_screen(round_, facts, form.faults)


def _time(round_: Round, _spot: Spot, facts: DeskFacts, form: Form) -> Message:
    return time_screen(round_, facts, form.faults, form.values)


# --- one answer ------------------------------------------------------------------------------


def _answer(round_: Round, spot: Spot, facts: DeskFacts, form: Form) -> Message:
    here = reading(facts, spot)
    if here is None:
        gone = _batches(round_, facts)
        return replace(gone, parts=(Text(facts.say("coordinator.fault.gone")), *gone.parts))
    number = facts.batches.index(here.batch) + 1
    at = texts(here.batch).index(here.answer)
    return Message(
        facts.say("coordinator.batch.title", number=number, total=len(facts.batches)),
        kicker=round_.title,
        parts=(
            *my_day(facts),
            _letters(round_, here.batch, here.answer.id, facts),
            card(letter(at), here, facts, form, spot.place),
        ),
        choices=_beside(here, at, facts),
    )


def _beside(here: Reading, at: int, facts: DeskFacts) -> tuple[Choice, ...]:
    """Return the ways to the next answer of the batch and the one before."""
    answers = texts(here.batch)
    if enough(facts):
        return ()
    ways = (("next", at + 1, "J"), ("previous", at - 1, "K"))
    return tuple(
        Choice(
            place_of(answers[place], here.round, facts).action(),
            facts.say(f"coordinator.choice.{key}"),
            "quiet",
            key=shortcut,
        )
        for key, place, shortcut in ways
        if 0 <= place < len(answers)
    )


type _Page = Callable[[Round, Spot, DeskFacts, Form], Message]

_PAGES: Final[Mapping[str, _Page]] = {
    "batch": _batch,
    "answer": _answer,
    COVERED: _answer,
    "held": _held,
    "second": _second,
    PLACE: _words,
    SMALL: _small,
    TIME: _time,
}
