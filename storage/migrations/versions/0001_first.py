"""Make every table."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    *("audit", "concern", "help_request", "outbox", "audience", "tally", "quote", "vault"),
    *("inbound_seen", "do_not_contact", "enrolment", "contributor", "outcome", "round"),
    *("consult_group", "staff_session", "staff_link", "staff"),
)
_PLANNED = sa.text("state = 'planned'")
_ONLY_GROWS = {
    "sqlite": [
        f"CREATE TRIGGER audit_keeps_{act} BEFORE {act} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        (
            "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE integrity_constraint_violation USING MESSAGE = 'the audit log only grows'; END $$"
        ),
        (
            "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
        ),
    ],
}
_NO_SAMPLES = {
    "contributor": ("id", "tenant", "contact_ct", "lookup_hmac"),
    "enrolment": ("contributor",),
    "do_not_contact": ("lookup_hmac",),
    "inbound_seen": ("hmac",),
    "vault": ("id", "pseud", "ct"),
    "quote": ("id", "text"),
    "audience": ("contributor",),
    "outbox": ("id", "contributor", "dedupe_key"),
    "help_request": ("id", "ct"),
    "concern": ("id", "ct"),
}
"""Columns whose values PostgreSQL must not keep in its statistics, where they outlive their rows."""


def upgrade() -> None:
    """Make the tables, their indexes, and the triggers that keep the audit log as it is."""
    _staff()
    _rounds()
    _people()
    _vault()
    _results()
    _outbox()
    _lead()
    _audit()
    if _dialect() == "postgresql":
        for table, columns in _NO_SAMPLES.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    """Drop them all."""
    for table in _TABLES:
        op.drop_table(table)
    if _dialect() == "postgresql":
        op.execute("DROP FUNCTION audit_only_grows()")


def _staff() -> None:
    _with_id("staff", _text("name"), _word("role"))
    for name in ("staff_link", "staff_session"):
        _table(name, _hash("hmac"), *_of("staff", "staff"), _day("expires_day"), _key("hmac"))
    _with_id("consult_group", _text("site"), _text("audience"), _text("partner"))


def _rounds() -> None:
    _with_id(
        "round",
        _slug("code"),
        _word("state"),
        _text("body"),
        _text("pinned"),
        _number("figure"),
        _day("figure_day", nullable=True),
        sa.UniqueConstraint("code"),
    )
    _with_id(
        "outcome",
        *_of("round", "round"),
        _number("number"),
        _text("body"),
        _word("state"),
        _day("send_on", nullable=True),
    )
    op.create_index("ix_outcome_round", "outcome", ["round"])


def _people() -> None:
    _with_id(
        "contributor",
        _text("tenant"),
        _bytes("contact_ct"),
        _hash("lookup_hmac"),
        _word("state"),
        _text("prefs"),
        sa.UniqueConstraint("lookup_hmac"),
    )
    _table(
        "enrolment",
        *_of("round", "round"),
        *_of("contributor", "contributor"),
        _key("round", "contributor"),
    )
    op.create_index("ix_enrolment_contributor", "enrolment", ["contributor"])
    _table("do_not_contact", _hash("lookup_hmac"), _key("lookup_hmac"))
    _table("inbound_seen", _hash("hmac"), _number("expires"), _key("hmac"))
    op.create_index("ix_inbound_seen_expires", "inbound_seen", ["expires"])


def _vault() -> None:
    _with_id(
        "vault",
        *_of("round", "round"),
        _word("kind"),
        _hash("pseud"),
        _slug("question"),
        _word("state"),
        sa.Column("batch", sa.Integer),
        _number("attempts"),
        _day("due_day", nullable=True),
        sa.Column("lease", sa.Float(53)),
        _bytes("ct"),
    )
    op.create_index("ix_vault_find", "vault", ["round", "kind", "pseud", "question"], unique=True)
    _index_of_due("vault")


def _results() -> None:
    _with_id(
        "quote",
        *_of("round", "round"),
        _slug("question"),
        _text("text"),
        sa.Column("quotable", sa.Boolean, nullable=False),
    )
    op.create_index("ix_quote_round", "quote", ["round"])
    _table(
        "tally",
        *_of("round", "round"),
        _slug("question"),
        _slug("option"),
        _number("n"),
        _key("round", "question", "option"),
    )
    _table(
        "audience",
        *_of("round", "round"),
        _slug("question"),
        *_of("contributor", "contributor"),
        _key("round", "question", "contributor"),
    )
    op.create_index("ix_audience_contributor", "audience", ["contributor"])


def _outbox() -> None:
    _with_id(
        "outbox",
        *_of("contributor", "contributor"),
        *_of("round", "round"),
        _slug("key"),
        _hash("dedupe_key"),
        _word("state"),
        _number("attempts"),
        _day("due_day"),
        sa.Column("lease", sa.Float(53)),
        sa.UniqueConstraint("dedupe_key"),
    )
    op.create_index("ix_outbox_contributor", "outbox", ["contributor"])
    _index_of_due("outbox")


def _lead() -> None:
    _with_id("help_request", *_of("round", "round"), _id("lead"), _bytes("ct"), _day("due_day"))
    _with_id("concern", *_of("round", "round"), _id("lead"), _bytes("ct"))
    for name in ("help_request", "concern"):
        op.create_index(f"ix_{name}_lead", name, ["lead"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        _day("day"),
        _word("actor_role"),
        _id("actor", nullable=True),
        _word("verb"),
        _word("object_type"),
        _id("object", nullable=True),
        _id("round", nullable=True),
        _hash("prev"),
        _hash("mac"),
    )
    for statement in _ONLY_GROWS[_dialect()]:
        op.execute(statement)


def _dialect() -> str:
    return op.get_context().dialect.name


def _table(name: str, *parts: Any) -> None:
    op.create_table(name, *parts, sqlite_with_rowid=False)


def _with_id(name: str, *parts: Any) -> None:
    _table(name, _id("id"), *parts, _key("id"), sa.CheckConstraint("length(id) = 16"))


def _index_of_due(table: str) -> None:
    op.create_index(
        f"ix_{table}_due", table, ["due_day"], sqlite_where=_PLANNED, postgresql_where=_PLANNED
    )


def _key(*names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names)


def _of(name: str, table: str) -> tuple[sa.Column[Any], sa.ForeignKeyConstraint]:
    return _id(name), sa.ForeignKeyConstraint([name], [f"{table}.id"])


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(16), nullable=nullable)


def _hash(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(32), nullable=False)


def _bytes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _word(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(16), nullable=False)


def _slug(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(80), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date, nullable=nullable)
