"""Every act at the desk: who may do it, on a round in which states. And a house with all of them."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.compose import App
from bot.consultation.evaluation import AFTER, BEFORE
from bot.consultation.links import Kind, Link
from bot.consultation.model import (
    Answer,
    Group,
    Hears,
    Review,
    Role,
    Round,
    RoundState,
    Staff,
)
from bot.consultation.records import Kind as RecordKind
from bot.consultation.records import Record
from bot.consultation.redaction import Kept
from bot.consultation.telling import seen
from bot.conversation.desk import Spot
from bot.conversation.effects import (
    AskContact,
    CancelRound,
    CloseRound,
    Consent,
    Decide,
    Hear,
    Keep,
    KeepRecord,
    OpenRound,
    SaveRound,
    StartTry,
    Uncover,
)
from bot.conversation.events import CODE_CHANNEL, Address, Chose
from bot.conversation.glass import ACTS as GLASS_ACTS
from bot.deskwork import Acted, Desk
from bot.ports import Refused, Turn, Unit
from storage.tables import metadata
from tests.web.prepared import planned, told, written
from tests.web.world import GROUP, PEOPLE, ROUND, START

S = RoundState
F, C, L, P, A = Role.FACILITATOR, Role.COORDINATOR, Role.LEAD, Role.PARTNER, Role.ADMIN
OTHERS = {role: Staff(f"{n:x}e" * 16, f"Other {role}", role) for n, role in enumerate(Role, 1)}
GUS = Staff("99" * 16, "Gus Orr", F)
HAL = Staff("88" * 16, "Hal Innes", C)
EVERY = frozenset(S)
ANYWHERE: frozenset[S] = frozenset()
"""For acts that are about no round."""
ELSEWHERE: frozenset[Any] = frozenset({"elsewhere"})
"""For acts that a screen offers and the desk itself never does: the channel does them."""
OVER = frozenset({S.CLOSED, S.SEALING, S.REWRITTEN, S.SEALED})
READ = frozenset({S.OPEN, S.CLOSED})
WORDS = Kept("I told them on the bus.")
Prepare = Callable[[Unit, str], object]


@dataclass(frozen=True)
class Row:
    """Who may do an act, in which states of a round, and the verbs in the audit log, one for
    each thing it changes."""

    roles: Mapping[Role, frozenset[S]]
    verb: str
    item: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prepare: Prepare = field(default=lambda _unit, _round_id: None)
    more: str = ""
    """What the act is about, where its button says so."""


def _nothing(_unit: Unit, _round_id: str) -> None:
    return None


def _state(unit: Unit, round_id: str) -> S | None:
    round_ = unit.round(round_id)
    return None if round_ is None else round_.state


def decided(review: Review, **changes: Any) -> Prepare:
    """Let the answer be opened by the reader, and stand as it does after another's decision."""

    def prepare(unit: Unit, round_id: str) -> None:
        if _state(unit, round_id) not in READ:
            return
        for batch in unit.batches(round_id):
            for answer in batch.answers:
                if changes:
                    after = replace(answer, review=review, **changes)
                    unit.record(OTHERS[C], (Decide(after, "cover"),), None, START)
                unit.record(PEOPLE[C], (Uncover(answer.id),), None, START)

    return prepare


def trying(unit: Unit, round_id: str) -> None:
    if _state(unit, round_id) is S.DRAFT:
        link = Link("tryme", round_id, Kind.TRY, until=date(2027, 2, 20))
        unit.record(PEOPLE[F], (StartTry(link),), None, START)


def as_second(unit: Unit, round_id: str) -> None:
    round_ = unit.round(round_id)
    if round_ is not None and round_.state is S.DRAFT:
        unit.record(PEOPLE[F], (SaveRound(replace(round_, wave=AFTER)),), None, START)


def with_hal(unit: Any, round_id: str) -> None:
    """Let a third person read."""
    round_ = unit.round(round_id)
    if round_ is not None and round_.state in READ:
        unit._write_round(replace(round_, readers=(*round_.readers, HAL.id)), round_.state)


TASK = "7a" * 16
TO_DO = {"text": ("Book the hall",), "owner": (PEOPLE[F].id,), "due": ("2027-02-20",)}


def to_do(unit: Unit, round_id: str) -> None:
    task = Record(TASK, round_id, RecordKind.TASK, PEOPLE[P].id, date(2027, 2, 20), text="Ring")
    unit.record(PEOPLE[F], (KeepRecord(task),), None, START)


