"""Support lines: the facts that are shipped, and the rules their file must keep."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from prompts.faults import shaped
from prompts.library import Library
from prompts.safe_yaml import PromptFault, read_yaml
from prompts.schema import OpenSpan, SupportFile, SupportLine

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def line(library: Library, name: str) -> SupportLine:
    return next(each for each in library.support().lines if each.id == name)


def test_the_lines_that_are_shipped(library: Library) -> None:
    support = library.support("uk")

    assert (support.emergency, support.stale_after_days) == ("999", 120)
    assert support.time_zone == "Europe/London"
    assert {each.id: (each.kind, each.number, each.min_age, each.max_age) for each in support.lines} == {
        "childline": ("call", "0800 1111", None, 18),
        "shout": ("text", "85258", None, None),
        "samaritans": ("call", "116 123", None, None),
        "breathing-space": ("call", "0800 83 85 87", 16, None),
        "nhs-24": ("call", "111", None, None),
    }  # fmt: skip
    assert line(library, "shout").text_word == "SHOUT"
    for each in support.lines:
        assert each.checked_on >= date(2026, 11, 22)
        assert each.source.url.startswith("https://")


def test_all_but_one_line_are_always_open(library: Library) -> None:
    shut_at_times = [each.id for each in library.support().lines if each.hours != "always"]

    assert shut_at_times == ["breathing-space"]


def minutes(span: OpenSpan, day: str) -> set[int]:
    """The minutes of the week, from Monday 00:00, in which a span of one day is open."""
    opens = datetime.combine(date(2026, 11, 23) + timedelta(DAYS.index(day)), span.opens)
    length = (datetime.combine(opens, span.closes) - opens) % timedelta(days=1)
    start = int((opens - datetime(2026, 11, 23)).total_seconds() // 60)  # noqa: DTZ001  Local time.
    whole_day = timedelta(days=1)
    return {
        (start + minute) % (7 * 24 * 60)
        for minute in range(int((length or whole_day).total_seconds() // 60))
    }


def test_breathing_space_is_open_on_weekday_nights_and_right_through_the_weekend(
    library: Library,
) -> None:
    hours = line(library, "breathing-space").hours
    assert hours != "always"
    is_open = set().union(*(minutes(span, day) for span in hours for day in span.days))

    def at(day: str, hour: int) -> bool:
        return DAYS.index(day) * 1440 + hour * 60 in is_open

    assert not any(at(day, hour) for day in DAYS[:4] for hour in range(6, 18))
    assert all(at(day, hour) for day in DAYS[:4] for hour in range(18, 24))
    assert all(at(day, hour) for day in DAYS[1:5] for hour in (0, 1))
    assert not any(at(day, hour) for day in DAYS[1:5] for hour in range(2, 18))
    assert all(at("fri", hour) for hour in range(18, 24))
    assert all(at(day, hour) for day in ("sat", "sun") for hour in range(24))
    assert all(at("mon", hour) for hour in range(6))


FILE = """\
region: uk
time_zone: Europe/London
emergency: 999
stale_after_days: 120
lines:
  - id: nightline
    name: Nightline
    number: 0123 456
    kind: call
    what: For students.
    min_age: 16
    hours:
      - {days: [mon], opens: "18:00", closes: "02:00"}
    source: {name: Nightline, url: "https://example.org"}
    checked_on: 2026-11-22
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("number: 0123 456", "number: call us", 8, "“number” takes digits and spaces"),
        ("kind: call", "kind: fax", 9, "“kind” must be 'call' or 'text'"),
        ("kind: call", "kind: text", 9, "text_word belongs to the kind “text”"),
        ("kind: call", "kind: call\n    text_word: HI", 9, "text_word belongs to the kind “text”"),
        ("min_age: 16", "min_age: 16\n    max_age: 12", 12, "max_age is below min_age"),
        ("min_age: 16", "min_age: -1", 11, "“min_age” must be 0 or more"),
        ("[mon]", "[monday]", 13, "“days” must be 'mon'"),
        ('"18:00"', "six", 13, "“opens” needs a time such as 18:00"),
        ("    hours:\n", "    hours: whenever\n    spans:\n", 13, "“spans” is not a name that"),
        ('      - {days: [mon], opens: "18:00", closes: "02:00"}\n', "", 12, "must be 'always'"),
        ("    checked_on: 2026-11-22\n", "", 6, "“checked_on” is missing"),
        ("stale_after_days: 120\n", "", 1, "“stale_after_days” is missing"),
    ],
)
def test_a_broken_rule_names_file_line_and_reason(
    old: str, new: str, line: int, reason: str
) -> None:
    assert old in FILE
    with pytest.raises(PromptFault) as caught:
        shaped(read_yaml("support/uk.yaml", FILE.replace(old, new, 1).encode()), SupportFile)

    assert reason in caught.value.reason
    assert (caught.value.path, caught.value.line) == ("support/uk.yaml", line)


def test_one_line_stands_once() -> None:
    twice = FILE + FILE[FILE.index("  - id:") :]

    with pytest.raises(PromptFault, match="line 16: the id “nightline” stands there twice"):
        shaped(read_yaml("support/uk.yaml", twice.encode()), SupportFile)


def test_the_name_of_a_file_is_its_region(root: Path) -> None:
    (root / "support" / "ie.yaml").write_text(FILE, "utf-8")

    with pytest.raises(PromptFault, match=r"support/ie.yaml, line 1: the region must be the name"):
        Library.load(root)


def test_a_region_nobody_wrote_is_not_there(library: Library) -> None:
    with pytest.raises(KeyError):
        library.support("atlantis")
