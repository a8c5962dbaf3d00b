"""Messages keep to what Slack takes: one a second for each person, a few a second for a workspace."""

from adapters.slack.pace import Pace


async def paced(*sent: tuple[str, str]) -> list[float]:
    """Send messages all at once; return when each goes out."""
    out: list[float] = []

    async def sleep(seconds: float) -> None:
        out[-1] = seconds

    pace = Pace(lambda: 100.0, sleep)
    for workspace, person in sent:
        out.append(0.0)
        await pace.turn(workspace, person)
    return out


async def test_one_person_gets_one_a_second() -> None:
    assert await paced(*[("T1", "U1")] * 3) == [0.0, 1.0, 2.0]


async def test_a_workspace_gets_a_few_a_second() -> None:
    people = [("T1", f"U{number}") for number in range(5)]
    assert await paced(*people) == [0.0, 0.25, 0.5, 0.75, 1.0]


async def test_workspaces_do_not_wait_for_each_other() -> None:
    assert await paced(("T1", "U1"), ("T2", "U1"), ("T1", "U2")) == [0.0, 0.0, 0.25]


async def test_what_was_sent_long_ago_is_forgotten() -> None:
    times = iter((0.0, 5.0))
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pace = Pace(lambda: next(times), sleep)
    for _ in range(2):
        await pace.turn("T1", "U1")
    assert slept == []
