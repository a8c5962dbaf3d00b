"""What lies in the tables about one round, as it lies there: for a demonstration, never for a desk."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from storage.tables import outbox, quote, vault
from storage.work import Work

_locked = (
    select(vault.c.kind, vault.c.ct).where(vault.c.round == bindparam("round")).order_by(vault.c.id)
)
_quotes = select(quote.c.text).where(quote.c.round == bindparam("round")).order_by(quote.c.id)
_messages = select(outbox.c.state).where(outbox.c.round == bindparam("round")).order_by(outbox.c.id)


@dataclass(frozen=True, slots=True)
class Lying:
    """The rows of one round in the order of their random ids.

    ``locked`` are the rows of the vault as kind and ciphertext, ``quotes`` the texts of sealed
    quotes, ``messages`` the states of the messages in the outbox.
    """

    locked: tuple[tuple[str, bytes], ...] = ()
    quotes: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


class Glimpse(Work):
    """Looking at rows without opening them."""

    def lying(self, round_id: str) -> Lying:
        """Return what lies about a round. Nothing is deciphered."""
        of = {"round": round_id}
        return Lying(
            tuple((row.kind, row.ct) for row in self._sql.all(_locked, of)),
            tuple(row.text for row in self._sql.all(_quotes, of)),
            tuple(row.state for row in self._sql.all(_messages, of)),
        )
