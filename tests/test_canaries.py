"""Words of a contributor lie nowhere but in the vault: no log, no error, no metric, no clear file.

Each word is one that nothing else contains, so that finding it anywhere is a leak.
"""

import asyncio
import io
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import text

from bot.consultation.model import Round, RoundState
from bot.consultation.redaction import Span
from bot.conversation.effects import OpenRound, SaveRound
from bot.conversation.events import Address, Chose, Event, Inbound, Said
from bot.ports import NotSaved, Unit
from bot.service import Reply
from tests.drivers.files import everything, found, identity, raw, rows, spellings
from tests.drivers.page import Form
from tests.drivers.terminal import TerminalPerson
from tests.drivers.web import WebPerson
from tests.drivers.world import FACILITATOR, ROUND, World, world

SET = ("trust", "choice", "safety", "collaboration", "empowerment")
NAME, REACH, HANDLE = "zephyrinella", "07700 900456", "@quokkafan"
ANSWERS = tuple(f"The {NAME} said xylophone{n}zebra to {HANDLE}." for n in range(5))
WORDS = [NAME, REACH, HANDLE.removeprefix("@"), *(f"xylophone{n}zebra" for n in range(5))]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Everything that anybody logs at any level, with tracebacks and raw arguments."""
    names = ["", *logging.root.manager.loggerDict]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)

    def text() -> str:
        lines = [caplog.text]
        for record in caplog.records:
            lines += [record.getMessage(), repr(record.args), repr(record.exc_info)]
        return "\n".join(lines)

    with caplog.at_level(logging.DEBUG):
        yield text
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
async def made(tmp_path: Path, logged: Callable[[], str]) -> AsyncIterator[World]:
    async with world(tmp_path) as opened:
        yield opened


async def answered(who: WebPerson) -> str:
    """Say yes, ask to be contacted, answer all five questions; return the code."""
    await who.opens()
    await who.taps("Support", {})
    await who.taps("Ask Isla Grant to contact me", {"How can Isla Grant reach you?": REACH})
    await who.taps("Back to where you were", {})
    await who.taps("Yes, I will take part", {})
    code = who.code
    await who.taps("All messages", {})
    for answer in ANSWERS:
        await who.says(answer)
        await who.taps("Keep", {"May we quote this?": "Yes"})
    return code


async def come_back(who: WebPerson, code: str) -> None:
    await who.opens(elsewhere=True, code=code)
    await who.taps("My answers", {})
    assert NAME in who.seen, "the words have to be there for their writer"


async def test_no_word_reaches_a_log_a_metric_or_a_page_of_another(
    made: World, logged: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    async with WebPerson(made.base, made.round.code) as who:
        code = await answered(who)
        await come_back(who, code)
        await who.taps("Delete everything about me", {})
        await who.taps("Delete everything about me", {})
    hidden = [*WORDS, code]
    async with ClientSession() as session:
        for path in ("/healthz", "/metrics", "/", f"/r/{made.round.code}", "/desk", "/r/none"):
            async with session.get(made.base + path) as answer:
                assert found(await answer.read(), hidden) == [], path
                assert found(repr(answer.headers).encode(), hidden) == [], path
    assert "sqlalchemy" in logged(), "the log was looked at"
    assert found(logged().encode(), hidden) == []
    assert found("".join(capfd.readouterr()).encode(), hidden) == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"csrf": "0" * 32}, 403),
        ({"csrf": ""}, 403),
        ({"do": ""}, 303),
        ({"do": f"pick:{NAME}"}, 303),
        ({"turn": NAME}, 303),
    ],
)
async def test_no_error_page_holds_what_was_posted(
    made: World, logged: Callable[[], str], change: dict[str, str], status: int
) -> None:
    async with WebPerson(made.base, made.round.code) as who:
        await who.opens()
        await who.taps("Yes, I will take part", {})
        await who.taps("Nothing", {})
        box = who.page.all("textarea")[0]
        box.parts = [ANSWERS[0]]
        form = Form(who.page, who._sending(box))
        fields = [(name, change.get(name, value)) for name, value in form.sends()]
        async with who._session.post(
            who.base + form.action, data=fields, allow_redirects=False
        ) as answer:
            assert answer.status == status
            assert found(await answer.read(), WORDS) == []
            assert found(repr(answer.headers).encode(), WORDS) == []
    assert found(logged().encode(), WORDS) == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (("POST", "/r/wren42", NAME.encode() * 120_000), 413),
        (("POST", "/r/wren42", f"says={NAME}".encode()), 403),
        (("POST", f"/r/{NAME}", f"says={NAME}".encode()), 403),
        (("GET", f"/r/{NAME}%00", b""), 404),
        (("GET", f"/{NAME}?{NAME}={NAME}", b""), 404),
        (("PUT", f"/r/{NAME}", NAME.encode()), 405),
        (("GET", f"/?link={NAME}%20x", b""), 404),
    ],
)
async def test_no_refusal_holds_what_was_sent(
    made: World, logged: Callable[[], str], sent: tuple[str, str, bytes], status: int
) -> None:
    method, path, body = sent
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Quokkabrowser"}
    async with (
        ClientSession() as session,
        session.request(method, made.base + path, data=io.BytesIO(body), headers=headers) as answer,
    ):
        assert answer.status == status
        assert found(await answer.read(), [NAME]) == []
        assert found(repr(answer.headers).encode(), [NAME]) == []
    server = "\n".join(line for line in logged().splitlines() if "aiohttp.client" not in line)
    assert found(server.encode(), [NAME, "Quokkabrowser"]) == []
    assert found(raw(made.settings.data_folder), [NAME, "Quokkabrowser"]) == []


async def test_a_database_that_is_locked_is_told_without_a_word(
    made: World, logged: Callable[[], str]
) -> None:
    async with WebPerson(made.base, made.round.code) as who:
        await who.opens()
        await who.taps("Yes, I will take part", {})
        await who.taps("Nothing", {})
        # How long it waits for the file is not what this is about.
        await made.run(lambda unit: unit._sql.write(text("PRAGMA busy_timeout = 50")))  # type: ignore[attr-defined]
        lock = sqlite3.connect(made.settings.data_folder / "heardback.db", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        try:
            await who.says(ANSWERS[0])
            assert who.status == 503
            # Their words are still in the box, and nowhere else.
            assert ANSWERS[0] in who.page.all("textarea")[0].raw()
            assert who.html.count(NAME) == 1
        finally:
            lock.rollback()
            lock.close()
        await who.says(ANSWERS[0])
        assert who.shown == [ANSWERS[0].replace(HANDLE, "[username]")]
    assert found(logged().encode(), WORDS) == []


class Broken:
    """A detector that quotes what it failed on."""

    reduced: str | None = None

    def find(self, text: str) -> tuple[Span, ...]:
        raise ValueError(text)


async def test_a_detector_that_fails_quotes_nothing(
    tmp_path: Path, logged: Callable[[], str]
) -> None:
    async with world(tmp_path, detector=Broken()) as made:
        async with WebPerson(made.base, made.round.code) as who:
            await who.opens()
            await who.taps("Yes, I will take part", {})
            await who.taps("Nothing", {})
            await who.says(ANSWERS[0])
            assert who.status == 503
            assert ANSWERS[0] in who.page.all("textarea")[0].raw()
        asked = (await turn(made, ROUND, Chose("yes"), None)).address
        await turn(made, ROUND, Chose("hears:none"), asked)
        with pytest.raises(NotSaved) as caught:
            await turn(made, ROUND, Said(ANSWERS[0]), asked)
    chain = [caught.value, caught.value.__cause__]
    assert found(repr([(e, getattr(e, "args", ())) for e in chain]).encode(), WORDS) == []
    assert caught.value.__suppress_context__
    assert found(logged().encode(), WORDS) == []


@pytest.mark.parametrize("channel", ["web", "terminal"])
async def test_five_answers_change_nothing_on_the_identity_side(made: World, channel: str) -> None:
    folder = made.settings.data_folder
    person = (
        WebPerson(made.base, made.round.code)
        if channel == "web"
        else TerminalPerson(made.app, made.round.code)
    )
    async with person as who:
        await who.opens()
        await who.taps("Yes, I will take part", {})
        await who.taps("All messages", {})
        before = identity(folder)
        assert len(before["contributor"]) == len(before["enrolment"]) == 1
        for number, answer in enumerate(ANSWERS):
            await who.says(answer)
            await who.taps("Keep", {"May we quote this?": "Yes" if number % 2 else "No"})
        await who.taps("My answers", {})
        await who.taps("Take back answer 2", {})
        await who.taps("Say no to a quote answer 4", {})
        assert identity(folder) == before
        assert len(rows(folder, "vault")) > 5


async def test_a_round_all_answered_and_one_nobody_did_look_alike(made: World) -> None:
    quiet = replace(ROUND, id="8" * 32, code="heron42")

    def second(unit: Unit) -> None:
        unit.record(FACILITATOR, (SaveRound(quiet),), None, made.clock.now())
        opened = OpenRound(replace(quiet, state=RoundState.OPEN))
        questions = made.app.library.sets[quiet.question_set]
        unit.record(FACILITATOR, (opened,), questions, made.clock.now())

    await made.run(second)
    for _ in range(6):
        there = await turn(made, ROUND, Chose("yes"), None)
        here = await turn(made, quiet, Chose("yes"), there.address)
        assert here.known
        await turn(made, ROUND, Chose("hears:all"), there.address)
        await turn(made, quiet, Chose("hears:all"), there.address)
        for answer in ANSWERS:
            await turn(made, ROUND, Said(answer), there.address)
            await turn(made, ROUND, Chose("keep", {"quote": ("yes",)}), there.address)
    folder = made.settings.data_folder
    sides: dict[str, list[tuple[str, object]]] = {}
    ids = {bytes.fromhex(each.id): each.code for each in (ROUND, quiet)}
    for table, held in identity(folder).items():
        for row in held:
            mine = [ids[value] for value in row if isinstance(value, bytes) and value in ids]
            rest = tuple("round" if value in ids else value for value in row)
            for code in mine or ids.values():
                sides.setdefault(code, []).append((table, rest))
    assert sorted(sides["wren42"], key=repr) == sorted(sides["heron42"], key=repr)
    assert len(sides["wren42"]) == 12


async def turn(made: World, round_: Round, event: Event, address: Address | None) -> Reply:
    number = len(rows(made.settings.data_folder, "inbound_seen"))
    return await made.app.conversations.handle(
        Inbound(
            delivery=f"{number:032x}",
            channel="web",
            round_code=round_.code,
            event=event,
            address=address,
            contact={"channel": "web"},
        )
    )


async def test_the_files_of_an_open_round_hold_no_word_in_clear(made: World) -> None:
    folder = made.settings.data_folder
    codes: list[str] = []
    async with WebPerson(made.base, made.round.code) as who:
        codes.append(await answered(who))
        await who.opens(elsewhere=True)
        await who.taps("Yes, I will take part", {})
        codes.append(who.code)
        await who.taps("Nothing", {})
        await who.says(f"A draft about {NAME} and {HANDLE}.")
    async with TerminalPerson(made.app, made.round.code) as who:
        await who.taps("Yes, I will take part", {})
        codes.append(who.code)
        await who.taps("All messages", {})
        await who.says(ANSWERS[0])
    assert all(len(code.split()) == 7 for code in codes)
    hashes = [(await made.app.codes.address(code)).user for code in codes]
    assert (folder / "heardback.db-wal").stat().st_size > 0, "the log before writing is looked at"
    assert found(raw(folder), [*WORDS, *codes, *hashes]) == []
    assert found(everything(folder), [*WORDS, *codes, *hashes]) == []
    pairs = [" ".join(code.split()[at : at + 2]) for code in codes for at in range(6)]
    assert found(raw(folder), pairs) == []
    assert len(await made.requests()) == 1


def test_the_search_would_find_them() -> None:
    for way in spellings(f"..{NAME}.."):
        assert found(b"\x00" + way + b"\x00", [NAME]) == [NAME]


async def test_after_sealing_key_and_vault_rows_are_gone(made: World) -> None:
    folder = made.settings.data_folder
    async with WebPerson(made.base, made.round.code) as who:
        code = await answered(who)
        await made.others(3)
        await made.closes()
        await made.reads("cover", words=NAME)
        assert rows(folder, "vault")
        assert keys_of(made)
        await made.waits(datetime(2027, 3, 16, 12, tzinfo=UTC))
        assert (await made.stands()).state is RoundState.SEALED
        assert keys_of(made) == []
        assert rows(folder, "vault") == []
        assert "xylophone1zebra" in repr(rows(folder, "quote")), "approved words may be quoted"
        assert found(everything(folder), [NAME, REACH, HANDLE, code]) == []
        await who.opens()
        assert NAME not in who.seen


def keys_of(made: World) -> list[str]:
    """Return the names of the files that hold a key of the round."""
    return [path.name for path in made.settings.keys.iterdir() if made.round.id in path.name]


async def test_a_turn_that_is_cut_off_says_nothing_of_it(
    made: World, logged: Callable[[], str]
) -> None:
    """A request that is cancelled in the middle leaves no words in what asyncio complains about."""
    there = await turn(made, ROUND, Chose("yes"), None)
    await turn(made, ROUND, Chose("hears:all"), there.address)
    task = asyncio.create_task(turn(made, ROUND, Said(ANSWERS[0]), there.address))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert found(logged().encode(), WORDS) == []
