"""Let people see what became of a request for contact; keep for some days how it ended."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_TABLE = "help_request"


def upgrade() -> None:
    """Add the columns. Who asked before cannot see it, and waits as before."""
    waiting = sa.text("'waiting'")
    for column in (
        sa.Column("due_time", sa.String(5)),
        sa.Column("hmac", sa.LargeBinary(32)),
        sa.Column("state", sa.String(16), nullable=False, server_default=waiting),
        sa.Column("done_day", sa.Date()),
    ):
        op.add_column(_TABLE, column)
    op.create_index("ix_help_request_hmac", _TABLE, ["hmac"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {_TABLE} ALTER COLUMN hmac SET STATISTICS 0")


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_help_request_hmac", _TABLE)
    for name in ("due_time", "hmac", "state", "done_day"):
        op.drop_column(_TABLE, name)
