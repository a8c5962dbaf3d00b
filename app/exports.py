"""The commands that hand a sealed round out as a file."""

import asyncio
import os
from pathlib import Path

from adapters.web.assets import Assets
from adapters.web.pages import Pages
from app.compose import App, build
from app.settings import Settings
from app.told import print_line, say
from app.trouble import Trouble
from bot.exporting import account_for_host, export_for_host, report_for_host
from bot.ports import Refused
from bot.reports.files import FORMS, ExportFile
from bot.reports.page_file import PAGE_FORMS


def export(settings: Settings, code: str, form: str, to: Path) -> None:
    """Write a sealed round to a new file that only its owner can read.

    Raises:
        Trouble: there is no such round or form, it is not sealed, or the file cannot be made.
    """
    if form not in FORMS:
        raise Trouble("form", forms=", ".join(FORMS))
    _write(asyncio.run(_file(settings, code, form)), to)


def report(settings: Settings, code: str, to: Path) -> None:
    """Write the report of a sealed round to a new file; without a code, how promises were kept in all
    rounds. Its ending says the form.

    Raises:
        Trouble: there is no such round or form, it is not sealed, or the file cannot be made.
    """
    form = to.suffix.removeprefix(".")
    if form not in PAGE_FORMS:
        raise Trouble("form", forms=", ".join(PAGE_FORMS))
    _write(asyncio.run(_report(settings, code, form)), to)


def _write(file: ExportFile, to: Path) -> None:
    try:
        there = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise Trouble("file", path=to) from None
    with os.fdopen(there, "wb") as out:
        out.write(file.body)
    print_line(say("exported", path=to))


async def _report(settings: Settings, code: str, form: str) -> ExportFile:
    async with build(settings) as app:
        draw = Pages(app.say, Assets()).file
        if not code:
            return await account_for_host(app.desk, form, draw)
        await _must_be(app, code)
        try:
            return await report_for_host(app.desk, code, form, draw)
        except Refused:
            raise Trouble("not_sealed") from None


async def _must_be(app: App, code: str) -> None:
    if await app.database.run(lambda unit: unit.round_by_code(code)) is None:
        raise Trouble("round")


async def _file(settings: Settings, code: str, form: str) -> ExportFile:
    async with build(settings) as app:
        await _must_be(app, code)
        try:
            return await export_for_host(app.desk, code, form)
        except Refused:
            raise Trouble("not_sealed") from None
