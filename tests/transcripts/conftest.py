"""Compiles templates once, and says where the database is."""

from collections.abc import Iterator
from functools import partial

import pytest
from jinja2 import Environment, FileSystemBytecodeCache

from adapters.web import pages
from tests.postgresql import server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Lend a database of each kind; of SQLite it is a file in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    with server().database() as lent:
        yield lent.url


@pytest.fixture(autouse=True, scope="session")
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the templates compile to: an application is taken up hundreds of times here."""
    folder = tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        cache = FileSystemBytecodeCache(str(folder))
        patch.setattr(pages, "Environment", partial(Environment, bytecode_cache=cache))
        yield
