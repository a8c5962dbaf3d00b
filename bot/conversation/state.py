"""Where a contributor is in the conversation, and its JSON.

Between two turns this JSON is all there is: in the vault once the person said yes, carried by the
channel before that. Only ``draft`` holds words; a carried state never has one.
"""

import json
from typing import Any, Literal, NamedTuple, Self

from bot.consultation.redaction import Draft, Mark


class State(NamedTuple):
    """A named tuple because making a changed copy of one is quick, and every turn makes some.

    ``place`` is the main line: invited, later, never, hears, waiting, asking, checking, finished,
    stopped, gone. ``at`` is the question's index. ``over`` lies on top of the place and *back*
    takes it away: paused, support, help, privacy, answers, data, download, enter, sure_all,
    sure_everything, sure_data.
    ``note`` and ``fault`` are phrase keys of what just happened. ``skipped`` are question ids.
    ``draft`` waits for confirmation at the question ``draft_at``, wherever the person looks
    meanwhile. ``drafted`` grows with every change of what it says or where its covers are: it tells
    an older page from the one at hand. ``hard``: its writer says that it may be hard to read.
    ``from_answers`` means that the question was opened from *my answers* and leads back there: to
    *change* what is kept, which is allowed after closing too, or to *answer* what was not.
    ``room`` is the code of the room in which this person was counted as ready (place *waiting*
    stands before the first question there). ``picked`` is what was said last of a question that is
    tried out, ``remarked`` holds the questions of which something was said. ``page`` is that of the
    words of a sealed round, ``quote`` the id of one that is about to be taken down. ``language`` is
    what somebody chose who is not known here: it stands beside the contact of whoever is. ``easy``
    means that they read one idea a line.
    ``check_in``: whether they chose one message some days after a hard round; empty until they chose.
    ``found``: two leads looked how this person can be reached, and they are told so.
    """

    place: str = "invited"
    at: int = 0
    over: str = ""
    note: str = ""
    fault: str = ""
    noted: int = 0
    draft: Draft | None = None
    draft_at: int = 0
    drafted: int = 0
    hard: bool = False
    skipped: tuple[str, ...] = ()
    from_answers: Literal["", "change", "answer"] = ""
    room: str = ""
    picked: str = ""
    remarked: tuple[str, ...] = ()
    page: int = 0
    quote: str = ""
    language: str = ""
    easy: bool = False
    found: bool = False
    check_in: Literal["", "yes", "no"] = ""

    def to_json(self) -> str:
        """Return this state as JSON, without what stands at its default."""
        small: dict[str, Any] = {
            name: value for name, value in zip(_FIELDS, self, strict=True) if value
        }
        if self.draft is not None:
            marks = [[m.start, m.end, m.label, m.own, m.covered, m.why] for m in self.draft.marks]
            small["draft"] = [self.draft.text, marks, self.draft.hints]
        return _encode(small)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a state; an empty text is the beginning.

        Raises:
            ValueError: the text is not a state.
        """
        if not text:
            return cls()
        try:
            small = _decode(text)
            if "draft" in small:
                small["draft"] = _draft(small["draft"])
            for name in small.keys() & {"skipped", "remarked"}:
                small[name] = tuple(small[name])
            return cls(**small)
        except (TypeError, AttributeError) as error:
            message = "not a conversation's state"
            raise ValueError(message) from error

    def without_draft(self) -> Self:
        """Return the state of a round that has closed: a draft nobody confirmed is dropped. An
        answer that is being changed is not one of them: that is allowed until *withdraw-until*."""
        changing = self.from_answers == "change" and self.draft_at == self.at
        if self.draft is None or changing:
            return self
        place = "asking" if self.place == "checking" else self.place
        return self._replace(place=place, draft=None)


def read_state(text: str) -> State:
    """Read a state as a channel brings it along: what is none is the beginning."""
    try:
        return State.from_json(text)
    except ValueError:
        return State()


_FIELDS = State._fields
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_decode = json.JSONDecoder().decode


def _draft(held: list[Any]) -> Draft:
    text, marks, *hints = held
    return Draft(
        text,
        tuple(Mark(*mark) for mark in marks),
        tuple((start, end) for start, end in (hints[0] if hints else ())),
    )
