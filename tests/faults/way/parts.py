"""Kills parts of a running class, one at a time, and says when they are back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

import httpx
import psutil

from tests.faults.way.schedule import Kind
from tests.real_class import RealClass

COMMANDS = {Kind.SERVICE: "classroom.service", Kind.HUB: "hub_config.hub", Kind.PROXY: "proxy.mjs"}
DOORS = {Kind.SERVICE: "/services/classroom/health", Kind.HUB: "/hub/health", Kind.PROXY: "/services/classroom/health"}
BREATH = 6.0
"""Seconds between two kills of a part: the supervisor gives up on what always falls at once."""

PATIENCE = 120.0


class Parts:
    """The processes of a class. `service`, `hub` and `proxy` are everybody's: whoever asks while one is down shares its fall."""

    def __init__(self, there: RealClass) -> None:
        self._there = there
        self._falling: dict[Kind, asyncio.Task[None]] = {}
        self._back_since: dict[Kind, float] = {}
        self.on_fall: Callable[[Kind], None] = lambda kind: None
        self.on_return: Callable[[Kind], None] = lambda kind: None

    async def fall(self, kind: Kind) -> None:
        """Kills a part of the whole class; returns when it answers again."""
        if kind not in self._falling:
            self._falling[kind] = asyncio.create_task(self._fall(kind))
            self._falling[kind].add_done_callback(lambda _: self._falling.pop(kind))
        await asyncio.shield(self._falling[kind])

    async def kill_server(self, username: str) -> None:
        """A pupil's Voilà, with what it holds."""
        await asyncio.to_thread(self._kill_server, username)

    async def kill_kernels(self, username: str) -> None:
        await asyncio.to_thread(self._kill_kernels, username)

    async def all_back(self) -> None:
        await asyncio.gather(*self._falling.values())

    async def _fall(self, kind: Kind) -> None:
        await asyncio.sleep(max(0.0, self._back_since.get(kind, 0.0) + BREATH - time.monotonic()))
        process = await asyncio.to_thread(self._there.process_of, COMMANDS[kind])
        self.on_fall(kind)
        process.kill()
        await asyncio.to_thread(process.wait, PATIENCE)
        await self._until_back(kind)
        self._back_since[kind] = time.monotonic()
        self.on_return(kind)

    async def _until_back(self, kind: Kind) -> None:
        async with (
            httpx.AsyncClient(base_url=self._there.address, trust_env=False) as browser,
            asyncio.timeout(PATIENCE),
        ):
            while True:
                with suppress(httpx.TransportError):
                    if (await browser.get(DOORS[kind])).status_code == 200:
                        return
                await asyncio.sleep(0.05)

    def _kill_server(self, username: str) -> None:
        with suppress(StopIteration, psutil.NoSuchProcess):
            self._there.server_of(username).kill()

    def _kill_kernels(self, username: str) -> None:
        with suppress(StopIteration, psutil.NoSuchProcess):
            for kernel in self._there.kernels_of(username):
                with suppress(psutil.NoSuchProcess):
                    kernel.kill()
