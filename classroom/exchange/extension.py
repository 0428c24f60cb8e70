"""What a teacher's server needs so that formgrader opens on a class that is in step: the course made ready, and a gradebook that listens.

Formgrader keeps one session for as long as the server lives: it would never see what a collection changed, and nobody would learn what is
written in it. So it is given a session that reads afresh, and that tells the class service each comment, score and due date as it is saved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgrader.api import Assignment, Comment, Grade, Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import event, inspect
from tornado import web
from tornado.ioloop import IOLoop
from traitlets.config import Config

from classroom.errors import ClassroomError
from classroom.exchange import calls
from classroom.exchange.exchange import as_nbgrader
from classroom.exchange.gradebook import remark_in
from classroom.exchange.setup import configure, prepare
from classroom.rounds import Remark

Said = tuple[str, str, Any, Remark]
"""Pupil, assignment, when the version was deposited as the gradebook counts it, and what was written of it."""


@dataclass
class Heard:
    """What somebody wrote in formgrader: remarks, and by assignment when it is due."""

    remarks: list[Said] = field(default_factory=list)
    dues: dict[str, datetime | None] = field(default_factory=dict)


READY = "ecritoire_course"
HEARD = "ecritoire_heard"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "classroom.exchange.extension"}]


def _load_jupyter_server_extension(app: Any) -> None:
    path = url_path_join(app.web_app.settings["base_url"], "ecritoire", "formgrader")
    app.web_app.add_handlers(".*$", [(path, OpenFormgrader)])
    app.web_app.settings[READY] = Course(app.web_app.settings, app.log)
    IOLoop.current().spawn_callback(app.web_app.settings[READY].make_ready)


class OpenFormgrader(JupyterHandler):
    """Where the desk's link leads: formgrader, on a course that is ready."""

    @web.authenticated
    async def get(self) -> None:
        await self.settings[READY].make_ready()
        self.redirect(url_path_join(self.base_url, "formgrader/manage_assignments"))


class Course:
    """The course directory of this server. All its slow work is done by one thread, one thing after the other."""

    def __init__(self, settings: dict[str, Any], log: Any) -> None:
        self._settings, self._log = settings, log
        self._thread = ThreadPoolExecutor(1, "course")
        self._gradebook: Gradebook | None = None

    async def make_ready(self) -> None:
        """Bring the course up to date with the class. A class that does not answer is noted; formgrader opens all the same."""
        ready = await asyncio.get_running_loop().run_in_executor(self._thread, self._make_ready)
        if ready is not None:
            self._settings["nbgrader_gradebook"] = ready

    def _make_ready(self) -> Gradebook | None:
        config = Config()
        configure(config)
        coursedir = CourseDirectory(config=config)
        if not coursedir.course_id:
            return None
        try:
            prepare(coursedir, calls.client())
        except ClassroomError as error:
            self._log.warning("nbgrader: %s", error.sentence)
            return None
        if self._gradebook is None:
            self._gradebook = Gradebook(coursedir.db_url, coursedir.course_id)
            listen(self._gradebook, lambda heard: self._thread.submit(self._tell, coursedir.course_id, heard))
        return self._gradebook

    def _tell(self, classroom: str, heard: Heard) -> None:
        try:
            tell(calls.client(), classroom, heard)
        except ClassroomError as error:  # it stays in the gradebook, and goes to the class with the next collection
            self._log.warning("nbgrader: %s", error.sentence)


def listen(gradebook: Gradebook, hear: Callable[[Heard], object]) -> None:
    """Have this gradebook's session read what others wrote, and call `hear` with what was written in it, after each commit."""

    def read_afresh(state: Any) -> None:
        if state.is_select:
            state.update_execution_options(populate_existing=True)

    def note(session: Any, _context: Any) -> None:
        changed = [*session.dirty, *session.new]
        heard = session.info.setdefault(HEARD, Heard())
        for submission in {one.notebook.assignment for one in changed if isinstance(one, Comment | Grade)}:
            if remark := remark_in(submission):
                heard.remarks.append((submission.student_id, submission.assignment.name, submission.timestamp, remark))
        for one in changed:
            if isinstance(one, Assignment) and inspect(one).attrs.duedate.history.has_changes():
                heard.dues[one.name] = one.duedate

    def pass_on(session: Any) -> None:
        heard = session.info.pop(HEARD, None)
        if heard and (heard.remarks or heard.dues):
            hear(heard)

    def forget(session: Any) -> None:
        session.info.pop(HEARD, None)

    event.listen(gradebook.db, "do_orm_execute", read_afresh)
    event.listen(gradebook.db, "after_flush", note)
    event.listen(gradebook.db, "after_commit", pass_on)
    event.listen(gradebook.db, "after_rollback", forget)


def tell(client: calls.ExchangeClient, classroom: str, heard: Heard) -> None:
    """Have the class service keep these remarks, each with its version, and these due dates."""
    projects = client.course(classroom).projects
    for name, due in heard.dues.items():
        if name in projects:
            client.change_assignment(projects[name].assignment, due=due and due.replace(tzinfo=UTC).isoformat())
    if heard.remarks:
        client.keep_remarks(classroom, _with_versions(client, classroom, projects, heard.remarks))


def _with_versions(
    client: calls.ExchangeClient, classroom: str, projects: Mapping[str, calls.Project], said: list[Said]
) -> list[tuple[str, int, Remark]]:
    names = {project.assignment: name for name, project in projects.items()}
    versions = {
        (one.pupil, names.get(one.assignment), as_nbgrader(one.submitted_at)): (one.text, one.number)
        for one in client.deposits(classroom)
    }
    return [(*versions[key], remark) for *parts, remark in said if (key := tuple(parts)) in versions]
