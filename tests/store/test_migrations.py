"""A class of any earlier release comes to today's tables with every text as it was, in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from classroom import store as s
from classroom.backup.digest import BROKEN, digests
from classroom.backup.lines import lines_of
from classroom.backup.shape import tables_at
from classroom.documents import freeze_doc, merge
from classroom.model import Role
from classroom.store import migration
from classroom.store.migration import newest_revision, revision_of, revisions
from tests.store import dumps


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[s.Store]:
    """A store of each kind, without any table."""
    url = f"sqlite:///{tmp_path / 'classroom.sqlite'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        url = server.url(server.new_database("template1"))
    store = s.open_store(url)
    yield store
    store.close()


def words(store: s.Store) -> dict[str, str]:
    with store.read() as connection:
        return {one.text: one.word for one in digests(connection, tables_at(revision_of(connection) or ""))}


def rows(store: s.Store, revision: str) -> dict[str, list[bytes]]:
    """Every row, with the columns of this revision."""
    with store.read() as connection:
        return {table.name: list(lines_of(connection, table)) for table in tables_at(revision)}


def test_every_revision_has_a_class_to_try_it_with() -> None:
    missing = set(revisions()) - set(dumps.dumped())
    assert not missing, "write it with: python -m tests.store.dumps"


@pytest.mark.parametrize("revision", dumps.dumped())
def test_a_class_of_an_earlier_release_keeps_every_text(empty_store: s.Store, revision: str) -> None:
    definitions = dumps.read(empty_store, revision)
    assert definitions == dumps.definitions(revision), "a migration that was released has changed"
    before, kept = words(empty_store), rows(empty_store, revision)
    assert len(before) == 3 and BROKEN not in before.values()
    s.upgrade(empty_store)
    assert words(empty_store) == before
    assert rows(empty_store, revision) == kept
    with empty_store.read() as connection:
        assert revision_of(connection) == newest_revision()


@pytest.mark.parametrize("revision", dumps.dumped())
def test_a_class_of_an_earlier_release_goes_on_working(empty_store: s.Store, revision: str) -> None:
    dumps.read(empty_store, revision)
    s.upgrade(empty_store)
    with empty_store.read() as connection:
        teacher = s.person_of(connection, "petit")
        assert teacher.role is Role.TEACHER
        text = s.notebook_of(connection, "ana")[0]
        draft = freeze_doc(merge(s.load_updates(connection, text.id)))
        assert draft.plain.splitlines() == ["Les chat mangent la souris.", "il sont content… « Été » 🐈"]
        assert [version.number for version in s.versions_of(connection, text.id)] == [1, 2]
        assert {mark.annotation.family for mark in s.marks_of(connection, text.id)} == {"verb", "noun_group"}
        assert s.look(connection, text.id, teacher).text.id == text.id
        assert s.asset_of(connection, "a" * 64).data


def test_the_names_of_the_files_say_the_revisions_in_their_order() -> None:
    walked = ScriptDirectory(str(Path(migration.__file__).parent / "migrations")).walk_revisions()
    assert revisions() == [script.revision for script in walked][::-1]
