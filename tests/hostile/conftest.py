"""One installation for all strings of a file, and what it logs."""

import io
from collections.abc import Iterator

import pytest

from tests.hostile.house import House, check_log, logs


@pytest.fixture(scope="module")
def logged() -> Iterator[io.StringIO]:
    """What is logged while the strings of one file come in. None of it may be an error of ours."""
    with logs() as said:
        yield said


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, logged: io.StringIO) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nothing_unforeseen(logged: io.StringIO) -> Iterator[None]:
    """Look into the log after each test."""
    yield
    check_log(logged)
