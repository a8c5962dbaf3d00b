"""The tables: how they are made, brought up to date and taken back, and how rows are found."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, Double, Engine, Float, LargeBinary, Time, create_engine, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.ports import NotSaved
from storage import migrations
from storage.database import open_database
from storage.postgresql import STAY
from storage.tables import LOOSE, Id, Words, metadata
from tests.postgresql import server

only_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)

IN_ORDER_OF_ARRIVAL = {"audit"}
MOMENTS = {"lease", "free"}


def described(engine: Engine) -> dict[str, Any]:
    """Everything there is to know of a database's tables."""
    seen = inspect(engine)
    return {
        name: (
            [
                (each["name"], str(each["type"]), each["nullable"])
                for each in seen.get_columns(name)
            ],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted(map(repr, seen.get_foreign_keys(name))),
            sorted(map(_index, seen.get_indexes(name))),
            sorted(map(repr, seen.get_unique_constraints(name))),
            sorted(map(repr, seen.get_check_constraints(name))),
        )
        for name in seen.get_table_names()
    }


def _index(index: Any) -> str:
    where = [str(value) for name, value in index["dialect_options"].items() if "where" in name]
    return repr((index["name"], index["column_names"], index["unique"], where))


@contextmanager
def blank(backend: str, folder: Path) -> Iterator[Engine]:
    """An engine on a database without tables."""
    if backend == "sqlite":
        engine = create_engine(f"sqlite:///{folder}/blank.db")
        yield engine
        engine.dispose()
        return
    with server().blank() as lent:
        engine = create_engine(lent.url)
        yield engine
        engine.dispose()


def alembic(engine: Engine, act: Any, *args: str) -> None:
    with engine.begin() as connection:
        act(migrations.config(connection), *args)


def test_the_history_makes_the_tables_the_code_knows(backend: str, tmp_path: Path) -> None:
    with blank(backend, tmp_path) as engine:
        migrations.upgrade(engine)
        alembic(engine, command.check)
        migrations.upgrade(engine)
        alembic(engine, command.check)


def test_each_step_of_the_history_can_be_taken_back_and_made_again(
    backend: str, tmp_path: Path
) -> None:
    with blank(backend, tmp_path) as engine:
        with engine.connect() as connection:
            scripts = ScriptDirectory.from_config(migrations.config(connection))
        steps = [script.revision for script in scripts.walk_revisions()][::-1]
        seen = []
        for step in steps:
            alembic(engine, command.upgrade, step)
            seen.append(described(engine))
        for earlier in reversed(range(len(steps) - 1)):
            alembic(engine, command.downgrade, steps[earlier])
            assert described(engine) == seen[earlier]
        alembic(engine, command.downgrade, "base")
        assert set(described(engine)) <= {"alembic_version"}
        migrations.upgrade(engine)
        assert described(engine) == seen[-1]
        alembic(engine, command.check)


def test_several_processes_may_start_at_once(backend: str, tmp_path: Path) -> None:
    with blank(backend, tmp_path) as engine, engine.connect() as other:
        with other.begin():
            if backend == "postgresql":
                other.execute(migrations.IN_LINE)
            waits = create_engine(
                engine.url,
                connect_args={"options": "-c lock_timeout=50"}
                if other.dialect.name == "postgresql"
                else {"timeout": 0.05},
            )
            if backend == "sqlite":
                other.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(Exception, match="lock"):
                migrations.upgrade(waits)
            waits.dispose()
        migrations.upgrade(engine)


def test_no_column_can_hold_a_moment_but_a_lease_and_a_workspaces_pace(world: Any) -> None:
    columns = [
        (column["name"], column["type"])
        for table in metadata.tables
        for column in inspect(world.database._engine).get_columns(table)
    ]
    moments = (DateTime, Time, Float, Double)
    assert {name for name, kind in columns if isinstance(kind, moments)} == MOMENTS
    assert not [name for name, _ in columns if name.endswith("_at")]


@only_sqlite
def test_every_table_but_the_audit_log_is_clustered_by_its_key(world: Any) -> None:
    tables = world.sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    loose = {name for name, sql in tables if not sql.rstrip().upper().endswith("WITHOUT ROWID")}
    assert loose == IN_ORDER_OF_ARRIVAL
    assert {"contributor", "vault", "quote", "alembic_version"} <= {name for name, _ in tables}


@only_sqlite
def test_the_file_has_the_rules_the_code_knows(world: Any) -> None:
    """What Alembic does not compare: lengths, checks, foreign keys."""
    made = {
        sql.split("(")[0].split()[-1].strip('"'): sql
        for (sql,) in world.sql("SELECT sql FROM sqlite_master WHERE type = 'table'")
    }
    for table in metadata.tables.values():
        known = str(CreateTable(table).compile(dialect=sqlite.dialect()))
        assert _rules(made[table.name]) == _rules(known), table.name


