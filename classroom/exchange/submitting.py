"""`nbgrader submit`: what a pupil wrote in the answer cell of the notebook becomes the next version of his text."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from nbgrader.exchange import abc

from classroom.exchange import words_fr as words
from classroom.exchange.exchange import Exchange, composed, timestamp
from classroom.exchange.files import read_plain
from classroom.exchange.notebook import read_answer
from classroom.exchange.released import read_notebook


class ExchangeSubmit(Exchange, abc.ExchangeSubmit):  # type: ignore[misc]
    """Only the text of the answer cell leaves the pupil's folder, under the name of the person whose token this is."""

    def init_src(self) -> None:
        self.coursedir.assignment_id = Path(composed(self.coursedir.assignment_id)).name

    def copy_files(self) -> None:
        if self.project.text is None:
            self.fail(words.ONLY_PUPILS)
        if self.student not in (None, self.me):
            self.fail(words.NOT_AS_ANOTHER)
        notebook = self._notebook()
        self._name_extra(notebook)
        with self.saying_refusals():
            content = read_notebook(self._read(notebook), notebook.name)
            answer = read_answer(content, self.project.answer)
            kept = self.client.deposit(str(self.project.text), answer, uuid4().hex)
        self.timestamp = timestamp(kept.submitted_at)
        self.log.info("Submitted as: %s %s %s", self.coursedir.course_id, self.project.name, self.timestamp)

    def _notebook(self) -> Path:
        folder = self.work_folder(self.project)
        if not folder.is_dir():
            self.fail(words.NOT_FETCHED.format(folder=folder))
        return folder / f"{self.project.notebook}.ipynb"

    def _read(self, notebook: Path) -> bytes:
        try:
            return read_plain(notebook)
        except OSError:
            self.fail(words.MISSING_NOTEBOOKS.format(names=notebook.name))
            raise AssertionError from None

    def _name_extra(self, notebook: Path) -> None:
        extra = sorted(path.name for path in notebook.parent.glob("*.ipynb") if path != notebook)
        if extra:
            self.log.warning(words.EXTRA_NOTEBOOKS.format(names=", ".join(extra)))
