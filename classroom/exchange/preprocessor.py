"""Our part of `nbgrader generate_feedback`: the feedback page of a copy, with the marks as they are now at the desk.

It stands in the place of nbgrader's own GetGrades, which opens the gradebook anew for each pupil: here it is read once for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from classroom.errors import BadInput, OutOfService
from classroom.exchange import calls
from classroom.exchange.calls import Copy, Course, Project
from classroom.exchange.gradebook import remark_in, submissions_of
from classroom.exchange.mirror import feedback_of
from classroom.exchange.notebook import Deposit, read_deposit
from classroom.exchange.page import Feedback, feedback_page
from classroom.palette import DEFAULT
from classroom.rounds import Remark

PAGE = "ecritoire_page"
"""Where the template `feedback` finds the page."""


@dataclass(frozen=True)
class Known:
    """What is known of an assignment for this run: the class (None when it does not answer), its copies, the gradebook's remarks."""

    course: Course | None
    copies: dict[str, Copy] = field(default_factory=dict)
    remarks: dict[str, Remark | None] = field(default_factory=dict)


class FeedbackPage(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts the page of a copy in `resources`. When the class service is away, the notebook has the marks of the day it was collected."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._known: dict[str, Known] = {}

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        where = resources["nbgrader"]
        name = where["assignment"]
        try:
            deposit = read_deposit(nb)
        except BadInput as error:
            self.log.error("%s: %s", where["student"], error.sentence)
            raise
        if name not in self._known:
            self._known[name] = self._learn(name, where["db_url"])
        page = feedback_page(self._said(deposit, where, self._known[name]))
        resources[PAGE] = page.replace("\n", "", 1)  # nbconvert writes the line feed after the doctype itself
        return nb, resources

    def _learn(self, name: str, db_url: str) -> Known:
        course, copies = self._ask(name)
        with Gradebook(db_url, course.classroom if course else "") as gradebook:
            remarks = {pupil: remark_in(submission) for pupil, submission in submissions_of(gradebook, name).items()}
        return Known(course, copies, remarks)

    def _ask(self, name: str) -> tuple[Course | None, dict[str, Copy]]:
        client = calls.client()
        try:
            course = client.course(client.me()["classroom"])
            project = course.projects.get(name)
            copies = client.copies(project.assignment) if project else []
            return course, {copy.pupil: copy for copy in copies}
        except OutOfService as error:
            self.log.warning("%s", error.sentence)
            return None, {}

    def _said(self, deposit: Deposit, where: Any, known: Known) -> Feedback:
        pupil, number = where["student"], deposit.rounds[-1].version.number
        copy = known.copies.get(pupil) or Copy("", pupil, pupil, "", deposit.rounds)
        said = copy.until(number)
        if remark := known.remarks.get(pupil):
            said = replace(said, rounds=(*said.rounds[:-1], replace(said.last, remark=remark)))
        course = known.course or Course("", DEFAULT, {}, {})
        return feedback_of(course, course.projects.get(where["assignment"]) or _unknown(where), said)


def _unknown(where: Any) -> Project:
    name = where["assignment"]
    return Project("", name, name, "", None, where["notebook"], "", False, True, None)
