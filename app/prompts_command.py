"""Commands for people who write question sets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from app.settings import Settings
from app.told import BAD_INPUT, command, print_error, print_line
from prompts.check import Checked, check_all, check_file, check_languages
from prompts.languages import ENGLISH, Standing
from prompts.library import Phrases, PromptFault, phrases_alone
from prompts.lint import Limits, hardest
from prompts.schema import STYLES, QuestionSet

BROKEN: Final = 1

# Slack's own figures, so that what is written now fits there too: a text block, and an option.
_SLACK_TEXT: Final = 3000
_SLACK_LABEL: Final = 75

prompt_files = typer.Typer(no_args_is_help=True, help="The questions and what Heardback says.")


@prompt_files.command("check")
def check(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A question set, or a language in a folder named phrases. Without one, every file "
            "is checked."
        ),
    ] = None,
) -> None:
    """Say what is wrong with a question set, and what to look at again."""
    raise typer.Exit(_check(file))


@command
def _check(file: Path | None) -> int:
    """Check and print; return the status to end with."""
    try:
        say = phrases_alone()
    except PromptFault as fault:
        # Where the phrases cannot be read there is nothing else to say it with.
        print_error(f"{fault}.")
        return BROKEN
    limits = _limits(say)
    try:
        checked = _every(limits) if file is None else (check_file(file, limits),)
    except OSError:
        print_error(say("check.no_file", path=file or "prompts"))
        return BAD_INPUT
    return 0 if _report(checked, say) else BROKEN


def _every(limits: tuple[Limits, ...]) -> tuple[Checked, ...]:
    """Check what is shipped, and the operator's own languages."""
    folder = Settings.read().languages_folder
    own = check_languages(folder, limits) if folder else ()
    return (*check_all(limits), *own)


def _limits(say: Phrases) -> tuple[Limits, ...]:
    """What fits into each channel."""
    from adapters.terminal import TERMINAL
    from adapters.web.channel import WEB

    return (
        Limits(say("check.channel.web"), WEB.can.max_text),
        Limits(say("check.channel.terminal"), TERMINAL.can.max_text),
        Limits(say("check.channel.slack"), _SLACK_TEXT, _SLACK_LABEL),
    )


def _report(checked: tuple[Checked, ...], say: Phrases) -> bool:
    """Print what was found, faults on standard error; tell whether every file can be used."""
    faults = warnings = 0
    for each in checked:
        if each.questions:
            _tell(each.questions, say)
        if each.standing and each.standing.language != ENGLISH:
            _tell_language(each.standing, say)
        for finding in each.findings:
            text = finding.said(say)
            if finding.is_fault:
                faults += 1
                print_error(text)
            else:
                warnings += 1
                print_line(text)
    if not faults:
        print_line(say("check.look", count=warnings) if warnings else say("check.fine"))
    return not faults


def _tell(questions: QuestionSet, say: Phrases) -> None:
    """Print what a set is, then indented what is special about it."""
    print_line(
        say(
            "check.set",
            id=questions.id,
            version=questions.version,
            title=questions.plain_title,
            asked=questions.asked,
            cards=len(questions.questions) - questions.asked,
        )
    )
    for line in _special(questions, say):
        print_line(f"  {line}")


def _tell_language(stands: Standing, say: Phrases) -> None:
    """Print how far a language is."""
    values = {"language": stands.language, "name": stands.name}
    print_line(say("check.language.told", **values, told=stands.told, of=stands.of))
    print_line(f"  {say(f'check.language.{"complete" if stands.complete else "lacks"}')}")
    print_line(f"  {say('check.language.grade')}")


def _special(questions: QuestionSet, say: Phrases) -> Iterator[str]:
    if questions.sample:
        yield say("check.sample")
    if questions.parts:
        yield say("check.parts", parts=", ".join(questions.parts))
    if made_up := [each.id for each in questions.questions if each.sample]:
        yield say("check.samples", steps=", ".join(made_up))
    if questions.template:
        yield say("check.template", count=questions.blanks)
    else:
        grades = {style: f"{max(0.0, hardest(questions, style)):.1f}" for style in STYLES}
        yield say("check.grade", **grades)
