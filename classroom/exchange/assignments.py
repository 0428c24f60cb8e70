"""Giving out assignments: a release becomes a writing project of the class, and a pupil fetches the notebook of one."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange import abc

from classroom.exchange import words_fr as words
from classroom.exchange.exchange import Exchange, composed
from classroom.exchange.files import pack, unpack
from classroom.exchange.released import find_answer, released_files


class ExchangeReleaseAssignment(Exchange, abc.ExchangeReleaseAssignment):  # type: ignore[misc]
    """`nbgrader release_assignment`: the notebook in `release/` becomes a writing project, for the whole class."""

    def copy_files(self) -> None:
        name = composed(self.coursedir.assignment_id)
        with self.saying_refusals():
            files = pack(self._source(name), self.coursedir)
            found = find_answer(files, name)
            self.client.release(
                self.course.classroom,
                name=name,
                title=found.title,
                prompt=found.prompt,
                notebook=found.notebook,
                answer=found.answer,
                files=files,
                force=self.force,
            )
        self.log.info("Released as: %s %s", self.coursedir.course_id, name)

    def _source(self, name: str) -> Path:
        source, release = (
            Path(self.coursedir.format_path(step, ".", name))
            for step in (self.coursedir.source_directory, self.coursedir.release_directory)
        )
        if not release.is_dir():
            self.fail(
                words.NOT_GENERATED.format(source=source, release=release)
                if source.is_dir()
                else words.NOT_THERE.format(name=name)
            )
        return release


class ExchangeFetchAssignment(Exchange, abc.ExchangeFetchAssignment):  # type: ignore[misc]
    """`nbgrader fetch_assignment`: the notebook that a pupil starts from."""

    def copy_files(self) -> None:
        folder = self.work_folder(self.project)
        if folder.is_dir() and not self.replace_missing_files:
            self.fail(words.ALREADY_FETCHED.format(folder=folder))
        with self.saying_refusals():
            unpack(released_files(self.project, self.client), folder, missing_only=True)
        self.log.info("Fetched as: %s %s", self.coursedir.course_id, self.project.name)
