"""The class service as a process of its own, as the supervisor starts it: it can be killed, starved of disk, and started again."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGKILL, SIGTERM

from tests.ports import free_port

PATIENCE = 60.0
"""Seconds that a start may take on a busy machine."""


class ServiceProcess:
    """`python -m classroom.service` on a directory of its own; `more` is added to its environment, what it says goes to `log`."""

    def __init__(self, directory: Path, hub_api_url: str, log: Path | None = None, **more: str) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        self._log = Path(os.devnull) if log is None else log
        self._environment = {
            **os.environ,
            "CLASSROOM_DATABASE_URL": f"sqlite:///{directory / 'class.sqlite'}",
            "CLASSROOM_SECRETS_DIR": str(directory / "secrets"),
            "CLASSROOM_SERVICE_PORT": self.address.rpartition(":")[2],
            "CLASSROOM_HUB_API_URL": hub_api_url,
            "CLASSROOM_HUB_TOKEN": "the-hub",
            **more,
        }

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        await self.launch()
        await self.answers()

    async def answers(self) -> None:
        """Wait until it answers."""
        async with asyncio.timeout(PATIENCE):
            while not await self._answers():
                if self.ended:
                    raise RuntimeError("the service did not start")
                await asyncio.sleep(0.02)

    async def launch(self) -> None:
        """Start it, and wait for nothing."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "classroom.service", env=self._environment, stdout=log, stderr=log
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process.returncode is not None

    async def end(self, signal: int = SIGTERM) -> None:
        if not self.ended:
            self._process.send_signal(signal)
        await self._process.wait()

    async def kill(self) -> None:
        await self.end(SIGKILL)

    def fill_disk(self) -> None:
        """From now on no file of the service can grow or be written (as on a full disk)."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def free_disk(self) -> None:
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    async def _answers(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.address.rpartition(":")[2])
        except OSError:
            return False
        writer.write(b"GET /services/classroom/health HTTP/1.0\r\n\r\n")
        try:
            return b" 200 " in await reader.readline()
        except OSError:
            return False
        finally:
            writer.close()


@asynccontextmanager
async def running(
    directory: Path, hub_api_url: str = "http://127.0.0.1:1/hub/api", **more: str
) -> AsyncIterator[ServiceProcess]:
    service = ServiceProcess(directory, hub_api_url, **more)
    await service.start()
    try:
        yield service
    finally:
        await service.end()
