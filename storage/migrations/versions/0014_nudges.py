"""Keep what it takes to write to staff, and of what they were reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column, make the table."""
    op.add_column("staff_place", sa.Column("ct", sa.LargeBinary(), nullable=True))
    op.create_table(
        "staff_told",
        sa.Column("staff", sa.LargeBinary(16), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("expires_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"]),
        sa.PrimaryKeyConstraint("staff", "reason", "expires_day"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("staff_told")
    op.drop_column("staff_place", "ct")
