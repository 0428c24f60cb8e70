"""The class as nbgrader's side asks for it, read from the store itself: an export needs no service that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from classroom import store as verbs
from classroom.errors import OutOfService
from classroom.exchange.calls import Copy, Course, Project
from classroom.model import Person, Role
from classroom.rounds import Remark
from classroom.store import Store


@dataclass(frozen=True)
class StoreSource:
    """One class of a store, with a teacher's eyes."""

    store: Store
    classroom: str

    def course(self, classroom: str) -> Course:
        with self.store.read() as connection:
            if not verbs.unnamed(connection, classroom):
                return self._course(connection)
        course = None
        try:
            with self.store.write() as connection:
                verbs.name_assignments(connection, classroom)
                course = self._course(connection)
        except OutOfService:  # a full disk: the new names serve for this export, and are not kept
            if course is None:
                raise
        return course

    def _course(self, connection: Connection) -> Course:
        titles = {one.id: one for one in verbs.assignments_of(connection, self.classroom)}
        projects = {
            one.name: Project(
                one.assignment,
                one.name,
                titles[one.assignment].title,
                titles[one.assignment].prompt,
                titles[one.assignment].due,
                one.notebook,
                one.answer,
                one.files is not None,
                one.released_at is not None,
                None,
            )
            for one in verbs.course_of(connection, self.classroom)
        }
        pupils = {pupil.username: pupil.name for pupil in verbs.people_of(connection, self.classroom, Role.PUPIL)}
        return Course(self.classroom, verbs.palette_of(connection, self.classroom), pupils, projects)

    def copies(self, assignment: str, pupil: str | None = None) -> list[Copy]:
        teacher = Person("", Role.TEACHER, self.classroom, "")
        with self.store.read() as connection:
            found = verbs.copies_of(connection, self.classroom, assignment, teacher, pupil)
        return [Copy(copy.text.id, copy.text.pupil, copy.name, copy.text.stage, copy.rounds) for copy in found]

    def released_files(self, assignment: str) -> dict[str, str]:
        with self.store.read() as connection:
            files = {one.assignment: one.files for one in verbs.course_of(connection, self.classroom)}
        return files.get(assignment) or {}

    def keep_remarks(self, classroom: str, said: Sequence[tuple[str, int, Remark]]) -> None:
        """An export says nothing new of a version."""
