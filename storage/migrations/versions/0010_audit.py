"""Let the audit log hold a released figure, and keep SQLite from replacing an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column, and on SQLite what ``INSERT OR REPLACE`` needs: it deletes past the guard."""
    op.add_column("audit", sa.Column("n", sa.Integer))
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_keeps_INSERT BEFORE INSERT ON audit "
            "WHEN NEW.seq <= (SELECT coalesce(max(seq), 0) FROM audit) "
            "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        )


def downgrade() -> None:
    """Take both away again."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_keeps_INSERT")
    op.drop_column("audit", "n")
