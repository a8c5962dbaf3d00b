"""A file of SQLite whose tables are up to date, for whoever asks: copied, because making it takes
ten times as long."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage import migrations, sqlite

_folder = tempfile.TemporaryDirectory(prefix="heardback-lite-")
"""Goes with this process."""


def ready(file: Path) -> None:
    """Put the file there, as a first start would leave it."""
    shutil.copy(_template(), file)


@cache
def _template() -> Path:
    file = Path(_folder.name) / "ready.db"
    engine = sqlite.open_engine(f"sqlite:///{file}", 5)
    migrations.upgrade(engine)
    engine.dispose()
    return file
