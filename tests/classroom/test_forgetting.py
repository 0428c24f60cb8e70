"""`ecritoire forget` beside the store: nbgrader's gradebook and folders, and the hub's list."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from classroom.cli import main
from classroom.exchange.gradebook import find_alembic
from classroom.store import migrate, open_store
from tests.lived_in import live_a_little
from tests.small_school import found_school

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # of nbgrader's own add_submission


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a closed class with a course of nbgrader, where Ana and Bob are known to the hub too."""
    monkeypatch.setenv("CLASSROOM_HOME", str(tmp_path))
    migrate(f"sqlite:///{tmp_path / 'classroom.sqlite'}")
    with closing(open_store(f"sqlite:///{tmp_path / 'classroom.sqlite'}")) as store:
        live_a_little(found_school(store))
    course = tmp_path / "homes" / "petit" / "classe" / "nbgrader"
    for folder in ("submitted", "autograded", "feedback", "source"):
        for name in ("ana", "bob"):
            (course / folder / name / "le-chat").mkdir(parents=True)
    monkeypatch.setenv("PATH", "/usr/bin")
    find_alembic()
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for name in ("ana", "bob"):
            gradebook.add_student(name)
            gradebook.add_assignment(f"project-{name}")
            gradebook.add_submission(f"project-{name}", name)
    (tmp_path / "run").mkdir()
    with closing(sqlite3.connect(tmp_path / "run" / "hub.sqlite")) as hub:
        hub.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
        hub.execute(
            "CREATE TABLE api_tokens (user_id INTEGER, hashed TEXT, FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE)"
        )
        hub.executemany("INSERT INTO users VALUES (?, ?)", [(1, "ana"), (2, "bob")])
        hub.executemany("INSERT INTO api_tokens VALUES (?, ?)", [(1, "of ana"), (2, "of bob")])
        hub.commit()
    return tmp_path


def test_a_pupil_who_leaves_is_nowhere_and_his_comrade_everywhere(home: Path) -> None:
    assert main(["forget", "ana", "--yes", "Ana"]) == 0
    course = home / "homes" / "petit" / "classe" / "nbgrader"
    assert sorted(path.parent.name for path in course.glob("*/ana")) == ["source"], "a project may have that name"
    assert len(list(course.glob("*/bob"))) == 4
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert [student.id for student in gradebook.students] == ["bob"]
        assert len(gradebook.student_submissions("bob")) == 1
    with closing(sqlite3.connect(home / "run" / "hub.sqlite")) as hub:
        assert hub.execute("SELECT name, hashed FROM users JOIN api_tokens ON user_id = id").fetchall() == [
            ("bob", "of bob")
        ]


def test_a_pupil_whom_nbgrader_never_met_leaves_too(home: Path) -> None:
    shutil.rmtree(home / "homes")
    assert main(["forget", "ana", "--yes", "ANA"]) == 0
