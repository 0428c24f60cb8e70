"""The gradebook: made whole by several processes at once, never used when it is of another age, upgraded by nbgrader's own command."""

import shutil
import sqlite3
from pathlib import Path

import nbgrader
import pytest
from alembic.script import ScriptDirectory
from nbgrader.coursedir import CourseDirectory

from classroom.errors import OutOfService
from classroom.exchange.gradebook import HEAD, check_age, create, opened
from tests.exchange.living import LivingClass, ok
from tests.exchange.terminal import Terminal
from tests.exchange.test_assignments import made, put

OF_0_8 = Path(__file__).parent / "data" / "gradebook_0_8.db"


def test_the_schema_that_we_expect_is_nbgrader_s() -> None:
    folder = Path(nbgrader.__file__).parent / "alembic"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_two_processes_make_one_gradebook_even_when_alembic_is_not_on_the_path(new_gradebook: Path) -> None:
    with sqlite3.connect(new_gradebook) as database:
        assert database.execute("select version_num from alembic_version").fetchall() == [(HEAD,)]
        assert database.execute("pragma journal_mode").fetchone() == ("wal",)
    database.close()


def test_a_gradebook_of_an_older_nbgrader_is_left_alone_with_a_sentence(living: LivingClass) -> None:
    database = sqlite3.connect(living.course / "gradebook.db")
    database.execute("update alembic_version set version_num = '282d30a0218e'")
    database.commit()
    database.close()
    living.write("ana", "Un")
    answer = living.api().collect("le-chat")
    assert not answer["success"] and "nbgrader db upgrade" in answer["log"]
    assert not (living.course / "submitted").exists()


def test_a_gradebook_without_a_version_is_not_taken_for_a_good_one(tmp_path: Path, new_gradebook: Path) -> None:
    path = tmp_path / "gradebook.db"
    path.write_bytes(new_gradebook.read_bytes())
    database = sqlite3.connect(path)
    database.execute("drop table alembic_version")
    database.commit()
    database.close()
    with pytest.raises(OutOfService):
        check_age(f"sqlite:///{path}")


def test_a_gradebook_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    coursedir = CourseDirectory()
    coursedir.root, coursedir.db_url = str(tmp_path), f"sqlite:///{tmp_path / 'nowhere' / 'gradebook.db'}"
    with pytest.raises(OutOfService), opened(coursedir):
        pass


def test_making_a_gradebook_again_changes_nothing(living: LivingClass) -> None:
    living.write("ana", "Un")
    living.api().collect("le-chat")
    coursedir = CourseDirectory()
    coursedir.root = str(living.course)
    create(coursedir)
    assert living.api().get_autograded_students("le-chat") == {"ana"}


def test_a_gradebook_of_nbgrader_0_8_is_used_and_loses_nothing(living: LivingClass, terminal: Terminal) -> None:
    shutil.copy(OF_0_8, living.course / "gradebook.db")
    notebook = made(points=10)
    put(living, notebook, "automne", file="recit")
    living.run("ReleaseAssignment", "automne")
    for title in ("automne", "le-chat"):
        living.write("ana", "Les feuilles tombent.", living.client().course(living.room).projects[title].assignment)
    api = living.api()
    ok(api.collect("le-chat"))
    assert api.get_autograded_students("le-chat") == {"ana"}
    refused = api.collect("automne")
    assert not refused["success"] and "(ana)" in refused["log"]
    assert not (living.course / "submitted/ana/automne").exists()
    with api.gradebook as gradebook:
        assert gradebook.find_comment("recit", "recit", "automne", "ana").manual_comment == "Qui tombe ?"
        assert gradebook.find_grade("recit", "recit", "automne", "ana").manual_score == 6.5
    living.type(terminal, "db", "upgrade")
    assert "nbgrader db assignment remove automne --force" in refused["log"]
    living.type(terminal, "db", "assignment", "remove", "automne", "--force")
    ok(api.collect("automne"))
    assert api.get_autograded_students("automne") == {"ana"}
    assert api.get_autograded_students("le-chat") == {"ana"}
