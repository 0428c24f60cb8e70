"""Who is in a class, and the class itself with its colour code."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, insert, select

from classroom.errors import BadInput, Conflict, NotFound
from classroom.model import Classroom, Person, Role
from classroom.palette import DEFAULT, Palette, from_json
from classroom.store import tables as t
from classroom.store.clock import new_id, now
from classroom.store.texts import give_texts

WRONG_TRIES_ALLOWED = 5
"""After so many wrong tries a pupil's name is locked until the teacher unlocks it."""

_USERNAME = re.compile(r"[a-z0-9_-]{1,32}")
_PEOPLE = select(t.person, t.secret.c.wrong_tries).select_from(
    t.person.outerjoin(t.secret, t.secret.c.username == t.person.c.username)
)
_PERSON = _PEOPLE.where(t.person.c.username == bindparam("username"))
"""Made once: it is asked before nearly every request."""


def create_classroom(
    connection: Connection,
    name: str,
    *,
    school: str = "",
    palette: Palette = DEFAULT,
    id: str | None = None,
    at: datetime | None = None,
) -> Classroom:
    """A new class without anybody in it."""
    room = Classroom(id or new_id(), name, school)
    values = {"id": room.id, "name": name, "school": school, "palette": palette.to_json(), "created_at": at or now()}
    connection.execute(insert(t.classroom).values(values))
    return room


def classrooms(connection: Connection) -> list[Classroom]:
    rows = connection.execute(select(t.classroom).order_by(t.classroom.c.name))
    return [Classroom(row.id, row.name, row.school) for row in rows]


def classroom_of(connection: Connection, id: str) -> Classroom:
    """The class with this id. NotFound when there is none."""
    row = connection.execute(select(t.classroom).where(t.classroom.c.id == id)).first()
    if row is None:
        raise NotFound("Cette classe n'existe pas.", detail=f"classroom {id}")
    return Classroom(row.id, row.name, row.school)


def palette_of(connection: Connection, classroom: str) -> Palette:
    """The class's colour code."""
    return from_json(connection.scalars(select(t.classroom.c.palette).where(t.classroom.c.id == classroom)).one())


def positive_families(connection: Connection, classroom: str) -> set[str]:
    """The families of a class that praise and ask for nothing."""
    return {family.code for family in palette_of(connection, classroom).families if family.positive}


def add_person(connection: Connection, person: Person, *, at: datetime | None = None) -> Person:
    """Let somebody into the class; a pupil gets a text for each writing project of the whole class.

    BadInput when the username is not `[a-z0-9_-]{1,32}`, Conflict when it is taken. `person.locked` is not kept: it follows from wrong tries.
    """
    if not _USERNAME.fullmatch(person.username):
        raise BadInput("Un identifiant s'écrit avec a-z, 0-9, - et _ (32 signes au plus).", detail="username")
    if connection.scalar(select(t.person.c.username).where(t.person.c.username == person.username)):
        raise Conflict("Cet identifiant est déjà pris.", detail=f"username {person.username}")
    columns = ("username", "classroom", "role", "name", "level", "picture", "must_change_password")
    values = {name: getattr(person, name) for name in columns} | {"created_at": at or now()}
    connection.execute(insert(t.person).values(values))
    if person.role is Role.PUPIL:
        give_texts(connection, person.classroom, at=at)
    return person


def person_of(connection: Connection, username: str) -> Person:
    """The person with this username. NotFound when there is none."""
    row = connection.execute(_PERSON, {"username": username}).first()
    if row is None:
        raise NotFound("Cette personne n'est dans aucune classe.", detail="username")
    return as_person(row)


def people_of(connection: Connection, classroom: str, role: Role | None = None) -> list[Person]:
    """Everybody in a class, by first name."""
    rows = connection.execute(_PEOPLE.where(t.person.c.classroom == classroom).order_by(t.person.c.name))
    return [as_person(row) for row in rows if role is None or row.role == role]


def as_person(row: Row[tuple[object, ...]]) -> Person:
    return Person(
        username=row.username,
        role=Role(row.role),
        classroom=row.classroom,
        name=row.name,
        level=row.level,
        picture=row.picture,
        locked=row.role == Role.PUPIL and (row.wrong_tries or 0) >= WRONG_TRIES_ALLOWED,
        must_change_password=row.must_change_password,
    )
