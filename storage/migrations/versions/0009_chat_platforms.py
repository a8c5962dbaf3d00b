"""Know staff and workspaces of chat platforms."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0004"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "staff_place",
        sa.Column("hmac", sa.LargeBinary(32), nullable=False),
        sa.Column("staff", sa.LargeBinary(16), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"]),
        sa.PrimaryKeyConstraint("hmac"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_staff_place_staff", "staff_place", ["staff"])
    op.create_table(
        "workspace",
        sa.Column("hmac", sa.LargeBinary(32), nullable=False),
        sa.Column("ct", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hmac"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("workspace")
    op.drop_table("staff_place")
