"""Notebooks as pupils get them: ours for a writing project of the class, and what to expect of one that was made with nbgrader."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Protocol

import nbformat
from nbgrader import utils
from nbgrader.nbgraderformat import MetadataValidator, ValidationError

from classroom.errors import BadInput
from classroom.exchange import words_fr as words
from classroom.exchange.calls import Project
from classroom.exchange.notebook import Notebook, as_file, assignment_notebook


@dataclass(frozen=True, slots=True)
class Found:
    """The one place of an nbgrader notebook where a pupil writes a text: the id of its cell, and what is asked around it."""

    notebook: str
    answer: str
    title: str
    prompt: str


class Releases(Protocol):
    """Who keeps the files of what was released with nbgrader."""

    def released_files(self, assignment: str) -> dict[str, str]:
        """Path → base64."""


def template_of(project: Project, client: Releases) -> Notebook:
    """The notebook that pupils start from. BadInput when the one that was released cannot be read."""
    if not project.foreign:
        return checked(assignment_notebook(project.title, project.prompt))
    files = client.released_files(project.assignment)
    return read_notebook(b64decode(files.get(f"{project.notebook}.ipynb", "")), f"{project.notebook}.ipynb")


def released_files(project: Project, client: Releases) -> dict[str, str]:
    """All files that pupils start from, path → base64."""
    if project.foreign:
        return client.released_files(project.assignment)
    return {f"{project.notebook}.ipynb": b64encode(as_file(template_of(project, client))).decode()}


def checked(notebook: Notebook) -> Notebook:
    """The notebook with nbgrader's checksums, as `generate_assignment` leaves it."""
    made = as_nodes(notebook)
    for cell in made.cells:
        if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell):
            cell.metadata.nbgrader["checksum"] = utils.compute_checksum(cell)
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


def unchecked(notebook: Notebook) -> Notebook:
    """The notebook as a teacher writes it: without the checksums, by which `nbgrader validate` knows an answer that nobody has written."""
    made: Notebook = json.loads(json.dumps(notebook))
    for cell in made["cells"]:
        cell["metadata"].get("nbgrader", {}).pop("checksum", None)
    return made


def as_nodes(notebook: Notebook) -> Any:
    """The notebook as nbgrader's own code wants it."""
    return nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]


def find_answer(files: Mapping[str, str], name: str) -> Found:
    """Where the pupil writes in a released assignment. BadInput unless there is one notebook with one written answer or task."""
    notebooks = [path for path in files if path.endswith(".ipynb") and len(PurePosixPath(path).parts) == 1]
    if not notebooks:
        raise BadInput(words.NO_NOTEBOOK.format(folder=name), code="no_notebook")
    if len(notebooks) > 1:
        raise BadInput(words.MANY_NOTEBOOKS.format(names=", ".join(notebooks)), code="many_notebooks")
    cells = read_notebook(b64decode(files[notebooks[0]]), notebooks[0])["cells"]
    answers = [i for i, cell in enumerate(cells) if _is_written(cell)]
    others = [_id(cell) for cell in cells if _says(cell, "solution") and not _is_written(cell)]
    if not answers:
        raise BadInput(words.NO_ANSWER, code="no_answer")
    if len(answers) > 1 or others:
        named = [_id(cells[i]) for i in answers] + others
        raise BadInput(words.MANY_ANSWERS.format(names=", ".join(named)), code="many_answers")
    place = answers[0]
    asked = [_source(cell) for i, cell in enumerate(cells) if cell["cell_type"] == "markdown" and _asks(cell, i, place)]
    prompt = "\n\n".join(part for part in asked if part)
    return Found(notebooks[0].removesuffix(".ipynb"), _id(cells[place]), _title(prompt, name), prompt[:5_000])


def read_notebook(content: bytes, name: str) -> Notebook:
    """A notebook that Jupyter and nbgrader find valid. BadInput with its name when it is broken."""
    try:
        notebook: Any = nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
        return json.loads(json.dumps(notebook))  # type: ignore[no-any-return]
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError, ValidationError) as error:
        raise BadInput(words.BROKEN_NOTEBOOK.format(file=name), code="broken_notebook") from error


def _is_written(cell: dict[str, Any]) -> bool:
    """A manually graded answer in Markdown, or a manually graded task."""
    return _says(cell, "task") or (cell["cell_type"] == "markdown" and _says(cell, "solution") and _says(cell, "grade"))


def _asks(cell: dict[str, Any], place: int, answer: int) -> bool:
    return place < answer or (place == answer and _says(cell, "task"))


def _title(prompt: str, name: str) -> str:
    headings = [line.lstrip("#").strip() for line in prompt.splitlines() if line.startswith("#")]
    return next((heading for heading in headings if heading), name)[:200]


def _says(cell: dict[str, Any], flag: str) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get(flag))


def _id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"]["nbgrader"]["grade_id"])


def _source(cell: dict[str, Any]) -> str:
    return str(cell["source"]).strip()
