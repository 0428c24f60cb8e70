"""The teacher's widgets say which screen to show and where the other pages are; nothing that a person made is in them."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from widgets import AnnotationDesk, TeacherPage, TextPile, _base

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
OURS = {
    "screen",
    "service_url",
    "person",
    "ticket",
    "_script",
    "_style",
    "text",
    "progress_url",
    "notebooks_url",
    "grades_url",
}


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"desk": {"js": "desk-1.js", "css": "desk-1.css"}}))
    monkeypatch.setattr(_base, "STATIC", tmp_path)
    monkeypatch.setattr(_base, "ask_ticket", lambda: "ticket")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/claire/")


def test_the_desk_leads_to_the_figures_and_the_notebooks_of_this_teacher() -> None:
    page = TeacherPage()
    assert page.progress_url == "/user/claire/voila/render/class_progress.ipynb"
    assert page.notebooks_url == "/user/claire/lab"
    assert page.grades_url == "/user/claire/ecritoire/formgrader"


def test_without_a_hub_there_is_no_link_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTERHUB_SERVICE_PREFIX")
    assert (TeacherPage().progress_url, TeacherPage().notebooks_url) == ("", "")


def test_one_text_or_the_pile_alone_can_stand_in_a_notebook() -> None:
    desk, pile = AnnotationDesk("t1"), TextPile()
    assert (desk.screen, desk.text, pile.screen) == ("text", "t1", "pile")


@pytest.mark.parametrize("widget", [TeacherPage, TextPile, lambda: AnnotationDesk("t1")])
def test_the_page_is_told_what_to_show_and_nothing_that_a_person_made(widget: type[TeacherPage]) -> None:
    state = {
        name for name in widget().get_state() if not name.startswith(("_", "layout", "tabbable", "tooltip", "comm"))
    }
    assert state <= OURS


def test_the_teachers_notebook_is_one_cell_without_logic() -> None:
    notebook = nbformat.read(NOTEBOOKS / "teacher.ipynb", as_version=4)
    assert [cell.source for cell in notebook.cells] == ["from widgets import TeacherPage\n\nTeacherPage()"]
