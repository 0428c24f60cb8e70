"""A small class with a real store, and its sync socket behind a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

from classroom.documents import freeze_doc, merge
from classroom.model import Person, Role
from classroom.service.credentials import Credentials
from classroom.service.rooms import Rooms
from classroom.service.signing import Kind
from classroom.service.sync import SyncSocket
from classroom.store import (
    Store,
    add_person,
    create_assignment,
    create_classroom,
    load_updates,
    notebook_of,
    open_store,
    upgrade,
)
from tests.service.serving import serve

KEY = b"k" * 32


@dataclass
class SmallClass:
    """Ana and Bob, their teacher, one assignment; and where the sync socket listens."""

    store: Store
    credentials: Credentials
    rooms: Rooms
    address: str = ""

    def text_of(self, pupil: str) -> str:
        with self.store.read() as connection:
            return notebook_of(connection, pupil)[0].id

    def ticket(self, username: str) -> str:
        return self.credentials.issue(Kind.TICKET, username).token

    def kept(self, pupil: str) -> str:
        """What the store holds of a pupil's draft, read as after a power cut: from the rows alone."""
        with self.store.read() as connection:
            return freeze_doc(merge(load_updates(connection, self.text_of(pupil)))).plain


def fill(store: Store) -> None:
    with store.write() as connection:
        room = create_classroom(connection, "CM1-CM2")
        add_person(connection, Person("maitresse", Role.TEACHER, room.id, "Mme Petit"))
        add_person(connection, Person("ana", Role.PUPIL, room.id, "Ana", "CM1"))
        add_person(connection, Person("bob", Role.PUPIL, room.id, "Bob", "CM2"))
        create_assignment(connection, room.id, title="Le chat", prompt="Raconte.")


@pytest.fixture
def filled_store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'class.sqlite'}")
    upgrade(store)
    fill(store)
    yield store
    store.close()


@pytest.fixture
async def small_class(store: Store) -> AsyncIterator[SmallClass]:
    """On SQLite and on PostgreSQL in turn."""
    fill(store)
    credentials = Credentials(store, KEY, hub_api_url="http://127.0.0.1:1/hub/api", hub_token="")
    rooms = Rooms(store)
    socket = SyncSocket(store, credentials, rooms)

    @asynccontextmanager
    async def open_hours(_app: Starlette) -> AsyncIterator[None]:
        rooms.start()
        yield
        await rooms.stop()
        await credentials.close()

    app = Starlette(routes=[WebSocketRoute("/services/classroom/sync", socket.serve)], lifespan=open_hours)
    async with serve(app) as (_, address):
        yield SmallClass(store, credentials, rooms, address)
