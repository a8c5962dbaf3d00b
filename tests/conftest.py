"""What holds for every test: nothing leaves this machine, and chance repeats itself where CI runs."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from jinja2 import Environment, FileSystemBytecodeCache

# Helpers that assert say what they saw. They have to be named before anything imports them.
pytest.register_assert_rewrite("tests.transcripts.runner", "tests.drivers")

_LOOPBACK = ("127.", "::1", "localhost")
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


def _stay_on_loopback(event: str, args: Sequence[object]) -> None:
    """Refuse to send to any address that is not on the loopback interface (``sys.addaudithook``)."""
    if event not in _SENDING:
        return
    address = args[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
        message = "A test tried to reach an address that is not on loopback."
        raise RuntimeError(message)


sys.addaudithook(_stay_on_loopback)

# Nothing waits for a disk: what a crash of the machine would leave is not what tests look at. A run
# takes a gigabyte at most, and less where what passed is cleared away at once.
_MEMORY = Path("/dev/shm")  # noqa: S108 - each run makes folders of its own there
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 4 << 30:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

# Commands that tests start find what others have compiled, even where nothing else may keep it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The language model takes seconds to load. What needs it asks for it.
os.environ["HEARDBACK_DETECTOR"] = "rules"

# Two shared cores make single examples slow now and then; that is no fault of the code.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


# What these run has tests of its own, by which it is measured; measuring it here too takes a minute.
_NOT_MEASURED = tuple(
    f"tests/{name}"
    for name in ("attacks/", "faults/", "hostile/", "transcripts/", "web/test_matrix.py", "year/")
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of the coverage what walks the same code again and again."""
    for item in items:
        if item.nodeid.startswith(_NOT_MEASURED):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True, scope="session")
def quick_codes() -> Iterator[None]:
    """Finding whose code it is takes long on purpose; nobody guesses codes here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.codes.COST", 2**4)
        yield


@pytest.fixture(autouse=True, scope="session")
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the templates compile to: an application is taken up hundreds of times here."""
    folder = tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        cache = FileSystemBytecodeCache(str(folder))
        kept = partial(Environment, bytecode_cache=cache)
        patch.setattr("adapters.web.pages.Environment", kept)
        yield
