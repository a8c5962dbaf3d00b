"""Keep what staff write down about a round: attendance, tasks, minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "record",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("round", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("owner", sa.LargeBinary(16), nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("length(id) = 16"),
        sa.ForeignKeyConstraint(["round"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_round", "record", ["round"])
    op.create_index("ix_record_owner", "record", ["owner"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE record ALTER COLUMN id SET STATISTICS 0")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("record")
