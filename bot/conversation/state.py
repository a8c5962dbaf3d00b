"""Where a contributor is in the conversation, and its JSON.

Between two turns this JSON is all there is: in the vault once the person said yes, carried by the
channel before that. Only ``draft`` holds words; a carried state never has one.
"""

import json
from dataclasses import dataclass, replace
from typing import Any, Self

from bot.consultation.redaction import Draft, Mark


@dataclass(frozen=True, slots=True)
class State:
    """``place`` is the main line: invited, later, never, hears, asking, checking, finished,
    stopped, gone. ``at`` is the question's index. ``over`` lies on top of the place and *back*
    takes it away: paused, support, help, privacy, answers, enter, sure_all, sure_everything.
    ``note`` and ``fault`` are phrase keys of what just happened. ``skipped`` are question ids.
    ``from_answers`` means that the question was opened from *my answers* and leads back there.
    """

    place: str = "invited"
    at: int = 0
    over: str = ""
    note: str = ""
    fault: str = ""
    noted: int = 0
    draft: Draft | None = None
    rewrite: bool = False
    skipped: tuple[str, ...] = ()
    from_answers: bool = False
    hears: str = ""

    def to_json(self) -> str:
        """Return this state as JSON, without what stands at its default."""
        small: dict[str, Any] = {"p": self.place}
        if self.at:
            small["i"] = self.at
        if self.over:
            small["o"] = self.over
        if self.note:
            small["n"] = self.note
        if self.fault:
            small["f"] = self.fault
        if self.noted:
            small["q"] = self.noted
        if self.skipped:
            small["s"] = self.skipped
        if self.from_answers:
            small["a"] = 1
        if self.rewrite:
            small["r"] = 1
        if self.hears:
            small["h"] = self.hears
        if self.draft is not None:
            marks = [[m.start, m.end, m.label, m.own, m.covered] for m in self.draft.marks]
            small["d"] = [self.draft.text, marks]
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
            small = json.loads(text)
            get = small.get
            draft = get("d")
            return cls(
                place=small["p"],
                at=get("i", 0),
                over=get("o", ""),
                note=get("n", ""),
                fault=get("f", ""),
                noted=get("q", 0),
                draft=_draft(draft) if draft else None,
                rewrite="r" in small,
                skipped=tuple(get("s", ())),
                from_answers="a" in small,
                hears=get("h", ""),
            )
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            message = "not a conversation's state"
            raise ValueError(message) from error

    def without_draft(self) -> Self:
        """Return the state of a round that has closed: a draft nobody confirmed is dropped."""
        if self.draft is None:
            return self
        return replace(self, place="asking", draft=None)


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def _draft(pair: list[Any]) -> Draft:
    text, marks = pair
    return Draft(text, tuple(Mark(*mark) for mark in marks))
