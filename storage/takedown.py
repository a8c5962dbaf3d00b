"""Taking quotes down: anybody of a round may ask, and nothing is kept of who did."""

from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, select, update

from bot.consultation.model import Outcome, RoundState
from storage.audit import Audit
from storage.gone import Gone
from storage.ledger import Stand
from storage.rounds import Rounds
from storage.tables import quote

_DOWN: Final = "down"

_there = select(quote.c.id).where(
    quote.c.id == bindparam("row"), quote.c.round == bindparam("of"), ~quote.c.down
)
_empty = (
    update(quote).where(quote.c.id == bindparam("row")).values(text="", quotable=False, down=True)
)
_taken_down = select(quote.c.id).where(quote.c.round == bindparam("of"), quote.c.down)
_standing = select(quote.c.id, quote.c.round).where(~quote.c.down)


class Takedown(Rounds, Gone, Audit):
    """A quote that is taken down leaves its words nowhere, and a mark that there was one."""

    def taken_down(self, round_id: str) -> tuple[str, ...]:
        """Return the ids of the quotes of a round that were taken down."""
        return tuple(row.id for row in self._sql.all(_taken_down, {"of": round_id}))

    def _take_down(self, round_id: str, quote_id: str) -> None:
        """Take a quote of a sealed round down, wherever it stands. The audit log notes it as the
        system's act."""
        found = self._take(round_id)
        if found is None or found.state is not RoundState.SEALED:
            return
        if self._sql.first(_there, {"row": quote_id, "of": round_id}) is None:
            return
        self._stand(_DOWN, quote_id)
        self._out_of_sight(round_id, quote_id)
        self._note(None, "take_down", ("quote", quote_id), round_id, self._today())

    def _down_again(self, standing: list[Stand]) -> None:
        """Take down again what an older copy of the database brought back."""
        listed = {each.person for each in standing if each.act == _DOWN}
        for row in self._sql.all(_standing) if listed else ():
            if self._keys.lookup("standing", row.id).hex() in listed:
                self._out_of_sight(row.round, row.id)

    def _out_of_sight(self, round_id: str, quote_id: str) -> None:
        self._sql.write(_empty, {"row": quote_id})
        for each in self.outcomes(round_id):
            if each.state != "sent":
                self._write_outcome(_without(each, quote_id), each.state)
        found = self.round(round_id)
        if found is not None and quote_id in found.cited:
            cited = tuple(each for each in found.cited if each != quote_id)
            self._write_round(replace(found, cited=cited), found.state)


def _without(outcome: Outcome, quote_id: str) -> Outcome:
    """Return an outcome that waits without a quote; one that was sent shows what stands."""
    return replace(
        outcome,
        items=tuple(
            replace(item, quotes=tuple(each for each in item.quotes if each != quote_id))
            for item in outcome.items
        ),
    )
