"""Logs that hold no word of anybody.

Our own lines keep only the fields named here, and only values that look like a name or a number.
A library's record is cut down to its logger, its level and the class of its error: a message or an
argument may quote what a person wrote, so neither is ever rendered.
"""

import logging
import re
import sys
import threading
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TextIO

import structlog

FIELDS: Final = frozenset(
    {
        "time",
        "level",
        "logger",
        "event",
        "error",
        "part",
        "state",
        "channel",
        "count",
        "port",
        "head",
    }
)
"""The only fields a line may have. None of them names a person or a round."""

_NAME: Final = re.compile(r"[A-Za-z0-9_.:<>-]{1,80}")


def configure(least: int = logging.INFO) -> None:
    """Send every log line of this process, cut down, to standard error, from a level on.

    The hooks for errors nobody caught are replaced too, because theirs print the error's text.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _timed,
            _allowed,
            structlog.processors.LogfmtRenderer(key_order=["time", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=_ToStandardError,
    )
    for name in list(logging.root.manager.loggerDict):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    logging.root.handlers = [_Cut()]
    logging.root.setLevel(logging.WARNING)
    # A handler that fails would print the record it failed on.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_thread


class _ToStandardError:
    """Writes a line to whatever standard error is now."""

    def __init__(self, *_args: object) -> None:
        self._stream: TextIO = sys.stderr

    def msg(self, line: str) -> None:
        # A line that cannot be written, as on a full disk, is lost; the server goes on.
        with suppress(OSError):
            self._stream.write(line + "\n")
            self._stream.flush()

    info = warning = error = critical = debug = msg


class _Cut(logging.Handler):
    """Keeps logger, level and error class of a library's record."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0] if record.exc_info else None
        _library(record.levelno, record.name, error)


def _library(level: int, name: str, error: type[BaseException] | None) -> None:
    values = {"logger": name} if error is None else {"logger": name, "error": error.__name__}
    structlog.get_logger().log(max(level, logging.INFO), "library", **values)


def _uncaught(
    kind: type[BaseException], _error: BaseException, _trace: TracebackType | None
) -> None:
    _library(logging.CRITICAL, "uncaught", kind)


def _unraisable(found: "sys.UnraisableHookArgs") -> None:
    _library(logging.ERROR, "unraisable", found.exc_type)


def _in_thread(found: threading.ExceptHookArgs) -> None:
    _library(logging.ERROR, "thread", found.exc_type)


def _timed(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Add the minute: enough to find the cause, too coarse to tell one turn from another."""
    line["time"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return line


def _allowed(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {name: _shown(value) for name, value in line.items() if name in FIELDS}


def _shown(value: object) -> object:
    if isinstance(value, int) or (isinstance(value, str) and _NAME.fullmatch(value)):
        return value
    return "?"
