"""The pages of progress: they say what the figures say, fetch nothing from anywhere, and never fail in front of a teacher."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import ipywidgets as w
import pytest

from classroom import charts, progress
from classroom import store as s
from classroom.client import Client
from classroom.demo import create_demo
from classroom.palette import DEFAULT
from classroom.progress_page import class_html, figures, pupil_html
from classroom.service import present
from widgets.progress_pages import class_progress, pupil_progress

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the class service answers for the demonstration class."""
    store = s.open_store(f"sqlite:///{tmp_path_factory.mktemp('figures')}/classroom.sqlite")
    s.upgrade(store)
    made = create_demo(store, at=NOW)
    with store.read() as connection:
        told = s.measures(connection, made.classroom.id)
        titles = {project.id: project.title for project in s.assignments_of(connection, made.classroom.id)}
    yield {
        "rows": [present.mark_row(row).model_dump(mode="json") for row in told.rows],
        "texts": [present.text_row(row).model_dump(mode="json") for row in told.texts],
        "titles": titles,
    }
    store.close()


def room(measures: dict[str, Any], **names: str) -> dict[str, Any]:
    pupils = sorted({text["pupil"] for text in measures["texts"]})
    return {
        "palette": DEFAULT.to_json(),
        "pupils": [{"username": pupil, "name": names.get(pupil, pupil.title())} for pupil in pupils],
        "assignments": [{"id": id, "title": title} for id, title in measures["titles"].items()],
    }


def nothing() -> dict[str, Any]:
    return {"rows": [], "texts": [], "titles": {}}


def test_the_class_page_begins_with_who_waits_and_who_needs_the_same_lesson(measures: dict[str, Any]) -> None:
    page = class_html(figures(room(measures), measures), NOW)
    order = [
        page.index(words) for words in ("Qui attend un retour", "Groupes de besoin", "Marques posées à chaque jet")
    ]
    assert order == sorted(order)
    waiting = progress.waiting(measures["texts"], NOW)
    assert page.count(" jet, depuis ") == len(waiting) > 0


def test_the_numbers_of_the_page_are_those_of_the_frames(measures: dict[str, Any]) -> None:
    told = figures(room(measures), measures)
    page = class_html(told, NOW)
    for row in progress.autonomy(told.marks, ["family"]).to_dict("records"):
        if row["marks"] >= progress.FEW:
            assert f"{100 * row['rate']:.0f}\u202f% ({row['fixed']} sur {row['marks']})" in page


def test_a_pupil_page_speaks_of_this_pupil_only(measures: dict[str, Any]) -> None:
    page = pupil_html(figures(room(measures), measures), "rayan")
    assert "<h1>Rayan</h1>" in page and "Ce qui lui reste à reprendre" in page
    assert "Adam" not in page and "Qui attend un retour" not in page


def test_a_page_asks_no_other_host_for_anything(measures: dict[str, Any]) -> None:
    told = figures(room(measures), measures)
    for page in (class_html(told, NOW), pupil_html(told, "rayan")):
        assert set(re.findall(r"https?://[^\"' )]+", page)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }
        assert "<script" not in page


def test_each_picture_has_a_name_in_french_and_the_letters_of_the_families(measures: dict[str, Any]) -> None:
    told = figures(room(measures), measures)
    drawn = charts.svg(charts.rounds_chart(progress.marks_by_round(told.marks, told.texts, told.families), DEFAULT))
    assert 'role="img" aria-label="Marques pour 100 mots, par famille et par jet."' in drawn
    for family in charts.families_of(DEFAULT):
        assert charts.label(family).split() == [family.letter, *family.label.split()]
        assert family.label in drawn and family.colour in drawn


def test_a_name_or_a_title_is_text_and_never_code(measures: dict[str, Any]) -> None:
    evil = "<img src=x onerror=alert(1)>"
    there = room(measures, rayan=evil)
    there["assignments"] = [{**assignment, "title": evil} for assignment in there["assignments"]]
    told = figures(there, measures)
    for page in (class_html(told, NOW), pupil_html(told, "rayan")):
        assert "<img" not in page and "&lt;img" in page


def test_a_class_that_has_just_begun_reads_a_sentence_and_no_empty_pictures() -> None:
    page = class_html(figures(room(nothing()), nothing()), NOW)
    assert "Rien à montrer pour le moment" in page and "Personne n'attend" in page and "<svg" not in page


def test_the_notebook_shows_the_class(measures: dict[str, Any]) -> None:
    page = class_progress(Client("http://class/", "token", transport=answering(measures)))
    assert "Où en est la classe" in page.value
    drawn = Event()
    page.observe(lambda change: drawn.set(), names="value")
    assert "<svg" in page.value or drawn.wait(60)
    assert "<svg" in page.value


def test_what_to_act_on_is_there_before_the_pictures(measures: dict[str, Any]) -> None:
    page = class_html(figures(room(measures), measures), NOW, drawn=False)
    assert "Qui attend un retour" in page and "<svg" not in page


def test_choosing_another_pupil_shows_that_pupil(measures: dict[str, Any]) -> None:
    page = pupil_progress(Client("http://class/", "token", transport=answering(measures)))
    assert isinstance(page, w.VBox)
    chooser, shown = page.children
    assert "<h1>Adam</h1>" in shown.value
    chooser.value = "tom"
    assert "<h1>Tom</h1>" in shown.value


@pytest.mark.parametrize("show", [class_progress, pupil_progress])
def test_when_the_class_does_not_answer_the_notebook_says_so(show: Callable[[Client], w.HTML]) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    page = show(Client("http://class/", "token", transport=httpx.MockTransport(refuse)))
    assert "La classe ne répond pas" in page.value


@pytest.mark.parametrize("name", ["class_progress", "pupil_progress"])
def test_a_notebook_is_one_cell_that_calls_one_function(name: str) -> None:
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    (cell,) = notebook["cells"]
    assert "".join(cell["source"]).split() == ["from", "widgets.progress_pages", "import", name, f"{name}()"]
    assert cell["outputs"] == [] and cell["execution_count"] is None and notebook["metadata"]["title"]


def answering(measures: dict[str, Any]) -> httpx.MockTransport:
    answers = {
        "/api/me": {"classroom": "c"},
        "/api/classrooms/c": room(measures),
        "/api/classrooms/c/measures": measures,
    }
    return httpx.MockTransport(lambda request: httpx.Response(200, json=answers[request.url.path]))


def test_the_pictures_come_without_the_second_that_altairs_grammar_of_addresses_takes() -> None:
    said = "import sys, classroom.progress_page; print(sys.modules.get('rfc3987_syntax'))"
    assert subprocess.check_output([sys.executable, "-W", "ignore", "-c", said], text=True).strip() == "None"
