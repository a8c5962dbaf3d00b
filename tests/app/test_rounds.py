"""Rounds on the command line: listed, sealed when their day has come, and not before."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
import time_machine

from app.compose import build
from app.settings import Settings
from bot.consultation.model import RoundState
from bot.conversation.effects import SaveRound
from bot.delivery.outbox import Delivery
from bot.ports import SendFailed, Unit
from storage.database import open_database
from tests.app.conftest import Command
from tests.app.test_commands import complained
from tests.delivery.line import FACILITATOR, HandClock, Line, Post


def with_line[T](work: Callable[[Line], Awaitable[T]], at: datetime | None = None) -> T:
    """Do something with the application that the commands will find."""

    async def run() -> T:
        clock = HandClock(at) if at else HandClock()
        settings = Settings(_env_file=None)  # type: ignore[call-arg]
        async with build(settings, clock=clock, channels=(Post(),)) as app:
            return await work(Line(app, clock, Post()))

    return asyncio.run(run())


async def closed(line: Line) -> str:
    """Make a round that closed on 15 March; its answers may be changed until the 29th."""
    round_ = await line.open()
    await line.people(round_, 1)
    line.clock.at = datetime(2027, 3, 16, 1, tzinfo=UTC)
    await line.app.upkeep.tick()
    return round_.id


async def state(line: Line) -> RoundState:
    return (await line.app.database.run(lambda unit: unit.rounds()))[0].state


def test_rounds_are_listed_by_the_code_of_their_link(heardback: Command) -> None:
    with_line(closed)
    words = heardback("rounds", "list").stdout.splitlines()[1].split()
    assert words == ["heron", "closed", "15", "March", "Trust"]


def test_a_round_without_a_closing_day_is_listed(heardback: Command) -> None:
    async def undated(line: Line) -> None:
        await line.open(closes_on=None)

    with_line(undated)
    assert heardback("rounds", "list").stdout.splitlines()[1].split() == ["heron", "open", "Trust"]


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (
            datetime(2027, 3, 29, 22, 59, tzinfo=UTC),
            "People can change their answers until 29 March 2027. It can be sealed after that.",
        ),
        (datetime(2027, 3, 29, 23, 0, tzinfo=UTC), ""),
    ],
)
def test_a_round_is_sealed_when_its_day_has_come(
    heardback: Command, at: datetime, sentence: str
) -> None:
    with_line(closed)
    with time_machine.travel(at, tick=False):
        done = heardback("rounds", "seal", "heron")
    if sentence:
        assert complained(done).replace("\N{NO-BREAK SPACE}", " ") == sentence
        assert with_line(state) is RoundState.CLOSED
    else:
        assert done.exit_code == 0
        steps = done.stdout.splitlines()
        assert (len(steps), steps[3]) == (7, "The key of the round is destroyed.")
        assert steps[-1] == "The round is sealed. Nobody can tell who wrote what any more."
        assert with_line(state) is RoundState.SEALED


def test_a_sealing_that_was_cut_off_goes_on_at_once(heardback: Command) -> None:
    class CutOff(BaseException):
        pass

    def end(step: str) -> None:
        if step == "rewritten":
            raise CutOff

    async def cut(line: Line) -> None:
        round_id = await closed(line)
        database = open_database(line.app.settings.database, line.app.keys, after_step=end)
        with pytest.raises(CutOff):
            await database.sealer.seal(round_id)
        database.close()

    with_line(cut)
    assert heardback("rounds", "seal", "heron").exit_code == 0
    assert with_line(state) is RoundState.SEALED


def test_what_cannot_be_sealed_is_told(heardback: Command) -> None:
    assert complained(heardback("rounds", "seal", "heron")) == "There is no round with this code."

    async def opened(line: Line) -> None:
        await line.open()

    with_line(opened)
    told = complained(heardback("rounds", "seal", "heron"))
    assert told == "Only a closed round can be sealed. This one is open."


def test_a_lost_key_is_told_and_nothing_is_changed(heardback: Command) -> None:
    round_id = with_line(closed)
    Path(f"var/keys/round-{round_id}.key").unlink()
    with time_machine.travel(datetime(2027, 4, 1, tzinfo=UTC), tick=False):
        told = complained(heardback("rounds", "seal", "heron"))
    assert told == "A key is missing. Nothing was changed."


def test_what_is_left_of_a_vault_is_told_by_the_name_of_its_file(
    heardback: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is not written anew here, so what was deleted is still in it."""
    with_line(closed)
    with time_machine.travel(datetime(2027, 4, 1, tzinfo=UTC), tick=False):
        with monkeypatch.context() as patch:
            patch.setattr("storage.sqlite.rewrite", lambda _engine: None)
            done = heardback("rounds", "seal", "heron")
        assert done.exit_code == 2
        assert done.stderr.startswith("Something of the locked rows is still in heardback.db. ")
        assert with_line(state) is RoundState.REWRITTEN
        assert heardback("rounds", "seal", "heron").exit_code == 0
    assert with_line(state) is RoundState.SEALED


