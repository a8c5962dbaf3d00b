"""Let two rounds be the waves of one evaluation, and keep what the same people picked in both."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TABLE = "scale_pair"


def upgrade() -> None:
    """Add the column and make the table."""
    op.add_column("round", sa.Column("evaluation", sa.LargeBinary(16), nullable=True))
    op.create_table(
        _TABLE,
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("evaluation", sa.LargeBinary(16), nullable=False),
        sa.Column("item", sa.String(80), nullable=False),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.CheckConstraint("length(id) = 16"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_scale_pair_evaluation", _TABLE, ["evaluation"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {_TABLE} ALTER COLUMN id SET STATISTICS 0")


def downgrade() -> None:
    """Drop both."""
    op.drop_table(_TABLE)
    op.drop_column("round", "evaluation")
