"""The mirror: deposited versions written into nbgrader's course directory and gradebook, as if `autograde` had run, a class at a time.

For each pupil `submitted/` and `autograded/` get the notebook of the version with all its rounds, and the gradebook one row to grade.
nbgrader has room for one round: what was said of the earlier one goes to the class service first. Everything is prepared aside; then the
gradebook is committed once, then the folders are put in place. Interrupted anywhere, the next collection finds and finishes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import parse_utc

from classroom.errors import Conflict
from classroom.exchange import released
from classroom.exchange import words_fr as words
from classroom.exchange.calls import Copy, Course, Project
from classroom.exchange.exchange import as_nbgrader, timestamp
from classroom.exchange.files import put_folder, write_whole
from classroom.exchange.gradebook import locked, make_room, opened, remark_in, submissions_of
from classroom.exchange.notebook import Deposit, Notebook, as_file, deposited
from classroom.exchange.page import Feedback, feedback_page
from classroom.rounds import Remark, Round, general_comment

STAGING = ".ecritoire"


class Service(Protocol):
    """What the mirror asks of the class service."""

    def released_files(self, assignment: str) -> dict[str, str]:
        """Path → base64."""

    def keep_remarks(self, classroom: str, said: Sequence[tuple[str, int, Remark]]) -> None:
        """(text, version number, remark), any number of them."""


@dataclass(frozen=True)
class Mirror:
    """The course directory of one class, in step with the class service."""

    coursedir: Any
    course: Course
    client: Service

    @property
    def root(self) -> Path:
        return Path(self.coursedir.root)

    def lay_out(self, project: Project) -> Notebook:
        """Have `source/`, `release/` and the gradebook know a writing project; gives the notebook that pupils start from."""
        template = released.template_of(project, self.client)
        with locked(self.root), opened(self.coursedir) as gradebook:
            self._lay_out(gradebook, project, template)
        return template

    def enrol(self, pupils: Mapping[str, str]) -> None:
        """Have the gradebook know these pupils: username → name."""
        with locked(self.root), opened(self.coursedir) as gradebook:
            _enrol(gradebook, pupils)
            gradebook.db.commit()

    def collect(self, project: Project, copies: Sequence[Copy], known: Sequence[Copy] = ()) -> None:
        """Mirror the last version of these copies. Errors are those of `classroom.errors`; what was mirrored stays.

        `known` are the same with all their rounds, when `copies` stop at an earlier one. Conflict when the gradebook has a remark
        on what was never deposited in this class: there would be nowhere to keep it.
        """
        known = known or copies
        template = released.template_of(project, self.client)
        with locked(self.root), opened(self.coursedir) as gradebook:
            self._lay_out(gradebook, project, template)
            _must_be_of_here(gradebook, project, known)
            self._keep_remarks(gradebook, project, known)
            drafts = [self._draft(project, template, copy) for copy in copies]
            _write_rows(gradebook, project, copies)
            for copy, draft in zip(copies, drafts, strict=True):
                self._put(project, copy, draft)
        shutil.rmtree(self.root / STAGING, ignore_errors=True)

    def write_feedback(self, project: Project, copy: Copy) -> Path:
        """Write nbgrader's feedback for the last version of a copy; gives its folder."""
        draft = self._empty("feedback", copy.pupil)
        page = feedback_page(feedback_of(self.course, project, copy))
        write_whole(draft / f"{project.notebook}.html", page.encode())
        _write_timestamp(draft, copy.last)
        folder = self.folder(self.coursedir.feedback_directory, copy.pupil, project)
        put_folder(draft, folder)
        return folder

    def folder(self, step: str, pupil: str, project: Project) -> Path:
        """`submitted/lea/l-animal` and the like."""
        return Path(self.coursedir.format_path(step, pupil, project.name))

    def mirrored_at(self, project: Project, pupil: str) -> datetime | None:
        """When the version that stands in `submitted/` was deposited, as the gradebook counts it; None without one that is whole."""
        stamp = self.folder(self.coursedir.submitted_directory, pupil, project) / "timestamp.txt"
        try:
            return parse_utc(stamp.read_text().strip())  # type: ignore[no-any-return]
        except (OSError, ValueError):
            return None

    def due(self, project: Project) -> datetime | None:
        """When the copies are due: as the class says, or else as the gradebook does."""
        if project.due is not None:
            return project.due
        with opened(self.coursedir) as gradebook:
            known = _assignment(gradebook, project)
            return known.duedate.replace(tzinfo=UTC) if known and known.duedate else None

    def remarks(self, project: Project, copies: Iterable[Copy]) -> list[tuple[str, int, Remark]]:
        """What the gradebook says of these copies: (text, version number, remark)."""
        with locked(self.root), opened(self.coursedir) as gradebook:
            return _remarks(gradebook, project, copies)

    def _keep_remarks(self, gradebook: Gradebook, project: Project, copies: Sequence[Copy]) -> None:
        self.client.keep_remarks(self.course.classroom, _remarks(gradebook, project, copies))

    def _lay_out(self, gradebook: Gradebook, project: Project, template: Notebook) -> None:
        known = _assignment(gradebook, project)
        due = as_nbgrader(project.due) if project.due else known and known.duedate
        if known is None or known.duedate != due:
            gradebook.update_or_create_assignment(project.name, duedate=due)
        if known is None or project.notebook not in {notebook.name for notebook in known.notebooks}:
            said = {"notebook": project.notebook, "assignment": project.name, "db_url": self.coursedir.db_url}
            SaveCells().preprocess(released.as_nodes(template), {"nbgrader": said})
            gradebook.db.expire_all()
        steps = {
            self.coursedir.release_directory: template,
            self.coursedir.source_directory: released.unchecked(template),
        }
        for step, notebook in steps.items():
            folder = self.folder(step, ".", project)
            if not folder.exists():
                write_whole(folder / f"{project.notebook}.ipynb", as_file(notebook))

    def _draft(self, project: Project, template: Notebook, copy: Copy) -> Path:
        draft = self._empty("collected", copy.pupil)
        deposit = Deposit(copy.pupil, project.name, copy.rounds)
        write_whole(draft / f"{project.notebook}.ipynb", as_file(deposited(template, project.answer, deposit)))
        _write_timestamp(draft, copy.last)
        return draft

    def _put(self, project: Project, copy: Copy, draft: Path) -> None:
        autograded = self._empty("autograded", copy.pupil)
        shutil.copytree(draft, autograded, dirs_exist_ok=True)
        put_folder(autograded, self.folder(self.coursedir.autograded_directory, copy.pupil, project))
        put_folder(draft, self.folder(self.coursedir.submitted_directory, copy.pupil, project))

    def _empty(self, step: str, pupil: str) -> Path:
        draft = self.root / STAGING / step / pupil
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        return draft