COVERED = {"kept": Kept("I told them."), "before": WORDS, "reason": "place"}
BY_ANOTHER = decided(Review.SECOND, **COVERED, first=OTHERS[C].id, last=OTHERS[C].id)
BUS = {"more": ("bus",), "reason": ("place",)}
WHY = {"reason": ("person",)}
SAID = {"said": ("S",), "status": ("none",), "because": ("B",)}
NAMED = {"name": ("Bo",), "role": ("lead",)}
PLACED = {"site": ("A",), "audience": ("B",), "partner": ("C",)}
LIST = {F: frozenset({S.DRAFT}), C: READ}
SHORT = {f"message-{n}": (f"Message {n}.",) for n in (1, 2, 3)}
WITH = {"with-trust": ("choice",)}
MOVED = {"day": ("2027-05-05",), "because": ("The builder fell ill.",)}
TO = {"to": (GUS.id,)}
DRAFT = {F: frozenset({S.DRAFT})}
CHECKED = frozenset({S.CLOSED, S.SEALED})
WHAT_CAME = {F: OVER}
READS = {C: READ}

ENDS = {"contacted": "request", "unreached": "request", "concern": "concern"}

MATRIX = {
    ("", "new"): Row({F: ANYWHERE}, "save"),
    ("draft", "save"): Row(DRAFT, "save", "about"),
    ("draft", "open"): Row(DRAFT, "open", "open"),
    ("round", "open"): Row(DRAFT, "open"),
    ("round", "again"): Row({F: EVERY - {S.DRAFT}}, "save"),
    ("round", "sibling"): Row({F: EVERY}, "save"),
    ("draft", "sibling"): Row({F: EVERY}, "save"),
    ("round", "after"): Row({F: READ}, "save"),
    ("attendance", "keep"): Row({F: EVERY}, "keep", "", {"table": ("Site,One\nLeith,4",)}),
    ("task", "save"): Row({F: EVERY}, "keep", "new", TO_DO),
    ("task", "done"): Row({F: EVERY}, "keep", TASK, prepare=to_do),
    ("", "done"): Row({P: ANYWHERE}, "keep", prepare=to_do, more=f":{TASK}"),
    ("time", "add"): Row(READS, "keep", "", {"minutes": ("20",)}),
    ("wave", "before"): Row(DRAFT, "save", "", {"withdraw_until": ("2027-03-26",)}),
    ("wave", "save"): Row(DRAFT, "save", "", {"apart": ("The room.",)}, as_second),
    ("wave", "alone"): Row(DRAFT, "save"),
    ("hand", "hand"): Row({F: EVERY, A: EVERY}, "hand_over", "", TO),
    ("list", "add"): Row(LIST, "list", "", {"words": ("Morven",)}),
    ("list", "empty"): Row(LIST, "list"),
    ("try", "try"): Row(DRAFT, "start_try"),
    ("try", "end"): Row(DRAFT, "end_try", prepare=trying),
    ("together", "room"): Row({F: frozenset({S.OPEN}), P: frozenset({S.OPEN})}, "start_room"),
    ("close", "close"): Row({F: frozenset({S.OPEN})}, "close"),
    ("cancel", "cancel"): Row({F: frozenset({S.OPEN, S.CLOSED})}, "cancel"),
    ("outcome", "save"): Row(WHAT_CAME, "write", "1", SAID, planned("draft")),
    ("outcome", "remove_item"): Row(WHAT_CAME, "write", "", {}, planned("draft"), ":1"),
    ("outcome", "check"): Row({F: CHECKED}, "write check", "", {}, planned("draft")),
    ("outcome", "schedule"): Row(
        WHAT_CAME, "submit", "", {"send_on": ("2027-04-02",)}, planned("draft")
    ),
    ("outcome", "unschedule"): Row(WHAT_CAME, "write", "", {}, planned("scheduled")),
    ("promise", "move"): Row({F: frozenset({S.SEALED})}, "move", "", MOVED),
    ("promise", "line"): Row(
        {F: EVERY - {S.DRAFT, S.CANCELLED}}, "line", "", {"line": ("We met.",)}
    ),
    ("outcome", "quote"): Row(
        {F: frozenset({S.SEALED})}, "write", "quotes-1", {}, planned("draft")
    ),
    ("outcome", "again"): Row({F: frozenset({S.SEALED})}, "write", "", {}, told, f":{'0d' * 16}-1"),
    ("approval", "let_go"): Row({C: OVER}, "approve", "", {}, planned("ready"), ":SEEN"),
    ("approval", "hand_back"): Row({C: OVER}, "return", "", WHY, planned("ready"), ":SEEN"),
    ("small", "put"): Row({C: frozenset({S.CLOSED})}, "put_together", "", WITH, more=":trust"),
    ("words", "export"): Row({F: ELSEWHERE}, "export"),
    ("report", "export"): Row({F: ELSEWHERE}, "export"),
    ("report", "messages"): Row({F: frozenset({S.SEALED})}, "messages", "choose", SHORT),
    ("answer", "open"): Row(READS, "uncover", "answer"),
    ("answer", "approve"): Row(READS, "approve", "answer", {}, decided(Review.WAITING)),
    ("answer", "cover"): Row(READS, "cover", "answer", BUS, decided(Review.WAITING)),
    ("answer", "restore"): Row(READS, "approve", "answer", {}, BY_ANOTHER),
    ("answer", "hold"): Row(READS, "hold", "answer", WHY, decided(Review.WAITING)),
    ("answer", "decline"): Row(READS, "decline", "answer", WHY, decided(Review.WAITING)),
    ("answer", "concern"): Row(READS, "concern", "answer", WHY, decided(Review.WAITING)),
    ("answer", "pass"): Row(READS, "pass", "answer", {}, with_hal),
    ("covered", "pass"): Row(READS, "pass", "answer", {}, with_hal),
    ("reading", "hand"): Row(READS, "hand_over", "", {"to": (HAL.id,)}),
    ("own", "note"): Row({C: ANYWHERE}, "", "", {"note": ("It was a lot.",)}),
    ("own", "cap"): Row({C: ANYWHERE}, "", "", {"cap": ("5",)}),
    ("own", "apart"): Row({C: ANYWHERE}, ""),
    ("hard", "save"): Row({L: ANYWHERE}, "save", "", {"phrases": ("hits me",)}),
    # No round here lets two leads find out whose words are: tests/storage/test_glass.py.
    **dict.fromkeys(GLASS_ACTS, Row({L: frozenset()}, "")),
    **{(at, a): Row({L: ANYWHERE}, "settle", k) for at in ("", "concern") for a, k in ENDS.items()},
    ("person", "add"): Row({A: ANYWHERE}, "invite", "new", NAMED),
    ("person", "link"): Row({A: ANYWHERE}, "invite", GUS.id),
    ("leave", "leave"): Row({A: ANYWHERE}, "remove", GUS.id),
    ("group", "save"): Row({A: ANYWHERE}, "save", "new", PLACED),
}


