"""A school behind one address: a thousand tablets hold a connection to the class, and the one whose pupil types is served as before."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from classroom.store import Store
from tests.service.page import welcomed
from tests.service.process import ServiceProcess, running
from tests.service.test_sync_faults import kept, lease, text_of

MANY = 1_000
USUAL = 256
"""Open files that the service is started with here; it is 1024 on most machines."""

HANDSHAKE = (
    b"GET /services/classroom/sync HTTP/1.1\r\nHost: class\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@contextmanager
def open_files(soft: int) -> Iterator[None]:
    """This process, and what it starts, may have so many files open."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[bytes]:
    """A page that has opened its socket and has not said hello; gives what the class answered."""
    reader, writer = await asyncio.open_connection(*address.split(":"))
    try:
        writer.write(HANDSHAKE)
        yield await reader.readline()
    finally:
        writer.close()


@asynccontextmanager
async def started_with_few_files(home: Path) -> AsyncIterator[ServiceProcess]:
    async with AsyncExitStack() as service:
        with open_files(USUAL):
            started = await service.enter_async_context(running(home))
        yield started


async def test_a_thousand_connections_from_one_address_are_taken_and_a_pupil_types_as_before(
    filled_store: Store, tmp_path: Path
) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    async with started_with_few_files(tmp_path) as service, AsyncExitStack() as school:
        with open_files(most):
            answers = [await school.enter_async_context(connected(service.address)) for _ in range(MANY)]
            assert all(b" 101 " in answer for answer in answers)
            async with welcomed(service.address, lease(tmp_path, "ana"), text_of(filled_store, "ana")) as page:
                await page.type_and_keep("Un chat.")
            await school.aclose()
    assert kept(filled_store, "ana") == "Un chat."
