"""What was brought back from a text's past, what became of the words that were found, and where the log is folded."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bring_back",
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.username"], name=op.f("fk_bring_back_by")),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_bring_back_text")),
        sa.PrimaryKeyConstraint("text", "key", name=op.f("pk_bring_back")),
    )
    op.create_table(
        "fold",
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_fold_text")),
        sa.PrimaryKeyConstraint("text", "last", name=op.f("pk_fold")),
    )
    with op.batch_alter_table("rescue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_rescue_settled_by"), "person", ["settled_by"], ["username"])