# --- a house with a round in every state ---------------------------------------------------------


@dataclass
class House:
    """The rounds of the people of these tests, and those of others, by state."""

    app: App
    mine: dict[S, str] = field(default_factory=dict)
    theirs: dict[S, str] = field(default_factory=dict)

    async def fill(self) -> None:
        group = replace(GROUP, people=(PEOPLE[P].id,))
        other = Group("c" * 32, "Elsewhere", "adults", "", (OTHERS[P].id,))

        def people(unit: Unit) -> None:
            for member in (*OTHERS.values(), GUS, HAL):
                unit.add_staff(member, f"token-{member.id}", date(2027, 12, 31))
            unit.add_group(group)
            unit.add_group(other)

        await self.app.database.run(people)
        both = (PEOPLE[C].id, OTHERS[C].id)
        for state in S:
            kept = replace(
                ROUND,
                age_band="under18",
                lead=PEOPLE[L].id,
                readers=both,
                two_readers=True,
                evaluation=f"e{list(S).index(state)}" * 16,
                wave=BEFORE,
                withdraw_until=date(2027, 3, 25),
                note_every=30,
            )
            foreign = replace(
                ROUND,
                facilitator=OTHERS[F].id,
                group=other.id,
                lead=OTHERS[L].id,
                readers=(OTHERS[C].id, "77" * 16),
            )
            self.mine[state] = await self._made(kept, PEOPLE[F], state, "1")
            self.theirs[state] = await self._made(foreign, OTHERS[F], state, "2")

    async def _made(self, like: Round, by: Staff, state: S, whose: str) -> str:
        number = list(S).index(state)
        made = replace(like, id=f"{whose}{number}" * 16, code=f"round{whose}{number}")
        questions = self.app.library.sets[made.question_set]
        run, sealer = self.app.database.run, self.app.database.sealer
        await run(lambda unit: unit.record(by, (SaveRound(made),), None, START))
        if state is S.DRAFT:
            return made.id
        opened = replace(made, state=S.OPEN)
        await run(lambda unit: unit.record(by, (OpenRound(opened),), questions, START))
        await run(lambda unit: self._asked(unit, opened, state))
        if state is S.OPEN:
            await self._worried(made, by)
            return made.id
        ending = CancelRound if state is S.CANCELLED else CloseRound
        ended = replace(made, state=S.CANCELLED if state is S.CANCELLED else S.CLOSED)
        await run(lambda unit: unit.record(by, (ending(ended),), None, START))
        if state in (S.SEALING, S.REWRITTEN):
            await run(lambda unit: unit.begin_sealing(made.id))
        if state is S.REWRITTEN:
            await run(lambda unit: unit.rewrite_rounds([made.id]))
        if state is S.SEALED:
            await sealer.seal(made.id)
        return made.id

    @staticmethod
    def _asked(unit: Unit, round_: Round, state: S) -> None:
        turn = Turn(round_, "", Address(CODE_CHANNEL, "", round_.id), {"channel": "web"})
        said = Answer("", "trust", kept=WORDS, quote=True)
        unit.remember(turn, (Consent(), Hear(Hears.ALL), Keep(said)), START)
        if state is S.OPEN:
            unit.remember(turn, (AskContact("ring me"),), START)
        unit.form_batch(round_.id, 1)

    async def _worried(self, made: Round, by: Staff) -> None:
        """Raise a concern about an answer, which stays with its lead."""
        reader = PEOPLE[C] if by == PEOPLE[F] else OTHERS[C]

        def work(unit: Unit) -> None:
            (answer,) = (each for batch in unit.batches(made.id) for each in batch.answers)
            unit.record(reader, (Decide(replace(answer, reason="safe"), "concern"),), None, START)

        await self.app.database.run(work)