def feedback_of(course: Course, project: Project, copy: Copy) -> Feedback:
    """The feedback of a copy's last version, as far as it is written."""
    said = copy.last
    return Feedback(
        title=project.title,
        pupil=copy.name,
        number=said.version.number,
        submitted_at=said.version.submitted_at,
        plain=said.version.plain,
        annotations=said.annotations,
        comment=general_comment(said.comment, said.remark),
        support=said.support,
        palette=course.palette,
    )


def _assignment(gradebook: Gradebook, project: Project) -> Any:
    return gradebook.db.query(Assignment).filter(Assignment.name == project.name).one_or_none()


def _must_be_of_here(gradebook: Gradebook, project: Project, copies: Iterable[Copy]) -> None:
    submissions = submissions_of(gradebook, project.name)
    strange = []
    for copy in copies:
        submission = submissions.get(copy.pupil)
        ours = {as_nbgrader(round.version.submitted_at) for round in copy.rounds}
        if submission and submission.timestamp not in ours and remark_in(submission):
            strange.append(copy.pupil)
    if strange:
        raise Conflict(
            words.GRADED_ELSEWHERE.format(name=project.name, pupils=", ".join(strange)), code="graded_elsewhere"
        )


def _remarks(gradebook: Gradebook, project: Project, copies: Iterable[Copy]) -> list[tuple[str, int, Remark]]:
    submissions = submissions_of(gradebook, project.name)
    found = []
    for copy in copies:
        submission = submissions.get(copy.pupil)
        remark = remark_in(submission) if submission else None
        if remark and submission:
            found += [
                (copy.text, round.version.number, remark)
                for round in copy.rounds
                if as_nbgrader(round.version.submitted_at) == submission.timestamp and round.remark != remark
            ]
    return found


def _write_rows(gradebook: Gradebook, project: Project, copies: Sequence[Copy]) -> None:
    """One row to grade for each copy, in one transaction; a row that is of this version already stays as it is."""
    assignment = _assignment(gradebook, project)
    students = _enrol(gradebook, {copy.pupil: copy.name for copy in copies})
    submissions = submissions_of(gradebook, project.name)
    with gradebook.db.no_autoflush:
        for copy in copies:
            at = as_nbgrader(copy.last.version.submitted_at)
            submission = submissions.get(copy.pupil)
            if submission is None:
                gradebook.db.add(_new_submission(assignment, students[copy.pupil], at))
            elif submission.timestamp != at:
                submission.timestamp = at
                make_room(submission)
    gradebook.db.commit()


def _enrol(gradebook: Gradebook, pupils: Mapping[str, str]) -> dict[str, Student]:
    """All students of the gradebook, these among them. A pupil who left stays in the gradebook with his marks."""
    students = {student.id: student for student in gradebook.db.query(Student)}
    for pupil, name in pupils.items():
        if pupil not in students:
            first, _, last = name.partition(" ")
            students[pupil] = Student(id=pupil, first_name=first, last_name=last)
            gradebook.db.add(students[pupil])
    return students


def _new_submission(assignment: Assignment, student: Student, at: datetime) -> SubmittedAssignment:
    """As `Gradebook.add_submission` makes it, without a transaction of its own."""
    submission = SubmittedAssignment(assignment=assignment, student=student, timestamp=at)
    for notebook in assignment.notebooks:
        mine = SubmittedNotebook(notebook=notebook, assignment=submission)
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            Grade(cell_id=cell.id, notebook=mine, needs_manual_grade=True)
        for cell in (*notebook.solution_cells, *notebook.task_cells):
            Comment(cell_id=cell.id, notebook=mine)
    return submission


def _write_timestamp(folder: Path, round: Round) -> None:
    write_whole(folder / "timestamp.txt", timestamp(round.version.submitted_at).encode())
