"""A real web server on this machine, for one test."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn


@asynccontextmanager
async def serve(app: Any, **settings: Any) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    """The app behind uvicorn on a free port of the loopback: (server, "127.0.0.1:port")."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="warning", ws="websockets-sansio", lifespan="auto", **settings)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield server, f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running
