"""The real command, ``heardback chat CODE``, with its lines typed and what it prints read."""

import asyncio
import os
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.codes import COST
from tests.drivers.files import found, raw
from tests.drivers.page import squeezed
from tests.drivers.world import ROUND, World

REAL = COST
"""The cost of a code as the command has it: another process knows nothing of what tests change."""
CODE = re.compile(r"^    ((?:[a-z]+ ){6}[a-z]+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def real_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.codes.COST", REAL)


async def opened(folder: Path) -> World:
    """Open a round that takes answers now, then put the application down."""
    now = datetime.now(UTC)
    day = now.date()
    round_ = replace(
        ROUND,
        opens_on=day,
        closes_on=day + timedelta(days=20),
        withdraw_until=day + timedelta(days=34),
        tell_by=day + timedelta(days=60),
    )
    made = World(folder, round_)
    made.clock.at = now
    await made.begin()
    await made.opens_round()
    await made.end()
    return made


async def typed(folder: Path, code: str, *lines: str) -> tuple[int, str, str]:
    """Run the command and type these lines; return how it ended and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "chat", code),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"HEARDBACK_DATA_FOLDER": str(folder), "PYTHONUTF8": "1"},
    )
    text = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    out, err = await asyncio.wait_for(process.communicate(text), 60)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_two_people_answer_at_one_window(tmp_path: Path) -> None:
    made = await opened(tmp_path)
    answer = "Kettle rings on 07700 900123 👩🏽‍🦽."
    status, out, err = await typed(
        tmp_path,
        made.round.code,
        *("1", "1", answer, "", "Cover them", "", "Kettle", "Keep", "Yes", "", "skip", "leave"),
        *("yes", "Yes, I will take part", "Nothing", "Stop", "leave", "no"),
    )
    assert (status, err) == (0, "")
    codes = list(dict.fromkeys(CODE.findall(out)))
    assert len(codes) == 2, squeezed(out)
    assert "\x1b" not in out, "nothing but text where no window is"
    await made.begin()
    try:
        first, second = [await made.answers(code) for code in codes]
        assert first is not None
        assert {key: kept.kept and kept.kept.text for key, kept in first.items()} == {
            "trust": "[covered words] rings on [phone number] 👩🏽‍🦽."
        }
        assert second == {}
    finally:
        await made.end()
    assert found(raw(tmp_path), ["Kettle", "07700", *codes]) == []


async def test_somebody_comes_back_with_their_code(tmp_path: Path) -> None:
    made = await opened(tmp_path)
    _, out, _ = await typed(
        tmp_path, made.round.code, "1", "1", "They asked.", "", "Keep", "No", ""
    )
    code = CODE.findall(out)[0]
    status, out, err = await typed(
        tmp_path, made.round.code, "I have a code", code.upper(), "My answers", "leave", "no"
    )
    assert (status, err) == (0, "")
    assert "They asked." in out
    assert "Question 2 of 5" in out


async def test_bytes_that_are_no_text_do_not_end_it(tmp_path: Path) -> None:
    made = await opened(tmp_path)
    status, out, err = await typed(
        tmp_path,
        made.round.code,
        "1",
        "1",
        "a\ud800b\x00c \x1b[2J",
        "",
        "Keep",
        "No",
        "",
        "leave",
        "no",
    )
    assert (status, err) == (0, "")
    assert "\x00" not in out
    assert "\x1b" not in out
    code = CODE.findall(out)[0]
    await made.begin()
    try:
        kept = await made.answers(code)
    finally:
        await made.end()
    assert kept is not None
    assert kept["trust"].kept is not None
    text = kept["trust"].kept.text
    assert re.fullmatch("a\ufffd+b\ufffdc \ufffd\\[2J", text), ascii(text)


async def test_a_code_that_leads_nowhere_is_said_to(tmp_path: Path) -> None:
    await opened(tmp_path)
    status, out, err = await typed(tmp_path, "none")
    assert status != 0
    assert "Traceback" not in out + err
    assert len(squeezed(out + err)) > 10
