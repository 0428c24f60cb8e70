"""The `ecritoire` command, as somebody who helps a school types it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from classroom import store as s
from classroom.cli import main
from classroom.first_secrets import forget_password
from hub_config.settings import load
from hub_config.start.lay_out import make_folders
from hub_config.start.lock import hold


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the class, named as for the start; the rest follows from it."""
    monkeypatch.setenv("CLASSROOM_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def demo_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("demo")
        monkeypatch.setenv("CLASSROOM_HOME", str(folder))
        assert main(["demo"]) == 0
    return folder


@pytest.fixture
def demo(home: Path, demo_made_once: Path) -> Path:
    """The same folder, with the demonstration class in it."""
    return Path(shutil.copytree(demo_made_once, home, dirs_exist_ok=True))


def classes(home: Path) -> list[str]:
    store = s.open_store(f"sqlite:///{home / 'classroom.sqlite'}")
    with store.read() as connection:
        names = [room.name for room in s.classrooms(connection)]
    store.close()
    return names


def test_the_first_start_makes_a_class_and_the_second_leaves_it(home: Path) -> None:
    assert main(["upgrade", "--demo-if-empty"]) == 0
    first = (home / "secrets" / "first-password").read_text()
    assert main(["upgrade", "--demo-if-empty"]) == 0
    assert len(classes(home)) == 1
    assert (home / "secrets" / "first-password").read_text() == first
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home / "secrets").iterdir())


def test_the_first_password_is_forgotten_when_its_teacher_chose_another(demo: Path) -> None:
    path = demo / "secrets" / "first-password"
    teacher = path.read_text().split()[0]
    forget_password(demo / "secrets", "somebody-else")
    assert path.exists()
    forget_password(demo / "secrets", teacher)
    forget_password(demo / "secrets", teacher)
    assert not path.exists()


def test_a_second_demonstration_class_needs_a_name(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 1
    assert "Il y a déjà une classe" in capsys.readouterr().err
    assert main(["demo", "--name", "CM2 B"]) == 0
    assert "CM2 B" in classes(demo)


def test_a_password_is_set_and_a_pupil_let_in_again(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher = (demo / "secrets" / "first-password").read_text().split()[0]
    monkeypatch.setattr("sys.stdin", io.StringIO("une-grande-ourse\n"))
    assert main(["password", teacher]) == 0
    store = s.open_store(f"sqlite:///{demo / 'classroom.sqlite'}")
    with store.write() as connection:
        person = s.sign_in_teacher(connection, teacher, "une-grande-ourse").person
        assert person is not None and person.must_change_password
        for _ in range(5):
            s.sign_in_pupil(connection, "lea", ["x", "y", "z"])
    assert main(["unlock", "lea"]) == 0
    with store.read() as connection:
        assert not s.person_of(connection, "lea").locked
    store.close()


def test_what_cannot_be_done_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["unlock", "personne"]) == 1
    assert capsys.readouterr().err == "Cette personne n'est dans aucune classe.\n"
    (home / "folder").mkdir()
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", f"sqlite:///{home / 'folder'}")
    assert main(["upgrade"]) == 1
    assert "ne peuvent pas être ouvertes" in capsys.readouterr().err
    monkeypatch.setenv("CLASSROOM_HOEM", str(home))
    assert main(["upgrade"]) == 1
    assert "« home »" in capsys.readouterr().err


def test_the_openapi_document_is_written_without_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    described = json.loads(capsys.readouterr().out)
    assert described["openapi"] == "3.1.0" and "/api/me/texts" in described["paths"]


def test_a_pupil_is_forgotten_once_his_first_name_is_said(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (demo / "homes" / "lea").mkdir(parents=True)
    assert main(["forget", "lea"]) == 1
    assert '--yes "Léa"' in capsys.readouterr().err
    assert main(["forget", "lea", "--yes", "Tom"]) == 1
    assert main(["backup", "--daily"]) == 0
    assert main(["forget", "lea", "--yes", "léa"]) == 0
    said = capsys.readouterr().out
    assert "Léa est effacé(e)" in said and "est encore : 1, dans" in said
    assert "(lea)" not in (demo / "secrets" / "first-pictures").read_text()
    assert "(tom)" in (demo / "secrets" / "first-pictures").read_text()
    assert not (demo / "homes" / "lea").exists()
    assert main(["unlock", "lea"]) == 1
    assert main(["doctor"]) == 0


def test_a_class_is_copied_taken_to_another_machine_and_looked_at(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.zip"
    assert main(["backup", str(copy)]) == 0
    assert main(["backup", str(copy)]) == 1
    assert main(["backup", str(tmp_path)]) == 0
    assert main(["restore", str(copy)]) == 1
    assert "--force" in capsys.readouterr().err
    monkeypatch.setenv("CLASSROOM_HOME", str(tmp_path / "another" / "machine"))
    assert main(["backup", str(tmp_path / "nothing.zip")]) == 1
    assert main(["doctor"]) == 1
    assert main(["restore", "--force", str(copy)]) == 0, "where there is nothing, --force is harmless"
    assert "sur 36" in capsys.readouterr().out
    assert main(["restore", str(copy), "--force"]) == 0
    assert "avant-restauration" in capsys.readouterr().out
    assert main(["backup", "--daily"]) == 0
    assert main(["doctor"]) == 0
    assert "Tout va bien." in capsys.readouterr().out


def test_nothing_is_restored_or_forgotten_while_the_class_is_open(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(tmp_path / "copy.zip")])
    make_folders(demo)
    with hold(load()):
        assert main(["restore", str(tmp_path / "copy.zip"), "--force"]) == 1
        assert "déjà ouverte" in capsys.readouterr().err
        assert main(["forget", "lea", "--yes", "Léa"]) == 1
        assert main(["backup", str(tmp_path / "while-open.zip")]) == 0
