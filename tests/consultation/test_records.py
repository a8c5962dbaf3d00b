"""Attendance as it is typed or read from a file; hostile tables; tasks and their days."""

from dataclasses import replace
from datetime import date

import pytest

from bot.consultation.disclosure import Shown, Withheld
from bot.consultation.records import (
    MAX_BYTES,
    Kind,
    Record,
    Site,
    Unread,
    by_day,
    decoded,
    in_sessions,
    is_late,
    minutes_read,
    read_attendance,
    site_table,
    written,
)

LEADERS = """Site,First session,Second session,Before,After
Scottish Borders,11,9,8,7
Stirling,11,10,10,10
West Lothian,16,14,10,10
"""


def leaders() -> Record:
    columns, sites = read_attendance(LEADERS)
    return Record("a" * 32, "r", Kind.ATTENDANCE, columns=columns, sites=sites)


def test_the_leaders_table_reads_back_as_it_was_typed() -> None:
    table = leaders()
    assert table.columns == ("First session", "Second session", "Before", "After")
    assert table.sites[0] == Site("Scottish Borders", (11, 9, 8, 7))
    assert written(table) == LEADERS
    assert in_sessions(table) == (38, 33)
    assert in_sessions(None) == (0, 0)


def test_small_sites_hide_and_another_with_them() -> None:
    told = site_table(leaders(), 10)
    assert [isinstance(row, Withheld) for row in told.rows.values()] == [True, True, False]
    assert told.rows["West Lothian"] == tuple(Shown(n, exact=True) for n in (16, 14, 10, 10))
    assert told.totals == tuple(Shown(n, exact=True) for n in (38, 33, 28, 27))
    assert not any(isinstance(row, Withheld) for row in site_table(leaders(), 7).rows.values())


@pytest.mark.parametrize(
    "text",
    [
        LEADERS.replace(",", ";"),
        LEADERS.replace(",", "\t"),
        LEADERS.replace("\n", "\r\n"),
        "\ufeff" + LEADERS,
        "\n\n" + LEADERS.replace("\n", "\n\n"),
        LEADERS.replace("Stirling", '" Stirling "'),
    ],
)
def test_other_ways_to_write_it_are_the_same(text: str) -> None:
    assert read_attendance(text) == (leaders().columns, leaders().sites)


@pytest.mark.parametrize(
    ("text", "phrase", "line"),
    [
        ("", "empty", 0),
        (" \n ,, \n", "empty", 0),
        ("Site\nA\n", "columns", 1),
        ("Site" + "".join(f",{n}" for n in range(13)), "columns", 1),
        ("Site,a,a\nA,1,2\n", "twice", 1),
        ("Site,a\n", "sites", 0),
        ("Site,a\n" + "".join(f"s{n},1\n" for n in range(61)), "sites", 0),
        ("Site,a\nLeith,1\n\nleith,2\n", "twice", 4),
        ("Site,a\nLeith,1,2\n", "cells", 2),
        ("Site,a\nLeith\n", "cells", 2),
        ("Site,a\nLeith,-1\n", "count", 2),
        ("Site,a\nLeith,1.5\n", "count", 2),
        ("Site,a\nLeith,10000\n", "count", 2),
        ("Site,a\nLeith,\u0663\n", "count", 2),
        ("Site,a\nLeith,\n", "count", 2),
        ("Site,a\n,4\n", "name", 2),
        ("Site,a\nLe\x00ith,4\n", "name", 2),
        ("Site,a\nLe\u202eith,4\n", "name", 2),
        ("Site,a\n" + "x" * 61 + ",4\n", "name", 2),
        ("Site,a\n\"=cmd|' /C calc'!A0\",4\n", "formula", 2),
        ("Site,a\n+1,4\n", "formula", 2),
        ("Site,@SUM(A1)\nLeith,4\n", "formula", 1),
        ("Site,a\n-x,4\n", "formula", 2),
        ('Site,a\nLeith,"4\n', "marks", 2),
        ("x" * (MAX_BYTES + 1), "size", 0),
        ("\u00e9" * (MAX_BYTES // 2 + 1), "size", 0),
    ],
)
def test_a_table_that_does_not_fit_says_why_and_where(text: str, phrase: str, line: int) -> None:
    with pytest.raises(Unread) as unread:
        read_attendance(text)
    assert (unread.value.phrase, unread.value.line) == (f"records.fault.{phrase}", line)


@pytest.mark.parametrize(
    ("file", "phrase"),
    [
        (LEADERS.encode("utf-16"), "encoding"),
        ("Caf\u00e9,a".encode("latin-1"), "encoding"),
        (b"x" * (MAX_BYTES + 1), "size"),
    ],
)
def test_a_file_that_is_no_text_says_so(file: bytes, phrase: str) -> None:
    with pytest.raises(Unread) as unread:
        decoded(file)
    assert unread.value.phrase == f"records.fault.{phrase}"
    assert decoded(LEADERS.encode("utf-8-sig")) == LEADERS


def test_tasks_stand_by_their_days_and_done_ones_last() -> None:
    day = date(2027, 3, 1)
    task = Record("t", "r", Kind.TASK, due=day)
    done, later = replace(task, id="d", state="done"), replace(task, id="l", due=date(2027, 3, 9))
    assert [each.id for each in by_day((done, later, task))] == ["t", "l", "d"]
    assert [is_late(each, date(2027, 3, 2)) for each in (task, done, later)] == [True, False, False]
    assert not is_late(task, day)


def test_minutes_of_all_are_one_sum() -> None:
    minutes = tuple(Record(f"{n}", "r", Kind.MINUTES, minutes=n) for n in (5, 40))
    assert minutes_read((*minutes, leaders())) == 45
