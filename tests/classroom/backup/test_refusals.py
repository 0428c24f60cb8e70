"""What is no good copy, or no place for one, is refused in one French sentence, and nothing has changed."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from classroom.backup import archive, writing
from classroom.errors import BadInput, ClassroomError, Conflict
from classroom.store import open_store
from tests.classroom.backup.conftest import Machine, NewMachine


def rewritten(copy: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same zip, in order, with what `change` makes of each member."""
    other = copy.with_name("other.zip")
    with ZipFile(copy) as old, ZipFile(other, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return other


def in_manifest(**changes: object) -> Callable[[str, bytes], bytes]:
    return lambda name, data: json.dumps(json.loads(data) | changes).encode() if name == archive.MANIFEST else data


def test_a_copy_is_private_and_says_what_it_is(copy: Path) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with ZipFile(copy) as file:
        assert "ecritoire restore" in file.read(archive.README).decode()
        assert "hub-token" not in " ".join(file.namelist())


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_a_copy_that_was_cut_is_refused(copy: Path, machine: NewMachine, part: float) -> None:
    data = copy.read_bytes()
    copy.write_bytes(data[: int(len(data) * part)])
    new = machine("sqlite")
    with pytest.raises(BadInput, match="abimée ou coupée"):
        new.restore(copy)
    assert list(new.folder.iterdir()) == []


def test_a_copy_with_one_other_byte_is_refused(copy: Path, machine: NewMachine) -> None:
    with ZipFile(copy) as file:
        members = file.infolist()
    starts = [one.header_offset + 30 + len(one.filename) for one in members if one.compress_size > 100]
    data, new = copy.read_bytes(), machine("sqlite")
    for place in [start + 70 for start in starts]:  # in what is compressed
        damaged = new.folder / "damaged.zip"
        damaged.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        with pytest.raises(BadInput, match=r"abimée|récente"):
            new.restore(damaged)
        damaged.unlink()
    assert list(new.folder.iterdir()) == []


def test_a_member_that_was_changed_added_or_taken_out_is_named(copy: Path, machine: NewMachine) -> None:
    new = machine("sqlite")
    changed = rewritten(
        copy, lambda name, data: data.replace(b"Ana", b"Eve") if name.endswith("person.jsonl") else data
    )
    with pytest.raises(BadInput, match=r"tables/person\.jsonl"):
        new.restore(changed)
    with ZipFile(copy, "a") as file:
        file.writestr("keys/../../evil", b"x")
    with pytest.raises(BadInput, match="evil"):
        new.restore(copy)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 something else", b"SQLite format 3\0" + b"\0" * 500])
def test_a_file_of_something_else_is_not_a_copy(tmp_path: Path, machine: NewMachine, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(BadInput, match="n'est pas une sauvegarde d'Écritoire"):
        machine("sqlite").restore(tmp_path / "other")


def test_a_file_that_is_not_there_is_said(tmp_path: Path, machine: NewMachine) -> None:
    with pytest.raises(BadInput, match="ne peut pas être lu"):
        machine("sqlite").restore(tmp_path / "nowhere.zip")


@pytest.mark.parametrize("changes", [{"number": 2}, {"revision": "9999", "version": "7.0"}])
def test_a_copy_of_a_newer_release_is_refused(copy: Path, machine: NewMachine, changes: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="version plus récente"):
        machine("sqlite").restore(rewritten(copy, in_manifest(**changes)))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_class_is_replaced_only_when_asked_and_is_copied_first(
    copy: Path, machine: NewMachine, machine_with_a_class: NewMachine, kind: str
) -> None:
    other = machine_with_a_class(kind)
    other.go_on()
    before = other.words()
    with pytest.raises(Conflict, match="--force"):
        other.restore(copy)
    assert other.words() == before
    restored = other.restore(copy, force=True)
    assert restored.before is not None
    assert other.words() != before
    again = machine("sqlite")
    again.restore(restored.before)
    assert again.words() == before


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_class_that_is_open_is_left_alone(
    copy: Path, machine: NewMachine, machine_with_a_class: NewMachine, kind: str
) -> None:
    other = machine_with_a_class(kind)
    service = open_store(other.url)
    with service.read():
        pass
    with pytest.raises(Conflict, match="fermez-la d'abord"):
        other.restore(copy, force=True)
    service.close()
    other.restore(copy, force=True)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_text_that_does_not_come_back_undoes_everything(
    copy: Path, machine_with_a_class: NewMachine, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = machine_with_a_class(kind)
    before, key = other.rows(), (other.belongings.secrets / "signing.key").read_bytes()
    (other.belongings.secrets / "signing.key").write_bytes(b"its own key")
    monkeypatch.setattr("classroom.backup.restoring.digests", lambda *_: iter(()))
    with pytest.raises(Conflict, match="3 textes"):
        other.restore(copy, force=True)
    assert other.rows() == before and key != b"its own key"
    assert (other.belongings.secrets / "signing.key").read_bytes() == b"its own key"
    assert not list(other.folder.rglob("*.restored"))


@pytest.mark.parametrize("damage", ["garbage", "holes"])
def test_a_damaged_store_makes_way_for_a_copy_and_is_kept(
    copy: Path, machine_with_a_class: NewMachine, damage: str
) -> None:
    other = machine_with_a_class("sqlite")
    expected = other.words()
    store = other.folder / "classroom.sqlite"
    data = store.read_bytes()
    store.write_bytes(b"x" * len(data) if damage == "garbage" else data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(ClassroomError, match="--force"):
        other.restore(copy)
    restored = other.restore(copy, force=True)
    assert restored.before is not None and restored.before.read_bytes()[5000:5010] in (b"x" * 10, b"\xff" * 10)
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert other.words() == expected


def test_a_damaged_store_is_put_back_whole_when_the_copy_does_not_come_back(
    copy: Path, settled: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = settled.folder / "classroom.sqlite"
    store.write_bytes(b"x" * 10_000)
    monkeypatch.setattr("classroom.backup.restoring.digests", lambda *_: iter(()))
    with pytest.raises(Conflict, match="3 textes"):
        settled.restore(copy, force=True)
    assert store.read_bytes() == b"x" * 10_000
    assert sorted(path.name for path in settled.folder.iterdir()) == ["classroom.sqlite", "homes", "secrets"]


def test_a_copy_never_takes_the_place_of_a_file(settled: Machine) -> None:
    (settled.folder / "there.txt").write_text("un autre fichier")
    with pytest.raises(Conflict, match="existe déjà"):
        settled.back_up(settled.folder / "there.txt")
    assert (settled.folder / "there.txt").read_text() == "un autre fichier"


def test_a_disk_that_is_almost_full_is_said_before_anything_is_written(
    settled: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "SPARE", 10**18)
    before = sorted(settled.folder.rglob("*"))
    with pytest.raises(BadInput, match="presque plein"):
        settled.back_up(settled.folder / "copy.zip")
    assert sorted(settled.folder.rglob("*")) == before


def test_a_disk_that_gives_back_something_else_is_said(settled: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_then_lose(raw: object, *rest: object) -> object:
        manifest = real(raw, *rest)  # type: ignore[arg-type]
        raw.seek(1000)  # type: ignore[attr-defined]
        raw.write(b"\0" * 50)  # type: ignore[attr-defined]
        raw.seek(0, 2)  # type: ignore[attr-defined]
        return manifest

    real = writing._write
    monkeypatch.setattr(writing, "_write", write_then_lose)
    with pytest.raises(BadInput, match="peut-être abimé"):
        settled.back_up(settled.folder / "copy.zip")
    assert not list(settled.folder.glob("*.zip*")) and not list(settled.folder.glob(".*.part"))


def test_nothing_is_copied_where_there_is_no_class(machine: NewMachine, tmp_path: Path) -> None:
    with pytest.raises(ClassroomError, match="rien à sauvegarder"):
        machine("sqlite").back_up(tmp_path / "copy.zip")
    assert not (tmp_path / "copy.zip").exists()


def test_what_a_teacher_keeps_comes_back_and_what_is_of_the_machine_does_not(copy: Path, machine: NewMachine) -> None:
    new = machine("sqlite")
    new.restore(copy)
    assert (new.belongings.homes / "petit" / "classe" / "nbgrader" / "notes.txt").read_text() == "Penser à la dictée."
    assert (new.belongings.secrets / "signing.key").read_bytes() == b"the key of the class"
    assert not (new.belongings.secrets / "hub-token").exists()
    everything = [path for path in new.folder.rglob("*") if path.name != "classroom.sqlite"]
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in everything)


def test_a_link_on_a_desk_leads_nowhere(settled: Machine, machine: NewMachine) -> None:
    desk = settled.belongings.homes / "petit" / "classe"
    (desk / "link").symlink_to("/etc/passwd")
    settled.back_up(settled.folder / "copy.zip")
    with ZipFile(settled.folder / "copy.zip") as file:
        assert "homes/petit/classe/link" not in file.namelist()
    shutil.rmtree(desk)
