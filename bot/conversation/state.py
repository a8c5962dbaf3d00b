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
        rest = (
            ("i", self.at),
            ("o", self.over),
            ("n", self.note),
            ("f", self.fault),
            ("q", self.noted),
            ("s", self.skipped),
            ("a", self.from_answers),
            ("r", self.rewrite),
            ("h", self.hears),
        )
        small: dict[str, Any] = {"p": self.place, **{key: value for key, value in rest if value}}
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
