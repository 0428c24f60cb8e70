"""Making the demonstration class in a store: its people, then each text, round after round."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from classroom import store as s
from classroom.demo import stories
from classroom.demo.calendar import Calendar
from classroom.demo.pupil import PupilAtWork
from classroom.demo.teacher import TeacherAtWork
from classroom.errors import BadInput, Conflict, NotFound
from classroom.model import Classroom, Person, Role

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_BEGAN = "D-30 08:00"
_LAST_LESSON = "D-1 10:15"
_WRITING_TIME = timedelta(minutes=25)


@dataclass(frozen=True, slots=True)
class Demo:
    """What somebody needs to come in: the teacher's first password, and each pupil with his three pictures."""

    classroom: Classroom
    teacher: str
    password: str
    pupils: tuple[tuple[Person, tuple[str, ...]], ...]


def create_demo(store: s.Store, *, name: str | None = None, at: datetime | None = None) -> Demo:
    """Make the demonstration class, as it would be at `at` (default: now), in one transaction.

    Conflict when there is a class already, unless this one is given another `name`; usernames that are taken then get a number.
    """
    cast, calendar = stories.cast(), Calendar(at or datetime.now(UTC))
    with store.write() as connection:
        there = [room.name for room in s.classrooms(connection)]
        if there and (name is None or name in there):
            raise Conflict(
                "Il y a déjà une classe. Donnez un autre nom à la classe de démonstration.", code="class_exists"
            )
        made = _people(connection, cast, name or cast.name, _suffix(connection, cast), calendar.moment(_BEGAN))
        for project in stories.projects():
            _play(connection, made, project, calendar)
        return made


def first_password() -> str:
    """Twelve letters and digits that cannot be taken for one another, in three groups: about 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _people(connection: Connection, cast: stories.Cast, name: str, suffix: str, began: datetime) -> Demo:
    room = s.create_classroom(connection, name, school=cast.school, id=cast.id + suffix, at=began)
    teacher, password = cast.teacher["username"] + suffix, first_password()
    s.add_person(connection, Person(teacher, Role.TEACHER, room.id, cast.teacher["name"]), at=began)
    s.set_password(connection, teacher, password, must_change=True, at=began)
    pupils = tuple(_pupil(connection, room.id, entry, suffix, began) for entry in cast.pupils)
    return Demo(room, teacher, password, pupils)


def _pupil(
    connection: Connection, room: str, entry: dict[str, Any], suffix: str, at: datetime
) -> tuple[Person, tuple[str, ...]]:
    pupil = Person(entry["username"] + suffix, Role.PUPIL, room, entry["name"], entry["level"], entry["picture"])
    s.add_person(connection, pupil, at=at)
    s.set_pictures(connection, pupil.username, entry["pictures"], at=at)
    return pupil, tuple(entry["pictures"])


def _suffix(connection: Connection, cast: stories.Cast) -> str:
    """What is added to the usernames so that none is taken: nothing, or 2, 3, …"""
    names = [cast.teacher["username"], *(pupil["username"] for pupil in cast.pupils)]
    number = 1
    while any(_is_taken(connection, name + _numbered(number)) for name in names):
        number += 1
    return _numbered(number)


def _numbered(number: int) -> str:
    return str(number) if number > 1 else ""


def _is_taken(connection: Connection, username: str) -> bool:
    try:
        s.person_of(connection, username)
    except NotFound:
        return False
    return True


def _play(connection: Connection, made: Demo, project: stories.Project, calendar: Calendar) -> None:
    given, due = calendar.moment(project.given), calendar.moment(project.due)
    assignment = s.create_assignment(connection, made.classroom.id, project.title, project.prompt, due=due, at=given)
    suffix = made.classroom.id.removeprefix(stories.cast().id)
    for story in project.stories:
        pupil = story.pupil + suffix
        text = next(text for text in s.notebook_of(connection, pupil) if text.assignment == assignment.id)
        _play_story(
            PupilAtWork(connection, text.id, pupil), TeacherAtWork(connection, text.id, made.teacher), story, calendar
        )
        if s.text_of(connection, text.id).stage is not story.stage:
            raise BadInput(f"Le texte de {story.pupil} n'arrive pas à l'étape {story.stage}.", detail=project.id)


def _play_story(pupil: PupilAtWork, teacher: TeacherAtWork, story: stories.Story, calendar: Calendar) -> None:
    before = ""
    for number, round_ in enumerate(story.rounds, start=1):
        days = {moment: calendar.moment(written) for moment, written in round_.days.items()}
        worked = days["deposited"] - _WRITING_TIME if "deposited" in days else calendar.moment(_LAST_LESSON)
        if number == 1:
            pupil.write(round_, worked)
        else:
            pupil.revise(before, round_, worked)
        _play_round(pupil, teacher, number, round_, days)
        before = round_.plain


def _play_round(
    pupil: PupilAtWork, teacher: TeacherAtWork, number: int, round_: stories.Round, days: dict[str, datetime]
) -> None:
    if "deposited" in days:
        pupil.deposit(days["deposited"])
    if "opened" in days:
        teacher.read(number, round_, days["opened"])
    if settled := days.get("returned") or days.get("accepted"):
        teacher.confirm(number, settled)
    if "returned" in days:
        teacher.hand_back(days["returned"])
    if "accepted" in days:
        teacher.accept(days["accepted"])
    if "layout" in days:
        pupil.start_layout(days["layout"])
    if "published" in days:
        teacher.publish(days["published"])
