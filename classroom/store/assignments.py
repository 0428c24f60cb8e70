"""Writing projects: what pupils are asked to write, and who is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from classroom.errors import BadInput, NotFound
from classroom.model import Assignment, Role
from classroom.store import tables as t
from classroom.store.clock import new_id, now
from classroom.store.texts import give_texts

_COLUMNS = ("title", "prompt", "picture", "due")


def create_assignment(
    connection: Connection,
    classroom: str,
    title: str,
    prompt: str,
    *,
    picture: str | None = None,
    due: datetime | None = None,
    pupils: Sequence[str] = (),
    at: datetime | None = None,
) -> Assignment:
    """Ask the class, or these pupils, to write something; each gets a text. BadInput when one of them is no pupil of this class."""
    when = at or now()
    made = Assignment(new_id(), classroom, title, prompt, when, picture, due, tuple(sorted(set(pupils))))
    _check_picture(connection, picture)
    values = {name: getattr(made, name) for name in ("id", "classroom", "created_at", *_COLUMNS)}
    connection.execute(insert(t.assignment).values(values))
    _set_pupils(connection, made.id, classroom, made.pupils)
    give_texts(connection, classroom, at=when)
    return made


def change_assignment(connection: Connection, id: str, changes: dict[str, Any]) -> Assignment:
    """Change some of title, prompt, picture, due, pupils. A pupil who has begun to write keeps the text."""
    before = assignment_of(connection, id)
    values = {name: changes[name] for name in _COLUMNS if name in changes}
    _check_picture(connection, values.get("picture"))
    if values:
        connection.execute(update(t.assignment).where(t.assignment.c.id == id).values(values))
    if "pupils" in changes:
        connection.execute(delete(t.assignment_pupil).where(t.assignment_pupil.c.assignment == id))
        _set_pupils(connection, id, before.classroom, sorted(set(changes["pupils"])))
        give_texts(connection, before.classroom)
    return assignment_of(connection, id)


def assignment_of(connection: Connection, id: str) -> Assignment:
    """The writing project with this id. NotFound when there is none."""
    row = connection.execute(select(t.assignment).where(t.assignment.c.id == id)).first()
    if row is None:
        raise NotFound("Ce projet d'écriture n'existe pas.", detail=f"assignment {id}")
    return _as_assignments(connection, [row])[0]


def assignments_of(connection: Connection, classroom: str) -> list[Assignment]:
    """The writing projects of a class, the newest first."""
    query = select(t.assignment).where(t.assignment.c.classroom == classroom)
    newest = query.order_by(t.assignment.c.created_at.desc(), t.assignment.c.id)
    return _as_assignments(connection, connection.execute(newest).all())


def _as_assignments(connection: Connection, rows: Sequence[Row[Any]]) -> list[Assignment]:
    ids = [row.id for row in rows]
    chosen = connection.execute(
        select(t.assignment_pupil).where(t.assignment_pupil.c.assignment.in_(ids)).order_by(t.assignment_pupil.c.pupil)
    ).all()
    pupils = {id: tuple(row.pupil for row in chosen if row.assignment == id) for id in ids}
    return [
        Assignment(r.id, r.classroom, r.title, r.prompt, r.created_at, r.picture, r.due, pupils[r.id]) for r in rows
    ]


def _set_pupils(connection: Connection, assignment: str, classroom: str, pupils: Iterable[str]) -> None:
    chosen = list(pupils)
    known = select(t.person.c.username).where(
        t.person.c.classroom == classroom, t.person.c.role == Role.PUPIL, t.person.c.username.in_(chosen)
    )
    if strangers := set(chosen) - set(connection.scalars(known)):
        raise BadInput("Un des élèves choisis n'est pas dans cette classe.", detail=f"{len(strangers)} not pupils")
    if chosen:
        connection.execute(insert(t.assignment_pupil), [{"assignment": assignment, "pupil": name} for name in chosen])


def _check_picture(connection: Connection, picture: str | None) -> None:
    if picture and connection.scalar(select(t.asset.c.sha256).where(t.asset.c.sha256 == picture)) is None:
        raise BadInput("Cette image n'a pas été envoyée.", detail="picture is not an asset")
