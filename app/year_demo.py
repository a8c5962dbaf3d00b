"""The demonstration of a whole year: played once into a folder of its own, then served as any other."""

import asyncio
import logging
import shutil

from app import log, serve
from app import year_rounds as plans
from app.compose import build
from app.demonstration import Demonstration, Links, demo_clock
from app.guests import Quickly
from app.settings import Settings
from app.told import phrases, print_line
from app.year import Year


class YearDemonstration(Demonstration):
    """The year of one application, once it has been played."""

    async def prepare(self) -> Links:
        """Make fresh links to the round that is open at its end, and to pages worth a look.

        Raises:
            NotSaved: the database could not be written.
            LookupError: the year has not been played.
        """
        rounds = await self._app.database.run(lambda unit: unit.rounds())
        by_title = {each.title: each for each in rounds}
        found = await self._links(by_title[plans.AGAIN.title])
        school, after = by_title[plans.SCHOOL.title], by_title[plans.AFTER["title"]]
        pages = {
            "outcome": f"/r/{school.code}",
            "after": f"/desk/report/{after.id}",
            "account": "/desk/account",
            "promises": "/desk/promises",
        }
        return Links(found.contributor, found.code, found.desks, pages)


def show(settings: Settings) -> None:
    """Play the year unless it is there, then serve it until the process is told to stop.

    Raises:
        Trouble: something is not as it has to be; nothing was started.
        NotSaved: the disk is full.
    """
    # A year of marks of the audit log would stand between the lines that say how far it is.
    log.configure(logging.WARNING)
    played = prepared(settings)
    log.configure()
    serve.run(played, YearDemonstration)


def prepared(settings: Settings) -> Settings:
    """Play the year unless it is there; return the settings of a demonstration that shows it.

    Raises:
        Trouble: the folder cannot be used.
        NotSaved: the disk is full.
    """
    folder = settings.demo_folder / "year"
    if not folder.exists():
        # It is played beside its folder, so that what was cut short is never taken for a year.
        making = folder.with_suffix(".new")
        shutil.rmtree(making, ignore_errors=True)
        print_line(phrases()("demo.year.making"))
        asyncio.run(_play(settings.model_copy(update={"demo_folder": making}).for_demonstration()))
        making.rename(folder)
    return settings.model_copy(update={"demo_folder": folder})


async def _play(settings: Settings) -> None:
    say = phrases()
    clock = demo_clock(settings)
    async with build(settings, clock=clock) as app:
        async for step in Year(app, clock, Quickly(app)).steps():
            what = say(f"demo.year.step.{step.name}")
            print_line(say("demo.year.made", day=say.date(step.day), what=what))
