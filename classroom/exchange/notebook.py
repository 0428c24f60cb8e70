"""A writing project and a deposited version as notebooks that nbgrader takes: a prompt, one answer, and all rounds in the metadata.

The notebook of a version holds the text twice: escaped in its cell for whoever opens it, and whole in `metadata.ecritoire`
(with every earlier round, the marks as Web Annotations, and the Yjs bytes), from which the version can be rebuilt to the letter.
Notebooks are plain dictionaries of nbformat 4.5.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any

from classroom import rounds
from classroom.errors import BadInput
from classroom.exchange import words_fr as words
from classroom.exchange.escaping import inline, plain_of, source_of
from classroom.rounds import Round

Notebook = dict[str, Any]

NAME = "texte"
"""The notebook of our own writing projects, and its answer cell."""

ANSWER: dict[str, Any] = {
    "grade": True,
    "grade_id": NAME,
    "locked": False,
    "points": 10,
    "schema_version": 3,
    "solution": True,
    "task": False,
    "cell_type": "markdown",
}
"""What nbgrader knows of the answer cell; schools that grade a text do it out of ten."""

SCHEMA = 1
KEY = "ecritoire"


@dataclass(frozen=True, slots=True)
class Deposit:
    """What a notebook of ours says: whose text, for which assignment of nbgrader's, and every round, the last one last."""

    pupil: str
    assignment: str
    rounds: tuple[Round, ...]


def assignment_notebook(title: str, prompt: str) -> Notebook:
    """The source notebook of a writing project: the prompt, and one cell to answer in, graded by hand.

    The prompt is no locked cell: nbgrader 0.9.6 cannot put a lost answer cell back after one (KeyError in OverwriteCells).
    """
    asked = f"# {inline(' '.join(title.split()))}\n\n{source_of(prompt)}"
    return {
        "cells": [
            {"cell_type": "markdown", "id": "consigne", "metadata": {}, "source": asked},
            {
                "cell_type": "markdown",
                "id": NAME,
                "metadata": {"deletable": False, "nbgrader": ANSWER},
                "source": words.STUB,
            },
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def deposited(template: Notebook, answer: str, deposit: Deposit) -> Notebook:
    """The notebook of the deposit's last version, on the assignment's released notebook.

    `answer` is the nbgrader id of the answer or task cell; BadInput when the template has none of that name.
    """
    made = copy.deepcopy(template)
    answer_cell(made, answer)["source"] = source_of(deposit.rounds[-1].version.plain)
    made["metadata"][KEY] = {
        "schema": SCHEMA,
        "pupil": deposit.pupil,
        "assignment": deposit.assignment,
        "rounds": [rounds.to_json(round) for round in deposit.rounds],
    }
    return made


def as_file(notebook: Notebook) -> bytes:
    """The notebook as Jupyter writes it to a file."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_deposit(notebook: Notebook) -> Deposit:
    """The deposit in a notebook of ours. BadInput when it is not one, or was damaged."""
    try:
        kept = notebook["metadata"][KEY]
        if kept["schema"] != SCHEMA:
            raise ValueError(f"schema {kept['schema']}")
        every = tuple(rounds.from_json(data) for data in kept["rounds"])
        return Deposit(kept["pupil"], kept["assignment"], _in_order(every))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(words.NOT_OURS, detail=f"{type(error).__name__} in notebook metadata") from error


def read_answer(notebook: Notebook, answer: str) -> str:
    """What the pupil wrote in the answer cell. BadInput when that cell is gone or was never filled."""
    source = answer_cell(notebook, answer)["source"]
    text = plain_of("".join(source) if isinstance(source, list) else source)
    if text.strip() in ("", words.STUB):
        raise BadInput(words.EMPTY, code="empty_text")
    return text


def answer_cell(notebook: Notebook, answer: str) -> dict[str, Any]:
    """The cell in which the pupil writes: the answer cell itself, or the free cell that follows a task cell (made when it is not there)."""
    cells: list[dict[str, Any]] = notebook.get("cells", [])
    place = next((i for i, cell in enumerate(cells) if _nbgrader(cell).get("grade_id") == answer), None)
    if place is None:
        raise BadInput(words.NO_ANSWER_CELL, code="no_answer_cell", detail=f"no cell {answer[:64]}")
    if not _nbgrader(cells[place]).get("task"):
        return cells[place]
    if place + 1 == len(cells) or _nbgrader(cells[place + 1]):
        cells.insert(place + 1, {"cell_type": "markdown", "id": f"{NAME}-libre", "metadata": {}, "source": ""})
    return cells[place + 1]


def _in_order(every: tuple[Round, ...]) -> tuple[Round, ...]:
    if not every or [round.version.number for round in every] != sorted({round.version.number for round in every}):
        raise ValueError("rounds missing or out of order")
    return every


def _nbgrader(cell: dict[str, Any]) -> dict[str, Any]:
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}
