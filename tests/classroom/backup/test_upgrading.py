"""A new release on a class that has worked: copied first, then upgraded, or left exactly as it was."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from classroom.backup import upgrading
from classroom.backup.archive import opened
from classroom.backup.upgrading import bring_up_to_date
from classroom.errors import BadInput, Conflict
from classroom.store import open_store
from classroom.store.migration import newest_revision, revision_of
from tests.classroom.backup.conftest import Machine, NewMachine
from tests.store import dumps

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def of_the_first_release(machine: Machine) -> Machine:
    store = open_store(machine.url)
    dumps.read(store, "0001")
    store.close()
    return machine


def revision(machine: Machine) -> str | None:
    store = open_store(machine.url)
    with store.read() as connection:
        found = revision_of(connection)
    store.close()
    return found


def upgraded(machine: Machine, *, alone: bool = True) -> Path | None:
    return bring_up_to_date(machine.url, machine.belongings, machine.folder / "backups", alone=alone)


@KINDS
def test_a_class_is_copied_before_it_is_upgraded(machine: NewMachine, kind: str) -> None:
    old = of_the_first_release(machine(kind))
    made = upgraded(old)
    assert made is not None and revision(old) == newest_revision()
    with opened(made) as archive:
        assert archive.manifest.revision == "0001" and archive.manifest.texts == 3
    again = machine("sqlite")
    again.restore(made)
    assert again.words() == old.words()
    assert upgraded(old) is None, "the second time there is nothing to do"


def test_an_empty_store_needs_no_copy(machine: NewMachine) -> None:
    new = machine("sqlite")
    assert upgraded(new) is None
    assert revision(new) == newest_revision()
    assert not (new.folder / "backups").exists()


@KINDS
def test_an_upgrade_that_fails_changes_nothing_and_says_where_the_copy_is(
    machine: NewMachine, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_way(connection: object, target: str) -> NoReturn:
        real(connection, "0002")  # type: ignore[arg-type]
        raise ZeroDivisionError

    old = of_the_first_release(machine(kind))
    real = upgrading.upgrade_to
    monkeypatch.setattr(upgrading, "upgrade_to", half_way)
    with pytest.raises(Conflict, match=r"rien n'est changé.*backups.*avant-"):
        upgraded(old)
    assert revision(old) == "0001"
    monkeypatch.undo()
    made = upgraded(old)
    assert [made] == list((old.folder / "backups").iterdir()), "the copy of the try that failed has made way"


def test_a_class_that_cannot_be_copied_is_not_upgraded(machine: NewMachine) -> None:
    old = of_the_first_release(machine("sqlite"))
    with pytest.raises(BadInput, match="clé USB"):
        bring_up_to_date(old.url, old.belongings, old.folder / "media" / "stick")
    assert revision(old) == "0001"


@KINDS
def test_a_class_that_is_open_is_upgraded_by_its_own_service_alone(machine: NewMachine, kind: str) -> None:
    old = of_the_first_release(machine(kind))
    service = open_store(old.url)
    with service.read():
        pass
    with pytest.raises(Conflict, match="fermez-la d'abord"):
        upgraded(old)
    assert upgraded(old, alone=False) is not None
    service.close()


def test_a_store_of_a_newer_release_is_left_alone(settled: Machine) -> None:
    store = open_store(settled.url)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(Conflict, match="version plus récente"):
        upgraded(settled)
    assert revision(settled) == "9999"


def test_a_store_that_cannot_be_read_is_said(settled: Machine) -> None:
    (settled.folder / "classroom.sqlite").write_bytes(b"x" * 10_000)
    with pytest.raises(BadInput, match="damaged_store"):
        upgraded(settled)
