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

import httpx

from tests.ports import free_port


class ServiceProcess:
    """`python -m classroom.service` on a directory of its own."""

    def __init__(self, directory: Path, hub_api_url: str) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        self._environment = os.environ | {
            "CLASSROOM_DATABASE_URL": f"sqlite:///{directory / 'class.sqlite'}",
            "CLASSROOM_SECRETS_DIR": str(directory / "secrets"),
            "CLASSROOM_SERVICE_PORT": self.address.rpartition(":")[2],
            "CLASSROOM_HUB_API_URL": hub_api_url,
            "CLASSROOM_HUB_TOKEN": "the-hub",
        }

    async def start(self) -> None:
        quiet = asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "classroom.service", env=self._environment, stdout=quiet, stderr=quiet
        )
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(30):
            while self._process.returncode is None:
                try:
                    await client.get(f"http://{self.address}/services/classroom/health")
                    return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise RuntimeError("the service did not start")

    @property
    def pid(self) -> int:
        return self._process.pid

    async def end(self, signal: int = SIGTERM) -> None:
        if self._process.returncode is None:
            self._process.send_signal(signal)
        await self._process.wait()

    async def kill(self) -> None:
        await self.end(SIGKILL)

    def fill_disk(self) -> None:
        """From now on no file of the service can grow or be written (as on a full disk)."""
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def free_disk(self) -> None:
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@asynccontextmanager
async def running(directory: Path, hub_api_url: str = "http://127.0.0.1:1/hub/api") -> AsyncIterator[ServiceProcess]:
    service = ServiceProcess(directory, hub_api_url)
    await service.start()
    try:
        yield service
    finally:
        await service.end()
