"""What the gradebook of a course that was kept with nbgrader alone says: its pupils, when assignments are due, what was said of copies."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import DatabaseError

from classroom.errors import BadInput, OutOfService
from classroom.exchange import words_fr as words
from classroom.exchange.gradebook import opened, remark_in, submissions_of
from classroom.rounds import Remark

NAME = "gradebook.db"


@dataclass(frozen=True)
class ForeignGradebook:
    """`students`: id → name. `dues`: by assignment. `remarks`: by student and assignment."""

    students: dict[str, str] = field(default_factory=dict)
    dues: dict[str, datetime | None] = field(default_factory=dict)
    remarks: dict[tuple[str, str], Remark | None] = field(default_factory=dict)


def read_gradebook(folder: Path) -> ForeignGradebook:
    """The gradebook in this folder, empty when there is none; read from a copy, for opening one writes in it.

    BadInput with a sentence when it is of an older nbgrader, or no gradebook.
    """
    if not (folder / NAME).is_file():
        return ForeignGradebook()
    with TemporaryDirectory() as aside:
        shutil.copy(folder / NAME, aside)
        coursedir = CourseDirectory()
        coursedir.root, coursedir.db_url = aside, f"sqlite:///{Path(aside, NAME)}"
        try:
            with opened(coursedir) as said:
                return _read(said)
        except (OutOfService, DatabaseError) as error:
            raise BadInput(words.OLD_GRADEBOOK, code="old_gradebook", detail=type(error).__name__) from error


def _read(said: Gradebook) -> ForeignGradebook:
    return ForeignGradebook(
        {one.id: " ".join(filter(None, (one.first_name, one.last_name))) or one.id for one in said.students},
        {one.name: one.duedate.replace(tzinfo=UTC) if one.duedate else None for one in said.assignments},
        {
            (student, one.name): remark_in(submission)
            for one in said.assignments
            for student, submission in submissions_of(said, one.name).items()
        },
    )
