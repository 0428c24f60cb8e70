"""A real web server on this machine, for one test."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn


@asynccontextmanager
async def serve(app: Any, **settings: Any) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    """The app behind uvicorn on a free port of the loopback: (server, "127.0.0.1:port")."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = _server(app, **settings)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield server, f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


@contextmanager
def serve_beside(app: Any) -> Iterator[str]:
    """The same in a thread, for a test that asks and waits: "127.0.0.1:port"."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = _server(app)
        running = threading.Thread(target=server.run, args=([listening],))
        running.start()
        while not server.started:
            assert running.is_alive(), "the server did not start"
            time.sleep(0.01)
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            running.join()


def _server(app: Any, **settings: Any) -> uvicorn.Server:
    return uvicorn.Server(uvicorn.Config(app, log_level="error", ws="websockets-sansio", lifespan="auto", **settings))
