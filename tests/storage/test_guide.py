"""What the page about PostgreSQL says to do is enough, for a role that may do nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.settings import Settings
from bot.consultation.model import RoundState
from prompts.schema import QuestionSet
from tests.postgresql import Lent, server
from tests.storage.conftest import World

PAGE = (Path(__file__).parents[2] / "docs" / "postgresql.md").read_text("utf-8")
ROLE, LOG = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
(URL,) = re.findall(r"^HEARDBACK_DATABASE_URL=(.*)$", PAGE, re.MULTILINE)


def statements(block: str) -> list[str]:
    return [each.strip() for each in block.split(";") if each.strip()]


@pytest.fixture
def url() -> Iterator[str]:
    """Do what the page says; this server is reached by a socket, without TLS."""
    server().execute(*statements(ROLE))
    told = make_url(Settings(database_url=URL, _env_file=None).database)  # type: ignore[call-arg]
    here = server().url(told.database or "")
    yield here.set(username=told.username).render_as_string(hide_password=False)
    server().execute("DROP DATABASE heardback WITH (FORCE)", "DROP ROLE heardback")


async def test_the_role_of_the_page_can_do_all_there_is_to_do(
    url: str, tmp_path: Path, question_set: QuestionSet
) -> None:
    world = World(tmp_path, question_set, Lent("heardback", url, spoiled=True), busy_seconds=5)
    try:
        assert world.sql("SELECT rolsuper FROM pg_roles WHERE rolname = 'heardback'") == [(False,)]
        owners = world.sql("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert owners == [("heardback",)]
        round_, texts = await world.asked(people=4)
        await world.closed(round_)
        await world.approve_all(round_)
        await world.database.sealer.seal(round_.id)
        sealed = await world.run(lambda unit: unit.round(round_.id))
        assert sealed is not None
        assert sealed.state is RoundState.SEALED
        kept = await world.run(lambda unit: unit.approved(round_.id))
        assert {each.text for each in kept} == {text for said in texts.values() for text in said}
    finally:
        world.database.close()


def test_the_server_takes_the_settings_of_the_page() -> None:
    server().execute(*statements(LOG))
    names = re.findall(r"SET (\w+) =", LOG)
    assert "log_error_verbosity" in names
    with server().connected("postgres") as connection:
        for name in names:
            known = connection.execute(b"SELECT 1 FROM pg_settings WHERE name = %s", [name])
            assert known.fetchone() == (1,), name
    server().execute(*(f"ALTER SYSTEM RESET {name}" for name in names), "SELECT pg_reload_conf()")
