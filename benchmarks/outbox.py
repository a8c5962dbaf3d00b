"""Claiming and marking messages, beside the bare driver, and beside one job a message in APScheduler.

The floor does on the driver what has to be done with each batch of two hundred: the same claim, with the
rule that nobody hears from us twice in a week, their contacts read and opened, each row marked, one commit.
What is not in it is the product: its rules, its types, its checks. A second floor claims without the rule.
"""

import asyncio
import json
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

import psycopg
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import make_url

from app.compose import App, build
from benchmarks.delivery import prepare, settings_of
from benchmarks.write import server
from benchmarks.write_chats import ROUND
from bot.conversation.events import Address
from bot.ports import Unit
from bot.telling import Ended
from storage.lanes import any_of, claim_in, named
from storage.people import contributor_place
from storage.queue import _over_on
from storage.sqlite import open_engine
from storage.statement import Book
from storage.tables import contributor, outbox
from storage.unit import StoredUnit

ROUNDS: Final = 5
BATCH: Final = 200
ROWS: Final = 4_000
JOBS: Final = 500
PLANNED: Final = 100_000
_LEASE: Final = 60.0


class Batches:
    """The rows of one installation, claimed and marked by ours or by a driver."""

    def __init__(self, app: App, url: str) -> None:
        self.app = app
        self.url = url
        self.days = {ROUND.id: datetime.now(UTC).date()}
        self.now = datetime.now(UTC)

    async def fresh(self) -> None:
        """Let every row wait again."""
        self._execute("UPDATE outbox SET state = 'planned', lease = NULL")
        self.now += timedelta(seconds=1)

    async def ours(self) -> int:
        """Claim and mark all as the product does; return how many."""
        done = 0
        while found := await self.app.database.run(
            lambda unit: unit.claim(self.days, self.now, BATCH, _LEASE, "outbox:/T0", asking=())
        ):
            ended = [(due, Ended("sent")) for due in found]
            await self.app.database.run(lambda unit, e=ended: unit.settle_all(e))  # type: ignore[misc]
            done += len(found)
        return done

    def floor(self, *, rule: bool) -> int:
        """Do the same on the driver."""
        keys, book = self.app.keys, Book(self.app.database._engine.dialect)
        values = {
            "at": self.now.timestamp(),
            "back": -self.now.timestamp(),
            "until": self.now.timestamp() + _LEASE,
            "day0": self.days[ROUND.id],
            "week0": self.days[ROUND.id] - timedelta(days=7),
            "round0_0": ROUND.id,
            "way": "/T0",
            "most": BATCH,
        }
        claim = book.find(claim_in(outbox, (1,), 0, lane=True), tuple(values))
        text, bound = claim.text, claim.values(values)
        if not rule:
            text, bound = _plain(self.app, values)
        mark = book.find(_over_on, ("row", "token", "day"))
        people = contributor.select().with_only_columns(
            contributor.c.id, contributor.c.tenant, contributor.c.contact_ct, contributor.c.state
        )
        done = 0
        with self._connected() as connection:
            while True:
                cursor = connection.cursor()
                _begin(cursor, self.url)
                cursor.execute(text, bound)
                columns = [column[0] for column in cursor.description]
                rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
                if not rows:
                    connection.rollback()
                    return done
                size, ids = named([row["contributor"].hex() for row in rows])
                ask = book.find(any_of(people, contributor.c.id, size), tuple(ids))
                cursor.execute(ask.text, ask.values(ids))
                for id_, tenant, sealed, _state in cursor.fetchall():
                    place = contributor_place(id_.hex(), json.loads(tenant))
                    json.loads(keys.contact.open(sealed, place))
                connection.commit()
                _begin(cursor, self.url)
                day = self.days[ROUND.id]
                marks = [
                    {"row": row["id"].hex(), "token": row["lease"], "day": day} for row in rows
                ]
                cursor.executemany(mark.text, [mark.values(each) for each in marks])
                connection.commit()
                done += len(rows)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self.url.startswith("postgresql"):
            plain = make_url(self.url).set(drivername="postgresql")
            with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
                yield connection
            return
        engine = open_engine(self.url, 5)
        raw: Any = engine.raw_connection().driver_connection
        try:
            yield raw
        finally:
            raw.close()
            engine.dispose()

    def _execute(self, statement: str) -> None:
        with self._connected() as connection:
            connection.execute(statement)
            connection.commit()


def _begin(cursor: Any, url: str) -> None:
    if url.startswith("sqlite"):
        cursor.execute("BEGIN IMMEDIATE")


