"""A widget of the class brings a ticket and the names of the bundle, and never stops a page from opening."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from classroom.errors import OutOfService
from widgets import _base
from widgets.pupil_page import PupilPage
from widgets.writing_pad import WritingPad

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


class FakeClient:
    """A class service that gives tickets 1, 2, 3…, or is away."""

    given = 0
    away = False

    @classmethod
    def from_environment(cls) -> FakeClient:
        return cls()

    def ticket(self) -> dict[str, str]:
        if FakeClient.away:
            raise OutOfService()
        FakeClient.given += 1
        return {"ticket": f"ticket-{FakeClient.given}"}

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"pupil": {"js": "pupil-1.js", "css": "pupil-1.css"}}))
    monkeypatch.setattr(_base, "STATIC", tmp_path)
    monkeypatch.setattr(_base, "Client", FakeClient)
    monkeypatch.setattr(FakeClient, "given", 0)
    monkeypatch.setenv("JUPYTERHUB_USER", "lea")


def test_the_page_is_told_who_is_here_and_gets_a_ticket() -> None:
    page = PupilPage()
    assert (page.person, page.ticket, page.screen) == ("lea", "ticket-1", "notebook")
    assert page.service_url == "/services/classroom/"


def test_a_ticket_that_its_server_has_already_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSROOM_TICKET", "of-the-head")
    assert [PupilPage().ticket, PupilPage().ticket] == ["of-the-head", "ticket-1"]


def test_the_bundle_is_the_one_that_was_built() -> None:
    state = PupilPage().get_state()
    assert (state["_script"], state["_style"]) == ("pupil-1.js", "pupil-1.css")


def test_the_bundle_is_imported_inside_render() -> None:
    before, _, inside = str(PupilPage()._esm).partition("async render")
    assert "import(" not in before
    assert "import(" in inside


def test_without_a_class_the_page_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeClient, "away", True)
    assert PupilPage().ticket == ""


def test_without_a_hub_the_page_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.delenv("CLASSROOM_SERVICE_URL", raising=False)
    assert _base.ask_ticket() == ""


def test_the_page_gets_another_ticket_when_it_asks() -> None:
    page = PupilPage()
    page._handle_custom_msg({"k": "ticket"}, [])
    assert page.ticket == "ticket-2"


def test_what_the_page_says_otherwise_is_not_heard() -> None:
    page = PupilPage()
    page._handle_custom_msg({"k": "run", "code": "1"}, [])
    assert page.ticket == "ticket-1"


def test_an_unknown_keyword_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="WritingPad does not know colour, txt"):
        WritingPad("t1", txt="t1", colour="blue")


def test_a_pad_shows_one_text() -> None:
    pad = WritingPad("t1")
    assert (pad.screen, pad.text) == ("pad", "t1")


def test_a_missing_bundle_says_how_to_build_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_base, "STATIC", tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="npm ci"):
        PupilPage()


def test_the_pupils_notebook_is_one_cell_without_logic() -> None:
    notebook = nbformat.read(NOTEBOOKS / "pupil.ipynb", as_version=4)
    assert [cell.source for cell in notebook.cells] == ["from widgets import PupilPage\n\nPupilPage()"]
