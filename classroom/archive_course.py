"""A course that was kept with nbgrader alone becomes a class: its pupils, its writing projects, the texts that were handed in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import Connection

from classroom import store as s
from classroom.errors import ClassroomError, NotFound
from classroom.exchange.foreign import ForeignCopy, ForeignCourse
from classroom.model import Person, Role
from classroom.store import Store

LONGEST_USERNAME = 29
"""Three less than a username may have, for a number when it is taken."""


@dataclass
class TakenOver:
    """The class that was founded. `usernames`: the course's id → ours. `left_out`: what could not be taken over, and why."""

    classroom: str
    teacher: str
    usernames: dict[str, str] = field(default_factory=dict)
    projects: int = 0
    texts: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


def take_over(store: Store, course: ForeignCourse, name: str, teacher: str) -> TakenOver:
    """Found a class of this name, with a teacher who is called so, on this course. All of it or nothing.

    Nobody has a password or pictures yet. A name that cannot be a username here is written otherwise.
    """
    with store.write() as connection:
        room = s.create_classroom(connection, name).id
        made = TakenOver(room, _person(connection, room, Role.TEACHER, teacher, teacher), left_out=[*course.left_out])
        for student, called in course.students.items():
            made.usernames[student] = _person(connection, room, Role.PUPIL, student, called)
        projects = _projects(connection, course, made)
        for copy in course.copies:
            if copy.assignment in projects and copy.student in made.usernames:
                _text(connection, copy, projects[copy.assignment], made)
        return made


def _projects(connection: Connection, course: ForeignCourse, made: TakenOver) -> dict[str, str]:
    """Name in the course → id of the writing project."""
    found: dict[str, str] = {}
    for one in course.assignments:
        said = one.found
        try:
            given = s.release_assignment(
                connection,
                made.classroom,
                name=one.name,
                title=said.title,
                prompt=said.prompt,
                notebook=said.notebook,
                answer=said.answer,
                files=one.files,
            )
        except ClassroomError as error:
            made.left_out.append((one.name, error.sentence))
            continue
        s.change_assignment(connection, given.assignment, {"due": one.due})
        found[one.name] = given.assignment
    made.projects = len(found)
    return found


def _text(connection: Connection, copy: ForeignCopy, project: str, made: TakenOver) -> None:
    pupil = made.usernames[copy.student]
    text = next(one.id for one in s.notebook_of(connection, pupil) if one.assignment == project)
    try:
        with connection.begin_nested():
            version = s.submit_text(connection, text, copy.plain, by=pupil, key="nbgrader", at=copy.submitted_at)
            if copy.remark:
                s.keep_remark(connection, text, version.number, copy.remark, by=made.teacher)
    except ClassroomError as error:
        made.left_out.append((f"{copy.student}/{copy.assignment}", error.sentence))
        return
    made.texts += 1


def _person(connection: Connection, room: str, role: Role, wanted: str, called: str) -> str:
    username = _free(connection, _username(wanted))
    s.add_person(connection, Person(username, role, room, unicodedata.normalize("NFC", called)))
    return username


def _username(wanted: str) -> str:
    """`lea_2` stays so, « Léa M. » is `lea-m`."""
    letters = unicodedata.normalize("NFKD", wanted.lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9_]+", "-", bare).strip("-")[:LONGEST_USERNAME] or "eleve"


def _free(connection: Connection, username: str) -> str:
    names = [username, *(f"{username}-{number}" for number in range(2, 100))]
    return next(name for name in names if not _is_taken(connection, name))


def _is_taken(connection: Connection, username: str) -> bool:
    try:
        s.person_of(connection, username)
    except NotFound:
        return False
    return True
