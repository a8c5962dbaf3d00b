"""Making a copy of the database, never beside the keys, and putting one back."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.first_run import KEY_FILE
from app.settings import PREFIX, Settings
from app.told import command, print_line, say
from app.trouble import Trouble

_KEYS = ("*.key", "*.list", KEY_FILE)
DAYS = 35
"""No copy may be older."""


@command
def backup(
    to: Annotated[Path, typer.Option(help="The folder for the copy. Never one with keys.")],
) -> None:
    """Copy the database while the server runs. The keys are never in it."""
    from bot.ports import NotSaved
    from storage import copies

    settings = Settings.read()
    kind = copies.kind_of(settings.database)
    if kind == "postgresql" and not copies.dumps():
        raise Trouble("no_pg_dump")
    _see_apart(settings, to)
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = _free(to, "db" if kind == "sqlite" else "dump")
        copies.copy_out(settings.database, file)
        _write_manifest(file, kind)
    except FileNotFoundError:
        raise Trouble("no_database") from None
    except NotSaved as failed:
        raise Trouble("backup_dump" if failed.code == "pg_dump" else "backup") from None
    except OSError:
        raise Trouble("folder", folder=to) from None
    print_line(say("backed_up", file=file))
    print_line(say("backed_up_keep", days=DAYS))


def put_back(settings: Settings, file: Path) -> None:
    """Put a copy in the database's place, while no server runs.

    Raises:
        Trouble: it is not a copy, it was changed, a server runs, or another copy is in the way.
    """
    from bot.ports import NotSaved
    from storage import copies

    if copies.kind_of(settings.database) != "sqlite":
        raise Trouble("restore_postgresql", name=f"{PREFIX}DATABASE_URL")
    if not file.is_file():
        raise Trouble("no_file", path=file)
    _check_manifest(file, copies.hash_of(file))
    try:
        settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = copies.put_in(settings.database, file)
    except FileExistsError:
        raise Trouble("restore_again", ending=copies.ASIDE) from None
    except NotSaved as failed:
        reasons = {"locked": "server_runs", "full": "not_saved_full"}
        raise Trouble(reasons.get(failed.reason, "no_copy"), path=file) from None
    if before is not None:
        print_line(say("restored_before", file=before))


def _see_apart(settings: Settings, to: Path) -> None:
    """Refuse a folder where keys are, or that holds such a folder, or lies in one."""
    apart = to.resolve()
    kept = [settings.keys, settings.data_folder, *filter(None, [settings.keys_mirror])]
    for folder in (each.resolve() for each in kept):
        if apart == folder or apart in folder.parents or folder in apart.parents:
            raise Trouble("backup_keys", folder=to)
    if any(found for pattern in _KEYS for found in to.glob(pattern)):
        raise Trouble("backup_keys", folder=to)


def _free(folder: Path, ending: str) -> Path:
    """Return a file of today that is not there yet."""
    day, number = f"{datetime.now(UTC):%Y-%m-%d}", 1
    while (file := folder / f"heardback-{day}-{number}.{ending}").exists():
        number += 1
    return file


def _manifest(file: Path) -> Path:
    return file.with_name(file.name + ".json")


def _write_manifest(file: Path, kind: str) -> None:
    """Say beside a copy what it is: no figure of anybody is in it."""
    from importlib.metadata import version

    from storage.copies import hash_of

    told = {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "version": version("heardback"),
        "database": kind,
        "sha256": hash_of(file),
    }
    _manifest(file).write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def _check_manifest(file: Path, found: str) -> None:
    beside = _manifest(file)
    try:
        told = json.loads(beside.read_text("utf-8"))["sha256"] if beside.is_file() else found
    except (OSError, ValueError, KeyError, TypeError):
        told = ""
    if told != found:
        raise Trouble("copy_changed", path=file)
