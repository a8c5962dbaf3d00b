"""Count, for each outcome, how many people it is for and to how many it was handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add both counts: of what was sent before nothing is known."""
    for name in ("planned", "sent"):
        op.add_column(
            "outcome", sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
        )


def downgrade() -> None:
    """Drop both."""
    for name in ("planned", "sent"):
        op.drop_column("outcome", name)
