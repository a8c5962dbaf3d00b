"""Seals one round again and again, in a process of its own each time, which is killed on the way.

Run as a program: the folder to work in, the sealer, the database, and either ``every``, ``some``,
``few`` or how often to kill at random and a seed. Prints in JSON what was wrong after each kill, by
where it came.

A crash point is a moment just before something that changes what is stored: a statement that
writes, a commit, a step, something done to a file of the keys, a while of a VACUUM. They are not
named anywhere; they are found by doing it. (Before a statement that reads all is as it was after
the last that wrote.)
"""

import asyncio
import json
import os
import pickle
import random
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from tests.attacks.kills import house
from tests.attacks.kills.wrong import SEALERS
from tests.postgresql import server

LABEL = 60
WHILE = 300
"""Instructions of SQLite's machine between two crash points inside a VACUUM."""
CHANGES = ("INSERT", "UPDATE", "DELETE", "COMMIT", "VACUUM", "PRAGMA wal", "TRUNCATE", "CREATE")
"""How statements begin that change what is stored."""


class Points:
    """Counts crash points, and ends the process at one of them."""

    def __init__(self, last: int | None = None) -> None:
        self.seen: list[str] = []
        self._last = last
        self._lock = threading.Lock()

    def __call__(self, name: str) -> None:
        with self._lock:
            if len(self.seen) == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)
            self.seen.append(name[:LABEL])

    def stated(self, said: str) -> None:
        """A statement comes. Of rows that are added one after the other two are enough."""
        if said.startswith(CHANGES) and self.seen[-2:] != [f"sql {said}"[:LABEL]] * 2:
            self(f"sql {said}")


def watch(points: Points, keys: Path) -> None:
    """Count each moment of this process from now on."""
    _watch_sqlite(points)
    _watch_postgresql(points)
    _before(os, "fsync", lambda *_: points("file fsync"))
    _before(os, "pwrite", lambda *_: points("file overwrite"))

    def heard(what: str, args: tuple[Any, ...]) -> None:
        changes = what in ("os.remove", "os.rename") or (what == "open" and args[2] & os.O_CREAT)
        if changes and str(keys) in str(args[0]):
            points(f"file {what}")

    sys.addaudithook(heard)


def _watch_sqlite(points: Points) -> None:
    @event.listens_for(Engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        if not hasattr(connection, "set_trace_callback"):
            return
        under_way = [""]

        def traced(said: str) -> None:
            under_way[0] = said
            points.stated(said)

        def passing() -> None:
            if under_way[0] == "VACUUM":
                points("inside VACUUM")

        connection.set_trace_callback(traced)
        connection.set_progress_handler(passing, WHILE)


def _watch_postgresql(points: Points) -> None:
    for name in ("execute", "executemany"):
        _before(psycopg.Cursor, name, lambda _, said, *_more: points.stated(str(said)))
    _before(psycopg.Connection, "commit", lambda *_: points("sql COMMIT"))


def _before(owner: Any, name: str, tell: Callable[..., None]) -> None:
    plain = getattr(owner, name)

    def watched(*args: Any, **more: Any) -> Any:
        tell(*args)
        return plain(*args, **more)

    setattr(owner, name, watched)


def forked(work: Callable[[], object], after: float | None = None) -> bool:
    """Do something in a process of its own; tell whether it was killed, by itself or by us."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it was, the process ends here
            traceback.print_exc()
        os._exit(code)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    if not killed and status:
        raise RuntimeError("a child failed")
    return killed


class Kills:
    """One sealer on one database."""

    def __init__(self, folder: Path, sealer: str, backend: str) -> None:
        self._folder = folder
        self._sealer = SEALERS[sealer]
        self._template = ""
        (folder / "ready").mkdir(mode=0o700)
        lent = None
        if backend == "postgresql":
            lent = server()._new("ready")
            self._template = lent.name
        self._ready: house.Ready = self._of_a_child(lambda: house.prepare(folder / "ready", lent))

    def points(self) -> list[str]:
        """Return every crash point of a sealing that nobody disturbs."""

        def count() -> list[str]:
            points = Points()
            self._seal(folder, url, points)
            return points.seen

        with self._copy() as (folder, url):
            return list(self._of_a_child(count))

    def lasts(self) -> float:
        """Return how many seconds a sealing takes, the start of its process included."""
        with self._copy() as (folder, url):
            start = time.monotonic()
            forked(lambda: self._seal(folder, url, Points()))
            return time.monotonic() - start

    def at(self, last: int | None, after: float | None = None) -> list[str]:
        """Kill a sealing at a crash point, or after some seconds wherever it is. Return what is
        wrong once another has gone on with it."""
        with self._copy() as (folder, url):
            killed = forked(lambda: self._seal(folder, url, Points(last)), after)
            if last is not None and not killed:
                return ["it was not killed"]
            sealer = self._sealer
            return list(
                self._of_a_child(lambda: house.violations(folder, url, self._ready, sealer))
            )

    def _seal(self, folder: Path, url: str, points: Points) -> None:
        watch(points, folder / "keys")
        database = house.opened(
            folder, url, self._ready, self._sealer, lambda step: points(f"step {step}")
        )
        asyncio.run(database.sealer.seal(self._ready.round))

    def _of_a_child(self, work: Callable[[], Any]) -> Any:
        told = self._folder / "told"
        forked(lambda: told.write_bytes(pickle.dumps(work())))
        return pickle.loads(told.read_bytes())  # noqa: S301 - our own

    @contextmanager
    def _copy(self) -> Iterator[tuple[Path, str]]:
        """A copy of what is ready, and where its database is if that is PostgreSQL."""
        folder, url = self._folder / "copy", ""
        shutil.copytree(self._folder / "ready", folder)
        name = f"copy_{self._template}"
        if self._template:
            server().execute(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY WAL_LOG")
            url = server().url(name).render_as_string(hide_password=False)
        yield folder, url
        if self._template:
            server().execute(f"DROP DATABASE {name} WITH (FORCE)")
        shutil.rmtree(folder)


def lasting(points: list[str]) -> list[int]:
    """Return the points right before and right after something begins to last."""
    near = [n for n, name in enumerate(points) if "COMMIT" in name or name.startswith("file")]
    return sorted({each for n in near for each in (n, n + 1) if each < len(points)})


def main(folder: str, sealer: str, backend: str, how: str, seed: str = "0") -> None:
    """Kill as often as asked for."""
    kills = Kills(Path(folder), sealer, backend)
    if not how.isdecimal():
        points = kills.points()
        chosen = {"every": [*range(len(points))], "some": lasting(points)}
        chosen["few"] = chosen["some"][::4]
        found = [(points[number], kills.at(number)) for number in chosen[how]]
    else:
        chance, lasts = random.Random(seed), kills.lasts()
        moments = [chance.uniform(0, 1.1 * lasts) for _ in range(int(how))]
        found = [(f"{moment:.4f}", kills.at(None, moment)) for moment in moments]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
