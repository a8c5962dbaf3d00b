"""Commands that change keys, and the one to type after a restore."""

import asyncio
import secrets
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.settings import KEY_BYTES, PREFIX, Settings
from app.told import command, print_line, say
from app.trouble import Trouble

if TYPE_CHECKING:
    from app.compose import App
    from storage.rotation import Part

keys = typer.Typer(no_args_is_help=True, help="The keys.")


@keys.callback()
def _keys() -> None:
    """The keys."""


@keys.command("rotate")
@command
def rotate(
    kek: Annotated[bool, typer.Option("--kek", help="The key that wraps all keys.")] = False,
    contact: Annotated[bool, typer.Option("--contact", help="The key of contacts.")] = False,
) -> None:
    """Put a new key in the place of one. Stop the server first. If it is cut off, type it again."""
    if not kek and not contact:
        raise Trouble("rotate_what")
    settings = Settings.read()
    if kek:
        _rotate_kek(settings)
    if contact:
        asyncio.run(_rotate_contact(settings))
        print_line(say("contact_rotated"))


@command
def restore(
    file: Annotated[
        Path | None, typer.Argument(help="A copy to put in place first; stop the server.")
    ] = None,
) -> None:
    """See to it that a restored database brought nothing back. Every start does the same."""
    settings = Settings.read()
    if file is not None:
        from app.backup import put_back

        put_back(settings, file)
    if lost := asyncio.run(_lost(settings)):
        raise Trouble("keys_lost", codes=", ".join(lost))
    print_line(say("restored"))


def _rotate_kek(settings: Settings) -> None:
    from app.compose import open_keys
    from app.first_run import keep_kek, new_kek

    store, new = open_keys(settings), new_kek(settings)
    if settings.kek is not None:
        if new is None:
            raise Trouble("kek_new", name=f"{PREFIX}KEK_NEW")
        store.rewrap(new)
        print_line(say("kek_rotated_set", name=f"{PREFIX}KEK", new=f"{PREFIX}KEK_NEW"))
        return
    new = new or secrets.token_bytes(KEY_BYTES)
    keep_kek(settings, new, beside=True)
    store.rewrap(new)
    keep_kek(settings, new, beside=False)
    print_line(say("kek_rotated"))


async def _rotate_contact(settings: Settings) -> None:
    from app.compose import build
    from storage.rotation import PARTS

    async with build(settings) as app:
        app.keys.turn_contact()
        for part in PARTS:
            await _reseal(app, part)
        app.keys.contact_turned()


async def _reseal(app: "App", part: "Part") -> None:
    from storage.unit import StoredUnit

    behind: str | bytes | None = part.start
    while behind is not None:
        work = partial(StoredUnit.reseal, part=part, behind=behind)
        behind = await app.database.run(work)


async def _lost(settings: Settings) -> tuple[str, ...]:
    from app.compose import build

    async with build(settings) as app:
        return app.database.lost
