"""A class taken out and brought back: nothing is lost, and what was taken out is a course that nbgrader opens."""

import json
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy import select
from traitlets.config import Config

from classroom.archive import FILE, export_class, import_class, rows_of
from classroom.archive_source import StoreSource
from classroom.cli import main
from classroom.demo import create_demo
from classroom.errors import BadInput, Conflict
from classroom.exchange.archive import write_course
from classroom.exchange.notebook import read_deposit
from classroom.rounds import Remark
from classroom.store import Store, keep_remark, migrate, open_store
from classroom.store import tables as t


def a_store(folder: Path) -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    migrate(f"sqlite:///{folder / 'class.sqlite'}")
    return open_store(f"sqlite:///{folder / 'class.sqlite'}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str]:
    """The demonstration class: every stage, marks, outcomes, hand-backs."""
    store = a_store(tmp_path_factory.mktemp("demo"))
    return store, create_demo(store).classroom.id


def everything(store: Store, classroom: str) -> dict[str, list[dict]]:
    with store.read() as connection:
        return {
            table.name: [{k: v for k, v in row.items() if k != "seq"} for row in connection.execute(rows).mappings()]
            for table, rows in rows_of(classroom).items()
        }


def test_a_class_comes_back_without_loss(demo: tuple[Store, str], tmp_path: Path) -> None:
    store, room = demo
    export_class(store, room, tmp_path / "out")
    other = a_store(tmp_path / "other")
    assert import_class(other, tmp_path / "out") == room
    assert everything(other, room) == everything(store, room)
    assert len(everything(other, room)["annotation"]) > 10
    assert export_class(other, room, tmp_path / "again").read_bytes() == (tmp_path / "out" / FILE).read_bytes()
    other.close()


def test_every_table_travels_but_secrets() -> None:
    travels = {table.name for table in rows_of("")}
    assert set(t.metadata.tables) - travels == {"secret", "known_token"}


def test_an_exported_class_is_a_course_that_nbgrader_opens(
    demo: tuple[Store, str], tmp_path: Path, new_gradebook: Path
) -> None:
    store, room = demo
    with store.write() as connection:
        said = connection.execute(select(t.version.c.text, t.version.c.number)).first()
        assert said
        keep_remark(connection, said.text, said.number, Remark("Bien", 8, 10), by="claire-morel")
    (tmp_path / "gradebook.db").write_bytes(new_gradebook.read_bytes())
    write_course(StoreSource(store, room), room, tmp_path)
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(tmp_path), room
    config.Exchange.root = str(tmp_path / "exchange")
    api = NbGraderAPI(config=config)
    with store.read() as connection:
        deposited = connection.execute(select(t.text).where(t.text.c.version > 0)).all()
    names = {one["name"] for one in api.get_assignments()}
    graded = sum(len(api.get_autograded_students(name)) for name in names)
    assert graded == len(deposited) > 5
    notebooks = list(tmp_path.glob("submitted/*/*/texte.ipynb"))
    assert {read_deposit(json.loads(path.read_text())).pupil for path in notebooks} == {
        text.pupil for text in deposited
    }
    assert list(tmp_path.glob("feedback/*/*/texte.html"))


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
def test_a_damaged_export_is_refused_and_nothing_of_it_is_kept(demo: tuple[Store, str], tmp_path: Path, damage) -> None:
    store, room = demo
    file = export_class(store, room, tmp_path)
    file.write_text(damage(file.read_text()))
    other = a_store(tmp_path / "other")
    with pytest.raises(BadInput):
        import_class(other, tmp_path)
    assert everything(other, room)["classroom"] == []
    other.close()


def test_there_and_back_with_the_command(
    demo: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store, room = demo
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", store.engine.url.render_as_string())
    assert main(["export", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "gradebook.db").is_file() and (tmp_path / "out" / "source").is_dir()
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert main(["import", str(tmp_path / "out")]) == 0
    assert "de retour" in capsys.readouterr().out
    assert main(["import", str(tmp_path / "out")]) == 1
    assert "existe déjà" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "x"), "--classroom", "inconnue"]) == 1
    assert room in capsys.readouterr().err
