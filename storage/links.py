"""Links beside a round's own, and what comes in by them: a count, and words that are nobody's."""

import secrets
from collections.abc import Mapping
from typing import Final

from sqlalchemy import bindparam, select, update

from bot.consultation.links import Kind, Link
from bot.consultation.model import Round, RoundState
from bot.conversation.effects import Here, Remark
from bot.ports import NotSaved, SealedText
from storage.harvest import harvest
from storage.rounds import Rounds
from storage.statement import AnyRow
from storage.tables import link
from storage.vault import Held

TRIED_IN: Final = 1
"""The review batch that holds all that was said in a try-out. What a facilitator typed to see the
draft is in none."""
VISIT: Final = "visit"
"""The state of the row that holds a visitor's place."""

_all = select(link)
_by_code = _all.where(link.c.code == bindparam("find"))
_of_kind = _all.where(link.c.round == bindparam("round"), link.c.kind == bindparam("of_kind"))
_one_more = update(link).where(link.c.code == bindparam("find")).values(here=link.c.here + 1)


class Links(Rounds):
    """The contributors' side of links."""

    def link(self, code: str) -> Link | None:
        """Return a link that is not a round's own."""
        if not (code.isascii() and code.isprintable()):
            return None
        row = self._sql.first(_by_code, {"find": code})
        return None if row is None else _link(row)

    def links(self) -> tuple[Link, ...]:
        """Return all of them."""
        return tuple(map(_link, self._sql.all(_all)))

    def visit(self, round_id: str, visitor: str) -> str:
        """Return the state of a visitor's conversation as JSON, or an empty string."""
        vault = self._vault_if_any(round_id)
        session = None if vault is None else vault.session(visitor)
        return "" if session is None else session.state

    def save_visit(self, round_id: str, visitor: str, state: str) -> None:
        """Write the state of a visitor's conversation."""
        vault = self._vault(round_id)
        vault.begin(visitor, VISIT)
        session = vault.session(visitor)
        if session is None:
            raise NotSaved("database")
        vault.write(session, state=state)

    def said_of(
        self, round_id: str
    ) -> tuple[tuple[SealedText, ...], Mapping[str, Mapping[str, int]]]:
        """Return the approved texts of a try-out that has ended, and how often each saying was
        picked, by question, of questions of which k people picked one."""
        round_ = self.round(round_id)
        if round_ is None or not self._has_ended(round_):
            return (), {}
        held = sorted(self._said(round_id), key=lambda each: each.answer.id)
        return harvest(held, 1).texts, harvest(held, round_.k).tallies

    def _came(self, round_id: str, effect: Here | Remark) -> None:
        """Count one more in a room, or keep what was said of a question under a pseudonym that is
        made here and forgotten."""
        if isinstance(effect, Here):
            self._sql.write(_one_more, {"find": effect.link})
            return
        nobody, vault = secrets.token_hex(16), self._vault(round_id)
        vault.begin(nobody)
        vault.keep(nobody, effect.answer, TRIED_IN)

    def _said(self, round_id: str) -> list[Held]:
        return [h for h in self._vault(round_id).all_answers() if h.row.batch == TRIED_IN]

    def _has_ended(self, round_: Round) -> bool:
        """Tell whether a draft's try-out has ended, so that it can be read."""
        find = {"round": round_.id, "of_kind": Kind.TRIED}
        return round_.state is RoundState.DRAFT and self._sql.first(_of_kind, find) is not None


def _link(row: AnyRow) -> Link:
    return Link(row.code, row.round, Kind(row.kind), row.here, row.until_day)
