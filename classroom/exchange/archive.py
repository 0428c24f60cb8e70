"""A class written as an nbgrader course: every assignment, every copy with its rounds, the gradebook, and the feedback that was given."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from nbgrader.coursedir import CourseDirectory

from classroom.exchange.calls import Copy, Course, Project
from classroom.exchange.gradebook import create, opened, submissions_of, write_remark
from classroom.exchange.mirror import Mirror, Service


class Source(Service, Protocol):
    """Where the class is read from: the class service, or the store itself."""

    def course(self, classroom: str) -> Course:
        """The class, its pupils and its writing projects."""

    def copies(self, assignment: str, pupil: str | None = None) -> list[Copy]:
        """The copies of a writing project."""


def write_course(source: Source, classroom: str, folder: Path) -> None:
    """Write the class into this folder as `nbgrader` expects a course, with a gradebook of its own."""
    coursedir = CourseDirectory()
    coursedir.root, coursedir.course_id = str(folder.absolute()), classroom
    create(coursedir)
    course = source.course(classroom)
    mirror = Mirror(coursedir, course, source)
    mirror.enrol(course.students)
    for project in course.projects.values():
        _write_project(mirror, project, source.copies(project.assignment))
    (folder / "nbgrader_config.py").write_text(CONFIG.format(course=classroom), encoding="utf-8")


CONFIG = 'c = get_config()  # noqa: F821\nc.CourseDirectory.course_id = "{course}"\nc.Execute.enabled = False\n'
"""What nbgrader alone, far from the class, has to know of the course."""


def _write_project(mirror: Mirror, project: Project, copies: list[Copy]) -> None:
    mirror.lay_out(project)
    mirror.collect(project, copies)
    with opened(mirror.coursedir) as gradebook:
        submissions = submissions_of(gradebook, project.name)
        for copy in copies:
            if copy.last.remark:
                write_remark(submissions[copy.pupil], copy.last.remark)
        gradebook.db.commit()
    for copy in copies:
        if copy.last.handed_back_at:
            mirror.write_feedback(project, copy)
