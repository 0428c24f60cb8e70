"""The class's cupboard: one table for each kind of thing that a class keeps, and append-only ones for all that happens to a text."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: SQLite forgets the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def sqlite_moment(moment: datetime) -> str:
    """How SQLite keeps an aware moment: what `UtcDateTime` makes of it there."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String(64)
Username = String(32)
# SQLite numbers rows by itself only when the key is a plain INTEGER.
Sequence = BigInteger().with_variant(Integer, "sqlite")

classroom = Table(
    "classroom",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("school", String(200), nullable=False, default=""),
    Column("palette", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("username", Username, primary_key=True),
    Column("classroom", ForeignKey("classroom.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("name", String(100), nullable=False),
    Column("level", String(16), nullable=False, default=""),
    Column("picture", String(64), nullable=False, default=""),
    Column("must_change_password", Boolean, nullable=False, default=False),
    Column("created_at", UtcDateTime, nullable=False),
)

secret = Table(
    "secret",
    metadata,
    Column("username", ForeignKey("person.username"), primary_key=True),
    Column("hash", String(200), nullable=False),
    Column("wrong_tries", Integer, nullable=False, default=0),
    Column("last_wrong_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
)

known_token = Table(
    "known_token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("username", ForeignKey("person.username"), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

assignment = Table(
    "assignment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("classroom", ForeignKey("classroom.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("prompt", Text, nullable=False),
    Column("picture", String(64)),
    Column("due", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)

assignment_pupil = Table(
    "assignment_pupil",
    metadata,
    Column("assignment", ForeignKey("assignment.id"), primary_key=True),
    Column("pupil", ForeignKey("person.username"), primary_key=True),
)

text = Table(
    "text",
    metadata,
    Column("id", Id, primary_key=True),
    Column("assignment", ForeignKey("assignment.id"), nullable=False),
    Column("pupil", ForeignKey("person.username"), nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False, default=0),
    Column("words", Integer, nullable=False, default=0),
    UniqueConstraint("assignment", "pupil"),
)

text_update = Table(
    "text_update",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("text", ForeignKey("text.id"), nullable=False),
    Column("client", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "text", "seq"),
    sqlite_autoincrement=True,
)

# A row of `text_update` that a spell of writing is folded into, until it takes their place (`classroom.store.folding`).
fold = Table(
    "fold",
    metadata,
    Column("text", ForeignKey("text.id"), primary_key=True),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

bring_back = Table(
    "bring_back",
    metadata,
    Column("text", ForeignKey("text.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("by", ForeignKey("person.username"), nullable=False),
    Column("of", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

version = Table(
    "version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", ForeignKey("text.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("document", JSON, nullable=False),
    Column("plain", Text, nullable=False),
    Column("words", Integer, nullable=False),
    Column("ydoc", LargeBinary, nullable=False),
    Column("state_vector", LargeBinary, nullable=False),
    Column("submitted_at", UtcDateTime, nullable=False),
    Column("key", String(64), nullable=False),
    UniqueConstraint("text", "number"),
    UniqueConstraint("text", "key"),
)

annotation = Table(
    "annotation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", ForeignKey("version.id"), nullable=False, index=True),
    Column("family", String(32), nullable=False),
    Column("type", String(32)),
    Column("comment", Text, nullable=False, default=""),
    Column("anchor", JSON, nullable=False),
    Column("author", ForeignKey("person.username"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    # What is known now; every change of these is a row of annotation_event.
    Column("done", Boolean, nullable=False, default=False),
    Column("outcome", String(16)),
    Column("outcome_version", Integer),
    Column("confirmed", Boolean, nullable=False, default=False),
)

annotation_event = Table(
    "annotation_event",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("annotation", ForeignKey("annotation.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("by", ForeignKey("person.username")),
    Column("at", UtcDateTime, nullable=False),
    Column("version", Integer),
    Column("data", JSON, nullable=False),
    Index(None, "annotation", "seq"),
    sqlite_autoincrement=True,
)

review = Table(
    "review",
    metadata,
    Column("text", ForeignKey("text.id"), primary_key=True),
    Column("comment", Text, nullable=False, default=""),
    Column("ready", Boolean, nullable=False, default=False),
    Column("support", JSON),
)

hand_back = Table(
    "hand_back",
    metadata,
    Column("version", ForeignKey("version.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", ForeignKey("person.username"), nullable=False),
    Column("comment", Text, nullable=False),
    Column("support", JSON, nullable=False),
)

rescue = Table(
    "rescue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", ForeignKey("text.id"), nullable=False, index=True),
    Column("seen", Text, nullable=False),
    Column("missing", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("settled", String(16)),
    Column("settled_at", UtcDateTime),
    Column("settled_by", ForeignKey("person.username")),
)

asset = Table(
    "asset",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String(32), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("by", ForeignKey("person.username"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

transition = Table(
    "transition",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("text", ForeignKey("text.id"), nullable=False),
    Column("move", String(16), nullable=False),
    Column("from_stage", String(16), nullable=False),
    Column("to_stage", String(16), nullable=False),
    Column("by", ForeignKey("person.username"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("key", String(64)),
    UniqueConstraint("text", "key"),
    sqlite_autoincrement=True,
)

# What nbgrader knows: the name of a writing project there, and what its gradebook says of a version.
course_assignment = Table(
    "course_assignment",
    metadata,
    Column("assignment", ForeignKey("assignment.id"), primary_key=True),
    Column("classroom", ForeignKey("classroom.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("notebook", String(100), nullable=False),
    Column("answer", String(100), nullable=False),
    Column("files", JSON(none_as_null=True)),
    Column("released_at", UtcDateTime),
    UniqueConstraint("classroom", "name"),
)

remark = Table(
    "remark",
    metadata,
    Column("version", ForeignKey("version.id"), primary_key=True),
    Column("comment", Text, nullable=False),
    Column("score", Float),
    Column("max_score", Float),
    Column("by", ForeignKey("person.username"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
