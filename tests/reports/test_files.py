"""Exports of a round, read back by parsers: inert cells, nothing lost, no order that tells."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from bot.conversation import facilitator_words
from bot.conversation.answering import showable
from bot.reports.files import FORMS, export_file, inert
from bot.reports.round_export import Count, RoundExport, Said
from prompts.library import Library
from tests.hostile.strings import FIXED, SHEETS

SAY = Library.load().phrases()
_NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
HOSTILE = (
    *FIXED,
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    " \u200b =1",
    "\ufeff@x",
    "\n=1",
    "﹦1",
    "_x0041_",
)

FIGURES = [
    ["Heard?", "Agree", "16", "yes", "28", ""],
    ["Heard?", "Not", "10", "no", "", ""],
    ["How?", "", "", "", "", "Too few."],
]


def export_of(*words: str) -> RoundExport:
    said = tuple(Said("Trust?", each, number % 2 == 0) for number, each in enumerate(words))
    counts = (
        Count("Heard?", "Agree", 16, exact=True, of=28),
        Count("Heard?", "Not", 10),
        Count("How?", why_not="Too few."),
    )
    return RoundExport("A round", "Ardlinn", 5, (*said, Said("Choice?", why_not="Few.")), counts)


def cells_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def cells_xlsx(body: bytes) -> dict[str, list[list[str]]]:
    """Read every sheet; a formula or a link in it fails."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = book.namelist()
        shared = [
            "".join(node.itertext())
            for node in _tree(book, "xl/sharedStrings.xml").iterfind("x:si", _NS)
        ]
        sheets = [
            each.get("name", "")
            for each in _tree(book, "xl/workbook.xml").iterfind("x:sheets/x:sheet", _NS)
        ]
        found = {}
        for number, name in enumerate(sheets, 1):
            tree = _tree(book, f"xl/worksheets/sheet{number}.xml")
            assert tree.find(".//x:f", _NS) is None
            assert tree.find(".//x:hyperlink", _NS) is None
            rows = tree.iterfind("x:sheetData/x:row", _NS)
            found[name] = [[_cell(cell, shared) for cell in row] for row in rows]
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
    return found


def _tree(book: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(name))  # noqa: S314 - we made it


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.findtext("x:v", "", _NS)
    text = shared[int(value)] if cell.get("t") == "s" else value
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize("text", [*SHEETS, *HOSTILE[-9:-1]])
def test_what_could_begin_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    harmless = text.startswith(("x", ";"))
    assert inert(text).startswith("'") != harmless


def test_a_table_reads_back_as_it_was_with_nothing_that_runs() -> None:
    rows = cells_csv(export_file(export_of(*HOSTILE), "csv", "wren42", SAY).body)
    assert rows[0] == ["Question", "Words", "May be quoted", "Beside it", "Why it is not shown"]
    assert [row[1] for row in rows[1 : len(HOSTILE) + 1]] == [inert(each) for each in HOSTILE]
    assert [row[2] for row in rows[1:3]] == ["yes", "no"]
    gap = rows.index([])
    assert rows[gap - 1] == ["Choice?", "", "", "", "Few."]
    assert rows[gap + 2 :] == FIGURES
    risky = [
        cell
        for row in rows
        for cell in row
        if cell[:1] in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") and cell
    ]
    assert risky == []


def test_a_spreadsheet_reads_back_as_it_was_with_nothing_that_runs() -> None:
    sheets = cells_xlsx(export_file(export_of(*HOSTILE), "xlsx", "wren42", SAY).body)
    assert list(sheets) == ["Words", "Figures"]
    words = [row[1] for row in sheets["Words"][1:-1]]
    assert words == [inert(each) for each in HOSTILE]
    assert sheets["Figures"][1:] == FIGURES


def test_data_reads_back_exactly() -> None:
    made = json.loads(export_file(export_of(*HOSTILE), "json", "wren42", SAY).body)
    # Two halves of one letter are that letter once they were JSON.
    whole = json.loads(json.dumps(HOSTILE))
    assert [each["words"] for each in made["said"][:-1]] == whole
    assert made["counts"][0] == {
        "question": "Heard?",
        "answer": "Agree",
        "at_least": 16,
        "exact": True,
        "of": 28,
        "why_not": "",
    }
    assert (made["title"], made["k"], made["version"]) == ("A round", 5, 1)


def test_a_name_of_a_file_holds_no_mark_of_its_own() -> None:
    names = {export_file(export_of(), form, 'a"b\r\n/..', SAY).name for form in FORMS}
    assert names == {"heardback-ab.xlsx", "heardback-ab.csv", "heardback-ab.json"}
    assert set(facilitator_words._FORMS) == set(FORMS)


def test_a_harmless_text_is_left_as_it_is() -> None:
    text = "They asked me = first.\nThen - nothing."
    assert inert(text) == showable(text) == text
