"""The class that most of these tests live in: one class service for all of them, which finds its store as it was founded before each."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from classroom.exchange import calls
from tests.exchange.living import Founded, LivingClass, found, hub, service
from tests.exchange.terminal import Terminal, opened

PUPILS = ["ana", "bob", "lea_2", "zoe-m"]


CREATE = (
    "from nbgrader.coursedir import CourseDirectory; from classroom.exchange.gradebook import create;"
    "c = CourseDirectory(); c.root = '.'; create(c)"
)


@pytest.fixture(scope="session")
def terminal() -> Iterator[Terminal]:
    with opened() as typed:
        yield typed


@pytest.fixture(scope="session")
def new_gradebook(tmp_path_factory: pytest.TempPathFactory, terminal: Terminal) -> Path:
    """An empty gradebook, made once (nbgrader runs alembic: that takes seconds) by two processes at the same time that do not find alembic."""
    folder = tmp_path_factory.mktemp("gradebook")
    environment = {**os.environ, "PATH": "/nowhere"}
    both = terminal.at_once(("-c", CREATE), ("-c", CREATE), folder=folder, environment=environment)
    assert [code for code, _ in both] == [0, 0], both
    return folder / "gradebook.db"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Founded]:
    """The class service on a class of four with one assignment, « Le chat » (`le-chat`), and a copy of its store for the next test."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copy(migrated_file, folder / "class.sqlite")
    with hub() as hub_url, service(folder, hub_url) as (url, store):
        room = found(store, PUPILS)
        yield Founded(url, store, room, _copied(folder / "class.sqlite", folder / "founded.sqlite"))


@pytest.fixture(scope="session")
def clients() -> Iterator[dict[tuple[str, ...], calls.ExchangeClient]]:
    """Those who have asked the class service, by its address and their token."""
    kept: dict[tuple[str, ...], calls.ExchangeClient] = {}
    yield kept
    for client in kept.values():
        client.close()


@pytest.fixture
def living(
    tmp_path: Path,
    founded: Founded,
    new_gradebook: Path,
    clients: dict[tuple[str, ...], calls.ExchangeClient],
    monkeypatch: pytest.MonkeyPatch,
) -> LivingClass:
    """The class as it was founded."""
    _copied(founded.untouched, Path(founded.store.engine.url.database or ""))
    made = LivingClass(founded.store, founded.url, tmp_path, founded.room, monkeypatch, PUPILS)
    made.course.mkdir(parents=True)
    shutil.copy(new_gradebook, made.course)
    monkeypatch.setattr(calls, "_client", lambda *of: clients.setdefault(of, calls.ExchangeClient(*of)))
    return made


def _copied(source: Path, goal: Path) -> Path:
    """The copy of a store, also of one that is open and onto one that is open."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(goal)) as written:
        read.backup(written)
    return goal
