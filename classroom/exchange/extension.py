"""What a teacher's server needs so that formgrader opens on a class that is in step: the course made ready, and a gradebook that listens.

Formgrader keeps one session for as long as the server lives: it would never see what a collection changed, and nobody would learn what is
written in it. So it is given a session that reads afresh, and that tells the class service each comment and score as it is saved.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgrader.api import Comment, Grade, Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import event
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

READY = "ecritoire_course"
SAID = "ecritoire_said"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "classroom.exchange.extension"}]


def _load_jupyter_server_extension(app: Any) -> None:
    path = url_path_join(app.web_app.settings["base_url"], "ecritoire", "formgrader")
    app.web_app.add_handlers(".*$", [(path, OpenFormgrader)])
    app.web_app.settings[READY] = _Course(app.web_app.settings, app.log)
    IOLoop.current().spawn_callback(app.web_app.settings[READY].make_ready)


class OpenFormgrader(JupyterHandler):
    """Where the desk's link leads: formgrader, on a course that is ready."""

    @web.authenticated
    async def get(self) -> None:
        await self.settings[READY].make_ready()
        self.redirect(url_path_join(self.base_url, "formgrader/manage_assignments"))


class _Course:
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
            listen(self._gradebook, lambda said: self._thread.submit(self._tell, coursedir.course_id, said))
        return self._gradebook

    def _tell(self, classroom: str, said: list[Said]) -> None:
        try:
            tell(calls.client(), classroom, said)
        except ClassroomError as error:  # it stays in the gradebook, and goes to the class with the next collection
            self._log.warning("nbgrader: %s", error.sentence)


def listen(gradebook: Gradebook, hear: Any) -> None:
    """Have this gradebook's session read what others wrote, and call `hear` with what was said, after each commit."""

    def read_afresh(state: Any) -> None:
        if state.is_select:
            state.update_execution_options(populate_existing=True)

    def note(session: Any, _context: Any) -> None:
        changed = [one for one in (*session.dirty, *session.new) if isinstance(one, Comment | Grade)]
        for submission in {one.notebook.assignment for one in changed}:
            if remark := remark_in(submission):
                row = (submission.student_id, submission.assignment.name, submission.timestamp, remark)
                session.info.setdefault(SAID, []).append(row)

    def pass_on(session: Any) -> None:
        if said := session.info.pop(SAID, None):
            hear(said)

    event.listen(gradebook.db, "do_orm_execute", read_afresh)
    event.listen(gradebook.db, "after_flush", note)
    event.listen(gradebook.db, "after_commit", pass_on)


def tell(client: calls.ExchangeClient, classroom: str, said: list[Said]) -> None:
    """Have the class service keep these remarks, each with its version."""
    names = {project.assignment: name for name, project in client.course(classroom).projects.items()}
    versions = {
        (one.pupil, names.get(one.assignment), as_nbgrader(one.submitted_at)): (one.text, one.number)
        for one in client.deposits(classroom)
    }
    found = [(*versions[key], remark) for *key_parts, remark in said if (key := tuple(key_parts)) in versions]
    client.keep_remarks(classroom, found)
