"""The tables. No row says when it was made, and no row order says what came first.

Every table but the audit log is clustered by a random key (``WITHOUT ROWID``): rows of SQLite's
ordinary tables lie in order of arrival, which joins people to answers even after the keys are gone.
Ids are 16 random bytes, 32 hex characters outside. Days are all the time there is, but for
``lease`` (seconds, only while a message is under way), ``pace.free`` (seconds, of a whole workspace)
and ``inbound_seen.expires`` (hours).
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)

metadata = MetaData()
HASH_BYTES = 32
ID_BYTES = 16


class Id(TypeDecorator[str]):
    """32 hex characters outside, 16 bytes inside. What is not hex is like no row at all."""

    impl = LargeBinary(ID_BYTES)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], bytes | None]:  # noqa: ARG002
        """Return what makes bytes of an id; drivers take bytes as they are."""
        return _id_bytes

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002
        coltype: object,  # noqa: ARG002
    ) -> Callable[[bytes | None], str | None]:
        """Return what makes the hex characters of an id."""
        return _id_hex


def _id_bytes(value: str | None) -> bytes | None:
    try:
        return None if value is None else bytes.fromhex(value)
    except ValueError:
        return b""


def _id_hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


class Words(TypeDecorator[str]):
    """Text that people typed, as JSON in ASCII: NUL and lone surrogates fit in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text as JSON."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text from JSON."""
        return None if value is None else str(json.loads(value))


def _table(name: str, *parts: Column[Any] | CheckConstraint) -> Table:
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


def _id() -> tuple[Column[Any], CheckConstraint]:
    return Column("id", Id, primary_key=True), CheckConstraint(f"length(id) = {ID_BYTES}")


def _of(name: str, table: str, **more: Any) -> Column[Any]:
    return Column(name, Id, ForeignKey(f"{table}.id"), nullable=False, **more)


def _hash(name: str, **more: Any) -> Column[Any]:
    return Column(name, LargeBinary(HASH_BYTES), nullable=False, **more)


def _state(name: str = "state") -> Column[Any]:
    return Column(name, String(16), nullable=False)


def _sealed(name: str = "ct") -> Column[Any]:
    return Column(name, LargeBinary, nullable=False)


def _slug(name: str, **more: Any) -> Column[Any]:
    return Column(name, String(80), nullable=False, **more)


def _day(name: str, *, nullable: bool = False, **more: Any) -> Column[Any]:
    return Column(name, Date, nullable=nullable, **more)


PLANNED = text("state = 'planned'")
LOOSE = text("kind = 'answer' AND state = 'waiting' AND batch IS NULL")
"""Literal on purpose: a bound value would not match the partial indexes."""

staff = _table("staff", *_id(), Column("name", Words, nullable=False), _state("role"))
staff_link = _table(
    "staff_link", _hash("hmac", primary_key=True), _of("staff", "staff"), _day("expires_day")
)
staff_session = _table(
    "staff_session", _hash("hmac", primary_key=True), _of("staff", "staff"), _day("expires_day")
)
staff_place = _table(
    "staff_place",
    _hash("hmac", primary_key=True),
    _of("staff", "staff", index=True),
    Column("ct", LargeBinary),
)
"""Under which address of a chat platform a member of staff is known, and what it takes to write there
(nothing where that was not kept yet)."""
staff_told = _table(
    "staff_told",
    _of("staff", "staff", primary_key=True),
    _slug("reason", primary_key=True),
    _day("expires_day", primary_key=True),
)
"""Of what a member of staff was reminded on a day."""
staff_own = _table("staff_own", _of("staff", "staff", primary_key=True), _sealed())
"""What a member of staff keeps for themselves alone, locked."""
workspace = _table("workspace", _hash("hmac", primary_key=True), _sealed())
"""What a workspace of a chat platform gave us, one row each."""
consult_group = _table(
    "consult_group",
    *_id(),
    Column("site", Words, nullable=False),
    Column("audience", Words, nullable=False),
    Column("partner", Words, nullable=False),
)
group_partner = _table(
    "group_partner",
    _of("consult_group", "consult_group", primary_key=True),
    _of("staff", "staff", primary_key=True, index=True),
)
round_ = _table(
    "round",
    *_id(),
    _slug("code", unique=True),
    _state(),
    Column("body", Text, nullable=False),
    Column("pinned", Text, nullable=False),
    Column("figure", Integer, nullable=False),
    _day("figure_day", nullable=True),
    Column("evaluation", Id),
)
link = _table(
    "link",
    _slug("code", primary_key=True),
    _of("round", "round", index=True),
    _state("kind"),
    Column("here", Integer, nullable=False),
    _day("until_day", nullable=True),
)
"""Links that are not a round's own; ``here`` counts those of a room who answered its invitation."""
outcome = _table(
    "outcome",
    *_id(),
    _of("round", "round", index=True),
    Column("number", Integer, nullable=False),
    Column("body", Text, nullable=False),
    _state(),
    _day("send_on", nullable=True),
    Column("planned", Integer, nullable=False, server_default=text("0")),
    Column("sent", Integer, nullable=False, server_default=text("0")),
)
"""``planned``: how many people an outcome is for; ``sent``: to how many it was handed over. Both only
grow, and neither says anything of one person."""

record = _table(
    "record",
    *_id(),
    _of("round", "round", index=True),
    _state("kind"),
    Column("owner", Id, index=True),
    _day("due_day", nullable=True),
    _state(),
    Column("body", Text, nullable=False),
)
"""What staff wrote down about a round; none of it is of one contributor."""

