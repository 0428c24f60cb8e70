"""A class with something in every table, and machines to bring it back on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from classroom.backup.archive import Manifest
from classroom.backup.belongings import Belongings
from classroom.backup.digest import digests
from classroom.backup.restoring import Restored, restore
from classroom.backup.shape import tables_at
from classroom.backup.writing import write_backup
from classroom.store import open_store
from classroom.store.migration import newest_revision
from tests.lived_in import live_a_little
from tests.small_school import found_school


@dataclass(frozen=True)
class Machine:
    """One machine: its store's URL, and its folder."""

    url: str
    folder: Path

    @property
    def belongings(self) -> Belongings:
        return Belongings(self.folder / "secrets", self.folder / "homes")

    def settle(self) -> None:
        """A class works there for a while, and a teacher keeps something on her desk."""
        store = open_store(self.url)
        live_a_little(found_school(store))
        store.close()
        self.belongings.secrets.mkdir()
        (self.belongings.secrets / "signing.key").write_bytes(b"the key of the class")
        (self.belongings.secrets / "hub-token").write_text("of this machine alone")
        desk = self.belongings.homes / "petit" / "classe" / "nbgrader"
        desk.mkdir(parents=True)
        (desk / "notes.txt").write_text("Penser à la dictée.")

    def back_up(self, path: Path) -> Manifest:
        store = open_store(self.url)
        try:
            return write_backup(store, self.belongings, path)
        finally:
            store.close()

    def restore(self, path: Path, *, force: bool = False) -> Restored:
        return restore(self.url, self.belongings, path, aside=self.folder / "before.zip", force=force)

    def words(self) -> dict[str, str]:
        """The word of each text, read from the rows."""
        store = open_store(self.url)
        with store.read() as connection:
            found = {one.text: one.word for one in digests(connection, tables_at(newest_revision()))}
        store.close()
        return found

    def rows(self) -> dict[str, list[bytes]]:
        """Every row of every table, as a copy writes it."""
        from classroom.backup.lines import lines_of

        store = open_store(self.url)
        with store.read() as connection:
            found = {table.name: list(lines_of(connection, table)) for table in tables_at(newest_revision())}
        store.close()
        return found


NewMachine = Callable[[str], Machine]


@pytest.fixture
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> NewMachine:
    """A machine without any table, with this kind of store: `sqlite` or `postgresql`."""
    made: list[Machine] = []

    def make(kind: str) -> Machine:
        folder = tmp_path / f"machine-{len(made)}"
        folder.mkdir()
        if kind == "postgresql":
            server = request.getfixturevalue("postgresql_server")
            url = server.url(server.new_database("template1"))
        else:
            url = f"sqlite:///{folder / 'classroom.sqlite'}"
        made.append(Machine(url, folder))
        return made[-1]

    return make


@pytest.fixture
def settled(machine: NewMachine) -> Machine:
    """A machine where a class has worked, with SQLite."""
    return with_a_class(machine("sqlite"))


def with_a_class(machine: Machine) -> Machine:
    from classroom.store import migrate

    migrate(machine.url)
    machine.settle()
    return machine
