"""nbgrader's gradebook, opened with care: made once under a lock, never one of another age, and read for what was said in it.

The first opening runs `alembic` from PATH; when it is not found nbgrader leaves tables without a version, and `nbgrader db
upgrade` fails for ever. Four processes that open a new gradebook at once get « table already exists ».
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import selectinload

from classroom.errors import OutOfService
from classroom.exchange import words_fr as words
from classroom.rounds import Remark

HEAD = "e43177bfe90b"
"""The gradebook's schema since nbgrader 0.6 (0.8 and 0.9 have the same); a test holds it to what nbgrader says."""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """One at a time in this course directory: a second collection waits for the first."""
    root.mkdir(parents=True, exist_ok=True)
    with open(root / ".ecritoire.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def opened(coursedir: Any) -> Iterator[Gradebook]:
    """The gradebook of a course directory, for one piece of work. OutOfService with a sentence when it cannot be used as it is."""
    find_alembic()
    check_age(coursedir.db_url)
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            yield gradebook
    except (OperationalError, ProgrammingError) as error:
        raise OutOfService(words.GRADEBOOK_BUSY, detail=type(error.orig).__name__) from error


def create(coursedir: Any) -> None:
    """Make the gradebook if it is not there yet."""
    with locked(Path(coursedir.root)), opened(coursedir) as gradebook:
        if gradebook.engine.dialect.name == "sqlite":
            # Kept in the file: formgrader may then read while a collection writes.
            gradebook.db.execute(text("PRAGMA journal_mode=WAL"))


def find_alembic() -> None:
    """Put the folder of this Python's commands on PATH, where nbgrader looks for alembic."""
    commands = str(Path(sys.executable).parent)
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if commands not in paths:
        os.environ["PATH"] = os.pathsep.join([commands, *paths])


def check_age(db_url: str) -> None:
    """OutOfService when the gradebook was made by an older nbgrader and has to be upgraded first."""
    engine = create_engine(db_url)
    try:
        tables = inspect(engine).get_table_names()
        if not tables:
            return
        version = None
        if "alembic_version" in tables:
            with engine.connect() as connection:
                version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if version != HEAD:
            raise OutOfService(words.OLD_GRADEBOOK, code="old_gradebook", detail=f"schema {version}")
    except OperationalError as error:
        raise OutOfService(words.GRADEBOOK_BUSY, detail=type(error.orig).__name__) from error
    finally:
        engine.dispose()


def submissions_of(gradebook: Gradebook, assignment: str) -> dict[str, SubmittedAssignment]:
    """The submissions of an assignment by student, with their grades and comments: four queries whatever the number of pupils."""
    notebooks = selectinload(SubmittedAssignment.notebooks)
    query = (
        gradebook.db.query(SubmittedAssignment)
        .join(Assignment)
        .filter(Assignment.name == assignment)
        .options(notebooks.selectinload(SubmittedNotebook.grades), notebooks.selectinload(SubmittedNotebook.comments))
    )
    return {submission.student_id: submission for submission in query}


def remark_in(submission: Any) -> Remark | None:
    """What somebody wrote of a submission in formgrader: its comments and the sum of its manual scores; None when nothing."""
    comments = [c.manual_comment.strip() for nb in submission.notebooks for c in nb.comments if c.manual_comment]
    grades = [grade for nb in submission.notebooks for grade in nb.grades if grade.manual_score is not None]
    comment = "\n\n".join(comment for comment in comments if comment)
    if not comment and not grades:
        return None
    score = sum(grade.manual_score + (grade.extra_credit or 0) for grade in grades) if grades else None
    most = sum(grade.max_score for grade in grades) if grades else None
    return Remark(comment[:5_000], score, most)


def write_remark(submission: Any, remark: Remark) -> None:
    """Have a submission say this remark, as if it had been written in formgrader."""
    notebook = submission.notebooks[0]
    if remark.comment:
        notebook.comments[0].manual_comment = remark.comment
    if remark.score is not None:
        notebook.grades[0].manual_score = remark.score
        notebook.grades[0].needs_manual_grade = False


def make_room(submission: Any) -> None:
    """Clear what was said of the last round, so that nobody reads it on the next one. Keep it first."""
    for notebook in submission.notebooks:
        notebook.flagged = False
        for grade in notebook.grades:
            grade.auto_score = grade.manual_score = grade.extra_credit = None
            grade.needs_manual_grade = True
        for comment in notebook.comments:
            comment.auto_comment = comment.manual_comment = None
