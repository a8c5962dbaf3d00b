"""The command that shows what the detector finds: in one text, or in lines of JSON."""

import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from app.settings import Settings
from app.told import BAD_INPUT, command, error_console, phrases, print_line, print_table
from app.trouble import Trouble
from bot.consultation.redaction import HINT, Span
from bot.detection.detector import FullDetector, RuleDetector, detector_for

_NO_JSON: Final = "no_json"
_NO_TEXT: Final = "no_text"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed besides the proposals: why they were found, and clues."""

    why: bool
    clues: bool

    def of(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Return the spans to print."""
        return tuple(span for span in spans if self.clues or span.label != HINT)


@command
def detect(text: str, wanted: Wanted) -> int:
    """Print what could identify someone in a text; without one, in each line of standard input.

    Returns:
        The status to end with: 2 if a line could not be read.

    Raises:
        Trouble: there is no text, and standard input is a terminal.
    """
    if not text and sys.stdin.isatty():
        raise Trouble("no_text")
    errors = error_console()
    detector = detector_for(Settings.read().detector)
    # This loads all there is to load, so that whoever waits learns at once if that is less.
    detector.find("")
    if detector.reduced:
        errors.print(phrases()(f"detect.reduced.{detector.reduced}"))
    if text:
        _print_text(text, wanted.of(detector.find(text)), explained=wanted.why)
        return 0
    try:
        with _progress(errors) as advance:
            return _lines(detector, wanted, errors, advance)
    except BrokenPipeError:
        # Whoever read has seen enough. What is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _lines(
    detector: FullDetector | RuleDetector,
    wanted: Wanted,
    errors: Console,
    advance: Callable[[int], None],
) -> int:
    status = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            try:
                name, text = _read(line)
            except ValueError as error:
                errors.print(phrases()(f"detect.{error}", number=number))
                status = BAD_INPUT
            else:
                spans = [_as_json(span, wanted) for span in wanted.of(detector.find(text))]
                sys.stdout.write(json.dumps({"id": name, "spans": spans}) + "\n")
                sys.stdout.flush()
        advance(len(line))
    return status


def _read(line: bytes) -> tuple[str | int, str]:
    """Return id and text of a line.

    Raises:
        ValueError: the phrase for what is wrong; it quotes nothing.
    """
    try:
        made = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError(_NO_JSON) from None
    match made:
        case {"id": str() | int() as name, "text": str(text)}:
            return name, text
    raise ValueError(_NO_TEXT)


def _as_json(span: Span, wanted: Wanted) -> dict[str, object]:
    made: dict[str, object] = {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "score": round(span.score, 2),
    }
    return made | {"why": span.why} if wanted.why else made


@contextmanager
def _progress(errors: Console) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error if that is a terminal, and the lines go elsewhere.

    It knows its end if standard input is a file.
    """
    if not errors.is_terminal or sys.stdout.isatty():
        yield lambda _size: None
        return
    state = os.fstat(sys.stdin.fileno())
    total = state.st_size if stat.S_ISREG(state.st_mode) else None
    looked = TextColumn(phrases()("detect.looked", count="{task.fields[count]}"))
    bar = Progress(
        looked, BarColumn(), console=errors, redirect_stdout=False, redirect_stderr=False
    )
    with bar:
        task = bar.add_task("", total=total, count=0)
        lines = 0

        def advance(size: int) -> None:
            nonlocal lines
            lines += 1
            bar.update(task, advance=size, count=lines)

        yield advance


def _print_text(text: str, spans: tuple[Span, ...], *, explained: bool) -> None:
    """Print a text with its proposals marked, then its clues."""
    say = phrases()
    # What a terminal would act on is shown as a space; the length stays.
    clean = "".join(char if char.isprintable() else " " for char in text)
    marked = Text()
    at = 0
    for span in spans:
        if span.label != HINT:
            marked.append(clean[at : span.start])
            marked.append(f"[{clean[span.start : span.end]}: {span.label}]", "bold reverse")
            at = span.end
    marked.append(clean[at:])
    Console(soft_wrap=True, highlight=False).print(marked)
    for span in spans:
        if span.label == HINT:
            print_line(say("detect.clue", words=clean[span.start : span.end]))
    if not spans:
        print_line(say("detect.nothing"))
    elif explained:
        rows = (
            (
                clean[span.start : span.end],
                span.label,
                f"{span.score:.2f}",
                say(f"found.{span.why}"),
            )
            for span in spans
        )
        print_table(("words", "label", "score", "why"), rows)
