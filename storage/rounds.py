"""Rounds and outcomes: what staff wrote, none of it about a contributor."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, bindparam, func, insert, select, update

from bot.consultation.model import Outcome, Round, RoundState
from prompts.schema import QuestionSet
from storage.codec import Codec
from storage.gone import Gone
from storage.statement import AnyRow
from storage.tables import outcome, round_
from storage.work import WITH_VAULT

_ROUND = Codec(Round, frozenset({"id", "code", "state", "figure", "figure_day", "evaluation"}))
_OUTCOME = Codec(Outcome, frozenset({"id", "round", "state", "send_on", "planned", "sent"}))

_columns = (
    round_.c.id,
    round_.c.code,
    round_.c.state,
    round_.c.body,
    round_.c.figure,
    round_.c.figure_day,
    round_.c.evaluation,
)
_rounds = select(*_columns)
_add_round = insert(round_)
_by_id = _rounds.where(round_.c.id == bindparam("id"))
_by_code = _rounds.where(round_.c.code == bindparam("code"))
_pinned = select(round_.c.pinned, round_.c.evaluation).where(round_.c.id == bindparam("id"))
_pinned_before = select(round_.c.pinned).where(
    round_.c.evaluation == bindparam("evaluation"), round_.c.pinned != ""
)
_taken = _by_id.with_for_update(key_share=True)
_change = update(round_).where(round_.c.id == bindparam("round_id"))
_outcomes = select(outcome).where(outcome.c.round == bindparam("round")).order_by(outcome.c.number)
_outcome = select(outcome).where(outcome.c.id == bindparam("id"))
_last_number = select(func.coalesce(func.max(outcome.c.number), 0)).where(
    outcome.c.round == bindparam("round")
)
_add_outcome = insert(outcome)
_count_outcome = (
    update(outcome)
    .where(outcome.c.id == bindparam("outcome_id"))
    .values(
        planned=outcome.c.planned + bindparam("more", type_=Integer),
        sent=outcome.c.sent + bindparam("handed", type_=Integer),
    )
)
_change_outcome = update(outcome).where(outcome.c.id == bindparam("outcome_id"))


class Rounds(Gone):
    """Rounds and outcomes."""

    def round(self, round_id: str) -> Round | None:
        """Return a round."""
        return self._read(self._sql.first(_by_id, {"id": round_id}))

    def round_by_code(self, code: str) -> Round | None:
        """Return the round behind a link."""
        if not (code.isascii() and code.isprintable()):
            return None
        return self._read(self._sql.first(_by_code, {"code": code}))

    def rounds(self) -> tuple[Round, ...]:
        """Return all rounds, newest opening first, drafts before them."""
        found = [_round(*row) for row in self._sql.all(_rounds)]
        self._seen |= {each.id: each for each in found}
        for each in found:
            if each.state not in WITH_VAULT:
                self._keys.forget(each.id, each.evaluation)
        found.sort(key=lambda r: (r.state is RoundState.DRAFT, r.opens_on or date.min, r.id))
        return tuple(reversed(found))

    def questions(self, round_id: str) -> QuestionSet | None:
        """Return the question set pinned by an opened round, or None for a draft. A draft that is
        the second wave of an evaluation has that of the first."""
        row = self._sql.first(_pinned, {"id": round_id})
        if row is not None and not row.pinned and row.evaluation:
            row = self._sql.first(_pinned_before, {"evaluation": row.evaluation})
        return QuestionSet.unpin(row.pinned) if row is not None and row.pinned else None

    def outcomes(self, round_id: str) -> tuple[Outcome, ...]:
        """Return the outcomes of a round, oldest first."""
        return tuple(_read_outcome(row) for row in self._sql.all(_outcomes, {"round": round_id}))

    def _read(self, row: AnyRow | None) -> Round | None:
        if row is None:
            return None
        found = _round(*row)
        self._seen[found.id] = found
        return found

    def _take(self, round_id: str) -> Round | None:
        """Return a round that nobody else looks into or changes before the commit."""
        seen = self._seen.get(round_id)
        found = self._read(self._sql.first(_taken, {"id": round_id}))
        if seen is not None and seen != found:
            raise self._sql.stale()
        return found

    def _waves(self, evaluation: str) -> tuple[Round, ...]:
        """Return the rounds of an evaluation, drafts too; nobody else looks into or changes them
        before the commit. The rounds of no evaluation have nothing in common."""
        if not evaluation:
            return ()
        ids = sorted(each.id for each in self.rounds() if each.evaluation == evaluation)
        return tuple(each for each in map(self._take, ids) if each is not None)

    def _outcome(self, outcome_id: str) -> Outcome | None:
        row = self._sql.first(_outcome, {"id": outcome_id})
        return None if row is None else _read_outcome(row)

    def _write_outcome(self, value: Outcome, state: str) -> None:
        values = {"body": _OUTCOME.dump(value), "state": state, "send_on": value.send_on}
        if self._sql.write(_change_outcome, {"outcome_id": value.id} | values):
            return
        last = self._sql.all(_last_number, {"round": value.round})[0][0]
        values |= {"id": value.id, "round": value.round, "number": last + 1}
        self._sql.write(_add_outcome, values)

    def count_sending(self, outcome_id: str, *, planned: int = 0, sent: int = 0) -> None:
        """Count for how many people more an outcome is, and to how many more it was handed over."""
        self._sql.write(_count_outcome, {"outcome_id": outcome_id, "more": planned, "handed": sent})

    def _add_round(self, value: Round) -> None:
        self._sql.write(
            _add_round,
            {"id": value.id, "pinned": "", "figure": 0, "figure_day": None}
            | _written(value, RoundState.DRAFT),
        )

    def _write_round(self, value: Round, state: RoundState, **more: str) -> None:
        self._sql.write(_change, {"round_id": value.id} | _written(value, state) | more)
        self._forget(value.id)

    def _forget(self, round_id: str) -> None:
        self._seen.pop(round_id, None)
        self._vaults.pop(round_id, None)

    def _write_figure(self, round_id: str, figure: int, day: date) -> bool:
        """Write a figure and the day it was looked up; tell whether it is another than before."""
        before = self._take(round_id)
        self._sql.write(_change, {"round_id": round_id, "figure": figure, "figure_day": day})
        self._forget(round_id)
        return before is not None and before.figure != figure

    def _set_state(self, round_id: str, state: RoundState) -> None:
        self._sql.write(_change, {"round_id": round_id, "state": state})
        self._forget(round_id)


def _written(value: Round, state: RoundState) -> dict[str, str | None]:
    return {
        "code": value.code,
        "state": state,
        "body": _ROUND.dump(value),
        "evaluation": value.evaluation or None,
    }


# All are read one after the other: with room for fewer than there are, none would be found again.
@lru_cache(maxsize=4096)
def _round(*columns: Any) -> Round:
    id_, code, state, body, figure, day, evaluation = columns
    return _ROUND.load(
        body,
        id=id_,
        code=code,
        state=RoundState(state),
        figure=figure,
        figure_day=day,
        evaluation=evaluation or "",
    )


def _read_outcome(row: AnyRow) -> Outcome:
    return _OUTCOME.load(
        row.body,
        id=row.id,
        round=row.round,
        state=row.state,
        send_on=row.send_on,
        planned=row.planned,
        sent=row.sent,
    )
