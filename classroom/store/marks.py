"""The teacher's marks on a version: put, changed, taken away. Every change is also an event, and events stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from classroom import anchors
from classroom.errors import BadInput, Conflict, NotFound, WrongStage
from classroom.model import Anchor, Annotation, Outcome, Stage
from classroom.store import tables as t
from classroom.store.clock import now
from classroom.store.people import palette_of
from classroom.store.texts import lock
from classroom.store.versions import version_of


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation with what is known of it now: its text and version, and what became of it in version `outcome_version`."""

    annotation: Annotation
    text: str
    number: int
    done: bool
    outcome: Outcome | None
    outcome_version: int | None
    confirmed: bool


def annotate(
    connection: Connection,
    text: str,
    number: int,
    *,
    id: str,
    author: str,
    family: str,
    anchor: Anchor,
    type: str | None = None,
    comment: str = "",
    at: datetime | None = None,
) -> Mark:
    """Put a mark on the version being read. The same id again changes nothing; the id of a mark taken away brings it back.

    WrongStage when the text is not being read or this is not its last version, BadInput for a place or a code that is not there.
    """
    lock(connection, text)
    known = connection.execute(select(t.annotation).where(t.annotation.c.id == id)).first()
    version = version_of(connection, text, number)
    if known is not None and known.version != version.id:
        raise Conflict(detail="annotation id used on another version")
    if known is not None and known.deleted_at is None:
        return mark_of(connection, id)
    _must_be_reading(connection, text, number)
    _check_code(connection, text, family, type)
    when = at or now()
    place = anchors.to_json(anchors.checked(anchor, version.plain))
    values = {"family": family, "type": type, "comment": comment, "anchor": place, "author": author, "created_at": when}
    if known is not None:
        connection.execute(update(t.annotation).where(t.annotation.c.id == id).values(**values, deleted_at=None))
    else:
        connection.execute(insert(t.annotation).values(id=id, version=version.id, **values))
    said = {"family": family, "type": type, "comment": comment, "anchor": place}
    write_event(connection, id, "created", by=author, at=when, version=number, data=said)
    return mark_of(connection, id)


def change_annotation(
    connection: Connection, id: str, changes: dict[str, Any], *, by: str, at: datetime | None = None
) -> Mark:
    """Change some of family, type, comment, anchor (an Anchor). Same errors as `annotate`; NotFound when it was taken away.

    A new family without a type drops the old type when it does not belong to it.
    """
    mark = mark_of(connection, id)
    _must_be_reading(connection, mark.text, mark.number)
    values: dict[str, Any] = {name: changes[name] for name in ("family", "type", "comment") if name in changes}
    if "family" in values:
        values.setdefault("type", None)
    _check_code(connection, mark.text, values.get("family", mark.annotation.family), values.get("type"))
    if "anchor" in changes:
        plain = version_of(connection, mark.text, mark.number).plain
        values["anchor"] = anchors.to_json(anchors.checked(changes["anchor"], plain))
    if values:
        connection.execute(update(t.annotation).where(t.annotation.c.id == id).values(values))
        write_event(connection, id, "changed", by=by, at=at, version=mark.number, data=values)
    return mark_of(connection, id)


def delete_annotation(connection: Connection, id: str, *, by: str, at: datetime | None = None) -> None:
    """Take a mark away; nothing happens when it was taken away already. WrongStage when its version is no longer being read."""
    when = at or now()
    row = connection.execute(_marks().where(t.annotation.c.id == id)).first()
    if row is None:
        raise _no_mark()
    if row.deleted_at is None:
        _must_be_reading(connection, row.text, row.number)
        connection.execute(update(t.annotation).where(t.annotation.c.id == id).values(deleted_at=when))
        write_event(connection, id, "deleted", by=by, at=when, version=row.number)


def mark_of(connection: Connection, id: str) -> Mark:
    """The mark with this id. NotFound when there is none or it was taken away."""
    row = connection.execute(_marks().where(t.annotation.c.id == id, t.annotation.c.deleted_at.is_(None))).first()
    if row is None:
        raise _no_mark()
    return as_mark(row)


def text_of_annotation(connection: Connection, id: str) -> str:
    """The text that this mark, even taken away, was put on. NotFound when there is no such mark."""
    row = connection.execute(_marks().where(t.annotation.c.id == id)).first()
    if row is None:
        raise _no_mark()
    return str(row.text)


def marks_of(connection: Connection, text: str) -> list[Mark]:
    """All marks of a text that were not taken away: by version, then by place."""
    rows = connection.execute(_marks().where(t.version.c.text == text, t.annotation.c.deleted_at.is_(None)))
    return _in_order(as_mark(row) for row in rows)


def marks_in(connection: Connection, classroom: str) -> dict[str, list[Mark]]:
    """The same for a whole class: text id → marks, by version then by place."""
    joined = _marks().join(t.text, t.text.c.id == t.version.c.text)
    joined = joined.join(t.assignment, t.assignment.c.id == t.text.c.assignment)
    there = joined.where(t.assignment.c.classroom == classroom, t.annotation.c.deleted_at.is_(None))
    found: dict[str, list[Mark]] = {}
    for mark in _in_order(as_mark(row) for row in connection.execute(there)):
        found.setdefault(mark.text, []).append(mark)
    return found


def write_event(
    connection: Connection,
    annotation: str,
    kind: str,
    *,
    by: str | None,
    at: datetime | None = None,
    version: int | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write down that something happened to a mark. `version` is the number of the version that the event speaks of."""
    row = {"annotation": annotation, "kind": kind, "by": by, "at": at or now(), "version": version, "data": data or {}}
    connection.execute(insert(t.annotation_event).values(row))


def as_mark(row: Row[Any]) -> Mark:
    annotation = Annotation(
        id=row.id,
        version=row.version,
        family=row.family,
        anchor=anchors.from_json(row.anchor),
        author=row.author,
        created_at=row.created_at,
        type=row.type,
        comment=row.comment,
    )
    outcome = Outcome(row.outcome) if row.outcome else None
    return Mark(annotation, row.text, row.number, row.done, outcome, row.outcome_version, row.confirmed)


def _in_order(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.number, mark.annotation.anchor.start, mark.annotation.id))


def _marks() -> Select[Any]:
    return select(t.annotation, *t.version.c["text", "number"]).join(
        t.version, t.version.c.id == t.annotation.c.version
    )


def _must_be_reading(connection: Connection, text: str, number: int) -> None:
    found = lock(connection, text)
    if found.stage is not Stage.READING or found.version != number:
        raise WrongStage("Seule la version en cours de relecture peut être surlignée.", detail=f"stage {found.stage}")


def _check_code(connection: Connection, text: str, family: str, type: str | None) -> None:
    classroom = (
        select(t.assignment.c.classroom)
        .join(t.text, t.text.c.assignment == t.assignment.c.id)
        .where(t.text.c.id == text)
    )
    if not palette_of(connection, connection.scalars(classroom).one()).has(family, type):
        raise BadInput("Ce code n'est pas dans le code couleur de la classe.", code="unknown_family")


def _no_mark() -> NotFound:
    return NotFound("Cette marque n'existe plus.", detail="annotation")
