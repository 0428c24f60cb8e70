"""A class with something in every table, made once, and machines to bring it back on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classroom.backup.archive import Manifest
from classroom.backup.belongings import Belongings
from classroom.backup.digest import digests
from classroom.backup.lines import lines_of
from classroom.backup.restoring import Restored, restore
from classroom.backup.shape import tables_at
from classroom.backup.writing import write_backup
from classroom.documents import build
from classroom.store import append_updates, migrate, notebook_of, open_store
from classroom.store.migration import newest_revision
from tests import postgresql
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

    def back_up(self, path: Path) -> Manifest:
        store = open_store(self.url)
        try:
            return write_backup(store, self.belongings, path)
        finally:
            store.close()

    def restore(self, path: Path, *, force: bool = False) -> Restored:
        return restore(self.url, self.belongings, path, aside=self.folder / "before.zip", force=force)

    def go_on(self) -> None:
        """Ana types one more line."""
        store = open_store(self.url)
        with store.write() as connection:
            text = notebook_of(connection, "ana")[0].id
            append_updates(connection, [(text, 9, build(["Encore."], client_id=9), datetime.now(UTC))])
        store.close()

    def words(self) -> dict[str, str]:
        """The word of each text, read from the rows."""
        store = open_store(self.url)
        with store.read() as connection:
            found = {one.text: one.word for one in digests(connection, tables_at(newest_revision()))}
        store.close()
        return found

    def rows(self) -> dict[str, list[bytes]]:
        """Every row of every table, as a copy writes it."""
        store = open_store(self.url)
        with store.read() as connection:
            found = {table.name: list(lines_of(connection, table)) for table in tables_at(newest_revision())}
        store.close()
        return found


NewMachine = Callable[[str], Machine]


def keep_things(machine: Machine) -> None:
    """Keys, and what a teacher has on her desk."""
    machine.belongings.secrets.mkdir(mode=0o700)
    for name, content in (("signing.key", "the key of the class"), ("hub-token", "of this machine alone")):
        (machine.belongings.secrets / name).write_text(content)
        (machine.belongings.secrets / name).chmod(0o600)
    desk = machine.belongings.homes / "petit" / "classe" / "nbgrader"
    desk.mkdir(parents=True)
    (desk / "notes.txt").write_text("Penser à la dictée.")


def work(url: str) -> None:
    migrate(url)
    store = open_store(url)
    live_a_little(found_school(store))
    store.close()


@pytest.fixture(scope="session")
def class_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a class that has worked, with SQLite: what others are copied from."""
    machine = Machine("", tmp_path_factory.mktemp("lived-in"))
    work(f"sqlite:///{machine.folder / 'classroom.sqlite'}")
    keep_things(machine)
    return machine.folder


@pytest.fixture(scope="session")
def class_database(postgresql_server: postgresql.Server) -> str:
    """The same in PostgreSQL: another class, with other identifiers."""
    name = postgresql_server.new_database()
    work(postgresql_server.url(name))
    return name


@pytest.fixture
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> NewMachine:
    """A machine without any table, with this kind of store: `sqlite` or `postgresql`."""
    return lambda kind: new_machine(request, tmp_path, kind, "template1")


@pytest.fixture
def machine_with_a_class(request: pytest.FixtureRequest, tmp_path: Path, class_folder: Path) -> NewMachine:
    """The same, where a class has worked."""

    def make(kind: str) -> Machine:
        template = request.getfixturevalue("class_database") if kind == "postgresql" else ""
        made = new_machine(request, tmp_path, kind, template)
        shutil.copytree(class_folder, made.folder, dirs_exist_ok=True)
        if kind == "postgresql":
            (made.folder / "classroom.sqlite").unlink()
        return made

    return make


@pytest.fixture
def settled(machine_with_a_class: NewMachine) -> Machine:
    return machine_with_a_class("sqlite")


@pytest.fixture(scope="session")
def copy_made_once(class_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("copy") / "copy.zip"
    Machine(f"sqlite:///{class_folder / 'classroom.sqlite'}", class_folder).back_up(path)
    return path


@pytest.fixture
def copy(copy_made_once: Path, tmp_path: Path) -> Path:
    """A copy of the class of SQLite, for a test to spoil."""
    return Path(shutil.copy2(copy_made_once, tmp_path / "copy.zip"))


def new_machine(request: pytest.FixtureRequest, tmp_path: Path, kind: str, template: str) -> Machine:
    folder = tmp_path / f"machine-{len(list(tmp_path.glob('machine-*')))}"
    folder.mkdir(mode=0o700)
    if kind == "sqlite":
        return Machine(f"sqlite:///{folder / 'classroom.sqlite'}", folder)
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    return Machine(server.url(server.new_database(template)), folder)
