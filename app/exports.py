"""The command that hands a sealed round out as a file."""

import asyncio
import os
from pathlib import Path

from app.compose import build
from app.settings import Settings
from app.told import print_line, say
from app.trouble import Trouble
from bot.exporting import export_for_host
from bot.ports import Refused
from bot.reports.files import FORMS, ExportFile


def export(settings: Settings, code: str, form: str, to: Path) -> None:
    """Write a sealed round to a new file that only its owner can read.

    Raises:
        Trouble: there is no such round or form, it is not sealed, or the file cannot be made.
    """
    if form not in FORMS:
        raise Trouble("form", forms=", ".join(FORMS))
    file = asyncio.run(_file(settings, code, form))
    try:
        there = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise Trouble("file", path=to) from None
    with os.fdopen(there, "wb") as out:
        out.write(file.body)
    print_line(say("exported", path=to))


async def _file(settings: Settings, code: str, form: str) -> ExportFile:
    async with build(settings) as app:
        if await app.database.run(lambda unit: unit.round_by_code(code)) is None:
            raise Trouble("round")
        try:
            return await export_for_host(app.desk, code, form)
        except Refused:
            raise Trouble("not_sealed") from None
