"""How messages go out, on the command line: without names, and in steps that point at nobody."""

from collections.abc import Iterator

from app.people import with_database
from app.settings import Settings
from app.told import phrases, print_line, print_table, say
from bot.consultation.disclosure import steps
from bot.consultation.promises import is_sent
from bot.conversation.figures import number_or_when
from bot.ports import Unit


def print_sending(settings: Settings, *, again: bool) -> None:
    """Print of each outcome to how many it was handed over and for how many it waits, and why messages
    were given up; ``again`` lets those be sent again."""
    rows, reasons = with_database(settings, lambda unit: (tuple(_rows(unit)), unit.given_up()))
    if rows:
        print_table(("code", "day", "handed", "waiting", "title"), rows)
    else:
        print_line(say("no_sending"))
    for why in sorted(reasons):
        print_line(phrases()(f"admin.given_up.{why}"))
    if again:
        with_database(settings, lambda unit: unit.try_again())
        print_line(say("sending_again"))


def _rows(unit: Unit) -> Iterator[tuple[str, ...]]:
    for each in unit.rounds():
        for outcome in filter(is_sent, unit.outcomes(each.id)):
            told = (
                number_or_when(steps(count, each.k, "figure.sending.when"), phrases(), each.k)
                for count in (outcome.sent, outcome.planned - outcome.sent)
            )
            day = phrases().short_date(outcome.send_on) if outcome.send_on else ""
            yield each.code, day, *told, each.title
