"""Says where the database is."""

from collections.abc import Iterator

import pytest

from tests.postgresql import server


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Lend a database of a kind, "sqlite" or "postgresql"; of SQLite it is a file in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    with server().database() as lent:
        yield lent.url
