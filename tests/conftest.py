"""What many tests start from: an empty store of each kind, a small class in it with its noise, and a whole class that runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from classroom.store import Store, migrate, open_store
from tests import postgresql
from tests.real_class import RealClass
from tests.small_school import SmallSchool, found_school


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    with postgresql.running() as server:
        migrate(server.url(server.new_database()))  # class_1: what the others are copied from
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store with its tables: what the others are copied from."""
    path = tmp_path_factory.mktemp("store") / "classroom.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite store with its tables, for what does not depend on the kind of store."""
    copyfile(migrated_file, tmp_path / "classroom.sqlite")
    return f"sqlite:///{tmp_path / 'classroom.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store with its tables, of each kind in turn."""
    if request.param == "postgresql":
        server: postgresql.Server = request.getfixturevalue("postgresql_server")
        return server.url(server.new_database("class_1"))
    return str(request.getfixturevalue("sqlite_url"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def school(store: Store) -> SmallSchool:
    return found_school(store)


@pytest.fixture(scope="session")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealClass]:
    """One class, with its demonstration pupils, for all the tests of the hub and of what may break around it."""
    # A server that sleeps would take its token with it, between two tests.
    started = RealClass.start(tmp_path_factory.mktemp("class"), CLASSROOM_QUIET_SECONDS="3600")
    yield started
    started.stop()
