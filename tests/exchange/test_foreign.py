"""A course that was kept with nbgrader alone becomes a class: its pupils, its assignments, what was handed in and what was said of it."""

import json
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from classroom import store as verbs
from classroom.archive_course import TakenOver, take_over
from classroom.cli import main
from classroom.errors import BadInput
from classroom.exchange.foreign import ForeignCourse, read_course
from classroom.exchange.notebook import ANSWER, assignment_notebook
from classroom.model import Role
from classroom.rounds import Remark
from classroom.store import Store, open_store
from tests.exchange.living import ok

DUE = "2026-10-02 16:30:00 UTC"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, new_gradebook: Path) -> Path:
    """As nbgrader alone leaves it: two pupils in the gradebook, a copy that was graded, one with its cell deleted, an assignment of code."""
    folder = tmp_path_factory.mktemp("a course") / "6e B"
    put(folder / "source/la rentrée/recit.ipynb", notebook("Ma rentrée", "Le corrigé"))
    put(folder / "source/calcul/calcul.ipynb", notebook("Calcul", "1 + 1", cell_type="code"))
    shutil.copy(new_gradebook, folder / "gradebook.db")
    api = stock(folder)
    ok(api.generate_assignment("la rentrée"))
    with api.gradebook as gradebook:
        gradebook.update_or_create_assignment("la rentrée", duedate=DUE)
        gradebook.update_or_create_student("lea_m", first_name="Léa", last_name="Martin")
        gradebook.update_or_create_student("Zoé.B")
    for pupil in ("lea_m", "Zoé.B"):
        copy = json.loads((folder / "release/la rentrée/recit.ipynb").read_text())
        copy["cells"][1]["source"] = "J'ai *vu* mes amis.\n\n- C'était bien !"
        put(folder / f"submitted/{pupil}/la rentrée/recit.ipynb", copy)
        (folder / f"submitted/{pupil}/la rentrée/timestamp.txt").write_text("2026-10-01 08:15:00.5 UTC")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own add_submission
        ok(api.autograde("la rentrée", "lea_m"))
    with api.gradebook as gradebook:
        gradebook.find_comment("recit", "recit", "la rentrée", "lea_m").manual_comment = "Belle rentrée"
        gradebook.find_grade("recit", "recit", "la rentrée", "lea_m").manual_score = 4
        gradebook.db.commit()
    broken = json.loads((folder / "submitted/Zoé.B/la rentrée/recit.ipynb").read_text())
    put(folder / "submitted/Zoé.B/la rentrée/recit.ipynb", broken | {"cells": broken["cells"][:1]})
    return folder


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def notebook(title: str, solution: str, **changes: object) -> dict:
    made = assignment_notebook(title, "Raconte.")
    cell = made["cells"][1]
    cell["metadata"]["nbgrader"] = ANSWER | {"grade_id": "recit", "points": 5} | changes
    cell["source"] = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    if changes:
        cell |= {"cell_type": "code", "outputs": [], "execution_count": None}
    return made


