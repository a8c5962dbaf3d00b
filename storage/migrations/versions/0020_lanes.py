"""Let messages wait in lanes, each at its own pace, and remember what is in doubt and why one failed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_PLANNED = sa.text("state = 'planned'")


def upgrade() -> None:
    """Add columns, indexes and the table. What waits already waits in the lane of no tenant."""
    for table in ("vault", "outbox"):
        op.add_column(
            table, sa.Column("doubt", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.add_column(
        "outbox",
        sa.Column("lane", sa.Text(), nullable=False, server_default=sa.text("'\"\"'")),
    )
    op.add_column("outbox", sa.Column("why", sa.String(16), nullable=True))
    for table, column in (("vault", "round"), ("outbox", "lane")):
        op.create_index(
            f"ix_{table}_lane",
            table,
            [column, "due_day", "id"],
            sqlite_where=_PLANNED,
            postgresql_where=_PLANNED,
        )
    op.create_table(
        "pace",
        sa.Column("hmac", sa.LargeBinary(32), nullable=False),
        sa.Column("free", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("hmac"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, column in (("pace", "hmac"), ("outbox", "lane")):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    """Drop all of it."""
    op.drop_table("pace")
    for table in ("vault", "outbox"):
        op.drop_index(f"ix_{table}_lane", table)
    for table, column in (
        ("outbox", "why"),
        ("outbox", "lane"),
        ("outbox", "doubt"),
        ("vault", "doubt"),
    ):
        op.drop_column(table, column)
