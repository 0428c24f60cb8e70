"""`nbgrader list`: what is given out, and what was deposited. Formgrader asks this before everything else, so it is one quick question."""

from __future__ import annotations

from typing import Any

from nbgrader.exchange import abc

from classroom.exchange import words_fr as words
from classroom.exchange.calls import Deposit, Project
from classroom.exchange.exchange import EVERY, Exchange, composed, timestamp
from classroom.exchange.handing_back import feedback_file

Listed = dict[str, Any]


class ExchangeList(Exchange, abc.ExchangeList):  # type: ignore[misc]
    """The shapes are those of nbgrader's own list: one row for each assignment, or one for each pupil and assignment."""

    def copy_files(self) -> None:
        """A list copies nothing."""

    def list_files(self) -> list[Listed]:
        if self.coursedir.course_id in EVERY:
            return []
        rows = self._submitted() if self.inbound or self.cached else self._released()
        self.log.info("Submitted assignments:" if self.inbound or self.cached else "Released assignments:")
        for row in rows:
            for line in row.get("submissions", [row]):
                self.log.info(_line(line))
        return rows

    def remove_files(self) -> list[Listed]:
        """Take assignments back; a deposited text is never thrown away."""
        if self.inbound or self.cached:
            self.fail(words.KEPT)
        rows = self._released()
        self.log.info("Removing released assignments:")
        for row in rows:
            row["status"] = "removed"
            self.log.info(_line(row))
            with self.saying_refusals():
                self.client.withdraw(self.course.projects[row["assignment_id"]].assignment)
        return rows

    def _wanted(self) -> list[Project]:
        name = composed(self.coursedir.assignment_id)
        return [one for one in self.course.projects.values() if name in EVERY or one.name == name]

    def _released(self) -> list[Listed]:
        return [self._released_row(project) for project in self._wanted() if project.released]

    def _released_row(self, project: Project) -> Listed:
        folder = self.work_folder(project)
        fetched = folder.is_dir()
        notebooks = sorted(folder.glob("*.ipynb")) if fetched else []
        return {
            "course_id": self.course.classroom,
            "assignment_id": project.name,
            "status": "fetched" if fetched else "released",
            "path": str(folder) if fetched else "",
            "notebooks": [{"notebook_id": path.stem, "path": str(path)} for path in notebooks],
        }

    def _submitted(self) -> list[Listed]:
        with self.saying_refusals():
            deposits = self.client.deposits(self.course.classroom, pupil=self.me if self.cached else self.student)
        projects = {project.assignment: project for project in self._wanted()}
        grouped: dict[tuple[str, str], list[Listed]] = {}
        for deposit in deposits:
            if project := projects.get(deposit.assignment):
                grouped.setdefault((deposit.pupil, project.name), []).append(self._submitted_row(project, deposit))
        return [
            {
                "course_id": self.course.classroom,
                "student_id": pupil,
                "assignment_id": name,
                "status": "submitted",
                "submissions": rows,
            }
            for (pupil, name), rows in sorted(grouped.items())
        ]

    def _submitted_row(self, project: Project, deposit: Deposit) -> Listed:
        page = feedback_file(self.work_folder(project), project, deposit.submitted_at)
        here = page.is_file()
        feedback = {
            "has_local_feedback": here,
            "has_exchange_feedback": deposit.handed_back,
            "local_feedback_path": str(page.parent) if here else None,
            "feedback_updated": False,
        }
        notebook = {
            "notebook_id": project.notebook,
            "path": "",
            **feedback,
            "local_feedback_path": str(page) if here else None,
        }
        return {
            "course_id": self.course.classroom,
            "student_id": deposit.pupil,
            "assignment_id": project.name,
            "timestamp": timestamp(deposit.submitted_at),
            "status": "submitted",
            "path": "",
            "notebooks": [notebook],
            **feedback,
        }


def _line(row: Listed) -> str:
    if "timestamp" not in row:
        done = " (already downloaded)" if row["status"] == "fetched" else ""
        return f"{row['course_id']} {row['assignment_id']}{done}"
    state = "no feedback available"
    if row["has_local_feedback"]:
        state = "feedback already fetched"
    elif row["has_exchange_feedback"]:
        state = "feedback ready to be fetched"
    return f"{row['course_id']} {row['student_id']} {row['assignment_id']} {row['timestamp']} ({state})"
