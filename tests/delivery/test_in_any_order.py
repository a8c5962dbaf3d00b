"""Whatever happens in whatever order: nothing is lost, nothing doubled, and stop holds."""

import asyncio
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.terminal import TERMINAL
from app.compose import build
from app.settings import Settings
from bot.conversation.events import Chose
from bot.conversation.messages import Message
from bot.delivery.outbox import Delivery
from bot.delivery.sending import LEASE
from bot.ports import SendFailed, Unreachable
from tests.delivery.line import HandClock, Line, Post

PEOPLE = ("ann", "bea", "cal")
REMINDER = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)


class Crash(BaseException):
    """Stands for the end of the process."""


class Strict(Post):
    """Notes whom a message reached while they had stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped: set[str] = set()
        self.wronged: list[str] = []

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        await super().send(contact, message, mark)
        if contact["to"] in self.stopped:
            self.wronged.append(contact["to"])


one = st.sampled_from(PEOPLE)
acts = st.one_of(
    st.tuples(st.sampled_from(["stop", "join", "fails", "unreachable", "crashes", "well"]), one),
    st.tuples(st.sampled_from(["deliver", "deliver", "wait"]), st.just("")),
)


async def play(folder: Path, story: list[tuple[str, str]]) -> tuple[Strict, set[str], set[str]]:
    """Play a story on the day of a reminder; return who stopped and who could not be reached."""
    clock, post = HandClock(), Strict()
    bare = Settings(_env_file=None, data_folder=folder)  # type: ignore[call-arg]
    async with build(bare, clock=clock, channels=(TERMINAL,)) as app:
        line = Line(app, clock, post)
        round_ = await line.open(send_to=time(23, 59))
        for who in PEOPLE:
            await line.join(round_, who)
        clock.at = REMINDER
        delivery = Delivery(app.database, [post], app.say, clock)
        stopped: set[str] = set()
        lost: set[str] = set()
        for act, who in story:
            if act == "stop":
                await line.act(round_, who, Chose("stop"))
                post.stopped.add(who)
                stopped.add(who)
            elif act == "join":
                await line.act(round_, who, Chose("join"))
                post.stopped.discard(who)
            elif act in ("fails", "unreachable", "crashes"):
                kinds = {"fails": SendFailed(), "unreachable": Unreachable(), "crashes": Crash()}
                post.failing[who] = kinds[act]
                lost |= {who} if act == "unreachable" else set()
            elif act == "well":
                post.failing.pop(who, None)
            elif act == "wait":
                clock.pass_(seconds=LEASE)
            else:
                await delivered(delivery)
        post.failing.clear()
        # What failed often waits for an hour; what is in doubt is asked for first.
        for _ in range(2):
            clock.pass_(hours=1)
            await delivered(delivery)
        return post, stopped, lost


async def delivered(delivery: Delivery) -> None:
    """Deliver, as a process that may end in the middle."""
    try:
        await delivery.deliver()
    except Crash:
        return


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, max_size=14))
def test_nothing_is_lost_nothing_doubled_and_stop_holds(story: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        post, stopped, lost = asyncio.run(play(Path(folder), story))
    assert post.wronged == []
    for who in PEOPLE:
        count = post.reached.count(who)
        assert count <= 1
        assert count == 1 or who in stopped | lost