def put(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def stock(folder: Path) -> NbGraderAPI:
    """nbgrader as it comes, in this folder."""
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(folder), "6e"
    config.Exchange.root, config.Execute.enabled = str(folder.parent / "exchange"), False
    return NbGraderAPI(config=config)


def founded(store: Store, course: ForeignCourse) -> TakenOver:
    return take_over(store, course, "6e B", "Mme Petit")


def test_its_pupils_come_into_the_class_under_their_names(course: Path, store: Store) -> None:
    made = founded(store, read_course(course))
    assert made.usernames == {"lea_m": "lea_m", "Zoé.B": "zoe-b"}
    with store.read() as connection:
        people = {one.username: one.name for one in verbs.people_of(connection, made.classroom, Role.PUPIL)}
        (teacher,) = verbs.people_of(connection, made.classroom, Role.TEACHER)
    assert people == {"lea_m": "Léa Martin", "zoe-b": "Zoé.B"}
    assert (teacher.username, teacher.name) == ("mme-petit", "Mme Petit")


def test_its_written_assignments_become_writing_projects_and_the_others_are_named(course: Path, store: Store) -> None:
    made = founded(store, read_course(course))
    with store.read() as connection:
        (project,) = verbs.assignments_of(connection, made.classroom)
        (named,) = verbs.course_of(connection, made.classroom)
    assert (project.title, project.due) == ("Ma rentrée", datetime(2026, 10, 2, 16, 30, tzinfo=UTC))
    assert (named.name, named.notebook, named.answer) == ("la rentrée", "recit", "recit")
    assert ("calcul", "rédigée") in [(name, "rédigée" if "rédigée" in why else why) for name, why in made.left_out]


def test_what_was_handed_in_is_deposited_with_what_was_said_of_it(course: Path, store: Store) -> None:
    made = founded(store, read_course(course))
    with store.read() as connection:
        (text,) = verbs.notebook_of(connection, "lea_m")
        version = verbs.version_of(connection, text.id, 1)
        remark = verbs.remark_of(connection, version.id)
    assert (version.plain, text.stage) == ("J'ai *vu* mes amis.\n\n- C'était bien !", "submitted")
    assert version.submitted_at == datetime(2026, 10, 1, 8, 15, 0, 500_000, tzinfo=UTC)
    assert remark == Remark("Belle rentrée", 4.0, 5.0)
    assert [name for name, why in made.left_out if "cellule de réponse n'est plus" in why] == ["Zoé.B/la rentrée"]


def test_a_course_that_was_never_generated_shows_its_solutions_to_nobody(course: Path, tmp_path: Path) -> None:
    shutil.copytree(course / "source", tmp_path / "source")
    (tmp_path / "submitted/ana").mkdir(parents=True)
    (assignment,) = read_course(tmp_path).assignments
    assert "Le corrigé" not in json.dumps(assignment.files)
    assert read_course(tmp_path).students == {"ana": "ana"}


def test_the_course_itself_stays_as_it_was(course: Path, store: Store) -> None:
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    founded(store, read_course(course))
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_names_that_are_taken_get_a_number(course: Path, store: Store) -> None:
    read = read_course(course)
    founded(store, read)
    assert founded(store, read).usernames == {"lea_m": "lea_m-2", "Zoé.B": "zoe-b-2"}


def test_a_folder_that_is_no_course_and_a_course_without_pupils_say_what_is_missing(
    course: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="ni un cours de nbgrader"):
        read_course(tmp_path)
    shutil.copytree(course / "source", tmp_path / "source")
    with pytest.raises(BadInput, match=r"gradebook\.db"):
        read_course(tmp_path)


def test_a_gradebook_of_an_older_nbgrader_is_named(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(course, tmp_path / "old")
    with closing(sqlite3.connect(tmp_path / "old" / "gradebook.db")) as gradebook:
        gradebook.execute("update alembic_version set version_num = '282d30a0218e'")
        gradebook.commit()
    assert main(["import", str(tmp_path / "old")]) == 1
    assert "nbgrader db upgrade" in capsys.readouterr().err
    (tmp_path / "old" / "gradebook.db").write_text("un carnet")
    assert main(["import", str(tmp_path / "old")]) == 1
    assert "carnet de notes" in capsys.readouterr().err


def test_the_command_founds_the_class_and_says_what_to_do_next(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLASSROOM_HOME", str(tmp_path))
    assert main(["import", str(course), "--teacher", "M. Roux"]) == 0
    said = capsys.readouterr().out
    assert "6e B est fondée sur ce cours de nbgrader. Élèves : 2. Projets d'écriture : 1. Textes déposés : 1." in said
    assert (
        "ecritoire password m-roux" in said and "Zoé.B s'appelle ici zoe-b." in said and "Pas repris : calcul." in said
    )
    assert main(["import", str(tmp_path / "rien")]) == 1
    assert "ni une classe d'Écritoire" in capsys.readouterr().err
