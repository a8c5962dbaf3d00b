"""Messages keep to what platforms take, whoever sends them, and no lane waits for another."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Message
from bot.delivery.outbox import IN_A_ROW, Delivery
from bot.gcra import AHEAD, CATCH_UP, Pace, turns
from bot.ports import SendFailed
from tests.delivery.line import CAN, Line, Post

GAP = 0.02
BURST = (CATCH_UP + AHEAD) / GAP + 1


@given(
    st.lists(st.tuples(st.floats(0, 2), st.integers(0, 50)), max_size=40),
    st.sampled_from([0.01, 0.2, 1.0]),
)
def test_however_turns_are_taken_there_are_never_too_many(
    story: list[tuple[float, int]], gap: float
) -> None:
    now, free, taken = 1000.0, 0.0, list[float]()
    for passes, most in story:
        now += passes
        got = turns(free, now, most, gap)
        assert len(got.at) <= most
        assert all(now <= turn <= now + AHEAD for turn in got.at)
        taken, free = [*taken, *got.at], got.free
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            span = taken[last] - taken[first]
            assert last - first + 1 <= (span + CATCH_UP) / gap + 1 + 1e-6


def test_what_was_slept_through_is_caught_up_with_for_a_short_while_only() -> None:
    assert len(turns(0.0, 1000.0, 1000, 0.1).at) == round((CATCH_UP + AHEAD) / 0.1) + 1
    assert turns(0.0, 1000.0, 3, 0.0).at == (1000.0,) * 3


@dataclass
class Paced(Post):
    """A platform that notes when it was asked, and refuses as it is told."""

    at: list[float] = field(default_factory=list)
    refuses: int = 0

    def __post_init__(self) -> None:
        self.can = replace(CAN, pace=Pace(within=("team",), gap=GAP))

    async def send(self, contact: Mapping[str, str], message: Message, mark: str) -> None:
        self.at.append(time.monotonic())
        if self.refuses:
            self.refuses -= 1
            raise SendFailed(retry_after=60)
        await super().send(contact, message, mark)


def too_many(at: list[float]) -> list[float]:
    """Return the spans in which more were sent than the pace allows."""
    spans = (
        (at[last] - at[first], last - first + 1) for last in range(len(at)) for first in range(last)
    )
    # A loaded machine lets a message that waited its turn go out late, beside the next.
    return [span for span, count in spans if count > (span + 0.1) / GAP + BURST]


async def of_many(line: Line, people: int) -> None:
    """Let an outcome to so many people be due now, and no other message."""
    await line.app.delivery.deliver()
    (round_,) = [r for r in await line.app.database.run(lambda unit: unit.rounds()) if not r.parent]
    await line.planned(round_, [f"p{number}" for number in range(people)])


async def test_a_workspaces_pace_holds_however_many_send(with_outcome: Line) -> None:
    line = with_outcome
    await of_many(line, 90)
    post = Paced()
    senders = [Delivery(line.app.database, [post], line.app.say, line.clock) for _ in range(3)]
    while len(post.sent) < 90:
        await asyncio.gather(*(each.deliver() for each in senders))
        # What one of them put back, because another was quicker.
        line.clock.pass_(seconds=1)
    assert len(post.sent) == len(set(post.reached)) == 90
    assert too_many(sorted(post.at)) == []


async def test_one_refusal_lets_one_message_wait(with_outcome: Line) -> None:
    line = with_outcome
    await of_many(line, 20)
    post = Paced(refuses=1)
    delivery = Delivery(line.app.database, [post], line.app.say, line.clock)
    await delivery.deliver()
    assert len(post.sent) == 19
    line.clock.pass_(seconds=60)
    await delivery.deliver()
    assert len(post.sent) == 20


async def test_refusals_one_after_the_other_let_a_workspace_rest(with_outcome: Line) -> None:
    line = with_outcome
    await of_many(line, 60)
    post = Paced(refuses=1_000)
    delivery = Delivery(line.app.database, [post], line.app.say, line.clock)
    await delivery.deliver()
    # Those that were on their way, and no more.
    assert IN_A_ROW <= len(post.at) < 60
    post.refuses = 0
    line.clock.pass_(seconds=120)
    other = Delivery(
        line.app.database,
        [post],
        line.app.say,
        line.clock,
        seconds=lambda: time.time() + 120,
    )
    await other.deliver()
    assert len(post.sent) == 60
