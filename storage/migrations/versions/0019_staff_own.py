"""Let a member of staff keep something for themselves alone."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_TABLE = "staff_own"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        _TABLE,
        sa.Column("staff", sa.LargeBinary(16), nullable=False),
        sa.Column("ct", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"]),
        sa.PrimaryKeyConstraint("staff"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        for column in ("staff", "ct"):
            op.execute(f"ALTER TABLE {_TABLE} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    """Drop it."""
    op.drop_table(_TABLE)
