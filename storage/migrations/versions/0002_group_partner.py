"""Tie partners to the groups whose rounds they see."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TABLE = "group_partner"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        _TABLE,
        sa.Column("consult_group", sa.LargeBinary(16), nullable=False),
        sa.Column("staff", sa.LargeBinary(16), nullable=False),
        sa.ForeignKeyConstraint(["consult_group"], ["consult_group.id"]),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"]),
        sa.PrimaryKeyConstraint("consult_group", "staff"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_group_partner_staff", _TABLE, ["staff"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table(_TABLE)
