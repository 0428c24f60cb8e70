"""The `ecritoire` command, as somebody who helps a school types it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from classroom import store as s
from classroom.cli import main
from classroom.first_secrets import forget_password


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the class, named as for the start; the rest follows from it."""
    monkeypatch.setenv("CLASSROOM_HOME", str(tmp_path))
    return tmp_path


def classes(home: Path) -> list[str]:
    store = s.open_store(f"sqlite:///{home / 'classroom.sqlite'}")
    with store.read() as connection:
        names = [room.name for room in s.classrooms(connection)]
    store.close()
    return names


def test_the_first_start_makes_a_class_and_the_second_leaves_it(home: Path) -> None:
    assert main(["upgrade"]) == 0
    assert main(["demo", "--if-empty"]) == 0
    first = (home / "secrets" / "first-password").read_text()
    assert main(["demo", "--if-empty"]) == 0
    assert len(classes(home)) == 1
    assert (home / "secrets" / "first-password").read_text() == first
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home / "secrets").iterdir())


def test_the_first_password_is_forgotten_when_its_teacher_chose_another(home: Path) -> None:
    main(["demo"])
    path = home / "secrets" / "first-password"
    teacher = path.read_text().split()[0]
    forget_password(home / "secrets", "somebody-else")
    assert path.exists()
    forget_password(home / "secrets", teacher)
    forget_password(home / "secrets", teacher)
    assert not path.exists()


def test_a_second_demonstration_class_needs_a_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo"])
    assert main(["demo"]) == 1
    assert "Il y a déjà une classe" in capsys.readouterr().err
    assert main(["demo", "--name", "CM2 B"]) == 0
    assert "CM2 B" in classes(home)


def test_a_password_is_set_and_a_pupil_let_in_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["demo"])
    teacher = (home / "secrets" / "first-password").read_text().split()[0]
    monkeypatch.setattr("sys.stdin", io.StringIO("une-grande-ourse\n"))
    assert main(["password", teacher]) == 0
    store = s.open_store(f"sqlite:///{home / 'classroom.sqlite'}")
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
