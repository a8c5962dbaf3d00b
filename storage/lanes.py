"""The statements by which messages are found and claimed.

Each is built for its size once. The state is written out on purpose: a bound value would not match the
partial indexes.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Executable,
    Float,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    update,
)

from bot.delivery.pacing import URGENT
from storage.tables import PLANNED, Id, enrolment, outbox, vault

LANE: Final = {vault: vault.c.round, outbox: outbox.c.lane}
"""What tells the lanes of a table apart: a round's vault is one; after sealing each tenant is."""


def _different(column: Column[str]) -> Select[tuple[str]]:
    """Return the statement that finds what a column holds in planned rows, each value once: it jumps
    from one to the next in the index, however many rows there are."""
    least = select(func.min(column)).where(PLANNED)
    found = least.with_only_columns(func.min(column).label("lane")).cte("found", recursive=True)
    next_ = least.where(column > found.c.lane).correlate(found).scalar_subquery()
    all_ = found.union_all(select(next_).where(found.c.lane.is_not(None)))
    return select(all_.c.lane).where(all_.c.lane.is_not(None)).select_from(all_)


LANES: Final = {table: _different(column) for table, column in LANE.items()}


def _in_turn(day: int, asking: int) -> ColumnElement[bool]:
    """Return the condition that an outbox row is the person's next: nothing went out to them in the
    last week, nothing of theirs is under way or due before it, and no round they are in may have
    written from its vault."""
    other = outbox.alias("other")
    before = or_(
        other.c.due_day < outbox.c.due_day,
        and_(other.c.due_day == outbox.c.due_day, other.c.id < outbox.c.id),
        and_(_urgent(other), other.c.due_day <= bindparam(f"day{day}")),
        other.c.lease > bindparam("at"),
    )
    told = and_(other.c.state == "sent", other.c.due_day > bindparam(f"week{day}"))
    theirs = select(other.c.id).where(
        other.c.contributor == outbox.c.contributor,
        other.c.id != outbox.c.id,
        or_(told, and_(other.c.state == "planned", before)),
    )
    free = ~theirs.exists()
    if asking:
        ids = [bindparam(f"asking{place}", type_=Id()) for place in range(asking)]
        within = select(enrolment.c.round).where(
            enrolment.c.contributor == outbox.c.contributor, enrolment.c.round.in_(ids)
        )
        free = and_(free, ~within.exists())
    return or_(_urgent(outbox), free)


def _urgent(table: FromClause) -> ColumnElement[bool]:
    return or_(*(table.c.key.startswith(each) for each in URGENT))


@lru_cache(maxsize=64)
def claim_in(
    table: Table, sizes: tuple[int, ...], asking: int, *, lane: bool, again: int = 0
) -> Executable:
    """Return the statement that claims rows of so many rounds for each of so many days, in one
    ``lane`` or in all. A row whose last claim ran out is in doubt from then on. For the last ``again``
    days only what was claimed before is claimed."""
    first = len(sizes) - again
    days = [
        and_(
            table.c.round.in_(
                [bindparam(f"round{day}_{place}", type_=Id()) for place in range(size)]
            ),
            table.c.due_day <= bindparam(f"day{day}"),
            *((table.c.lease.is_not(None),) if day >= first else ()),
            *((_in_turn(day, asking),) if table is outbox else ()),
        )
        for day, size in enumerate(sizes)
    ]
    free = or_(table.c.lease.is_(None), table.c.lease.between(bindparam("back"), bindparam("at")))
    here = (LANE[table] == bindparam("way"),) if lane else ()
    due = (
        select(table.c.id)
        .where(PLANNED, free, *here, or_(*days))
        .order_by(table.c.due_day, table.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(table)
        .where(table.c.id.in_(select(due.c.id)))
        .values(
            lease=bindparam("until"),
            doubt=case((table.c.lease > 0, true()), else_=table.c.doubt),
        )
        .returning(*table.columns)
    )


@lru_cache(maxsize=8)
def late_of(asking: int) -> Executable:
    """Return the statement that finds whether a row of the outbox could have gone out by a day, and
    did not. What was put off to a later day could not."""
    due = outbox.c.due_day <= bindparam("day0")
    could = or_(outbox.c.lease.is_(None), outbox.c.lease >= -bindparam("at", type_=Float))
    return select(outbox.c.id).where(PLANNED, due, could, _in_turn(0, asking)).limit(1)


@lru_cache(maxsize=32)
def any_of(statement: Select[tuple[object, ...]], column: Column[str], size: int) -> Executable:
    """Return a statement that finds the rows of so many ids, named ``id0`` and so on."""
    return statement.where(column.in_([bindparam(f"id{n}", type_=Id()) for n in range(size)]))


def named(ids: Sequence[str]) -> tuple[int, dict[str, str]]:
    """Return the size and the values for :func:`any_of`: sizes are powers of two, so that there are
    few statements, and the last id stands in every place that is left."""
    size = 1 << max(0, len(ids) - 1).bit_length()
    padded = [*ids, *[ids[-1]] * (size - len(ids))]
    return size, {f"id{place}": id_ for place, id_ in enumerate(padded)}
