"""A deposited version as a notebook: valid for Jupyter and nbgrader, readable by eye, rebuilt to the letter."""

import copy
import json
from dataclasses import replace

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator

from classroom.documents import freeze
from classroom.errors import BadInput
from classroom.exchange import words_fr as words
from classroom.exchange.notebook import (
    NAME,
    Deposit,
    answer_cell,
    assignment_notebook,
    deposited,
    read_answer,
    read_deposit,
)
from classroom.rounds import Round
from tests.exchange.copies import BITING, three_rounds, version_of

PROJECT = assignment_notebook("L'animal *inventé*", "Décris-le.\n\n- sa tête\n- ses pattes")


def written(deposit: Deposit) -> dict:
    return json.loads(json.dumps(deposited(PROJECT, NAME, deposit)))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_a_version_is_rebuilt_to_the_letter(plain: str) -> None:
    deposit = Deposit("lea", "l-animal", (Round(version_of(plain)),))
    assert read_deposit(written(deposit)) == deposit


def test_every_round_with_its_marks_and_comments_is_rebuilt() -> None:
    deposit = Deposit("lea", "l-animal", three_rounds())
    assert read_deposit(written(deposit)) == deposit


def test_the_living_document_can_be_opened_again_from_the_notebook() -> None:
    deposit = Deposit("lea", "l-animal", three_rounds())
    assert freeze(read_deposit(written(deposit)).rounds[-1].version.ydoc).plain == BITING


def test_the_cell_shows_the_last_version() -> None:
    assert read_answer(written(Deposit("lea", "l-animal", three_rounds())), NAME) == BITING


@pytest.mark.parametrize("made", [PROJECT, written(Deposit("lea", "x", three_rounds()))])
def test_jupyter_and_nbgrader_find_the_notebooks_valid(made: dict) -> None:
    notebook = nbformat.from_dict(copy.deepcopy(made))
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)


def test_marks_are_web_annotations() -> None:
    kept = written(Deposit("lea", "x", three_rounds()))["metadata"]["ecritoire"]
    mark = kept["rounds"][0]["annotations"][0]
    assert mark["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert {selector["type"] for selector in mark["target"]["selector"]} >= {
        "TextPositionSelector",
        "TextQuoteSelector",
    }
    assert [body["value"] for body in mark["body"]] == ["noun_group", "number", "Combien ?"]


@pytest.mark.parametrize(
    "foreign",
    [
        {},
        {"metadata": {}},
        {"metadata": {"ecritoire": "?"}},
        {"metadata": {"ecritoire": {"schema": 99, "rounds": []}}},
        {"metadata": {"ecritoire": {"schema": 1, "pupil": "a", "assignment": "b", "rounds": []}}},
        {"metadata": {"ecritoire": {"schema": 1, "pupil": "a", "assignment": "b", "rounds": [{"ydoc": "é"}]}}},
    ],
)
def test_a_foreign_or_damaged_notebook_is_refused_with_a_sentence(foreign: dict) -> None:
    with pytest.raises(BadInput) as refused:
        read_deposit(foreign)
    assert refused.value.sentence == words.NOT_OURS


def test_rounds_out_of_order_are_refused() -> None:
    first, second, _ = three_rounds()
    notebook = written(Deposit("lea", "x", (second, replace(first))))
    with pytest.raises(BadInput):
        read_deposit(notebook)


def test_a_deleted_or_renamed_answer_cell_is_said() -> None:
    notebook = written(Deposit("lea", "x", three_rounds()))
    notebook["cells"][1]["metadata"]["nbgrader"]["grade_id"] = "autre"
    with pytest.raises(BadInput) as refused:
        read_answer(notebook, NAME)
    assert refused.value.code == "no_answer_cell"


@pytest.mark.parametrize("source", ["", "  \n", words.STUB])
def test_an_untouched_answer_is_empty(source: str) -> None:
    notebook = copy.deepcopy(PROJECT)
    notebook["cells"][1]["source"] = source
    with pytest.raises(BadInput) as refused:
        read_answer(notebook, NAME)
    assert refused.value.code == "empty_text"


def test_the_answer_to_a_task_is_the_free_cell_after_it() -> None:
    notebook = copy.deepcopy(PROJECT)
    notebook["cells"][1]["metadata"]["nbgrader"] |= {"task": True, "solution": False, "grade": False, "locked": True}
    notebook["cells"][1]["source"] = "Raconte."
    answer_cell(notebook, NAME)["source"] = "Il était une fois"
    assert read_answer(notebook, NAME) == "Il était une fois"
    assert [cell["source"] for cell in notebook["cells"][1:]] == ["Raconte.", "Il était une fois"]
