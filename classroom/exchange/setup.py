"""How nbgrader is set up in a teacher's server and in the terminals opened there: one function that an `nbgrader_config.py` calls.

from classroom.exchange.setup import configure

configure(get_config())
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbgrader
from nbgrader.coursedir import CourseDirectory

from classroom.errors import ClassroomError
from classroom.exchange import calls
from classroom.exchange import words_fr as words
from classroom.exchange.calls import ExchangeClient
from classroom.exchange.files import write_whole
from classroom.exchange.gradebook import create, find_alembic
from classroom.exchange.mirror import Mirror

FOLDER = "nbgrader"
"""The course directory, in the teacher's folder: formgrader wants it below the folder that the server shows."""

CLASSES = {
    "exchange": "exchange.Exchange",
    "release_assignment": "assignments.ExchangeReleaseAssignment",
    "fetch_assignment": "assignments.ExchangeFetchAssignment",
    "submit": "submitting.ExchangeSubmit",
    "collect": "collecting.ExchangeCollect",
    "release_feedback": "handing_back.ExchangeReleaseFeedback",
    "fetch_feedback": "handing_back.ExchangeFetchFeedback",
    "list": "listing.ExchangeList",
}
TEMPLATES = Path(__file__).resolve().parent / "templates"
NBGRADER_TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
REMEMBERED = ".ecritoire-class"


def configure(c: Any) -> None:
    """Set nbgrader up for the class of the person whose server this is. Nothing here needs the class service to answer twice."""
    find_alembic()
    root = course_folder()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = classroom_id(root)
    c.CourseDirectory.db_url = os.environ.get("CLASSROOM_GRADEBOOK_URL") or f"sqlite:///{root / 'gradebook.db'}"
    for role, name in CLASSES.items():
        setattr(c.ExchangeFactory, role, f"classroom.exchange.{name}")
    c.ClearSolutions.text_stub = words.STUB
    # Nobody's text is a program; and a cell that a pupil lost comes back empty, so that it can be graded.
    c.Execute.enabled = False
    c.OverwriteCells.add_missing_cells = True
    c.GenerateFeedback.preprocessors = ["classroom.exchange.preprocessor.FeedbackPage"]
    # Ours first; without nbgrader's own folder formgrader does not start.
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(NBGRADER_TEMPLATES)]


def course_folder() -> Path:
    """Where the course directory of this server is."""
    return Path(os.environ.get("JUPYTERHUB_ROOT_DIR") or Path.cwd()).absolute() / FOLDER


def classroom_id(root: Path) -> str:
    """The class of the person whose token this is, remembered beside the course; empty when it was never known."""
    remembered = root / REMEMBERED
    if remembered.is_file():
        return remembered.read_text().strip()
    try:
        classroom = str(calls.client().me()["classroom"])
    except (ClassroomError, KeyError):
        return ""
    write_whole(remembered, classroom.encode())
    return classroom


def prepare(coursedir: CourseDirectory, client: ExchangeClient) -> None:
    """Have a course directory ready to be opened: the gradebook made, the pupils and every writing project known."""
    create(coursedir)
    course = client.course(coursedir.course_id)
    mirror = Mirror(coursedir, course, client)
    mirror.enrol(course.students)
    for project in course.projects.values():
        if project.released:
            mirror.lay_out(project)
