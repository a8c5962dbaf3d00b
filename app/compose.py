"""The one place where everything is put together."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from adapters.http import WebApp, build_metrics, build_web, build_worker
from adapters.terminal import TERMINAL
from adapters.web.channel import WEB
from adapters.web.staff import DemoControls
from app.clock import SystemClock
from app.first_run import new_kek, prepare
from app.places import shelf_of
from app.settings import PREFIX, Settings
from app.slack import slack_of
from app.teams import teams_of
from app.trouble import Trouble
from app.watching import WatchedConversations, Watches
from bot.delivery.clock import Ticker
from bot.delivery.outbox import Delivery
from bot.delivery.upkeep import Upkeep
from bot.deskwork import Desk
from bot.detection.detector import detector_for
from bot.health import Health
from bot.ports import Channel, Clock, Detector, NotSaved
from bot.service import Conversations
from prompts.library import Library, Phrases, shipped
from storage.codes import CodeBook
from storage.database import StoredDatabase, open_database
from storage.heads import HeadFile
from storage.keys import KeyStore
from storage.sealing import Step
from storage.shelf import KeysRefused

if TYPE_CHECKING:
    from adapters.slack.whole import Slack
    from adapters.teams.whole import Teams
    from app.metrics import Metrics
    from app.traces import Traces


_STAND_BY: Final = 0.1
"""Seconds between two looks whether the other server is gone."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything that runs, put together by :func:`build`."""

    settings: Settings
    clock: Clock
    keys: KeyStore
    database: StoredDatabase
    codes: CodeBook
    library: Library
    say: Phrases
    detector: Detector
    conversations: Conversations
    desk: Desk
    upkeep: Upkeep
    delivery: Delivery
    ticker: Ticker
    health: Health
    metrics: "Metrics | None" = None
    traces: "Traces | None" = None
    slack: "Slack | None" = None
    teams: "Teams | None" = None
    held: AsyncExitStack = field(default_factory=AsyncExitStack)
    """What this process alone may do."""

    def web(self, demo: DemoControls | None = None) -> WebApp:
        """Return the web application; ``demo`` lets staff move a demonstration's clock."""
        return build_web(
            self.conversations,
            self.desk,
            self.say,
            self.keys.cookies,
            self.clock,
            secure=self.settings.secure_cookies,
            public_url=self.settings.public_url,
            demo=demo,
            beside=self._beside(),
            reduced=lambda: self.detector.reduced,
            look=self.health.look,
        )

    def worker(self) -> WebApp:
        """Return what a process shows that only sends and keeps dates."""
        chats = (each for each in (self.slack, self.teams) if each is not None)
        return build_worker(
            self.say,
            self.keys.cookies,
            self.clock,
            look=self.health.look,
            keep=[each.connected for each in chats],
        )

    def figures(self) -> WebApp | None:
        """Return what Prometheus reads, if it is to be there."""
        if self.metrics is None:
            return None
        read = partial(self._figures, self.metrics)
        return build_metrics(self.say, self.keys.cookies, self.clock, read)

    async def _figures(self, metrics: "Metrics") -> bytes:
        look = await self.health.look()
        if metrics.stale and look.fine["database"]:
            waiting = await self.database.run(lambda unit: unit.in_outbox())
            metrics.see(waiting, *self.database.connections())
        return metrics.shown(look)

    def _beside(self) -> dict[str, WebApp]:
        beside = {"/slack": self.slack, "/teams": self.teams}
        return {
            path: channel.routes(self.conversations, self.desk)
            for path, channel in beside.items()
            if channel is not None
        }

    def warm(self) -> None:
        """Load what checks answers in a thread, so that the first answer does not wait for it."""
        threading.Thread(target=self.detector.find, args=("",), name="detector").start()

    async def start(self) -> None:
        """Go on with sealings that were cut off, then begin to tick. For the server alone. Beside a
        server on the same file this one stands by, and takes its place once it is gone."""
        if self.database.one_server and not await self._alone():
            self.held.push_async_callback(_end, asyncio.create_task(self._stand_by()))
            return
        await self._begin()

    async def _begin(self) -> None:
        await self.ticker.resume()
        self.ticker.start()

    async def _alone(self) -> bool:
        """Become the one that sends, if nobody is; whoever was before has left claims behind."""
        async with AsyncExitStack() as tried:
            if not await tried.enter_async_context(self.database.sole("worker")):
                return False
            await self.database.run(lambda unit: unit.end_leases())
            self.held.push_async_exit(tried.pop_all())
        return True

    async def _stand_by(self) -> None:
        while not await self._alone():  # noqa: ASYNC110 - another process lets go
            await asyncio.sleep(_STAND_BY)
        await self._begin()

    async def close(self) -> None:
        """Stop ticking, finish what is being written, and let go of the file."""
        await self.ticker.stop()
        await self.held.aclose()
        self.codes.close()
        self.database.close()
        if self.traces is not None:
            self.traces.close()

    async def __aenter__(self) -> Self:
        """Begin to use it."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close everything."""
        await self.close()


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    detector: Detector | None = None,
    channels: Sequence[Channel] = (WEB, TERMINAL),
    after_step: Callable[[Step], None] = lambda _step: None,
) -> App:
    """Put everything together; use the result as an async context.

    Args:
        settings: What the operator set.
        clock: Another clock than the real one.
        detector: Another detector than the settings ask for.
        channels: The ways to reach people. A new channel is one more in this line.
        after_step: Hears of each step of a sealing.

    Raises:
        Trouble: the data folder, the keys or the database cannot be used.
        NotSaved: the database is busy, or the disk is full.
    """
    clock = clock or SystemClock()
    library = shipped(settings.languages_folder)
    say = library.phrases()
    keys = open_keys(settings)
    metrics, traces = _metrics(settings), _traces(settings)
    watches = Watches(tuple(each for each in (metrics, traces) if each is not None))
    database = _database(settings, keys, clock, after_step, watches)
    detector = detector or detector_for(settings.detector)
    codes = CodeBook(keys, library.words())
    heads = HeadFile(settings.audit)
    upkeep = Upkeep(database, database.sealer, clock, heads, library, door_clock=SystemClock())
    slack = slack_of(settings, database, keys, say)
    teams = teams_of(settings, database, keys, say)
    reach = [*channels, *(each.channel for each in (slack, teams) if each is not None)]
    delivery = Delivery(database, reach, say, clock, support=library.support(), ended=watches.ended)
    return App(
        settings=settings,
        clock=clock,
        keys=keys,
        database=database,
        codes=codes,
        library=library,
        say=say,
        detector=detector,
        conversations=WatchedConversations(
            database, codes, library, detector, clock, watches=watches
        ),
        desk=Desk(database, library, detector, database.sealer, clock, door_clock=SystemClock()),
        upkeep=upkeep,
        delivery=delivery,
        ticker=Ticker(upkeep, delivery, lambda: database.sole("clock")),
        health=Health(database, lambda: not (database.lost or keys.ledger.behind), detector, clock),
        metrics=metrics,
        traces=traces,
        slack=slack,
        teams=teams,
    )


