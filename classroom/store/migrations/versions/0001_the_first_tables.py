"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "classroom",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("school", sa.String(length=200), nullable=False),
        sa.Column("palette", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classroom")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("classroom", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["classroom"], ["classroom.id"], name=op.f("fk_assignment_classroom")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_classroom"), ["classroom"], unique=False)

    op.create_table(
        "person",
        sa.Column("username", sa.String(length=32), nullable=False),
        sa.Column("classroom", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["classroom"], ["classroom.id"], name=op.f("fk_person_classroom")),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_classroom"), ["classroom"], unique=False)

    op.create_table(
        "asset",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.username"], name=op.f("fk_asset_by")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_asset")),
    )
    op.create_table(
        "assignment_pupil",
        sa.Column("assignment", sa.String(length=64), nullable=False),
        sa.Column("pupil", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["assignment"], ["assignment.id"], name=op.f("fk_assignment_pupil_assignment")),
        sa.ForeignKeyConstraint(["pupil"], ["person.username"], name=op.f("fk_assignment_pupil_pupil")),
        sa.PrimaryKeyConstraint("assignment", "pupil", name=op.f("pk_assignment_pupil")),
    )
    op.create_table(
        "known_token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["username"], ["person.username"], name=op.f("fk_known_token_username")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_known_token")),
    )
    op.create_table(
        "secret",
        sa.Column("username", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("last_wrong_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["username"], ["person.username"], name=op.f("fk_secret_username")),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_secret")),
    )
    op.create_table(
        "text",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("assignment", sa.String(length=64), nullable=False),
        sa.Column("pupil", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignment"], ["assignment.id"], name=op.f("fk_text_assignment")),
        sa.ForeignKeyConstraint(["pupil"], ["person.username"], name=op.f("fk_text_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
        sa.UniqueConstraint("assignment", "pupil", name=op.f("uq_text_assignment_pupil")),
    )
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_pupil"), ["pupil"], unique=False)

    op.create_table(
        "rescue",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_rescue_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescue")),
    )
    with op.batch_alter_table("rescue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rescue_text"), ["text"], unique=False)

    op.create_table(
        "review",
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("support", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_review_text")),
        sa.PrimaryKeyConstraint("text", name=op.f("pk_review")),
    )
    op.create_table(
        "text_update",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("client", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_text_update_text")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_text_update")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("text_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_update_text_seq"), ["text", "seq"], unique=False)

    op.create_table(
        "transition",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("from_stage", sa.String(length=16), nullable=False),
        sa.Column("to_stage", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.username"], name=op.f("fk_transition_by")),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_transition_text")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_transition")),
        sa.UniqueConstraint("text", "key", name=op.f("uq_transition_text_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("ydoc", sa.LargeBinary(), nullable=False),
        sa.Column("state_vector", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_version_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("text", "key", name=op.f("uq_version_text_key")),
        sa.UniqueConstraint("text", "number", name=op.f("uq_version_text_number")),
    )
    op.create_table(
        "annotation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("family", sa.String(length=32), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("anchor", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_version", sa.Integer(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["person.username"], name=op.f("fk_annotation_author")),
        sa.ForeignKeyConstraint(["version"], ["version.id"], name=op.f("fk_annotation_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
    )
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annotation_version"), ["version"], unique=False)

    op.create_table(
        "hand_back",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("support", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.username"], name=op.f("fk_hand_back_by")),
        sa.ForeignKeyConstraint(["version"], ["version.id"], name=op.f("fk_hand_back_version")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_hand_back")),
    )
    op.create_table(
        "annotation_event",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("annotation", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["annotation"], ["annotation.id"], name=op.f("fk_annotation_event_annotation")),
        sa.ForeignKeyConstraint(["by"], ["person.username"], name=op.f("fk_annotation_event_by")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_annotation_event")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("annotation_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annotation_event_annotation_seq"), ["annotation", "seq"], unique=False)
