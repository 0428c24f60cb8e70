"""A pupil leaves: nothing of him stays in the store, and nothing of anybody else goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from classroom import store as s
from classroom.backup.lines import lines_of
from classroom.backup.shape import tables_at
from classroom.documents import build
from classroom.errors import BadInput, NotFound
from classroom.store.clock import now
from classroom.store.migration import newest_revision
from tests.lived_in import live_a_little
from tests.small_school import SmallSchool


def rows(store: s.Store) -> dict[str, list[bytes]]:
    with store.read() as connection:
        return {table.name: list(lines_of(connection, table)) for table in tables_at(newest_revision())}


def forget(store: s.Store, username: str) -> s.Forgotten:
    with store.write() as connection:
        return s.forget_pupil(connection, username)


def test_nothing_of_the_pupil_stays(school: SmallSchool) -> None:
    text = live_a_little(school)
    found = forget(school.store, "ana")
    assert (found.pupil.name, found.texts, found.versions) == ("Ana", 1, 2)
    left = b"\n".join(line for lines in rows(school.store).values() for line in lines)
    assert b"ana" not in left.replace(b"banan", b"") and text.encode() not in left and b"voyait" not in left


def test_nothing_of_anybody_else_goes(school: SmallSchool) -> None:
    before = rows(school.store)
    live_a_little(school)
    school.types(school.text_of("bob"), "La suite.")
    forget(school.store, "ana")
    after = rows(school.store)
    with school.store.read() as connection:
        assert [person.username for person in s.people_of(connection, school.classroom.id)] == ["bob", "petit"]
        assert len(s.load_updates(connection, school.text_of("bob"))) == 2
    assert {name for name in before if len(after[name]) < len(before[name])} == {"person", "secret", "text"}
    assert len(before["person"]) - len(after["person"]) == 1


def test_a_picture_that_a_comrade_uses_stays(school: SmallSchool) -> None:
    mine, shared = "a" * 64, "b" * 64
    with school.store.write() as connection:
        for name in (mine, shared):
            s.keep_asset(connection, s.Asset(name, "image/webp", 1, 1, b"..."), by="ana")
        text = s.notebook_of(connection, "bob")[0].id
        s.append_updates(connection, [(text, 2, build([f"regarde {shared}"], client_id=2), now())])
    forget(school.store, "ana")
    with school.store.read() as connection:
        assert s.asset_of(connection, shared).data == b"..."
        with pytest.raises(NotFound):
            s.asset_of(connection, mine)


def test_a_teacher_and_a_stranger_are_refused(school: SmallSchool) -> None:
    with pytest.raises(BadInput, match="not_a_pupil"):
        forget(school.store, "petit")
    with pytest.raises(NotFound):
        forget(school.store, "nobody")


def test_what_was_typed_is_overwritten_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    from tests.small_school import found_school

    school = found_school(s.open_store(sqlite_url))
    live_a_little(school)
    forget(school.store, "ana")
    school.store.close()
    assert b"souris" not in (tmp_path / "classroom.sqlite").read_bytes()