contributor = _table(
    "contributor",
    *_id(),
    Column("tenant", Words, nullable=False),
    _sealed("contact_ct"),
    _hash("lookup_hmac", unique=True),
    _state(),
    Column("prefs", Text, nullable=False),
)
contributor_address = _table(
    "contributor_address",
    _hash("hmac", primary_key=True),
    _of("contributor", "contributor", index=True),
    _sealed(),
)
"""Addresses that people who are known by a code tied to it themselves."""
enrolment = _table(
    "enrolment",
    _of("round", "round", primary_key=True),
    _of("contributor", "contributor", primary_key=True, index=True),
)
do_not_contact = _table("do_not_contact", _hash("lookup_hmac", primary_key=True))
inbound_seen = _table(
    "inbound_seen",
    _hash("hmac", primary_key=True),
    Column("expires", Integer, nullable=False, index=True),
)

gone = _table(
    "gone",
    _slug("list", primary_key=True),
    Column("line", LargeBinary, primary_key=True),
)
"""What was removed, until it stands in a list beside the keys: the list's name and the line."""
vault = _table(
    "vault",
    *_id(),
    _of("round", "round"),
    _state("kind"),
    _hash("pseud"),
    _slug("question"),
    _state(),
    Column("batch", Integer),
    Column("attempts", Integer, nullable=False),
    _day("due_day", nullable=True),
    Column("lease", Float(53)),
    _sealed(),
    Column("doubt", Boolean, nullable=False, server_default=false()),
)
"""Kinds: ``session``, ``answer``, ``outbox``, ``list``. ``pseud`` is HMAC(link key, contributor), or of
the round for its one ``list``. ``batch`` counts the review batches of a round. The last three before
``ct`` and the one after it are for ``outbox`` only."""
Index("ix_vault_find", vault.c.round, vault.c.pseud, vault.c.kind, vault.c.question, unique=True)
Index("ix_vault_due", vault.c.due_day, sqlite_where=PLANNED, postgresql_where=PLANNED)
Index(
    "ix_vault_loose",
    vault.c.round,
    vault.c.question,
    vault.c.pseud,
    sqlite_where=LOOSE,
    postgresql_where=LOOSE,
)
Index(
    "ix_vault_lane",
    vault.c.round,
    vault.c.due_day,
    vault.c.id,
    sqlite_where=PLANNED,
    postgresql_where=PLANNED,
)

quote = _table(
    "quote",
    *_id(),
    _of("round", "round", index=True),
    _slug("question"),
    Column("text", Words, nullable=False),
    Column("quotable", Boolean, nullable=False),
    Column("attribute", String(80)),
    Column("down", Boolean, nullable=False, server_default=false()),
)
scale_pair = _table(
    "scale_pair",
    *_id(),
    Column("evaluation", Id, nullable=False, index=True),
    _slug("item"),
    _state("before"),
    _state("after"),
)
"""What one person picked on a scale in the two waves of an evaluation, and no more of them."""
tally = _table(
    "tally",
    _of("round", "round", primary_key=True),
    _slug("question", primary_key=True),
    _slug("option", primary_key=True),
    Column("n", Integer, nullable=False),
)
audience = _table(
    "audience",
    _of("round", "round", primary_key=True),
    _slug("question", primary_key=True),
    _of("contributor", "contributor", primary_key=True, index=True),
)
"""``question`` is empty for everyone who wants to hear."""
outbox = _table(
    "outbox",
    *_id(),
    _of("contributor", "contributor", index=True),
    _of("round", "round"),
    _slug("key"),
    _hash("dedupe_key", unique=True),
    _state(),
    Column("attempts", Integer, nullable=False),
    _day("due_day"),
    Column("lease", Float(53)),
    Column("doubt", Boolean, nullable=False, server_default=false()),
    Column("lane", Words, nullable=False, server_default=text("'\"\"'")),
    Column("why", String(16)),
)
"""``lease``: above zero until when somebody has the row, below zero from when on it may be tried
again. ``doubt``: it was had before, and nobody knows whether it went out. ``lane`` is its person's
tenant: rows of a lane wait for one another. ``why`` tells why a ``failed`` one was given up."""
Index("ix_outbox_due", outbox.c.due_day, sqlite_where=PLANNED, postgresql_where=PLANNED)
Index(
    "ix_outbox_lane",
    outbox.c.lane,
    outbox.c.due_day,
    outbox.c.id,
    sqlite_where=PLANNED,
    postgresql_where=PLANNED,
)
pace = _table("pace", _hash("hmac", primary_key=True), Column("free", Float(53), nullable=False))
"""From when on a workspace of a chat platform takes the next message (seconds), whoever sends it."""

help_request = _table(
    "help_request",
    *_id(),
    _of("round", "round"),
    Column("lead", Id, nullable=False, index=True),
    _sealed(),
    _day("due_day"),
    Column("due_time", String(5)),
    Column("hmac", LargeBinary(HASH_BYTES), index=True),
    Column("state", String(16), nullable=False, server_default=text("'waiting'")),
    _day("done_day", nullable=True),
)
"""``due_time`` is empty for the end of the day, and ``hmac`` for who cannot be told from others: it is
that of an address, by which its owner finds what they asked."""
concern = _table(
    "concern",
    *_id(),
    _of("round", "round"),
    Column("lead", Id, nullable=False, index=True),
    _sealed(),
)

hard_words = _table(
    "hard_words", *_id(), Column("phrases", Words, nullable=False), _day("looked_on")
)
"""One row at most: the phrases of the last lead who looked through them, one a line."""

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _day("day"),
    _state("actor_role"),
    Column("actor", Id),
    _state("verb"),
    _state("object_type"),
    Column("object", Id),
    Column("round", Id),
    _hash("prev"),
    _hash("mac"),
    Column("n", Integer),
)
"""``n`` is the figure that the clock released, in an entry about that, and empty in all others."""
