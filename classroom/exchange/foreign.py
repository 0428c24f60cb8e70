"""A course that was kept with nbgrader alone, read from its folder: its pupils, its assignments, what was handed in and what was said of it.

Nothing in the folder is changed and nothing in it is run, its `nbgrader_config.py` least of all.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import parse_utc

from classroom.errors import BadInput, ClassroomError
from classroom.exchange import words_fr as words
from classroom.exchange.files import pack, read_plain
from classroom.exchange.foreign_gradebook import ForeignGradebook, read_gradebook
from classroom.exchange.notebook import as_file, read_answer
from classroom.exchange.released import Found, as_nodes, checked, find_answer, read_notebook
from classroom.rounds import Remark


@dataclass(frozen=True, slots=True)
class ForeignAssignment:
    """`files` (path → base64) are what pupils start from."""

    name: str
    found: Found
    files: dict[str, str]
    due: datetime | None


@dataclass(frozen=True, slots=True)
class ForeignCopy:
    """What a pupil handed in, and what the gradebook says of it."""

    student: str
    assignment: str
    plain: str
    submitted_at: datetime
    remark: Remark | None


@dataclass(frozen=True, slots=True)
class ForeignCourse:
    """`students`: id → name. `left_out`: what cannot be taken over, with the reason in a sentence."""

    students: dict[str, str]
    assignments: tuple[ForeignAssignment, ...]
    copies: tuple[ForeignCopy, ...]
    left_out: tuple[tuple[str, str], ...]


def read_course(folder: Path) -> ForeignCourse:
    """What there is to take over in this folder.

    BadInput when it is no nbgrader course, has no pupil, or has a gradebook of an older nbgrader.
    """
    names = sorted({path.name for step in ("source", "release") for path in _folders(folder / step)})
    if not names:
        raise BadInput(words.NO_COURSE_HERE.format(folder=folder), code="no_course")
    gradebook = read_gradebook(folder)
    students = gradebook.students | {
        path.name: path.name for path in _folders(folder / "submitted") if path.name not in gradebook.students
    }
    if not students:
        raise BadInput(words.NO_STUDENTS.format(folder=folder), code="no_students")
    left_out: list[tuple[str, str]] = []
    assignments = tuple(_readable(left_out, ((name, _assignment, folder, name, gradebook) for name in names)))
    handed_in = [
        (path.parent.name + "/" + one.name, _copy, path, one, gradebook)
        for one in assignments
        for path in _folders(folder / "submitted", one.name)
    ]
    return ForeignCourse(students, assignments, tuple(_readable(left_out, iter(handed_in))), tuple(left_out))


def _readable(left_out: list[tuple[str, str]], asked: Iterator[tuple[Any, ...]]) -> Iterator[Any]:
    """What can be read of (name, how to read it, of what…); the others go to `left_out`."""
    for name, read, *of in asked:
        try:
            yield read(*of)
        except ClassroomError as error:
            left_out.append((name, error.sentence))


def _assignment(folder: Path, name: str, gradebook: ForeignGradebook) -> ForeignAssignment:
    released = folder / "release" / name
    files = pack(released if released.is_dir() else folder / "source" / name, CourseDirectory())
    found = find_answer(files, name)
    if not released.is_dir():
        file = f"{found.notebook}.ipynb"
        files[file] = b64encode(as_file(_without_solutions(read_notebook(b64decode(files[file]), file)))).decode()
    return ForeignAssignment(name, found, files, gradebook.dues.get(name))


def _without_solutions(notebook: dict[str, Any]) -> dict[str, Any]:
    """What `generate_assignment` would give to the pupils."""
    clear = ClearSolutions(text_stub=words.STUB)
    try:
        cleared, _ = clear.preprocess(as_nodes(notebook), {})
    except (ValueError, RuntimeError) as error:
        raise BadInput(words.NOT_CLEARED, detail=type(error).__name__) from error
    return checked(cleared)


def _copy(folder: Path, assignment: ForeignAssignment, gradebook: ForeignGradebook) -> ForeignCopy:
    file = folder / f"{assignment.found.notebook}.ipynb"
    try:
        content = read_plain(file)
    except OSError as error:
        raise BadInput(words.MISSING_NOTEBOOKS.format(names=file.name)) from error
    plain = read_answer(read_notebook(content, file.name), assignment.found.answer)
    student = folder.parent.name
    return ForeignCopy(
        student, assignment.name, plain, _handed_in(folder, file), gradebook.remarks.get((student, assignment.name))
    )


def _handed_in(folder: Path, file: Path) -> datetime:
    try:
        return parse_utc((folder / "timestamp.txt").read_text().strip()).replace(tzinfo=UTC)  # type: ignore[no-any-return]
    except (OSError, ValueError):
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _folders(where: Path, inside: str = "") -> list[Path]:
    """The folders that are there, or in each of them the one of this name."""
    return sorted(path / inside for path in where.glob("[!.]*") if (path / inside).is_dir())
