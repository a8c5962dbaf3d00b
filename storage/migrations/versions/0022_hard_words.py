"""Let a lead keep the phrases beside which support is offered."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "hard_words",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("phrases", sa.Text(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(id) = 16"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("hard_words")
