"""Let a quote carry what its author picked of the set's attribute."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column."""
    op.add_column("quote", sa.Column("attribute", sa.String(80), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("quote", "attribute")
