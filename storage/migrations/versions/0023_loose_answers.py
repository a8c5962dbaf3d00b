"""Find the answers that wait for a batch without looking at every answer of their round."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_LOOSE = sa.text("kind = 'answer' AND state = 'waiting' AND batch IS NULL")


def upgrade() -> None:
    """Make the index."""
    columns = ["round", "question", "pseud"]
    op.create_index(
        "ix_vault_loose", "vault", columns, sqlite_where=_LOOSE, postgresql_where=_LOOSE
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_vault_loose", "vault")
