"""A sealed round on the command line, written to a new file."""

import csv
import re
from pathlib import Path

from tests.app.conftest import Command
from tests.app.test_audit import entries
from tests.app.test_commands import complained
from tests.app.test_rounds import closed, with_line
from tests.delivery.line import Line


async def sealed(line: Line) -> None:
    await line.app.database.sealer.seal(await closed(line))


def test_a_sealed_round_is_written_and_nothing_is_replaced(
    heardback: Command, tmp_path: Path
) -> None:
    with_line(sealed)
    to = tmp_path / "out.csv"
    done = heardback("export", "heron", "--format", "csv", "--to", str(to))
    assert str(to) in done.stdout.replace("\n", "")
    assert to.stat().st_mode & 0o077 == 0
    with to.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[:2] == ["Question", "Words"]
    before = to.read_bytes()
    assert "cannot be made" in complained(heardback("export", "heron", "--to", str(to)))
    assert to.read_bytes() == before
    assert "no such form" in complained(
        heardback("export", "heron", "--format", "exe", "--to", "x")
    )


def test_a_report_is_one_file_that_asks_nothing_of_any_server(
    heardback: Command, tmp_path: Path
) -> None:
    with_line(sealed)
    page, text, account = (tmp_path / name for name in ("r.html", "r.md", "all.html"))
    for done in (
        heardback("report", "heron", "--to", str(page)),
        heardback("report", "heron", "--to", str(text)),
        heardback("report", "--all", "--to", str(account)),
    ):
        assert done.exit_code == 0, done.stderr
    for file in (page, account):
        html = file.read_text("utf-8")
        assert len(html.encode()) < 100_000
        assert not re.search(r"<script|<link|src=|href=|url\(|@import", html)
        assert file.stat().st_mode & 0o077 == 0
    assert text.read_text("utf-8").startswith("# ")
    assert "How promises were kept" in account.read_text("utf-8")
    assert [each.verb for each in entries()].count("export") == 2
    assert "no such form" in complained(heardback("report", "heron", "--to", "x.pdf"))
    assert "Name one round" in complained(heardback("report", "--to", str(tmp_path / "y.md")))


def test_a_round_that_is_not_sealed_stays(heardback: Command, tmp_path: Path) -> None:
    to = tmp_path / "out.xlsx"
    with_line(closed)
    assert "not sealed yet" in complained(heardback("export", "heron", "--to", str(to)))
    assert "no round with this code" in complained(heardback("export", "wren", "--to", str(to)))
    assert not to.exists()