def test_a_busy_database_is_told(heardback: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    with_line(closed)
    impatient = partial(open_database, busy_seconds=0)
    monkeypatch.setattr("app.compose.open_database", impatient)
    other = sqlite3.connect("var/heardback.db", isolation_level=None)
    other.execute("begin immediate")
    told = complained(heardback("rounds", "list"))
    other.close()
    assert told == "The database is busy. Nothing was changed. Try again in a minute."


def test_a_draft_is_tried_out_only_when_asked_for(heardback: Command) -> None:
    async def drafted(line: Line) -> None:
        round_ = await line.open()
        draft = replace(round_, id="d" * 32, code="draft", state=RoundState.DRAFT)
        await line.staff(FACILITATOR, SaveRound(draft))

    with_line(drafted)
    told = complained(heardback("chat", "draft"))
    assert told == "This round has not been opened yet. Add --preview to try it out."
    tried = heardback("chat", "draft", "--preview", typed="leave\nno\n")
    assert tried.exit_code == 0
    assert "This is a preview." in tried.stdout


def test_promises_are_listed_with_their_owner(heardback: Command) -> None:
    assert "Nothing is promised yet." in heardback("promises").stdout
    with_line(closed)
    with time_machine.travel(datetime(2027, 5, 3, 12, tzinfo=UTC), tick=True):
        words = heardback("promises").stdout.splitlines()[1].split()
    told = "30 April Late by 3 days Isobel Kerr Moira Baird heron Trust"
    assert words == told.split()


def test_how_far_an_outcome_has_gone_out_is_told_in_steps(heardback: Command) -> None:
    assert heardback("sending").stdout == "Nothing was sent yet.\n"

    async def sends(line: Line) -> None:
        round_ = await line.open()
        await line.people(round_, 14)
        await line.sealed(round_)
        await line.outcome(round_, date(2027, 4, 10))
        line.clock.at = datetime(2027, 4, 10, 15, tzinfo=UTC)
        await line.app.upkeep.tick()
        post = Post(failing={f"person-{n:03}": SendFailed() for n in range(3)})
        delivery = Delivery(line.app.database, [post], line.app.say, line.clock)
        for _ in range(100):
            await delivery.deliver()
            line.clock.pass_(hours=1)

    with_line(sends)
    told = heardback("sending").stdout
    # Eleven, told in steps of five; three are too few to be told of.
    assert told.splitlines()[1].split()[:6] == ["heron", "10", "April", "10", "or", "more"]
    assert "Shown for 5 people or more." in told
    assert told.endswith(
        "Slack or Teams turned some messages down. Check that the app may still write there.\n"
    )
    assert "They will be sent again." in heardback("sending", "--again").stdout
    assert "turned some messages down" not in heardback("sending").stdout


def test_attendance_is_read_from_a_file_and_what_does_not_fit_is_told_by_its_line(
    heardback: Command, tmp_path: Path
) -> None:
    with_line(closed)
    file = tmp_path / "sites.csv"
    file.write_bytes("\ufeffSite;One;Two\r\nLeith;11;9\r\n".encode())
    for _ in range(2):
        assert "written down" in heardback("rounds", "attendance", "heron", str(file)).stdout

    async def kept(line: Line) -> list[tuple[tuple[str, ...], int]]:
        def work(unit: Unit) -> list[tuple[tuple[str, ...], int]]:
            records = unit.records(unit.rounds()[0].id)
            return [(each.columns, each.sites[0].counts[0]) for each in records]

        return await line.app.database.run(work)

    assert with_line(kept) == [(("One", "Two"), 11)]
    file.write_text("Site,One\n@x,4")
    told = complained(heardback("rounds", "attendance", "heron", str(file)))
    assert "Nothing was kept. Line 2: A name cannot begin" in told
    assert "cannot be read" in complained(heardback("rounds", "attendance", "heron", "none.csv"))
    file.write_text("Site,One\nLeith,4")
    assert complained(heardback("rounds", "attendance", "finch", str(file)))
