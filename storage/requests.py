"""Requests for contact: what it takes to reach somebody who asked, apart from all they answered.

Nothing in a vault leads to one. Whoever asked finds it by a keyed hash of their own address, so that
they can see how it stands and take it back; once they delete everything, nothing leads there.
"""

import secrets
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.consultation import dates
from bot.consultation.model import HelpRequest, Staff
from bot.conversation.effects import AskContact, TakeBackRequest
from bot.conversation.events import Address
from bot.conversation.lead_effects import Settle
from bot.ports import Refused, Turn
from storage.box import place
from storage.rounds import Rounds
from storage.statement import AnyRow
from storage.tables import help_request

DONE_DAYS: Final = 7
"""How many days a request that was dealt with is kept."""
ENDINGS: Final = ("contacted", "unreached")

_all = select(help_request)
_of_lead = _all.where(help_request.c.lead == bindparam("lead"))
_of_round = _all.where(help_request.c.round == bindparam("round"))
_waiting = _all.where(help_request.c.state == "waiting")
_mine = _of_round.where(help_request.c.hmac == bindparam("hmac"))
_by_id = select(help_request).where(help_request.c.id == bindparam("row"))
_add = insert(help_request)
_take_back = delete(help_request).where(
    help_request.c.hmac == bindparam("whose"), help_request.c.round == bindparam("of")
)
_untie = update(help_request).where(help_request.c.hmac == bindparam("whose")).values(hmac=None)
_end = update(help_request).where(
    help_request.c.id == bindparam("row"), help_request.c.state == "waiting"
)
_done = delete(help_request).where(help_request.c.done_day < bindparam("before"))


class Requests(Rounds):
    """Asking, looking, taking back, settling."""

    def requests(self, lead_id: str) -> tuple[HelpRequest, ...]:
        """Return the requests of the rounds whose lead, or second, somebody is; the most urgent
        first, those that were dealt with of late too."""
        rows = list(self._sql.all(_of_lead, {"lead": lead_id}))
        for each in self.rounds():
            if each.second == lead_id:
                rows += self._sql.all(_of_round, {"round": each.id})
        found = (_read(row, self._reach_in(row)) for row in rows)
        return tuple(sorted(found, key=lambda each: (each.due, each.id)))

    def waiting_requests(self) -> tuple[HelpRequest, ...]:
        """Return every request that waits, without how to reach anybody."""
        return tuple(_read(row, "") for row in self._sql.all(_waiting))

    def own_request(self, round_id: str, address: Address) -> HelpRequest | None:
        """Return what whoever has this address asked in a round, without how to reach them."""
        row = self._sql.first(
            _mine, {"hmac": self._whose_request(self._address(address)), "round": round_id}
        )
        return None if row is None else _read(row, "")

    def _request(self, turn: Turn, effect: AskContact | TakeBackRequest, now: datetime) -> None:
        """Write down that somebody wants to be contacted, in place of what they asked before, or
        that they do not any more; a preview calls nobody."""
        if turn.preview:
            return
        whose = None
        if turn.address is not None:
            whose = self._whose_request(self._address(turn.address))
            self._sql.write(_take_back, {"whose": whose, "of": turn.round.id})
        if isinstance(effect, AskContact):
            self._add_request(turn, effect.reach, whose, now)

    def _add_request(self, turn: Turn, reach: str, whose: bytes | None, now: datetime) -> None:
        row, about = secrets.token_hex(16), turn.round
        due = dates.answered_by(about, now) or now
        self._sql.write(
            _add,
            {
                "id": row,
                "round": about.id,
                "lead": about.lead,
                "ct": self._keys.contact.seal(
                    reach.encode("utf-8", "surrogatepass"), _place(row, about.id)
                ),
                "due_day": due.date(),
                "due_time": None if due.time() == time.max else f"{due:%H:%M}",
                "hmac": whose,
                "state": "waiting",
                "done_day": None,
            },
        )

    def _untie_requests(self, hashed: bytes) -> None:
        """Let nothing lead from an address to what was asked from it; it stays with the lead."""
        self._sql.write(_untie, {"whose": self._whose_request(hashed)})

    def _settle_request(self, staff: Staff, effect: Settle, today: date) -> str | None:
        """Write how a request ended; return its round, or None if it is not this person's or does
        not wait."""
        row = self._sql.first(_by_id, {"row": effect.id})
        found = None if row is None else self.round(row.round)
        if row is None or found is None or staff.id not in (row.lead, found.second):
            return None
        if effect.how not in ENDINGS:
            raise Refused("lead.gone")
        ended = {"row": row.id, "state": effect.how, "done_day": today}
        return found.id if self._sql.write(_end, ended) else None

    def _dispose_requests(self, today: date) -> int:
        """Destroy the requests that were dealt with some time ago; return how many."""
        return self._sql.write(_done, {"before": today - timedelta(days=DONE_DAYS)})

    def _whose_request(self, hashed: bytes) -> bytes:
        return self._keys.lookup("request", hashed.hex())

    def _address(self, address: Address) -> bytes:
        return self._keys.lookup("address", address.channel, address.tenant, address.user)

    def _reach_in(self, row: AnyRow) -> str:
        plain = self._keys.contact.open(row.ct, _place(row.id, row.round))
        return plain.decode("utf-8", "surrogatepass")


def _place(row: str, round_id: str) -> bytes:
    return place("help_request", row, "", round_id, "contact")


def _read(row: AnyRow, reach: str) -> HelpRequest:
    at = time.max if row.due_time is None else time.fromisoformat(row.due_time)
    return HelpRequest(row.id, row.round, reach, datetime.combine(row.due_day, at), row.state)
