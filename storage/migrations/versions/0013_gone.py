"""Note what was removed, until it stands in the lists beside the keys."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "gone",
        sa.Column("list", sa.String(80), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("list", "line"),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE gone ALTER COLUMN line SET STATISTICS 0")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("gone")
