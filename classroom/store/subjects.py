"""Whose a thing is: the class it belongs to and the pupil, which is what `classroom.permissions` asks."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from classroom.errors import NotFound
from classroom.model import Role
from classroom.permissions import Subject
from classroom.store import tables as t
from classroom.store.assignments import assignment_of
from classroom.store.marks import text_of_annotation
from classroom.store.people import classroom_of, person_of
from classroom.store.texts import no_such_text

_WHOSE = (
    select(t.assignment.c.classroom, t.text.c.pupil)
    .join(t.text, t.text.c.assignment == t.assignment.c.id)
    .where(t.text.c.id == bindparam("text"))
)
"""Made once: it is asked before nearly every request."""


def about_classroom(connection: Connection, id: str) -> Subject:
    return Subject(classroom_of(connection, id).id)


def about_assignment(connection: Connection, id: str) -> Subject:
    return Subject(assignment_of(connection, id).classroom)


def about_text(connection: Connection, id: str) -> Subject:
    row = connection.execute(_WHOSE, {"text": id}).first()
    if row is None:
        raise no_such_text(id)
    return Subject(row.classroom, row.pupil)


def about_annotation(connection: Connection, id: str) -> Subject:
    return about_text(connection, text_of_annotation(connection, id))


def about_pupil(connection: Connection, username: str) -> Subject:
    person = person_of(connection, username)
    if person.role is not Role.PUPIL:
        raise NotFound("Aucun élève ne porte ce nom.", detail="not a pupil")
    return Subject(person.classroom, username)
