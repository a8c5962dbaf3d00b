"""Once a day the clock tells the world outside the database where the audit log stands."""

import json
from pathlib import Path

import structlog
from structlog.testing import LogCapture

from storage.heads import HeadFile
from tests.delivery.line import Line


async def test_the_head_of_each_day_goes_to_the_file_and_to_the_log(line: Line) -> None:
    capture = LogCapture()
    structlog.configure(processors=[capture])
    file = HeadFile(line.app.settings.keys)
    try:
        await line.open()
        for _ in range(4):
            line.clock.pass_(hours=9)
            await line.app.upkeep.tick()
            await line.app.upkeep.tick()
    finally:
        structlog.reset_defaults()
    # 1 March 19:00, 2 March 4:00, 13:00 and 22:00.
    days = [text.split(" ")[0] for text in file.path.read_text().splitlines()]
    assert days == ["2027-03-01", "2027-03-02"]
    told = [each for each in capture.entries if each["event"] == "audit_head"]
    assert [(each["count"], each["head"]) for each in told] == list(file.heads())
    assert set(told[0]) == {"event", "log_level", "count", "head"}
    head = await line.app.database.run(lambda unit: unit.audit_head())
    assert head.number >= file.heads()[-1].number > 0
    assert await line.app.database.run(lambda unit: unit.verify_audit(file.heads())) is None


async def test_a_place_that_cannot_be_written_is_logged_and_tried_again(line: Line) -> None:
    capture = LogCapture()
    structlog.configure(processors=[capture])
    file = HeadFile(line.app.settings.keys)
    try:
        file.path.mkdir()
        await line.app.upkeep.tick()
        failed = [each for each in capture.entries if each["event"] == "upkeep_failed"]
        assert [(each["part"], each["error"]) for each in failed] == [("head", "IsADirectoryError")]
        file.path.rmdir()
        await line.app.upkeep.tick()
    finally:
        structlog.reset_defaults()
    assert len(file.heads()) == 1
    assert str(Path(file.path)) not in json.dumps(capture.entries)
