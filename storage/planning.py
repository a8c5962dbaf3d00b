"""The statement that plans a message to many: the database makes the rows, however many there are.

A row's id is random, and its key is a hash of what it is about and for whom, so that a message that is
planned twice is there once.
"""

from functools import cache
from typing import Final

from sqlalchemy import Date, TextClause, bindparam, text

from storage.tables import Id

ALL_ENROLLED: Final = "enrolment AS listed WHERE listed.round = :of"
ALL_LISTED: Final = "audience AS listed WHERE listed.round = :of AND listed.question = :list"
_LITE: Final = ("randomblob(16)", "sha256(:about || lower(hex(listed.contributor)))", "0")
_SERVER: Final = (
    "uuid_send(gen_random_uuid())",
    "sha256(convert_to(CAST(:about AS text) || encode(listed.contributor, 'hex'), 'UTF8'))",
    "false",
)


@cache
def plan(whom: str, *, lite: bool) -> TextClause:
    """Return the statement for everyone of a list who has not stopped."""
    id_, hash_, no = _LITE if lite else _SERVER
    table, _, where = whom.partition(" WHERE ")
    made = text(
        "INSERT INTO outbox (id, contributor, round, key, dedupe_key, state, attempts, due_day, "  # noqa: S608 - names are ours
        f"doubt, lane) SELECT {id_}, contributor.id, :round, :key, {hash_}, 'planned', 0, :day, "
        f"{no}, contributor.tenant FROM {table} JOIN contributor "
        f"ON contributor.id = listed.contributor WHERE contributor.state <> 'stopped' AND {where} "
        "ON CONFLICT DO NOTHING"
    )
    ids = [bindparam(name, type_=Id()) for name in ("of", "round")]
    return made.bindparams(*ids, bindparam("day", type_=Date()))
