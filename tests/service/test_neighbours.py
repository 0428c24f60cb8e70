"""A large school: two processes of the class service on one PostgreSQL, behind one address that shares pages out between them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from pycrdt import Doc
from websockets.exceptions import WebSocketException

from classroom.documents import freeze_doc, merge
from classroom.service.signing import Claim, Kind, load_key, sign
from classroom.store import Store, load_updates, notebook_of, open_store
from tests import postgresql
from tests.service.conftest import fill
from tests.service.page import welcomed
from tests.service.process import ServiceProcess, running

MANY = 12


@dataclass
class School:
    """Two processes that share a store and a signing key."""

    store: Store
    secrets: Path
    services: list[ServiceProcess]

    def text_of(self, pupil: str) -> str:
        with self.store.read() as connection:
            return notebook_of(connection, pupil)[0].id

    def kept(self, pupil: str) -> str:
        with self.store.read() as connection:
            return freeze_doc(merge(load_updates(connection, self.text_of(pupil)))).plain

    def lease(self, person: str) -> str:
        return sign(load_key(self.secrets), Claim(Kind.LEASE, person, int(time.time()) + 3600))


@pytest.fixture
async def school(postgresql_server: postgresql.Server, tmp_path: Path) -> AsyncIterator[School]:
    url = postgresql_server.url(postgresql_server.new_database("class_1"))
    store = open_store(url)
    fill(store)
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(running(tmp_path, CLASSROOM_DATABASE_URL=url))
        second = await stack.enter_async_context(running(tmp_path, CLASSROOM_DATABASE_URL=url))
        yield School(store, tmp_path / "secrets", [first, second])
    store.close()


class Balancer:
    """What a cluster puts before its replicas: each connection goes to the next one that answers."""

    def __init__(self, services: list[ServiceProcess]) -> None:
        self._services, self._turn = services, count()

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await self._reach()
        if there is not None:
            await asyncio.gather(_pour(reader, there[1]), _pour(there[0], writer))
        writer.close()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._services:
            service = self._services[next(self._turn) % len(self._services)]
            host, _, port = service.address.rpartition(":")
            try:
                return await asyncio.open_connection(host, port)
            except OSError:
                continue
        return None


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            into.write(data)
            await into.drain()
    except OSError:
        pass
    finally:
        into.close()


async def test_what_is_done_through_one_process_is_seen_through_the_other(school: School) -> None:
    first, second = school.services
    text, lease = school.text_of("ana"), school.lease("ana")
    async with welcomed(first.address, lease, text) as here, welcomed(second.address, lease, text) as there:
        await here.type_and_keep("Le chat dort. ")
        await there.until(lambda: there.typed == "Le chat dort. ")
        await there.type_and_keep("Le chien aussi.")
        await here.until(lambda: here.typed == "Le chat dort. Le chien aussi.")
        assert (await here.ask("submit"))["k"] == "done"
        await there.until(lambda: there.text["stage"] == "submitted")
        async with httpx.AsyncClient(base_url=f"http://{second.address}/services/classroom/") as teacher:
            key = {"Authorization": f"Bearer {school.lease('maitresse')}"}
            move = {"move": "open", "key": "k" * 36}
            assert (await teacher.post(f"api/texts/{text}/moves", json=move, headers=key)).status_code == 200
        await here.until(lambda: here.text["stage"] == "reading")


async def test_when_one_process_is_killed_its_pupils_go_on_through_the_other(school: School) -> None:
    first, _ = school.services
    docs: list[Doc[Any]] = [Doc() for _ in range(MANY)]
    typed: list[list[str]] = [[] for _ in range(MANY)]
    killed = asyncio.Event()

    async def write(address: str, number: int) -> None:
        """Word after word; comes in again whenever the line is cut, as a page does."""
        pupil = "ana" if number % 2 else "bob"
        while len(typed[number]) < 30:
            with suppress(OSError, TimeoutError, WebSocketException):
                async with welcomed(address, school.lease(pupil), school.text_of(pupil), docs[number]) as page:
                    while len(typed[number]) < 30:
                        typed[number].append(f"mot{number}x{len(typed[number])}")
                        await page.type_and_keep(typed[number][-1] + " ")
                        if len(typed[number]) > 10:
                            await killed.wait()

    async with Balancer(school.services) as address:
        writing = [asyncio.create_task(write(address, number)) for number in range(MANY)]
        while min(map(len, typed)) < 5:
            await asyncio.sleep(0.01)
        await first.kill()
        killed.set()
        await asyncio.gather(*writing)
    words = (school.kept("ana") + " " + school.kept("bob")).split()
    assert sorted(words) == sorted(word for each in typed for word in each)
