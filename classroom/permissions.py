"""Who may do what in a class: one table that a teacher could read. What a stage allows is another question (`classroom.workflow`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from classroom.errors import NotAllowed, NotSignedIn
from classroom.model import Person, Role


class Who(StrEnum):
    """A kind of asker."""

    ANYONE = "anyone"
    HUB = "the hub, when somebody comes in"
    PERSON = "anybody in a class"
    PUPIL = "a pupil"
    TEACHER = "a teacher"
    TEACHER_THERE = "a teacher of the class it belongs to"
    PERSON_THERE = "anybody of the class it belongs to"
    ITS_PUPIL = "the pupil whose text it is"
    ITS_READERS = "the pupil whose text it is, or a teacher of the class"


MAY: dict[str, Who] = {
    # the door
    "see the service's health": Who.ANYONE,
    "see the API's description": Who.ANYONE,
    "see the classes to come in": Who.HUB,
    "let a pupil in": Who.HUB,
    "let a teacher in": Who.HUB,
    "vouch for somebody": Who.HUB,
    "find the second door": Who.ANYONE,  # it leads to the hub, which knows who is there
    "get a ticket": Who.PERSON,
    "renew a lease": Who.ANYONE,  # what is shown in the body is the credential
    "see oneself": Who.PERSON,
    "change one's password": Who.TEACHER,
    # a pupil's texts
    "open one's page": Who.PUPIL,
    "see one's notebook": Who.PUPIL,
    "see a text": Who.ITS_READERS,
    "see a version": Who.ITS_READERS,
    "move a text": Who.ITS_READERS,  # each move says whose it is: classroom.workflow
    "submit a text": Who.ITS_PUPIL,
    "tick a mark": Who.ITS_PUPIL,
    # its past
    "see a text's past": Who.ITS_READERS,
    "see a moment of a text": Who.ITS_READERS,
    "bring a moment back": Who.ITS_READERS,  # a pupil while he may write
    "settle found words": Who.ITS_PUPIL,
    # reading
    "annotate": Who.TEACHER_THERE,
    "change an annotation": Who.TEACHER_THERE,
    "delete an annotation": Who.TEACHER_THERE,
    "confirm an outcome": Who.TEACHER_THERE,
    "write the review": Who.TEACHER_THERE,
    "hand back a text": Who.TEACHER_THERE,
    "hand back what is ready": Who.TEACHER_THERE,
    # the class
    "see a class": Who.TEACHER_THERE,
    "read the texts of the class": Who.PERSON_THERE,
    "see the pile": Who.TEACHER_THERE,
    "see the measures": Who.TEACHER_THERE,
    "create an assignment": Who.TEACHER_THERE,
    "change an assignment": Who.TEACHER_THERE,
    "unlock a pupil": Who.TEACHER_THERE,
    "change a pupil's pictures": Who.TEACHER_THERE,
    # nbgrader in step
    "see the course": Who.PERSON_THERE,  # a pupil sees what was given to him
    "release an assignment": Who.TEACHER_THERE,
    "see a released notebook": Who.PERSON_THERE,
    "withdraw an assignment": Who.TEACHER_THERE,
    "see the deposits": Who.PERSON_THERE,  # a pupil sees his own
    "see the copies": Who.PERSON_THERE,  # the same
    "deposit from a notebook": Who.ITS_PUPIL,
    "keep the gradebook's remarks": Who.TEACHER_THERE,
    "hand back copies": Who.TEACHER_THERE,
    # pictures
    "send a picture": Who.PERSON,
    "see a picture": Who.ANYONE,  # who knows its name has seen it
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is about: the class it belongs to, and the pupil whose it is, if it is a pupil's."""

    classroom: str
    pupil: str | None = None


def check(verb: str, asker: Person | None, subject: Subject | None = None, *, is_hub: bool = False) -> None:
    """Let pass who may do this; NotSignedIn when we do not know who asks, NotAllowed when it is not for them."""
    who = MAY[verb]
    if who is Who.ANYONE or (who is Who.HUB and is_hub):
        return
    if asker is None and not is_hub:
        raise NotSignedIn(detail=verb)
    if asker is None or not _is(who, asker, subject):
        raise NotAllowed(_sentence(asker), detail=f"{verb}: for {who}")


def _is(who: Who, asker: Person, subject: Subject | None) -> bool:
    teaches = asker.role is Role.TEACHER
    there = subject is not None and asker.classroom == subject.classroom
    its_pupil = there and not teaches and subject is not None and asker.username == subject.pupil
    return {
        Who.PERSON: True,
        Who.PUPIL: not teaches,
        Who.TEACHER: teaches,
        Who.TEACHER_THERE: teaches and there,
        Who.PERSON_THERE: there,
        Who.ITS_PUPIL: its_pupil,
        Who.ITS_READERS: its_pupil or (teaches and there),
    }.get(who, False)


def _sentence(asker: Person | None) -> str | None:
    return "Vous n'avez pas le droit de faire cela." if asker and asker.role is Role.TEACHER else None
