"""One day as a calendar file (RFC 5545)."""

import secrets
from datetime import date, timedelta
from typing import Final

_WIDTH: Final = 75
"""Longest line, in bytes (RFC 5545, section 3.1)."""


def calendar_file(title: str, day: date, made: date) -> bytes:
    """Return a calendar with one whole-day event.

    Nothing in it names the product or a time of day; ``made`` is the day it was asked for.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//My page//EN",
        "BEGIN:VEVENT",
        f"UID:{secrets.token_hex(16)}",
        f"DTSTAMP:{made:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8", "replace")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Break a line so that none is longer than 75 bytes, and no character is cut."""
    pieces: list[str] = [""]
    size = 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _WIDTH:
            pieces.append("")
            size = 1  # the blank that a continued line starts with
        pieces[-1] += character
        size += width
    return "\r\n ".join(pieces)