def _plain(app: App, values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Return a claim that knows nothing of the week."""
    sign = "?" if app.database.one_server else "%s"
    skip = "" if app.database.one_server else " FOR UPDATE SKIP LOCKED"
    text = (
        "WITH due AS (SELECT id FROM outbox WHERE state = 'planned' "  # noqa: S608 - no value is in it
        f"AND (lease IS NULL OR lease <= {sign}) AND lane = {sign} AND due_day <= {sign} "
        f"ORDER BY due_day, id LIMIT {BATCH}{skip}) "
        f"UPDATE outbox SET lease = {sign} WHERE id IN (SELECT id FROM due) "
        "RETURNING id, contributor, lease"
    )
    day = values["day0"].isoformat() if app.database.one_server else values["day0"]
    return text, (values["at"], json.dumps(values["way"]), day, values["until"])


async def _compared(name: str, folder: Path, url: str, rows: int) -> dict[str, float]:
    settings = settings_of(folder, "http://127.0.0.1:9/api", url=url)
    await prepare(settings, rows, 1)
    ratios: list[float] = []
    plain: list[float] = []
    rates: list[float] = []
    async with build(settings) as app:
        batches = Batches(app, settings.database)
        for _ in range(ROUNDS):
            taken = []
            for work in (
                batches.ours,
                lambda: asyncio.to_thread(batches.floor, rule=True),
                lambda: asyncio.to_thread(batches.floor, rule=False),
            ):
                await batches.fresh()
                start = time.perf_counter()
                if await work() != rows:
                    raise AssertionError("not every row was claimed once")
                taken.append(time.perf_counter() - start)
            ratios.append(taken[1] / taken[0])
            plain.append(taken[2] / taken[0])
            rates.append(rows / taken[0])
    return {
        f"outbox_vs_{name}": median(ratios),
        f"outbox_vs_{name}_without_the_week": median(plain),
        f"outbox_on_{name}_rows_a_second": median(rates),
    }


def _job() -> None:
    """Do nothing: what is measured is finding and marking it."""


def _jobs(folder: Path, jobs: int) -> float:
    """Return the rows a second of one job a message in APScheduler's store, on SQLite."""
    store = SQLAlchemyJobStore(url=f"sqlite:///{folder}/{secrets.token_hex(4)}.db")
    scheduler = BackgroundScheduler(
        jobstores={"default": store},
        executors={"default": ThreadPoolExecutor(8)},
        job_defaults={"misfire_grace_time": None, "max_instances": 1},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    due = datetime.now(UTC)
    for _ in range(jobs):
        scheduler.add_job(_job, "date", run_date=due)
    start = time.perf_counter()
    scheduler.resume()
    while scheduler.get_jobs():
        time.sleep(0.01)
    took = time.perf_counter() - start
    scheduler.shutdown()
    return jobs / took


async def planning(folder: Path, url: str, people: int) -> float:
    """Return the seconds in which an outcome is planned for so many people, the commit included."""
    settings = settings_of(folder, "http://127.0.0.1:9/api", url=url)
    await prepare(settings, 1, 1)
    async with build(settings) as app:

        def join(unit: Unit, count: int) -> list[Any]:
            if not isinstance(unit, StoredUnit):
                raise TypeError(unit)
            made = [
                unit._create(Address("slack", "/T0", secrets.token_hex(8)), {"channel": "slack"})
                for _ in range(count)
            ]
            rows = [{"round": ROUND.id, "question": "", "contributor": id_} for id_ in made]
            from storage.tables import audience

            unit._sql.write(audience.insert(), rows)
            return made

        for _ in range(people // 5_000 or 1):
            await app.database.run(lambda unit: join(unit, min(5_000, people)))
        start = time.perf_counter()
        written = await app.database.run(_tell)
        took = time.perf_counter() - start
        if written < people:
            raise AssertionError(written)
        return took


def _tell(unit: Unit) -> int:
    if not isinstance(unit, StoredUnit):
        raise TypeError(unit)
    return unit._tell_audience(ROUND.id, ROUND.id, "outcome:planning", datetime.now(UTC).date())


def compared(name: str, url: Callable[[str], str], rows: int, people: int) -> dict[str, float]:
    """Return the figures of one database."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        figures = asyncio.run(_compared(name, Path(one), url("claims"), rows))
        took = asyncio.run(planning(Path(two), url("plans"), people))
    return figures | {f"planning_{people}_on_{name}_s": took}


def measure() -> dict[str, float]:
    """Return the ratios of claiming and marking, and the seconds of planning."""
    figures = compared("sqlite3", lambda _: "", ROWS, PLANNED)
    with server() as make:
        figures |= compared("psycopg", make, ROWS, PLANNED)
    with tempfile.TemporaryDirectory() as folder:
        jobs = median(_jobs(Path(folder), JOBS) for _ in range(3))
    return figures | {
        "outbox_vs_apscheduler": figures["outbox_on_sqlite3_rows_a_second"] / jobs,
        "apscheduler_jobs_a_second": jobs,
    }


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:50} {value:12.3f}")
