"""Feedback on its way to the pupils: releasing it hands the texts back, and a pupil fetches the page of each round."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from nbgrader.exchange import abc
from nbgrader.utils import parse_utc

from classroom.exchange import words_fr as words
from classroom.exchange.calls import Copy, Project
from classroom.exchange.exchange import EVERY, Exchange, as_nbgrader, timestamp
from classroom.exchange.files import write_whole
from classroom.exchange.mirror import Mirror, feedback_of
from classroom.exchange.page import feedback_page
from classroom.rounds import Remark

READ = frozenset({"submitted", "reading"})
"""The stages at which a version waits to be handed back."""


class ExchangeReleaseFeedback(Exchange, abc.ExchangeReleaseFeedback):  # type: ignore[misc]
    """Hands back the texts whose feedback was generated and that somebody has read: a mark, a comment or a score says so."""

    def copy_files(self) -> None:
        mirror = Mirror(self.coursedir, self.course, self.client)
        excluded = set(filter(None, self.coursedir.student_id_exclude.split(",")))
        with self.saying_refusals():
            copies = [
                copy for copy in self.client.copies(self.project.assignment, self.student) if copy.pupil not in excluded
            ]
            generated = [
                copy
                for copy in copies
                if self._generated_at(mirror, copy) == as_nbgrader(copy.last.version.submitted_at)
            ]
            remarks = mirror.remarks(self.project, generated)
            self.client.keep_remarks(self.course.classroom, remarks)
            self._hand_back([copy for copy in generated if self._is_read(copy, remarks)])

    def _generated_at(self, mirror: Mirror, copy: Copy) -> datetime | None:
        """When the version was deposited whose feedback stands in `feedback/`."""
        folder = mirror.folder(self.coursedir.feedback_directory, copy.pupil, self.project)
        if not (folder / f"{self.project.notebook}.html").is_file():
            return None
        try:
            return parse_utc((folder / "timestamp.txt").read_text().strip())  # type: ignore[no-any-return]
        except (OSError, ValueError):
            return None

    def _is_read(self, copy: Copy, remarks: list[tuple[str, int, Remark]]) -> bool:
        if copy.stage not in READ:
            self.log.info(words.NOT_WAITING.format(pupil=copy.pupil))
            return False
        said = copy.last.annotations or copy.last.comment or copy.last.remark
        if not said and not any(text == copy.text for text, _, _ in remarks):
            self.log.warning(words.NOT_READ.format(pupil=copy.pupil))
            return False
        return True

    def _hand_back(self, copies: list[Copy]) -> None:
        pupils = {copy.text: copy.pupil for copy in copies}
        asked = [(copy.text, copy.last.version.number) for copy in copies]
        answer = self.client.hand_back_copies(self.course.classroom, asked, uuid4().hex)
        for text in answer["handed_back"]:
            self.log.info("Releasing feedback for student '%s' on assignment '%s'", pupils[text], self.project.name)
        for refused in answer["refused"]:
            self.log.warning("%s: %s", pupils[refused["text"]], refused["message"])


class ExchangeFetchFeedback(Exchange, abc.ExchangeFetchFeedback):  # type: ignore[misc]
    """One page for each version of mine that was handed back, under `feedback/<when it was deposited>/`."""

    def copy_files(self) -> None:
        projects = list(self.course.projects.values()) if self.coursedir.assignment_id in EVERY else [self.project]
        with self.saying_refusals():
            for project in projects:
                for copy in self.client.copies(project.assignment, self.me):
                    self._write(project, copy)

    def _write(self, project: Project, copy: Copy) -> None:
        for round in copy.rounds:
            if round.handed_back_at is None:
                self.log.warning(
                    "Could not find feedback for '%s' submitted at %s", project.name, round.version.submitted_at
                )
                continue
            page = feedback_page(feedback_of(self.course, project, copy.until(round.version.number)))
            file = feedback_file(self.work_folder(project), project, round.version.submitted_at)
            write_whole(file, page.encode())
            self.log.info("Fetched feedback: %s", file)


def feedback_file(work: Path, project: Project, submitted_at: datetime) -> Path:
    """Where the page of one round stands in a pupil's folder."""
    return work / "feedback" / timestamp(submitted_at) / f"{project.notebook}.html"
