"""What the seven exchange classes share: the class service, the course, the assignment, and how a refusal is said in nbgrader."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.exchange import abc
from traitlets import Bool

from classroom.errors import ClassroomError
from classroom.exchange import calls
from classroom.exchange import words_fr as words
from classroom.exchange.calls import Course, ExchangeClient, Project

TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f UTC"
EVERY = ("", "*")


class Exchange(abc.Exchange):  # type: ignore[misc]
    """nbgrader's exchange over the class service. Who asks is known by the token of the process, whatever the command says."""

    path_includes_course = Bool(False, help="Put assignments in a folder named after the course.").tag(config=True)

    def __init__(
        self, coursedir: Any = None, authenticator: Any = None, authentictor: Any = None, **traits: Any
    ) -> None:
        """`authentictor` is how nbgrader 0.9.6 spells it when it makes the two feedback classes."""
        super().__init__(coursedir=coursedir, authenticator=authenticator or authentictor, **traits)

    @cached_property
    def client(self) -> ExchangeClient:
        try:
            return calls.client()
        except KeyError as error:
            self.fail(words.UNREACHABLE)
            raise AssertionError from error

    @cached_property
    def course(self) -> Course:
        if not self.coursedir.course_id:
            self.fail(words.NO_COURSE)
        with self.saying_refusals():
            return self.client.course(self.coursedir.course_id)

    @cached_property
    def project(self) -> Project:
        """The assignment that the command names; the nearest name is said when there is none."""
        name = composed(self.coursedir.assignment_id)
        if name not in self.course.projects:
            near = difflib.get_close_matches(name, self.course.projects, n=1)
            self.fail(words.DID_YOU_MEAN.format(name=name, near=near[0]) if near else words.NOT_THERE.format(name=name))
        return self.course.projects[name]

    @cached_property
    def me(self) -> str:
        with self.saying_refusals():
            return str(self.client.me()["username"])

    @property
    def student(self) -> str | None:
        """The pupil whom the command names, None for all."""
        return None if self.coursedir.student_id in EVERY else str(self.coursedir.student_id)

    @contextmanager
    def saying_refusals(self) -> Iterator[None]:
        """What the class refuses, or that it does not answer, becomes an ExchangeError with its sentence."""
        try:
            yield
        except ClassroomError as error:
            self.fail(error.sentence)

    def work_folder(self, project: Project) -> Path:
        """Where a pupil works on an assignment."""
        parts = (self.coursedir.course_id,) if self.path_includes_course else ()
        return Path(self.assignment_dir, *parts, project.name).absolute()

    def init_src(self) -> None:
        """Every source is the class service: nothing to look for."""

    def init_dest(self) -> None:
        """Every destination is found when it is written."""


def composed(name: str) -> str:
    """A name with composed accents, as the class keeps it; file systems and keyboards differ."""
    return unicodedata.normalize("NFC", name).strip()


def timestamp(at: datetime) -> str:
    """A moment as nbgrader writes it in timestamp.txt."""
    return at.astimezone(UTC).strftime(TIMESTAMP)


def as_nbgrader(at: datetime) -> Any:
    """A moment as nbgrader's gradebook keeps it: UTC without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None)