class Undone(Exception):  # noqa: N818 - it says what happened
    """A transaction was looked at and is not to last."""


class Undoing:
    """A database in which nothing lasts: what a turn did is looked at in its own transaction."""

    def __init__(self, app: App, prepare: Callable[[Unit], object]) -> None:
        self._app = app
        self._prepare = prepare
        self.noted: list[tuple[str, str | None, str, bool]] = []
        self.moved: set[str] = set()

    async def run(self, work: Callable[[Unit], Any]) -> Any:
        done: list[Any] = []

        def looked_at(unit: Any) -> None:
            self._prepare(unit)
            before = rows_of(unit)
            try:
                done[:] = [work(unit)]
            except Refused as refused:
                # Whatever went before it is undone with it.
                done[:], self.noted, self.moved = [refused], [], set()
                raise Undone from None
            after = rows_of(unit)
            new = [row for row in after["audit"] if row not in before["audit"]]
            self.noted = [(r.verb, r.actor, r.object_type, r.object is None) for r in new]
            self.moved = {name for name, rows in after.items() if rows != before[name]}
            raise Undone

        with suppress(Undone):
            await self._app.database.run(looked_at)
        if isinstance(done[0], Refused):
            raise done[0]
        return done[0]

    async def destroy(self, round_id: str) -> None:
        """Leave the key of a round: its cancelling did not last."""


_ALL = {table.name: select(table) for table in metadata.sorted_tables}


def rows_of(unit: Any) -> dict[str, list[Any]]:
    # That a delivery was seen is no effect of an act.
    return {name: unit._sql.all(look) for name, look in _ALL.items() if name != "inbound_seen"}


async def tried(
    house: House, me: Staff, act: tuple[str, str], round_id: str, item: str | None = None
) -> tuple[Acted, Undoing]:
    """Let somebody try an act at a round, with all that it takes to do it."""
    row = MATRIX[act]
    place, name = act
    near = round_id or house.mine[S.OPEN]
    prepare = row.prepare if me.role in row.roles and near in house.mine.values() else _nothing
    held = Undoing(house.app, lambda unit: prepare(unit, near))
    app = house.app
    desk = Desk(held, app.library, app.detector, held, app.clock)  # type: ignore[arg-type]
    named = await _item(house, row, near) if item is None else item
    action = (
        f"{name}:{named}"
        if name in ("contacted", "unreached", "concern") and place != "answer"
        else name + row.more.replace("SEEN", seen(written(near, "ready")))
    )
    spot = Spot(place, round_id, named if place in _WITH_ITEM else "")
    return await desk.act(me, spot, Chose(action, row.values), "00" * 16), held


_WITH_ITEM = ("answer", "covered", "draft", "outcome", "person", "leave", "group", "task")


async def _item(house: House, row: Row, round_id: str) -> str:
    if row.item not in ("answer", "request", "concern"):
        return row.item

    def find(unit: Unit) -> str:
        lead = PEOPLE[L] if round_id in house.mine.values() else OTHERS[L]
        if row.item == "request":
            return unit.requests(lead.id)[0].id
        if row.item == "concern":
            return unit.concerns(lead.id)[0].id
        found = [each.id for batch in unit.batches(round_id) for each in batch.answers]
        return found[0] if found else "d" * 32

    return await house.app.database.run(find)
