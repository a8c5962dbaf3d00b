"""A round's export as CSV, JSON or XLSX. Nothing that stands in a cell is taken for a formula."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # It ships no types.

from bot.conversation.answering import showable
from bot.reports.round_export import RoundExport
from prompts.library import Phrases

type Cell = str | int
type Row = Sequence[Cell]

FORMAT: Final = "heardback round export"
VERSION: Final = 1
_BEGINS: Final = frozenset("=+-@")
_BREAKS: Final = frozenset("\t\r\n")
_SAID: Final = ("question", "words", "may_be_quoted", "beside", "why_not")
_COUNTS: Final = ("question", "answer", "at_least", "exact", "of", "why_not")
_WIDTH: Final = 40
"""How wide a column is, in characters."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file on its way out."""

    name: str
    kind: str
    body: bytes


def export_file(export: RoundExport, form: str, code: str, say: Phrases) -> ExportFile:
    """Return an export as a file; ``form`` is one of :data:`FORMS`, ``code`` the round's link's.

    Raises:
        KeyError: there is no such form.
    """
    kind, write = FORMS[form]
    return ExportFile(file_name(code, form), kind, write(export, say))


def file_name(known_by: str, form: str) -> str:
    """Return what a file is called, in letters that every system takes."""
    return f"heardback-{re.sub(r'[^A-Za-z0-9_-]', '', known_by)}.{form}"


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: what could begin one, wide letters and
    letters behind blanks too, stands behind an apostrophe. Line ends are one kind, and what no page
    can show is a mark."""
    plain = showable(re.sub(r"\r\n?", "\n", text))
    seen = "".join(ch for ch in plain if not ch.isspace() and unicodedata.category(ch) != "Cf")
    begins = unicodedata.normalize("NFKC", seen[:1])[:1]
    return f"'{plain}" if begins in _BEGINS or plain[:1] in _BREAKS else plain


def _tables(export: RoundExport, say: Phrases) -> Mapping[str, tuple[Row, list[Row]]]:
    """Return the heads and rows of each table, by its name."""
    yes_no = {True: say("export.yes"), False: say("export.no")}
    said: list[Row] = [
        (s.question, s.words, "" if s.why_not else yes_no[s.may_be_quoted], s.beside, s.why_not)
        for s in export.said
    ]
    counts: list[Row] = [
        (
            c.question,
            c.answer,
            c.at_least or "",
            "" if c.why_not else yes_no[c.exact],
            c.of or "",
            c.why_not,
        )
        for c in export.counts
    ]
    return {
        "said": (_heads(_SAID, say), [_inert(row) for row in said]),
        "counts": (_heads(_COUNTS, say), [_inert(row) for row in counts]),
    }


def _heads(names: Iterable[str], say: Phrases) -> Row:
    return tuple(say(f"export.column.{name}") for name in names)


def _inert(row: Row) -> Row:
    return tuple(inert(cell) if isinstance(cell, str) else cell for cell in row)


def _csv(export: RoundExport, say: Phrases) -> bytes:
    """Return both tables, one below the other with an empty line between, as spreadsheets read it."""
    out = io.StringIO(newline="")
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    for number, (heads, rows) in enumerate(_tables(export, say).values()):
        write.writerows([[]] * number)
        write.writerows([heads, *rows])
    return out.getvalue().encode("utf-8-sig")


def _json(export: RoundExport, _say: Phrases) -> bytes:
    whole = {"format": FORMAT, "version": VERSION, **asdict(export)}
    return (json.dumps(whole, indent=2) + "\n").encode()


def _xlsx(export: RoundExport, say: Phrases) -> bytes:
    out = io.BytesIO()
    # Written as text and nothing else: no formula, no link, no number that looks like one.
    with Workbook(out, {"in_memory": True}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for name, (heads, rows) in _tables(export, say).items():
            sheet = book.add_worksheet(say(f"export.sheet.{name}"))
            sheet.set_column(0, len(heads) - 1, _WIDTH)
            sheet.freeze_panes(1, 0)
            for at, row in enumerate([heads, *rows]):
                for place, cell in enumerate(row):
                    form = wrapped if at else bold
                    if isinstance(cell, int):
                        sheet.write_number(at, place, cell, form)
                    else:
                        sheet.write_string(at, place, cell, form)
    return out.getvalue()


FORMS: Final[Mapping[str, tuple[str, Callable[[RoundExport, Phrases], bytes]]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
}
"""The forms of a file: what it is to a browser, and how it is written."""
