"""The promises on the command line."""

from collections.abc import Iterator
from datetime import UTC, datetime

from app.people import with_database
from app.settings import Settings
from app.told import phrases, print_line, print_table, say
from bot.consultation.promises import promises_in_time
from bot.conversation.facilitator_facts import promise_status
from bot.ports import Unit
from bot.sight import kept


def print_promises(settings: Settings) -> None:
    """Print every promise with its day, how it stands, its owner and who decides."""
    rows = with_database(settings, lambda unit: tuple(_rows(unit)))
    if not rows:
        print_line(say("no_promises"))
        return
    print_table(("hear", "stands", "owner", "decider", "code", "title"), rows)


def _rows(unit: Unit) -> Iterator[tuple[str, ...]]:
    names = {member.id: member.name for member in unit.staff()}
    rounds = unit.rounds()
    for each, stands in promises_in_time(rounds, kept(unit, rounds), datetime.now(UTC)):
        day = phrases().short_date(each.tell_by) if each.tell_by else ""
        owner = names.get(each.facilitator, "")
        yield day, promise_status(stands, phrases()), owner, each.decider, each.code, each.title