def _metrics(settings: Settings) -> "Metrics | None":
    """Return what counts, where figures are read; its library is read only then."""
    if not settings.metrics_port:
        return None
    from app.metrics import Metrics

    return Metrics()


def _traces(settings: Settings) -> "Traces | None":
    """Return what traces, where that is set; its libraries are read only then."""
    if not settings.traces_url:
        return None
    from app.traces import Traces

    return Traces.to(settings.traces_url)


def open_keys(settings: Settings) -> KeyStore:
    """Open the keys that are set; the first run makes them.

    Raises:
        Trouble: the data folder or the keys cannot be used.
    """
    kek = prepare(settings)
    try:
        return KeyStore.open(shelf_of(settings), kek, create=True, new_kek=new_kek(settings))
    except KeysRefused as refused:
        raise _refused(settings, refused) from None
    except NotSaved:
        pass
    if settings.keys_url:
        raise Trouble("database", name=f"{PREFIX}KEYS_URL")
    raise Trouble("folder", folder=settings.keys_mirror or settings.keys)


def _refused(settings: Settings, refused: KeysRefused) -> Trouble:
    return Trouble(f"keys_{refused.reason}", folder=settings.keys, name=refused.name)


def _database(
    settings: Settings,
    keys: KeyStore,
    clock: Clock,
    after_step: Callable[[Step], None],
    watches: Watches,
) -> StoredDatabase:
    try:
        return open_database(
            settings.database,
            keys,
            today=lambda: clock.now().date(),
            after_step=after_step,
            saved=watches.commit,
        )
    except KeysRefused as refused:
        raise _refused(settings, refused) from None
    except NotSaved as failed:
        if failed.reason != "database":
            raise
    except (OSError, ValueError):
        pass
    raise Trouble("database", name=f"{PREFIX}DATABASE_URL")
