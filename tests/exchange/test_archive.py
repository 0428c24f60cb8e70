"""A class taken out and brought back: nothing is lost, and what was taken out is a course that nbgrader opens."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy import select
from traitlets.config import Config

from classroom.archive import FILE, export_class, import_class, rows_of
from classroom.cli import main
from classroom.demo import create_demo
from classroom.errors import BadInput, Conflict
from classroom.exchange.notebook import read_deposit
from classroom.rounds import Remark
from classroom.store import Store, keep_remark, open_store
from classroom.store import tables as t


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[tuple[Store, str]]:
    """The demonstration class: every stage, marks, outcomes, hand-backs."""
    path = tmp_path_factory.mktemp("demo") / "class.sqlite"
    shutil.copy(migrated_file, path)
    store = open_store(f"sqlite:///{path}")
    yield store, create_demo(store).classroom.id
    store.close()


@pytest.fixture
def other(sqlite_url: str) -> Iterator[Store]:
    """The store of another school, empty."""
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def exported(demo: tuple[Store, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes of it. One remark was written in the gradebook."""
    store, _ = demo
    with store.write() as connection:
        said = connection.execute(
            select(t.version.c.text, t.version.c.number).where(t.version.c.number == t.text.c.version).join(t.text)
        ).first()
        assert said
        keep_remark(connection, said.text, said.number, Remark("Bien", 8, 10), by="claire-morel")
    folder = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CLASSROOM_DATABASE_URL", store.engine.url.render_as_string())
        assert main(["export", str(folder)]) == 0
    return folder


def everything(store: Store, classroom: str) -> dict[str, list[dict]]:
    with store.read() as connection:
        return {
            table.name: [{k: v for k, v in row.items() if k != "seq"} for row in connection.execute(rows).mappings()]
            for table, rows in rows_of(classroom).items()
        }


def test_a_class_comes_back_without_loss(demo: tuple[Store, str], other: Store, tmp_path: Path) -> None:
    store, room = demo
    export_class(store, room, tmp_path / "out")
    assert import_class(other, tmp_path / "out") == room
    assert everything(other, room) == everything(store, room)
    assert len(everything(other, room)["annotation"]) > 10
    assert export_class(other, room, tmp_path / "again").read_bytes() == (tmp_path / "out" / FILE).read_bytes()


def test_every_table_travels_but_secrets_and_what_is_being_folded() -> None:
    travels = {table.name for table in rows_of("")}
    assert set(t.metadata.tables) - travels == {"secret", "known_token", "fold"}


def test_an_exported_class_is_a_course_that_nbgrader_opens(demo: tuple[Store, str], exported: Path) -> None:
    store, room = demo
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(exported), room
    config.Exchange.root = str(exported / "exchange")
    api = NbGraderAPI(config=config)
    with store.read() as connection:
        deposited = connection.execute(select(t.text).where(t.text.c.version > 0)).all()
    names = {one["name"] for one in api.get_assignments()}
    graded = sum(len(api.get_autograded_students(name)) for name in names)
    assert graded == len(deposited) > 5
    notebooks = list(exported.glob("submitted/*/*/texte.ipynb"))
    assert {read_deposit(json.loads(path.read_text())).pupil for path in notebooks} == {
        text.pupil for text in deposited
    }
    assert list(exported.glob("feedback/*/*/texte.html"))


def test_what_the_gradebook_said_is_in_the_gradebook_of_the_exported_course(exported: Path) -> None:
    with closing(sqlite3.connect(exported / "gradebook.db")) as gradebook:
        assert gradebook.execute("select manual_comment from comment where manual_comment != ''").fetchall() == [
            ("Bien",)
        ]
        assert gradebook.execute("select manual_score from grade where manual_score > 0").fetchall() == [(8.0,)]


def test_a_class_that_is_here_already_is_not_doubled(demo: tuple[Store, str], tmp_path: Path) -> None:
    store, room = demo
    export_class(store, room, tmp_path)
    with pytest.raises(Conflict):
        import_class(store, tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "{}\n",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"table": "person"', '"table": "secret"', 1),
        lambda text: text.replace('"username"', '"nom"', 1),
        lambda text: text.split("\n", 1)[0] + "\n",
    ],
)
def test_a_damaged_export_is_refused_and_nothing_of_it_is_kept(
    demo: tuple[Store, str], other: Store, tmp_path: Path, damage
) -> None:
    store, room = demo
    file = export_class(store, room, tmp_path)
    file.write_text(damage(file.read_text()))
    with pytest.raises(BadInput):
        import_class(other, tmp_path)
    assert everything(other, room)["classroom"] == []


def test_there_and_back_with_the_command(
    demo: tuple[Store, str],
    exported: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert main(["import", str(exported)]) == 0
    assert "de retour" in capsys.readouterr().out
    assert main(["import", str(exported)]) == 1
    assert "existe déjà" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "x"), "--classroom", "inconnue"]) == 1
    assert demo[1] in capsys.readouterr().err
