"""The class that most of these tests live in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from classroom.exchange import calls
from classroom.exchange.gradebook import find_alembic
from tests.exchange.living import LivingClass, hub, people, service
from tests.exchange.terminal import Terminal, opened

PUPILS = ["ana", "bob", "lea_2", "zoe-m"]


@pytest.fixture(scope="session")
def hub_url() -> Iterator[str]:
    with hub() as url:
        yield url


@pytest.fixture(scope="session")
def new_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty gradebook, made once as nbgrader makes it: that takes seconds, for it runs alembic."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    find_alembic()
    Gradebook(f"sqlite:///{path}", "").close()
    return path


@pytest.fixture(scope="session")
def terminal() -> Iterator[Terminal]:
    with opened() as typed:
        yield typed


@pytest.fixture
def living(tmp_path: Path, hub_url: str, new_gradebook: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LivingClass]:
    """A class of four with one assignment, « Le chat » (`le-chat`)."""
    with service(tmp_path / "service", hub_url) as (url, store):
        made = LivingClass(store, url, tmp_path, people(store, PUPILS), monkeypatch, PUPILS)
        made.assign()
        made.course.mkdir(parents=True)
        shutil.copy(new_gradebook, made.course)
        opened: dict[tuple[str, str], calls.ExchangeClient] = {}
        monkeypatch.setattr(calls, "_client", lambda *of: opened.setdefault(of, calls.ExchangeClient(*of)))
        yield made
        for client in opened.values():
            client.close()
