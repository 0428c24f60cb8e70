"""The class service, forked from a process that has imported everything: killed and started five hundred times, it spends no hour on imports."""

from __future__ import annotations

import asyncio
import os
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from signal import SIGTERM
from threading import Thread

from tests.service.process import ServiceProcess

_context = get_context("forkserver")
_context.set_forkserver_preload(["classroom.service.__main__", "uvloop", "uvicorn.loops.uvloop", "httpcore"])


class WarmService(ServiceProcess):
    """The same process as `ServiceProcess` from its first own line on."""

    async def launch(self) -> None:
        self._child: ForkServerProcess = _context.Process(target=_serve, args=(self._environment, self._log))
        self._child.start()

    @property
    def pid(self) -> int:
        assert self._child.pid is not None
        return self._child.pid

    @property
    def ended(self) -> bool:
        return self._child.exitcode is not None

    async def end(self, signal: int = SIGTERM) -> None:
        if not self.ended:
            os.kill(self.pid, signal)
        await asyncio.to_thread(self._child.join)


def _serve(environment: dict[str, str], log: Path) -> None:
    from classroom.service.__main__ import main

    Thread(target=_end_with_the_run, daemon=True).start()
    os.environ.update(environment)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    main()


def _end_with_the_run() -> None:
    """A run that was killed leaves nobody behind."""
    run = parent_process()
    assert run is not None
    run.join()
    os._exit(1)
