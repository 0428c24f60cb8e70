"""A copy holds everything, and comes back the same on any machine: SQLite or PostgreSQL, text by text and row by row."""

from __future__ import annotations

import pytest

from tests.classroom.backup.conftest import NewMachine

KINDS = ("sqlite", "postgresql")


@pytest.mark.parametrize("there", KINDS)
@pytest.mark.parametrize("here", KINDS)
def test_a_class_comes_back_on_an_empty_machine(
    machine: NewMachine, machine_with_a_class: NewMachine, here: str, there: str
) -> None:
    old, new = machine_with_a_class(here), machine(there)
    copy = old.folder / "copy.zip"
    manifest = old.back_up(copy)
    restored = new.restore(copy)
    assert restored.texts == manifest.texts == 3 and restored.before is None
    assert new.words() == old.words()
    assert new.rows() == old.rows()
    assert not {name for name, rows in old.rows().items() if not rows} - {"fold", "bring_back"}, (
        "every table has something to lose"
    )
