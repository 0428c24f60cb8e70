"""The cupboard itself: migrated, durable, one writer at a time, and honest when it cannot be written."""

from __future__ import annotations

import threading
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from classroom import store as s
from classroom.errors import Conflict, OutOfService
from classroom.store.tables import metadata
from tests.small_school import SmallSchool


def test_the_migrations_make_the_tables_that_the_code_speaks_of(store: s.Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(store_url: str) -> None:
    store = s.open_store(store_url)
    with store.write() as connection:
        s.create_classroom(connection, "CM1")
    s.migrate(store_url)
    with store.read() as connection:
        assert [room.name for room in s.classrooms(connection)] == ["CM1"]
    store.close()


def test_sqlite_says_saved_only_when_it_is(tmp_path: Path) -> None:
    store = s.open_store(f"sqlite:///{tmp_path / 'folder' / 'classroom.sqlite'}")
    with store.read() as connection:
        pragmas = [
            connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    store.close()
    assert pragmas == ["wal", 2, 1]


def test_nobody_else_on_the_machine_reads_the_file(tmp_path: Path) -> None:
    s.migrate(f"sqlite:///{tmp_path / 'classroom.sqlite'}")
    assert (tmp_path / "classroom.sqlite").stat().st_mode & 0o077 == 0


def test_an_error_undoes_the_whole_transaction(store: s.Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        s.create_classroom(connection, "CM1")
        raise ZeroDivisionError
    with store.read() as connection:
        assert s.classrooms(connection) == []


def test_who_writes_all_day_keeps_a_connection_until_there_is_trouble(store: s.Store) -> None:
    pen, connections = s.Pen(store), []
    for name in ("CM1", "CM2", "", "CM1-CM2"):
        with suppress(Conflict), pen.write() as connection:
            connections.append(connection)
            s.create_classroom(connection, "Same", id=name or "CM1")
    pen.lay_down()
    assert [a is b for a, b in pairwise(connections)] == [True, True, False]
    assert all(connection.closed for connection in connections)
    with store.read() as connection:
        assert {room.id for room in s.classrooms(connection)} == {"CM1", "CM2", "CM1-CM2"}


def test_thirty_writers_at_once_all_write(school: SmallSchool) -> None:
    text = school.text_of()
    threads = [threading.Thread(target=school.types, args=(text, f"Mot {number}")) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with school.store.read() as connection:
        assert len(s.load_updates(connection, text)) == 30


def test_two_deposits_at_the_same_instant_make_one_version(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "Un texte.")
    threads = [threading.Thread(target=school.deposits, args=(text, "same")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with school.store.read() as connection:
        assert len(s.versions_of(connection, text)) == 1


def test_the_same_thing_made_twice_is_a_conflict_and_not_a_crash(store: s.Store) -> None:
    with pytest.raises(Conflict), store.write() as connection:
        s.create_classroom(connection, "CM1", id="same")
        s.create_classroom(connection, "CM2", id="same")


def test_a_store_that_cannot_be_reached_is_out_of_service(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite").mkdir()
    store = s.open_store(f"sqlite:///{tmp_path / 'folder.sqlite'}")
    with pytest.raises(OutOfService), store.read():
        pass
    store.close()


def test_a_damaged_file_is_a_store_out_of_service(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'classroom.sqlite'}"
    s.migrate(url)
    file = tmp_path / "classroom.sqlite"
    file.write_bytes(file.read_bytes()[:4096] + b"?" * (file.stat().st_size - 4096))
    store = s.open_store(url)
    with pytest.raises(OutOfService), store.read() as connection:
        s.classrooms(connection)
    store.close()
