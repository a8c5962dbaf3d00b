import stat
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from storage import migrations
from storage.database import open_database
from storage.tables import Id, metadata

IN_ORDER_OF_ARRIVAL = {"audit"}
MOMENTS = {"lease"}


def test_every_table_but_the_audit_log_is_clustered_by_its_key(world: Any) -> None:
    tables = world.sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    loose = {name for name, sql in tables if not sql.rstrip().upper().endswith("WITHOUT ROWID")}
    assert loose == IN_ORDER_OF_ARRIVAL
    assert {"contributor", "vault", "quote", "alembic_version"} <= {name for name, _ in tables}


def test_no_column_can_hold_a_moment_but_a_lease(world: Any) -> None:
    tables = world.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    columns = [
        (column[1], column[2])
        for (table,) in tables
        for column in world.sql(f"SELECT * FROM pragma_table_info('{table}')")  # noqa: S608
    ]
    assert {name for name, kind in columns if kind in ("FLOAT", "DATETIME", "TIMESTAMP")} == MOMENTS
    assert not [name for name, _ in columns if name.endswith("_at")]


def test_the_history_makes_the_tables_the_code_knows(world: Any) -> None:
    with world.database._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
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


def test_coming_up_to_date_twice_changes_nothing(world: Any) -> None:
    before = world.sql("SELECT * FROM sqlite_master")
    migrations.upgrade(world.database._engine)
    assert world.sql("SELECT * FROM sqlite_master") == before


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


def test_the_file_is_opened_to_last(world: Any) -> None:
    with world.database._engine.connect() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("secure_delete") == 1
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") == 50


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://host/name"])
def test_only_a_file_of_sqlite_is_taken(world: Any, url: str) -> None:
    with pytest.raises(ValueError, match="sqlite"):
        open_database(url, world.keys)


def test_folders_on_the_way_are_made(world: Any, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a/b/c.db", world.keys)
    database.close()
    assert (tmp_path / "a" / "b" / "c.db").exists()
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_what_is_not_hex_is_no_id() -> None:
    way_in = Id().bind_processor(sqlite.dialect())
    assert way_in("no hex") == b""
    assert way_in("\ud800") == b""
    assert way_in("0aff") == b"\x0a\xff"


async def test_the_rows_of_a_turn_are_found_by_index(world: Any) -> None:
    plans = {
        "SELECT ct FROM vault WHERE round = ? AND kind = ? AND pseud = ?": "ix_vault_find",
        "SELECT id FROM vault WHERE state = 'planned' AND due_day <= ?": "ix_vault_due",
        "SELECT id FROM outbox WHERE state = 'planned' AND due_day <= ?": "ix_outbox_due",
        "SELECT id FROM contributor WHERE lookup_hmac = ?": "sqlite_autoindex_contributor_2",
    }
    for statement, index in plans.items():
        values = ["x"] * statement.count("?")
        plan = world.sql(f"EXPLAIN QUERY PLAN {statement}", *values)
        assert index in plan[0][3], statement
