"""A database in a folder of its own, and short ways to do what people and staff do."""

import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.consultation.model import Answer, Hears, Outcome, Review, Role, Round, RoundState, Staff
from bot.consultation.redaction import Kept
from bot.conversation.effects import (
    CloseRound,
    Consent,
    ContributorEffect,
    Decide,
    Hear,
    Keep,
    OpenRound,
    SaveRound,
    StaffEffect,
)
from bot.conversation.events import CODE_CHANNEL, Address
from bot.ports import Turn, Unit
from prompts.library import Library
from prompts.schema import QuestionSet
from storage.database import StoredDatabase, open_database
from storage.folder import Folder
from storage.keys import KeyStore
from storage.sealing import Step
from tests.outcomes import goes_out
from tests.postgresql import Lent, server
from tests.sqlite import ready

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
QUESTIONS = ("trust", "choice", "safety", "collaboration", "empowerment")
IDENTITY = ("contributor", "enrolment", "do_not_contact", "audience", "outbox")


_HEX = re.compile(r"\bx'([0-9a-f]*)'")
_MORE_THAN_ROWS = re.compile(r"\s*(CREATE|ALTER|DROP)\b", re.IGNORECASE)


@dataclass
class World:
    """One installation: its folder, its keys, its database, its staff. ``lent`` is its database on
    PostgreSQL; on SQLite it is a file in the folder."""

    folder: Path
    questions: QuestionSet = field(repr=False)
    lent: Lent | None = None
    busy_seconds: float = 0.05
    kek: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    after_step: Callable[[Step], None] = lambda _step: None

    def __post_init__(self) -> None:
        self.facilitator = self.a_staff(Role.FACILITATOR, "Fiona")
        self.reader = self.a_staff(Role.COORDINATOR, "Rory")
        self.other_reader = self.a_staff(Role.COORDINATOR, "Ruth")
        self.lead = self.a_staff(Role.LEAD, "Lee")
        self.keys = KeyStore.open(Folder(self.folder / "keys"), self.kek, create=True)
        if self.lent is None:
            ready(self.file)
        self.database = self._open()

    @staticmethod
    def a_staff(role: Role, name: str) -> Staff:
        return Staff(secrets.token_hex(16), name, role)

    @staticmethod
    def said(question: str, text: str, *, quote: bool = True) -> Answer:
        return Answer("", question, kept=Kept(text), quote=quote)

    @staticmethod
    def picked(question: str, *options: str) -> Answer:
        return Answer("", question, picks=options, review=Review.NONE)

    @property
    def file(self) -> Path:
        return self.folder / "heardback.db"

    @property
    def url(self) -> str:
        return self.lent.url if self.lent else f"sqlite:///{self.file}"

    def _open(self) -> StoredDatabase:
        return open_database(
            self.url,
            self.keys,
            busy_seconds=self.busy_seconds,
            today=lambda: TODAY,
            after_step=lambda step: self.after_step(step),  # noqa: PLW0108 - tests change it later
        )

    def restart(self) -> None:
        """Start again as a new process would: from the files alone."""
        self.database.close()
        self.keys = KeyStore.open(Folder(self.folder / "keys"), self.kek, create=False)
        self.database = self._open()

    async def run[T](self, work: Callable[[Unit], T]) -> T:
        return await self.database.run(work)

    async def record(
        self, staff: Staff, *effects: StaffEffect, now: datetime = NOW, pin: bool = True
    ) -> None:
        questions = self.questions if pin else None
        await self.run(lambda unit: unit.record(staff, effects, questions, now))

    async def draft(self, **changes: Any) -> Round:
        blank = Round(
            id=secrets.token_hex(16),
            code=secrets.token_hex(5),
            title="A round",
            opens_on=TODAY,
            closes_on=TODAY + timedelta(days=14),
            withdraw_until=TODAY + timedelta(days=28),
            tell_by=TODAY + timedelta(days=60),
            facilitator=self.facilitator.id,
            lead=self.lead.id,
            readers=(self.reader.id, self.other_reader.id),
            two_readers=False,
            k=3,
        )
        round_ = replace(blank, **changes)
        await self.record(self.facilitator, SaveRound(round_))
        return round_

    async def opened(self, **changes: Any) -> Round:
        round_ = replace(await self.draft(**changes), state=RoundState.OPEN)
        await self.record(self.facilitator, OpenRound(round_))
        return round_

    async def closed(self, round_: Round) -> Round:
        closed = replace(round_, state=RoundState.CLOSED)
        await self.record(self.facilitator, CloseRound(closed))
        return closed

    async def turn(
        self,
        round_: Round,
        who: str | Address,
        *effects: ContributorEffect,
        now: datetime = NOW,
        preview: bool = False,
    ) -> str:
        """Let the person behind a code, or at an address, do something; return the person's id."""
        address, contact = who, {"channel": "slack"}
        if not isinstance(address, Address):
            address = Address(CODE_CHANNEL, "", address)
            contact = {"channel": "web", "code": f"code of {who}"}
        turn = Turn(round_, "", address, contact, preview)
        return await self.run(lambda unit: unit.remember(turn, effects, now))

    async def join(self, round_: Round, who: str | Address, hears: Hears = Hears.ALL) -> str:
        return await self.turn(round_, who, Consent(), Hear(hears))

    async def say(self, round_: Round, who: str, question: str, text: str) -> None:
        await self.turn(round_, who, Keep(self.said(question, text)))

    async def plans(self, outcome: Outcome, now: datetime = NOW) -> Outcome:
        """Let an outcome be written and let go out; return it as it stands then."""
        await self.run(lambda u: goes_out(u, self.facilitator, self.reader, outcome, now))
        found = await self.run(lambda u: u.outcomes(outcome.round))
        return next(each for each in found if each.id == outcome.id)

    async def approve_all(self, round_: Round) -> None:
        await self.run(lambda unit: unit.form_batch(round_.id, 1))
        for batch in await self.run(lambda unit: unit.batches(round_.id)):
            for answer in batch.answers:
                if answer.review is Review.WAITING:
                    decided = replace(
                        answer, review=Review.APPROVED, first=self.reader.id, last=self.reader.id
                    )
                    await self.record(self.reader, Decide(decided, "approve"))

    async def asked(self, people: int = 6, **changes: Any) -> tuple[Round, dict[str, list[str]]]:
        """An open round in which everybody answered everything; who said what."""
        round_ = await self.opened(**changes)
        texts: dict[str, list[str]] = {}
        for number in range(people):
            who = f"person{number}"
            await self.join(round_, who)
            texts[who] = [
                f"canary {who} {question} {secrets.token_hex(8)}" for question in QUESTIONS
            ]
            for question, text in zip(QUESTIONS, texts[who], strict=True):
                await self.say(round_, who, question, text)
        return round_, texts

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look at the database as somebody who stole it would; changes are committed.

        Statements and results are SQLite's. Without an order of their own PostgreSQL's rows come
        sorted, as SQLite's come in the order of their keys.
        """
        if self.lent is None:
            with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
                return connection.execute(statement, values).fetchall()
        self.lent.spoiled |= _MORE_THAN_ROWS.match(statement) is not None
        theirs = _HEX.sub(r"'\\x\1'::bytea", statement.replace("%", "%%").replace("?", "%s"))
        with server().connected(self.lent.name) as connection:
            cursor = connection.execute(theirs.encode(), values)
            rows = cursor.fetchall() if cursor.description else []
        plain = [tuple(_plain(value) for value in row) for row in rows]
        return plain if "ORDER BY" in statement else sorted(plain, key=repr)

    def dump(self, tables: Sequence[str] = IDENTITY) -> dict[str, list[tuple[Any, ...]]]:
        return {table: self.sql(f"SELECT * FROM {table}") for table in tables}  # noqa: S608

    def bytes_on_disk(self) -> bytes:
        """What lies in the files of the database while it is open: SQLite's file, its log and the
        index of the log; PostgreSQL's tables, indexes and statistics without its log."""
        if self.lent is not None:
            return server().bytes_of(self.lent.name)
        names = [self.file, Path(f"{self.file}-wal"), Path(f"{self.file}-shm")]
        return b"\n".join(name.read_bytes() for name in names if name.exists())

    @contextmanager
    def held_by_another(self) -> Iterator[None]:
        """Let somebody else keep everybody from writing."""
        if self.lent is not None:
            with server().connected(self.lent.name) as other, other.transaction():
                other.execute("LOCK TABLE vault IN ACCESS EXCLUSIVE MODE")
                yield
            return
        with closing(sqlite3.connect(self.file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")

    @contextmanager
    def read_by_another(self) -> Iterator[None]:
        """Let somebody else read the vault, and go on seeing what they have seen."""
        if self.lent is not None:
            with server().connected(self.lent.name) as reader, reader.transaction():
                reader.execute("SELECT count(*) FROM vault")
                yield
            return
        with closing(sqlite3.connect(self.file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM vault").fetchall()
            yield
            reader.execute("ROLLBACK")

    def no_deleting(self, table: str) -> Callable[[], object]:
        """Let the database refuse to delete from a table; returns what ends that."""
        if self.lent is None:
            self.sql(
                f"CREATE TRIGGER no BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'x'); END"
            )
            return lambda: self.sql("DROP TRIGGER no")
        self.sql(
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'x'; END $$"
        )
        self.sql(f"CREATE TRIGGER no BEFORE DELETE ON {table} EXECUTE FUNCTION no()")
        return lambda: self.sql(f"DROP TRIGGER no ON {table}")

    def unguard_audit(self) -> None:
        """Do away with what keeps the audit log as it is."""
        if self.lent is not None:
            self.sql("DROP TRIGGER audit_keeps ON audit")
            return
        for act in ("INSERT", "UPDATE", "DELETE"):
            self.sql(f"DROP TRIGGER audit_keeps_{act}")

    def key_files(self) -> set[str]:
        return {path.name for path in (self.folder / "keys").iterdir()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Every test of storage runs on both; one that is about one of them alone says so."""
    return str(request.param)


@pytest.fixture(scope="session")
def question_set() -> QuestionSet:
    return Library.load().sets["five-principles"]


@pytest.fixture
def make_world(backend: str, question_set: QuestionSet) -> Iterator[Callable[[Path], World]]:
    with ExitStack() as stack:

        def make(folder: Path) -> World:
            lent = None
            if backend == "postgresql":
                lent = stack.enter_context(server().database())
            world = World(folder, question_set, lent)
            # Tests put other databases in its place.
            stack.callback(lambda: world.database.close())  # noqa: PLW0108
            return world

        yield make


@pytest.fixture
def world(tmp_path: Path, make_world: Callable[[Path], World]) -> World:
    return make_world(tmp_path)
