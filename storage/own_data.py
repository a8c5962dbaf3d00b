"""What is held of one person, gathered from every vault and from the identity side, to show to them."""

from sqlalchemy import bindparam, select

from bot.consultation.model import HeldRound
from storage.people import ROUNDS_OF
from storage.tables import audience
from storage.turns import Turns

_lists_of = (
    select(audience.c.question)
    .where(audience.c.contributor == bindparam("person"), audience.c.round == bindparam("round"))
    .order_by(audience.c.question)
)


class OwnData(Turns):
    """Looking at a person's own data."""

    def held(self, person_id: str) -> tuple[HeldRound, ...]:
        """Return what is held of a person, round by round, in an order that says nothing."""
        rounds = (row.round for row in self._sql.all(ROUNDS_OF, {"person": person_id}))
        found = (self._held_in(each, person_id) for each in sorted(rounds))
        return tuple(each for each in found if each is not None)

    def _held_in(self, round_id: str, person_id: str) -> HeldRound | None:
        round_, vault = self.round(round_id), self._vault_if_any(round_id)
        if round_ is None:
            return None
        session = None if vault is None else vault.glance(person_id)
        rows = self._sql.all(_lists_of, {"person": person_id, "round": round_id})
        return HeldRound(
            round_,
            hears="" if session is None else session.hears,
            answers={} if vault is None else vault.answers(person_id),
            state="" if session is None else session.state,
            told=self.delivered(round_id, person_id),
            lists=tuple(row.question for row in rows),
        )
