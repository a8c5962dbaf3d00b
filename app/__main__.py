"""The command ``heardback``."""

from pathlib import Path
from typing import Annotated

import typer

from app import log
from app.audit import audit
from app.backup import backup
from app.doctor import doctor
from app.keys import keys, restore
from app.people import groups, staff
from app.prompts_command import prompt_files
from app.rounds import rounds
from app.settings import Settings
from app.slack import commands as slack
from app.teams import commands as teams
from app.told import command
from app.trouble import Trouble

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ask people with lived experience what they think, safely, and tell them what changed.",
)
cli.add_typer(staff, name="staff")
cli.add_typer(groups, name="group")
cli.add_typer(rounds, name="rounds")
cli.add_typer(audit, name="audit")
cli.add_typer(keys, name="keys")
cli.command("backup")(backup)
cli.command("doctor")(doctor)
cli.command("restore")(restore)
cli.add_typer(prompt_files, name="prompts")
cli.add_typer(slack, name="slack")
cli.add_typer(teams, name="teams")


@cli.command("run")
@command
def run(
    demo: Annotated[
        bool, typer.Option("--demo", help="Show a sample round, with data of its own.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port.")] = None,
    role: Annotated[
        str,
        typer.Option(help="One of several processes: web talks to people, worker sends."),
    ] = "all",
) -> None:
    """Run the server until it is told to stop."""
    from app import serve
    from app.demonstration import Demonstration

    if role not in [*serve.Role]:
        raise Trouble("run_role")

    given = {"host": host, "port": port}
    changed = {name: value for name, value in given.items() if value is not None}
    serve.run(
        Settings.read().model_copy(update=changed),
        Demonstration if demo else None,
        serve.Role(role),
    )


@cli.command("demo")
@command
def demo(
    plain: Annotated[bool, typer.Option("--plain", help="Print lines; nothing moves.")] = False,
    year: Annotated[
        bool,
        typer.Option("--year", help="Show a whole year and its reports, with data of its own."),
    ] = False,
) -> None:
    """Watch the life of one round, with invented people, in under a minute."""
    if year:
        from app import year_demo

        year_demo.show(Settings.read())
        return
    from app import demo as played

    played.play(Settings.read(), plain)


@cli.command("chat")
@command
def chat(
    code: Annotated[str, typer.Argument(help="The code in the round's link.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Answer in the sample round.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Try out a draft.")] = False,
) -> None:
    """Answer a round at this window, one person after another."""
    from app import chat as window

    if not code and not demo:
        raise Trouble("no_code")
    window.chat(Settings.read(), code, demo, preview)


@cli.command("promises")
@command
def promises() -> None:
    """Print every promise: by which day people hear back, how it stands, and whose it is."""
    from app import promises as ledger

    ledger.print_promises(Settings.read())


@cli.command("sending")
@command
def sending(
    again: Annotated[
        bool, typer.Option("--again", help="Send what was given up once more.")
    ] = False,
) -> None:
    """Print how far outcomes have gone out, and why messages were given up."""
    from app import sending as going_out

    going_out.print_sending(Settings.read(), again=again)


@cli.command("export")
@command
def export(
    code: Annotated[str, typer.Argument(help="The code in the round's link.")],
    to: Annotated[Path, typer.Option(help="The new file to write.")],
    form: Annotated[str, typer.Option("--format", help="One of: xlsx, csv, json.")] = "xlsx",
) -> None:
    """Write what a sealed round brought to a file: approved words, and figures safe to show."""
    from app import exports

    exports.export(Settings.read(), code, form, to)


@cli.command("report")
@command
def report(
    to: Annotated[Path, typer.Option(help="The new file to write: .html or .md.")],
    code: Annotated[str, typer.Argument(help="The code in the round's link.")] = "",
    every: Annotated[
        bool, typer.Option("--all", help="How promises were kept, in all rounds.")
    ] = False,
) -> None:
    """Write the report of a sealed round to a file, or how promises were kept in all rounds."""
    from app import exports

    if bool(code) == every:
        raise Trouble("report_of_what")
    exports.report(Settings.read(), code, to)


@cli.command("detect")
def detect(
    text: Annotated[
        str, typer.Argument(help="A text. Without one, lines of JSON are read: id and text.")
    ] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Say why each was found.")] = False,
    indirect: Annotated[
        bool, typer.Option("--indirect", help="Show clues that few people fit, too.")
    ] = False,
) -> None:
    """Show what could identify someone in what is typed or read."""
    from app.detect_command import Wanted
    from app.detect_command import detect as run_detector

    raise typer.Exit(run_detector(text, Wanted(why=explain, clues=indirect)))


def main() -> None:
    """Run the command."""
    log.configure()
    cli()


if __name__ == "__main__":
    main()
