"""One round lived through in any order by a real installation, and what has to hold after each act.

People say yes, answer, take back, stop, come back and have everything deleted; readers read; the
clock jumps, backwards too; the database is put back as it was in a backup.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from app.compose import App, build
from app.settings import Settings
from bot.consultation.model import Answer, Review, Round, RoundState
from bot.conversation.events import Chose, Said
from bot.ports import NotSaved, Refused, Unit
from storage.keys import key_name
from tests.delivery.line import HandClock, Line, Post, address_of
from tests.sqlite import ready

QUESTIONS: Final = ("trust", "choice")
PEOPLE: Final = ("ann", "bea", "cal", "dee")
OVER: Final = (RoundState.REWRITTEN, RoundState.SEALED)
SEASONS: Final = {
    # In each the clocks of London change while the round goes on: on 28 March 2027, the last day to
    # withdraw, and on 31 October. The instants are written out, not reckoned by what is tested.
    "spring": (date(2027, 3, 1), date(2027, 3, 14), date(2027, 3, 28)),
    "autumn": (date(2027, 10, 4), date(2027, 10, 17), date(2027, 10, 31)),
}
ENDS: Final = {
    "spring": {
        "closing": datetime(2027, 3, 15, 0, 15, tzinfo=UTC),
        "withdrawing": datetime(2027, 3, 28, 23, 0, tzinfo=UTC),
    },
    "autumn": {
        "closing": datetime(2027, 10, 17, 23, 15, tzinfo=UTC),
        "withdrawing": datetime(2027, 11, 1, 0, 0, tzinfo=UTC),
    },
}


@dataclass
class Mind:
    """What one person wants, whatever the product makes of it."""

    may: dict[str, bool] = field(default_factory=dict)
    """All texts that could be kept, and whether a quote of each is allowed."""
    never: set[str] = field(default_factory=set)
    """Texts taken back, deleted, or said too late: nobody may ever see one again."""
    silent: bool = False
    """Whether they said stop, or had everything deleted, and nothing since."""


class Life:
    """One installation, one round."""

    def __init__(self, season: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="heardback-life-")
        self._at = Path(self._folder.name)
        self._runner = asyncio.Runner()
        self._number = 0
        opens, closes, until = SEASONS[season]
        self._ends = ENDS[season]
        self.clock = HandClock(datetime.combine(opens, datetime.min.time(), UTC))
        self.clock.pass_(hours=10)
        self.minds = {who: Mind() for who in PEOPLE}
        self.approved: set[str] = set()
        self.sealed = False
        self.backups: list[Path] = []
        self.kinds: list[str] = []
        ready(self._at / "heardback.db")
        self._app: App | None = None
        self._take_up()
        given = {"opens_on": opens, "closes_on": closes, "withdraw_until": until, "k": 3}
        told = {"tell_by": until + timedelta(days=60)}
        self.round: Round = self._runner.run(self._line.open(**given, **told))  # type: ignore[arg-type]

    # --- what happens ------------------------------------------------------------------------

    def joins(self, who: str) -> None:
        """Say yes, or come back."""
        self._turns(who, Chose("join"), Chose("yes"), Chose("hears:all"))
        self.minds[who].silent = False

    def answers(self, who: str, question: str, *, quote: bool) -> None:
        """Answer a question, anew where it was answered."""
        self._number += 1
        text = f"Words number {self._number} of somebody."
        before = self._held(who)
        self._turns(who, Chose("answers"), Chose(f"change:{question}"), Said(text))
        self._turns(who, Chose("keep", {"quote": ("yes" if quote else "no",)}))
        mind = self.minds[who]
        known = any(answer.question == question for answer in before)
        if self._in_time(known=known) and not mind.silent:
            mind.may[text] = quote
        else:
            mind.never.add(text)
        self.kinds.append("kept" if text in self._texts(who) else "refused")

    def takes_back(self, who: str, question: str) -> None:
        """Take one answer back."""
        before = [answer for answer in self._held(who) if answer.question == question]
        self._turns(who, Chose("answers"), Chose(f"take_back:{question}"))
        if self._in_time(known=True):
            self._gone(who, before)
            assert not [a for a in self._held(who) if a.question == question]

    def stops(self, who: str) -> None:
        """Say stop."""
        self._turns(who, Chose("stop"))
        self.minds[who].silent = True

    def deletes(self, who: str) -> None:
        """Have everything deleted, wherever the conversation stands."""
        before = self._held(who)
        self._turns(who, Chose("back"), Chose("answers"), Chose("everything"))
        self._turns(who, Chose("really_everything"))
        if self._there(who):
            return
        self._gone(who, before)
        self.minds[who].silent = True
        self.kinds.append("deleted")

    def reads(self, *, decline: bool) -> None:
        """Let a reader decide about all that waits in batches."""
        if self._stands().state in (RoundState.OPEN, RoundState.CLOSED):
            found = [a for a in self._batched() if a.review is Review.WAITING]
            if not decline:
                self._runner.run(self._line.approve(self.round))
                self.approved |= {a.kept.text for a in found if a.kept}

    def ticks(self) -> None:
        """Let the clock do what is due, and send what may go out."""
        sent = len(self._post.sent)
        self._runner.run(self._ticked())
        wronged = [to for to, _ in self._post.sent[sent:] if self.minds[to].silent]
        assert wronged == [], "stop holds"

    def steps(self, to: str) -> None:
        """Put the clock somewhere."""
        name, _, seconds = to.partition(" ")
        if name in self._ends:
            self.clock.at = self._ends[name] + timedelta(seconds=int(seconds))
        else:
            self.clock.at += timedelta(hours=int(seconds))

    def backs_up(self) -> None:
        """Copy the database."""
        self._put_down()
        copy = self._at / f"backup-{len(self.backups)}"
        shutil.copy(self._at / "heardback.db", copy)
        self.backups.append(copy)
        self._take_up()

    def restores(self, backup: Path) -> None:
        """Put the database back as it was; the keys stay as they are."""
        self._put_down()
        for file in self._at.glob("heardback.db*"):
            file.unlink()
        shutil.copy(backup, self._at / "heardback.db")
        self._take_up()
        self.kinds.append("restored sealed" if self.sealed else "restored")

    # --- what has to hold --------------------------------------------------------------------

    def check(self) -> None:
        """Hold all that can be read against what people want."""
        state = self._stands().state
        if self.sealed:
            assert state in OVER, "nothing sealed unseals"
            keys = [key_name(self.round.id, each) for each in (RoundState.DRAFT, RoundState.OPEN)]
            assert not [key for key in keys if self.app.keys.has(key)]
        self.sealed = self.sealed or state is RoundState.SEALED
        for who, mind in self.minds.items():
            assert self._texts(who) <= mind.may.keys() - mind.never
            if mind.silent:
                assert not self._reachable(who), "stop holds"
        may = {text: quote for mind in self.minds.values() for text, quote in mind.may.items()}
        never = set().union(*(mind.never for mind in self.minds.values()))
        assert {a.kept.text for a in self._batched() if a.kept} <= may.keys() - never
        quotes = self._read(lambda unit: unit.approved(self.round.id)) or ()
        for quote in quotes:
            assert quote.text in self.approved - never
            assert quote.quotable == may[quote.text]

    def ends(self) -> None:
        """Put it down for good."""
        self._put_down()
        self._runner.close()
        self._folder.cleanup()

    # --- how -----------------------------------------------------------------------------------

    @property
    def app(self) -> App:
        assert self._app is not None
        return self._app

    def _take_up(self) -> None:
        self._post = Post()
        settings = Settings(_env_file=None, data_folder=self._at)  # type: ignore[call-arg]

        async def begin() -> App:
            return build(settings, clock=self.clock, channels=(self._post,))

        self._app = self._runner.run(begin())
        self._line = Line(self.app, self.clock, self._post)
        self._runner.run(self.app.upkeep.resume())

    def _put_down(self) -> None:
        self._runner.run(self.app.close())
        self._app = None

    async def _ticked(self) -> None:
        await self.app.upkeep.tick()
        await self.app.delivery.deliver()

    def _in_time(self, *, known: bool) -> bool:
        """Tell whether an answer may be kept now: one that is there may be changed for longer."""
        state = self._stands().state
        if known:
            standing = state in (RoundState.OPEN, RoundState.CLOSED)
            return standing and self.clock.at < self._ends["withdrawing"]
        return state is RoundState.OPEN and self.clock.at < self._ends["closing"]

    def _turns(self, who: str, *events: Chose | Said) -> None:
        for event in events:
            self._runner.run(self._line.act(self.round, who, event))

    def _stands(self) -> Round:
        return self._runner.run(self._line.round(self.round.id))

    def _read[T](self, work: Callable[[Unit], T]) -> T | None:
        """Look; None where there is no key to look with."""
        try:
            return self._runner.run(self.app.database.run(work))
        except (NotSaved, Refused):
            return None

    def _batched(self) -> list[Answer]:
        batches = self._read(lambda unit: unit.batches(self.round.id)) or ()
        return [answer for batch in batches for answer in batch.answers]

    def _there(self, who: str) -> bool:
        return self._read(lambda unit: unit.person(address_of(who))) is not None

    def _reachable(self, who: str) -> bool:
        person = self._read(lambda unit: unit.person(address_of(who)))
        return person is not None and not person.stopped

    def _held(self, who: str) -> list[Answer]:
        def work(unit: Unit) -> list[Answer]:
            person = unit.person(address_of(who))
            return [] if person is None else [*unit.answers(self.round.id, person.id).values()]

        return self._read(work) or []

    def _texts(self, who: str) -> set[str]:
        return {answer.kept.text for answer in self._held(who) if answer.kept}

    def _gone(self, who: str, answers: list[Answer]) -> None:
        self.minds[who].never |= {answer.kept.text for answer in answers if answer.kept}