def _rules(sql: str) -> set[str]:
    """The lines of a table's definition, whatever their order."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")].replace("\t", " ").replace("\n", " ")
    return {" ".join(part.split()) for part in body.split(", ")}


@only_postgresql
def test_the_server_has_the_rules_the_code_knows(world: Any) -> None:
    """Made by the history and made by the code, the tables are the same."""
    with server().blank() as lent:
        engine = create_engine(lent.url)
        metadata.create_all(engine)
        known = described(engine)
        engine.dispose()
    made = described(world.database._engine)
    assert made.pop("alembic_version")
    assert made == known


@only_postgresql
def test_the_server_keeps_no_samples_of_what_points_at_a_person(world: Any) -> None:
    """Statistics hold values of rows, and outlive them."""
    sampled = world.sql(
        "SELECT relname, attname FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid "
        "WHERE attnum > 0 AND relkind = 'r' AND relnamespace = 'public'::regnamespace "
        "AND attstattarget IS DISTINCT FROM 0 AND NOT attisdropped"
    )
    pointing = {
        (table.name, column.name)
        for table in metadata.tables.values()
        if table.name not in STAY
        for column in table.columns
        if isinstance(column.type, LargeBinary | Words)
        or (isinstance(column.type, Id) and column.primary_key and column.name != "round")
        or any(key.column.table.name == "contributor" for key in column.foreign_keys)
    }
    assert len(pointing) >= 20
    assert pointing & set(sampled) == set()


def test_the_tables_fit_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in metadata.tables.values():
        made = str(CreateTable(table).compile(dialect=dialect))
        assert "ROWID" not in made
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


async def test_only_the_owner_can_read_the_files(world: Any) -> None:
    await world.opened()
    files = [*world.folder.glob("heardback.db*"), *(world.folder / "keys").iterdir()]
    assert len(files) > 5
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@only_sqlite
def test_the_file_is_opened_to_last(world: Any) -> None:
    with world.database._engine.connect() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("secure_delete") == 1
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") == 50


@only_postgresql
def test_a_connection_waits_as_long_as_it_was_told_and_sees_what_is_committed(world: Any) -> None:
    with world.database._engine.connect() as connection:

        def setting(name: str) -> object:
            return connection.exec_driver_sql(f"SHOW {name}").scalar()

        assert setting("lock_timeout") == "50ms"
        assert setting("transaction_isolation") == "read committed"
        connection.rollback()
        assert setting("default_transaction_isolation") == "read committed"


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://host/name", "oracle://host/name"],
)
def test_only_a_file_of_sqlite_or_a_server_is_taken(world: Any, url: str) -> None:
    with pytest.raises(ValueError, match="sqlite"):
        open_database(url, world.keys)


def test_a_server_that_is_not_there_is_told(world: Any, tmp_path: Path) -> None:
    for url in (f"postgresql://nobody@/nothing?host={tmp_path}", "postgresql://u:p@127.0.0.1:1/n"):
        with pytest.raises(NotSaved) as caught:
            open_database(url, world.keys)
        assert caught.value.reason == "database"
        assert caught.value.__context__ is None


@only_postgresql
def test_both_names_of_the_driver_lead_to_the_same_database(world: Any) -> None:
    plain = world.url.replace("postgresql+psycopg://", "postgresql://")
    for url in (plain, plain.replace("postgresql://", "postgresql+psycopg://")):
        database = open_database(url, world.keys)
        assert database._engine.dialect.driver == "psycopg"
        database.close()


def test_folders_on_the_way_are_made(world: Any, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a/b/c.db", world.keys)
    database.close()
    assert stat.S_IMODE((tmp_path / "a" / "b" / "c.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_what_is_not_hex_is_no_id() -> None:
    way_in = Id().bind_processor(sqlite.dialect())
    assert way_in("no hex") == b""
    assert way_in("\ud800") == b""
    assert way_in("0aff") == b"\x0a\xff"


FOUND_BY = {
    "SELECT ct FROM vault WHERE round = ? AND pseud = ?": "ix_vault_find",
    "SELECT id FROM vault WHERE state = 'planned' AND round = ? AND due_day <= ?": "ix_vault_lane",
    f"SELECT question FROM vault WHERE round = ? AND {LOOSE}": "ix_vault_loose",  # noqa: S608 - words of ours
    "SELECT id FROM outbox WHERE state = 'planned' AND lane = ? AND due_day <= ?": "ix_outbox_lane",
    "SELECT id FROM contributor WHERE lookup_hmac = ?": "contributor",
    "SELECT round FROM enrolment WHERE round = ? AND contributor = ?": "enrolment",
    "SELECT hmac FROM inbound_seen WHERE hmac = ?": "inbound_seen",
}


def test_the_rows_of_a_turn_are_found_by_index(world: Any) -> None:
    for statement, index in FOUND_BY.items():
        if world.lent is None:
            values = ["x"] * statement.count("?")
            plan = repr(world.sql(f"EXPLAIN QUERY PLAN {statement}", *values))
            assert "SEARCH" in plan, statement
            assert "SCAN" not in plan, statement
        else:
            day = "'2026-11-23'" if "due_day" in statement else "''"
            with server().connected(world.lent.name) as connection:
                # The tables are empty; what counts is whether there is an index that fits.
                connection.execute("SET enable_seqscan = off")
                plan = repr(connection.execute(f"EXPLAIN {statement.replace('?', day)}").fetchall())
            assert "Index" in plan, statement
            assert "Seq Scan" not in plan, statement
        assert index in plan, statement
