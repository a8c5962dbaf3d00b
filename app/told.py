"""How commands speak: to the point, on two streams, and never in tracebacks."""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NoReturn

import structlog
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.terminal_page import safe
from app.trouble import Trouble
from prompts.library import Phrases, PromptFault, shipped

BAD_INPUT: Final = 2
UNEXPECTED: Final = 1
_UNEXPECTED: Final = "unexpected"
_NOT_THEIRS: Final = frozenset(
    {_UNEXPECTED, "audit_changed", "audit_cut", "audit_rewritten", "audit_line"}
)
"""What nobody can mend by typing something else."""

_log = structlog.get_logger("heardback.command")


def print_line(text: str = "") -> None:
    """Print a line as it is; a link is never broken in two, and no terminal obeys what is quoted."""
    Console(soft_wrap=True, markup=False, highlight=False, emoji=False).print(safe(text))


def error_console() -> Console:
    """Return standard error as a place to print lines as they are."""
    return Console(stderr=True, soft_wrap=True, markup=False, highlight=False, emoji=False)


def print_error(text: str) -> None:
    """Print a line on standard error, as :func:`print_line` does."""
    error_console().print(safe(text))


def phrases() -> Phrases:
    """Return the phrases."""
    return shipped().phrases()


def say(key: str, **values: object) -> str:
    """Return a phrase of the section *command*."""
    return phrases().say(f"command.{key}", **values)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; ``columns`` are phrase keys below ``command.column``."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(say(f"column.{column}"))
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    Console(emoji=False).print(table)


def command[**P, T](work: Callable[P, T]) -> Callable[P, T]:
    """Turn whatever goes wrong in a command into one sentence on standard error.

    What the person who typed it can mend ends with status 2, anything else with 1.
    """

    @functools.wraps(work)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        except PromptFault as fault:
            # Where the phrases cannot be read there is nothing else to say it with.
            _end(str(fault), BAD_INPUT)
        except Exception as error:  # noqa: BLE001 - the last door before a traceback
            trouble = _trouble(error)
            _end(say(f"trouble.{trouble.key}", **trouble.values), _status(trouble))

    return told


def _trouble(error: Exception) -> Trouble:
    from bot.ports import NotSaved
    from bot.service import RoundNotOpen, RoundUnknown

    match error:
        case Trouble():
            return error
        case RoundUnknown():
            return Trouble("round")
        case RoundNotOpen():
            return Trouble("not_open")
        case NotSaved(reason="locked" | "full" | "key" as reason):
            return Trouble(f"not_saved_{reason}")
        case NotSaved(reason="residue"):
            return Trouble("residue", name=error.code)
        case NotSaved():
            return Trouble("not_saved")
    name = type(error).__name__
    _log.error("command_failed", error=name)
    return Trouble(_UNEXPECTED, error=name)


def _status(trouble: Trouble) -> int:
    return UNEXPECTED if trouble.key in _NOT_THEIRS else BAD_INPUT


def _end(text: str, status: int) -> NoReturn:
    print_error(text)
    raise typer.Exit(status)
