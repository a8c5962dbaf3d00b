"""Find all rows of a person in a round at once."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Let the index of the vault begin with round and pseudonym."""
    op.drop_index("ix_vault_find", "vault")
    op.create_index("ix_vault_find", "vault", ["round", "pseud", "kind", "question"], unique=True)


def downgrade() -> None:
    """Let it begin with round and kind again."""
    op.drop_index("ix_vault_find", "vault")
    op.create_index("ix_vault_find", "vault", ["round", "kind", "pseud", "question"], unique=True)
