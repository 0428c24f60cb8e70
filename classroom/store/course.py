"""The class as a course: the names that its writing projects have in nbgrader, and those that were made with nbgrader.

A writing project of the class is named after its title once and keeps that name. One that was released with nbgrader keeps the
notebook (and the other files) that it was released with.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, or_, select, update

from classroom.errors import BadInput, Conflict, NotFound
from classroom.store import tables as t
from classroom.store.assignments import change_assignment, create_assignment
from classroom.store.clock import now

NOTEBOOK = "texte"
"""The notebook, and the answer in it, of a writing project that was made in the class."""

_NAME = re.compile(r"(?!\.)[^+*?\[\]/\\\x00-\x1f\x7f-\x9f]{1,100}")


@dataclass(frozen=True, slots=True)
class CourseAssignment:
    """A writing project under its nbgrader name. `files` (path → base64) is None for one that was made in the class."""

    assignment: str
    classroom: str
    name: str
    notebook: str
    answer: str
    files: dict[str, str] | None
    released_at: datetime | None


def course_of(connection: Connection, classroom: str) -> list[CourseAssignment]:
    """The writing projects of a class that nbgrader knows of, by name. Call `name_assignments` first, in a transaction that writes."""
    found = select(t.course_assignment).where(t.course_assignment.c.classroom == classroom)
    return [_as_course(row) for row in connection.execute(found.order_by(t.course_assignment.c.name))]


def course_assignment(connection: Connection, assignment: str) -> CourseAssignment:
    """The same for one writing project. NotFound when it has no name in nbgrader yet."""
    row = connection.execute(select(t.course_assignment).where(t.course_assignment.c.assignment == assignment)).first()
    if row is None:
        raise NotFound("Ce devoir n'existe pas.", detail=f"course assignment {assignment}")
    return _as_course(row)


def unnamed(connection: Connection, classroom: str) -> list[Row[Any]]:
    """The writing projects (id, title, created_at) that have no name in nbgrader yet, the oldest first."""
    named = exists().where(t.course_assignment.c.assignment == t.assignment.c.id)
    query = select(*t.assignment.c["id", "title", "created_at"]).where(t.assignment.c.classroom == classroom, ~named)
    return list(connection.execute(query.order_by(t.assignment.c.created_at, t.assignment.c.id)))


def name_assignments(connection: Connection, classroom: str) -> None:
    """Give each writing project of the class that has none a name for nbgrader, for good."""
    for row in unnamed(connection, classroom):
        taken = {one.name for one in course_of(connection, classroom)}
        name = _first_free(slug(row.title), taken)
        values = {"assignment": row.id, "classroom": classroom, "name": name, "released_at": row.created_at}
        connection.execute(insert(t.course_assignment).values(**values, notebook=NOTEBOOK, answer=NOTEBOOK))


def release_assignment(
    connection: Connection,
    classroom: str,
    *,
    name: str,
    title: str,
    prompt: str,
    notebook: str,
    answer: str,
    files: dict[str, str],
    force: bool = False,
    at: datetime | None = None,
) -> CourseAssignment:
    """Make a writing project of what was released with nbgrader, or with `force` put it in the place of the one that has this name.

    BadInput for a name that nbgrader cannot work with, Conflict when it is released already.
    """
    name = checked_name(name)
    name_assignments(connection, classroom)
    there = next((one for one in course_of(connection, classroom) if one.name == name), None)
    if there and there.released_at and not force:
        raise Conflict("Ce devoir est déjà distribué (--force le remplace).", code="already_released")
    when = at or now()
    values = {"notebook": notebook, "answer": answer, "files": files, "released_at": when}
    if there is None:
        id = create_assignment(connection, classroom, title, prompt, at=at).id
        connection.execute(insert(t.course_assignment).values(assignment=id, classroom=classroom, name=name, **values))
        return course_assignment(connection, id)
    if there.released_at is None:
        change_assignment(connection, there.assignment, {"pupils": ()})
    if there.files is not None:
        change_assignment(connection, there.assignment, {"title": title, "prompt": prompt})
        mine = t.course_assignment.c.assignment == there.assignment
        connection.execute(update(t.course_assignment).where(mine).values(values))
    else:
        _mark_released(connection, there.assignment, when)
    return course_assignment(connection, there.assignment)


def withdraw_assignment(connection: Connection, assignment: str) -> None:
    """Take a writing project back. Who has begun keeps it with every word; when nobody has, it is gone."""
    course_assignment(connection, assignment)
    begun = pupils_who_began(connection, assignment)
    if begun:
        change_assignment(connection, assignment, {"pupils": begun})
        _mark_released(connection, assignment, None)
        return
    for table in (t.text, t.assignment_pupil, t.course_assignment):
        connection.execute(delete(table).where(table.c.assignment == assignment))
    connection.execute(delete(t.assignment).where(t.assignment.c.id == assignment))


def pupils_who_began(connection: Connection, assignment: str) -> list[str]:
    """The pupils of whom something is kept for this writing project: a version, a word, a key typed."""
    typed = exists().where(t.text_update.c.text == t.text.c.id)
    moved = exists().where(t.transition.c.text == t.text.c.id)
    begun = or_(t.text.c.version > 0, t.text.c.words > 0, typed, moved)
    return list(connection.scalars(select(t.text.c.pupil).where(t.text.c.assignment == assignment, begun)))


def checked_name(name: str) -> str:
    """The name as it is kept (composed accents, no spaces around). BadInput when nbgrader's folders and patterns cannot hold it."""
    name = unicodedata.normalize("NFC", name).strip()
    if not _NAME.fullmatch(name):
        raise BadInput(
            "Ce nom ne convient pas : évitez + * ? [ ] / \\ et le point au début ; 100 signes au plus.", code="bad_name"
        )
    return name


def slug(title: str) -> str:
    """A name for a folder: « L'animal inventé » is `l-animal-invente`."""
    letters = unicodedata.normalize("NFKD", title.lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", bare)[:60].strip("-") or "projet"


def _first_free(name: str, taken: set[str]) -> str:
    names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in names if one not in taken)


def _mark_released(connection: Connection, assignment: str, at: datetime | None) -> None:
    mine = t.course_assignment.c.assignment == assignment
    connection.execute(update(t.course_assignment).where(mine).values(released_at=at))


def _as_course(row: Row[Any]) -> CourseAssignment:
    columns = ("assignment", "classroom", "name", "notebook", "answer", "files", "released_at")
    return CourseAssignment(**{name: getattr(row, name) for name in columns})
