"""At every start: what was taken back, and is in the database again, goes once more.

Somebody may have put an older copy of the database in its place, and nobody has to say so. Doing
this again changes nothing.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.consultation.model import Round, RoundState
from bot.conversation.state import State
from storage.keys import key_name
from storage.ledger import Stand
from storage.life import EMPTY_VAULT
from storage.people import AGAIN, NEVER, ROUNDS_OF, STOPPED, People
from storage.tables import contributor, vault
from storage.takedown import Takedown
from storage.work import WITH_VAULT

_rows = select(vault.c.id).where(vault.c.round == bindparam("round"))
_remove = delete(vault).where(vault.c.id == bindparam("row"))
_everybody = select(contributor.c.id, contributor.c.state, contributor.c.lookup_hmac)
_RESTORED: Final = "restore"


class Restore(People, Takedown):
    """Holding the lists beside the keys against the database."""

    def replay(self) -> tuple[str, ...]:
        """Remove what must not be back; return the codes of rounds whose key is lost.

        Raises:
            NotSaved: nothing was changed.
            KeysRefused: the keys cannot be used.
        """
        self._put_away()
        ended = self._keys.ledger.ended()
        lost = []
        for round_ in self.rounds():
            if round_.state not in WITH_VAULT:
                continue
            if round_.id in ended:
                self._end_again(round_, ended[round_.id])
            elif self._keys.has(key_name(round_.id, round_.state, round_.evaluation)):
                self._remove_again(round_)
            elif round_.state is RoundState.DRAFT:
                self._begin_again(round_)
            else:
                lost.append(round_.code)
                self._vaults[round_.id] = None
        standing = self._keys.ledger.standing()
        self._stand_again(standing)
        self._down_again(standing)
        return tuple(sorted(lost))

    def _end_again(self, round_: Round, how: RoundState) -> None:
        """Bring a round to its end. What it said is gone with its key. A draft that comes back has
        no questions, and only a round that was called off may be without."""
        self._take(round_.id)
        self._sql.write(EMPTY_VAULT, {"round": round_.id})
        self._drop_gone(key_name(round_.id, RoundState.DRAFT), key_name(round_.id, RoundState.OPEN))
        was_draft = round_.state is RoundState.DRAFT
        self._set_state(round_.id, RoundState.CANCELLED if was_draft else how)
        self._note(None, _RESTORED, ("round", round_.id), round_.id, self._today())

    def _begin_again(self, round_: Round) -> None:
        """Give a draft a new key: with the old one went what people tried out, and no answer."""
        self._take(round_.id)
        self._sql.write(EMPTY_VAULT, {"round": round_.id})
        self._drop_gone(key_name(round_.id, RoundState.DRAFT))
        self._keys.create(key_name(round_.id, RoundState.DRAFT))
        self._note(None, _RESTORED, ("round", round_.id), round_.id, self._today())

    def _remove_again(self, round_: Round) -> None:
        """Remove rows that are on the list of the round's key."""
        name = key_name(round_.id, round_.state, round_.evaluation)
        listed = self._keys.ledger.lines(name)
        if listed:
            mark = self._keys.round(name).mark
            rows = [row.id for row in self._sql.all(_rows, {"round": round_.id})]
            self._sql.write(_remove, [{"row": row} for row in rows if mark(row) in listed])

    def _stand_again(self, standing: Sequence[Stand]) -> None:
        """Let everybody stand where the list says they stand."""
        people: dict[str, str] = {}
        never: dict[str, bool] = {}
        left: dict[str, bool] = {}
        for each in standing:
            if people.get(each.person) != "erase":
                people[each.person] = each.act
            if each.act in ("never", "join"):
                never[each.address] = each.act == "never"
            left[each.address] = each.act == "stop"
        if not left:
            return
        here, alone = self._sql.all(_everybody), _said_alone(standing)
        for row in here:
            act = people.get(self._keys.lookup("standing", row.id).hex(), "")
            if row.lookup_hmac.hex() in alone:
                act = act if act == "erase" else "stop"
            self._stand_one_again(row.id, row.lookup_hmac, row.state == STOPPED, act)
        # Nobody who stopped is asked again because the copy is older than they are.
        known = {row.lookup_hmac.hex() for row in here}
        for address in left.keys() - {"-"}:
            hashed = bytes.fromhex(address)
            if never.get(address) or (left[address] and address not in known):
                self._sql.write(NEVER, {"lookup_hmac": hashed})
            elif never.get(address) is False:
                self._sql.write(AGAIN, {"hmac": hashed})

    def _stand_one_again(self, person: str, address: bytes, stopped: bool, act: str) -> None:
        if act == "erase":
            self._out_of_rounds(person, address)
            self._out_of_tables(person)
        elif act in ("stop", "never") and not stopped:
            self._set_stopped(person, STOPPED)
            for row in self._sql.all(ROUNDS_OF, {"person": person}):
                self._drop_draft(row.round, person)
        elif act == "join" and stopped:
            self._set_stopped(person, "active")

    def _drop_draft(self, round_id: str, person: str) -> None:
        """Drop words that waited for a person who has stopped."""
        found = self._vault_if_any(round_id)
        session = None if found is None else found.session(person)
        if found is not None and session is not None and session.state:
            kept = State.from_json(session.state).without_draft()
            found.write(session, state=kept.to_json())


def _said_alone(standing: Sequence[Stand]) -> frozenset[str]:
    """Return the addresses at which somebody stopped while nobody was known there. It holds for
    whoever is known there in this copy, unless they joined since."""
    alone: dict[str, bool] = {}
    for each in standing:
        if each.person == "-" or each.act == "join":
            alone[each.address] = each.act in ("stop", "never")
    return frozenset(address for address, stays in alone.items() if stays)
