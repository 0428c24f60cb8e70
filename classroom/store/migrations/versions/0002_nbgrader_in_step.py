"""The names of writing projects in nbgrader, and what its gradebook says."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_assignment",
        sa.Column("assignment", sa.String(length=64), nullable=False),
        sa.Column("classroom", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("notebook", sa.String(length=100), nullable=False),
        sa.Column("answer", sa.String(length=100), nullable=False),
        sa.Column("files", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment"], ["assignment.id"], name=op.f("fk_course_assignment_assignment")),
        sa.ForeignKeyConstraint(["classroom"], ["classroom.id"], name=op.f("fk_course_assignment_classroom")),
        sa.PrimaryKeyConstraint("assignment", name=op.f("pk_course_assignment")),
        sa.UniqueConstraint("classroom", "name", name=op.f("uq_course_assignment_classroom_name")),
    )
    op.create_table(
        "remark",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("max_score", sa.Float(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.username"], name=op.f("fk_remark_by")),
        sa.ForeignKeyConstraint(["version"], ["version.id"], name=op.f("fk_remark_version")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_remark")),
    )
