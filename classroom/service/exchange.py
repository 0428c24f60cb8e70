"""Handlers for nbgrader's side: the class as a course, releases, deposits, copies with all their rounds, remarks, handing back."""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy import Connection

from classroom import rounds, store
from classroom.errors import BadInput, ClassroomError
from classroom.model import Assignment, Role
from classroom.rounds import Remark
from classroom.service import exchange_shapes as shapes
from classroom.service.routing import Answer, Ask
from classroom.service.shapes import HandBackRefusal, HandBackReport
from classroom.store import CourseAssignment


def course(ask: Ask) -> Answer:
    classroom = ask.path["classroom"]
    with ask.store.read() as connection:
        missing = store.unnamed(connection, classroom)
    if missing:
        with ask.store.write() as connection:
            store.name_assignments(connection, classroom)
    with ask.store.read() as connection:
        return Answer(_course(connection, ask, classroom))


def release(ask: Ask) -> Answer:
    try:
        asked = shapes.ReleaseRequest.model_validate_json(ask.body)
    except ValidationError:  # the error holds what was sent: it goes no further
        raise BadInput(detail="release") from None
    with ask.store.write() as connection:
        made = store.release_assignment(connection, ask.path["classroom"], **asked.model_dump())
        return Answer(_assignment(made, store.assignment_of(connection, made.assignment), None))


def released_files(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        files = store.course_assignment(connection, ask.path["assignment"]).files
    return Answer(shapes.FilesShape(files=files or {}))


def withdraw(ask: Ask) -> Answer:
    with ask.store.write() as connection:
        store.withdraw_assignment(connection, ask.path["assignment"])
    return Answer()


def deposits(ask: Ask) -> Answer:
    pupil = ask.person.username if ask.person.role is Role.PUPIL else ask.query.get("pupil")
    with ask.store.read() as connection:
        found = store.deposits_in(
            connection, ask.path["classroom"], assignment=ask.query.get("assignment"), pupil=pupil
        )
    return Answer(shapes.DepositsShape(rows=[shapes.DepositShape.model_validate(line) for line in found]))


def copies(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        classroom = store.assignment_of(connection, ask.path["assignment"]).classroom
        found = store.copies_of(connection, classroom, ask.path["assignment"], ask.person, ask.query.get("pupil"))
        palette = store.palette_of(connection, classroom)
    shown = [
        shapes.CopyShape(
            text=copy.text.id,
            pupil=copy.text.pupil,
            name=copy.name,
            stage=copy.text.stage,
            rounds=[rounds.to_json(round) for round in copy.rounds],
        )
        for copy in found
    ]
    return Answer(shapes.CopiesShape(palette=palette.to_json(), copies=shown))


def deposit(ask: Ask) -> Answer:
    text = ask.path["text"]
    with ask.store.write() as connection:
        version = store.submit_text(connection, text, ask.body.plain, by=ask.person.username, key=ask.body.key)
        line = store.deposit_line(connection, version.id)
    return Answer(shapes.DepositShape.model_validate(line), changed=(text,))


def keep_remarks(ask: Ask) -> Answer:
    with ask.store.write() as connection:
        for said in ask.body.remarks:
            _must_be_here(connection, ask, said.text)
            remark = Remark(said.comment, said.score, said.max_score)
            store.keep_remark(connection, said.text, said.number, remark, by=ask.person.username)
    return Answer()


def hand_back(ask: Ask) -> Answer:
    """Each copy in its own transaction: one that the pupil has deposited again does not hold up the others."""
    done: list[str] = []
    refused: list[HandBackRefusal] = []
    for copy in ask.body.copies:
        try:
            with ask.store.write() as connection:
                _must_be_here(connection, ask, copy.text)
                key = f"{ask.body.key}-{copy.number}"
                store.hand_back_copy(connection, copy.text, copy.number, by=ask.person.username, key=key)
            done.append(copy.text)
        except ClassroomError as error:
            refused.append(HandBackRefusal(text=copy.text, code=error.code, message=error.sentence))
    return Answer(HandBackReport(handed_back=done, refused=refused), changed=tuple(done))


def _must_be_here(connection: Connection, ask: Ask, text: str) -> None:
    if store.about_text(connection, text).classroom != ask.path["classroom"]:
        raise BadInput("Ce texte n'est pas dans cette classe.", detail="text of another class")


def _course(connection: Connection, ask: Ask, classroom: str) -> shapes.CourseShape:
    teaches = ask.person.role is Role.TEACHER
    projects = {one.id: one for one in store.assignments_of(connection, classroom)}
    texts = {} if teaches else {text.assignment: text.id for text in store.notebook_of(connection, ask.person.username)}
    pupils = store.people_of(connection, classroom, Role.PUPIL) if teaches else []
    return shapes.CourseShape(
        classroom=classroom,
        palette=store.palette_of(connection, classroom).to_json(),
        students=[shapes.StudentShape.model_validate(pupil) for pupil in pupils],
        assignments=[
            _assignment(one, projects[one.assignment], texts.get(one.assignment))
            for one in store.course_of(connection, classroom)
            if teaches or one.assignment in texts
        ],
    )


def _assignment(one: CourseAssignment, project: Assignment, text: str | None) -> shapes.CourseAssignmentShape:
    return shapes.CourseAssignmentShape(
        assignment=one.assignment,
        name=one.name,
        title=project.title,
        prompt=project.prompt,
        due=project.due,
        notebook=one.notebook,
        answer=one.answer,
        foreign=one.files is not None,
        released_at=one.released_at,
        text=text,
    )
