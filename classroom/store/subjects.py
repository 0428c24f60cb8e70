"""Whose a thing is: the class it belongs to and the pupil, which is what `classroom.permissions` asks."""

from __future__ import annotations

from sqlalchemy import Connection

from classroom.errors import NotFound
from classroom.model import Role
from classroom.permissions import Subject
from classroom.store.assignments import assignment_of
from classroom.store.marks import text_of_annotation
from classroom.store.people import classroom_of, person_of
from classroom.store.texts import text_of


def about_classroom(connection: Connection, id: str) -> Subject:
    return Subject(classroom_of(connection, id).id)


def about_assignment(connection: Connection, id: str) -> Subject:
    return Subject(assignment_of(connection, id).classroom)


def about_text(connection: Connection, id: str) -> Subject:
    text = text_of(connection, id)
    return Subject(assignment_of(connection, text.assignment).classroom, text.pupil)


def about_annotation(connection: Connection, id: str) -> Subject:
    return about_text(connection, text_of_annotation(connection, id))


def about_pupil(connection: Connection, username: str) -> Subject:
    person = person_of(connection, username)
    if person.role is not Role.PUPIL:
        raise NotFound("Aucun élève ne porte ce nom.", detail="not a pupil")
    return Subject(person.classroom, username)
