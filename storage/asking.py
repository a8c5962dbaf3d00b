"""Whom an invitation may go to. It is decided when the invitation is due, so no row and no screen of
staff tells whom it did not go to, or why."""

from datetime import date
from typing import Final

from sqlalchemy import bindparam, select

from bot.consultation.budget import ASKS, counts
from bot.consultation.model import Round, RoundState
from bot.delivery.pacing import WEEK
from storage.people import ROUNDS_OF, SAID_NEVER, STOPPED, People
from storage.statement import AnyRow
from storage.tables import contributor, outbox
from storage.vault import Waiting

_people = select(contributor.c.id, contributor.c.state, contributor.c.lookup_hmac)
_met = _people.where(contributor.c.lookup_hmac == bindparam("hmac"))
_met_by_id = _people.where(contributor.c.id == bindparam("id"))
_lately = select(outbox.c.id).where(
    outbox.c.contributor == bindparam("person"),
    outbox.c.state == "sent",
    outbox.c.due_day > bindparam("week"),
)
_INVITES: Final = frozenset({RoundState.OPEN, RoundState.CLOSED})


class Asking(People):
    """Looking at one person over all rounds, without a word of theirs."""

    def _may_ask(self, round_id: str, address: str) -> bool:
        """Tell whether somebody may be invited: nobody who said never or stopped, nobody who is in,
        and nobody who was asked often enough of late."""
        met, all_ = self._whose(address)
        if any(self._sql.first(SAID_NEVER, {"hmac": each}) is not None for each in all_):
            return False
        mine: set[str] = set()
        if met is not None:
            mine = {row.round for row in self._sql.all(ROUNDS_OF, {"person": met.id})}
        if (met is not None and met.state == STOPPED) or round_id in mine:
            return False
        here = self._today()
        others = [e for e in self.rounds() if e.id != round_id and counts(e, here)]
        been = sum(each.id in mine for each in others)
        place = self._line(round_id, address)
        asks = (self._invitation(each, all_) for each in others if each.id not in mine)
        return been + sum(_went(each, place) for each in asks if each is not None) < ASKS

    def _waits(self, round_id: str, address: str, day: date) -> bool:
        """Tell whether an invitation waits: another message went to the same person in the last
        week, or another round's invitation goes first."""
        met, all_ = self._whose(address)
        if met is not None and self._wrote_lately(met.id, day):
            return True
        place = self._line(round_id, address)
        others = (each for each in self.rounds() if each.id != round_id)
        asks = (self._invitation(each, all_) for each in others)
        return any(
            _went(each, place) and (each.row.state == "planned" or each.row.due_day > day - WEEK)
            for each in asks
            if each is not None
        )

    def _wrote_lately(self, person_id: str, day: date) -> bool:
        """Tell whether a message went out to a person in the week before a day."""
        return self._sql.first(_lately, {"person": person_id, "week": day - WEEK}) is not None

    def _whose(self, address: str) -> tuple[AnyRow | None, list[bytes]]:
        """Return the person who has an address, if anybody has, and all addresses they have."""
        hashed = bytes.fromhex(address)
        met = self._sql.first(_met, {"hmac": hashed})
        if met is None:
            met = self._sql.first(_met_by_id, {"id": self._tied_to(hashed)})
        if met is None:
            return None, [hashed]
        return met, [met.lookup_hmac, *self._also(met.id)]

    def _invitation(self, of: Round, addresses: list[bytes]) -> Waiting | None:
        """Return the invitation of a round to one of some addresses, waiting or over."""
        vault = self._vault_if_any(of.id) if of.state in _INVITES else None
        found = (vault.invitation(each.hex()) for each in addresses) if vault is not None else ()
        return next((each for each in found if each is not None), None)

    def _line(self, round_id: str, address: str) -> tuple[date, str] | None:
        mine = self._vault(round_id).invitation(address)
        return None if mine is None else (mine.row.due_day, mine.row.id)


def _went(invited: Waiting, place: tuple[date, str] | None) -> bool:
    """Tell whether an invitation went out, or goes out before another's place in line."""
    if invited.row.state != "planned":
        return invited.sent
    return place is not None and (invited.row.due_day, invited.row.id) < place
