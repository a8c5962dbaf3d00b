"""Let a round have links beside its own: to try it out as a draft, and for a room."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TABLE = "link"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        _TABLE,
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("round", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("here", sa.Integer, nullable=False),
        sa.Column("until_day", sa.Date, nullable=True),
        sa.ForeignKeyConstraint(["round"], ["round.id"]),
        sa.PrimaryKeyConstraint("code"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_link_round", _TABLE, ["round"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table(_TABLE)
