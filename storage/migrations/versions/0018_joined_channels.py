"""Let somebody who is known by a code be known in chat platforms too."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_TABLE = "contributor_address"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        _TABLE,
        sa.Column("hmac", sa.LargeBinary(32), nullable=False),
        sa.Column("contributor", sa.LargeBinary(16), nullable=False),
        sa.Column("ct", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["contributor"], ["contributor.id"]),
        sa.PrimaryKeyConstraint("hmac"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contributor_address_contributor", _TABLE, ["contributor"])
    if op.get_bind().dialect.name == "postgresql":
        for column in ("hmac", "contributor", "ct"):
            op.execute(f"ALTER TABLE {_TABLE} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    """Drop it."""
    op.drop_table(_TABLE)
