"""Every claim of the threat model names a test that is there, and no cell of its table is left empty."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
DAYS = ("Before opening", "While open", "Closed, not sealed", "Sealed", "After retention")
TESTS = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def tables() -> list[list[list[str]]]:
    """Return the tables of the page as rows of cells, their heads first."""
    found = re.findall(r"((?:^\|.*\n)+)", PAGE, re.MULTILINE)
    rows = [[line.strip("|\n").split("|") for line in table.splitlines()] for table in found]
    return [[[cell.strip() for cell in row] for row in (table[0], *table[2:])] for table in rows]


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    source = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE)


def test_each_attacker_has_an_answer_for_each_day() -> None:
    head, *rows = tables()[0]
    assert tuple(head[1:]) == DAYS
    assert len(rows) > 12
    assert [row[0] for row in rows if len(row) != len(head) or not all(row)] == []


def test_each_letter_leads_to_a_claim_and_each_claim_is_made() -> None:
    table, claims = tables()
    used = set(re.findall(r"\[(\w)\]", " ".join(cell for row in table for cell in row)))
    assert {row[0] for row in claims[1:]} == used
    assert [row[0] for row in claims[1:] if "`tests/" not in row[2]] == []


@pytest.mark.parametrize("page", ["threat-model.md", "dpia-template.md"])
def test_its_links_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
