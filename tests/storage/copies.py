"""Copies of a database, put in its place later: what an operator does on a bad day."""

import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from storage.tables import metadata
from tests.postgresql import server

TABLES = [table.name for table in metadata.sorted_tables]


def back_up(world: Any) -> Callable[[], None]:
    """Copy the database as it stands; returns what puts the copy in its place and starts again."""
    if world.lent is None:
        copy = world.folder / f"copy-{secrets.token_hex(4)}.db"
        with closing(sqlite3.connect(world.file)) as source:
            source.execute("VACUUM INTO ?", [str(copy)])

        def restore() -> None:
            world.database.close()
            for end in ("-wal", "-shm"):
                world.file.with_name(world.file.name + end).unlink(missing_ok=True)
            shutil.copy(copy, world.file)
            world.restart()

        return restore
    name = f"copy_{secrets.token_hex(4)}"
    world.lent.spoiled = True
    with server().connected(world.lent.name) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
        for table in TABLES:
            connection.execute(f"CREATE TABLE {name}.{table} AS TABLE public.{table}".encode())

    def put_back() -> None:
        world.database.close()
        with server().connected(world.lent.name) as connection:
            connection.execute(b"SET session_replication_role = replica")
            connection.execute(f"TRUNCATE {', '.join(TABLES)}".encode())
            for table in TABLES:
                back = f"INSERT INTO {table} SELECT * FROM {name}.{table}"  # noqa: S608 - our names
                connection.execute(back.encode())
        world.restart()

    return put_back
