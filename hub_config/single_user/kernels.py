"""How many kernels a pupil's server holds, and for how long: a kernel lays a page out, and the page goes on without it.

Thirty that stay would be half of what a class takes of the school's machine, and so would be a page that is reloaded again and again.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from hub_config.single_user.activity import as_time

MOST = 4
"""Two windows, each just reloaded. A page goes on without its kernel, which only laid it out."""


PATIENCE = 5.0
"""Seconds that a new page waits for one of the others to be laid out."""

JUST_NOW = timedelta(seconds=2)
"""A kernel rests a moment between its start and the page that it lays out."""

LAID_OUT = timedelta(seconds=6)
"""After such a rest its page is laid out, and holds a line to it if it needs one. (voila#1458: a page's own way to end its kernel fails.)"""


class PupilKernels(AsyncMappingKernelManager):
    """Jupyter's kernels, a few at a time: when one more is asked for, the one that was left longest ago goes."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]
        self._one_by_one = asyncio.Lock()
        self._wanted: dict[str, dict[str, Any]] = {}

    async def start_kernel(self, **given: Any) -> str:  # type: ignore[override]
        """The id of a kernel that starts when it is waited for: the head of its page does without it."""
        kernel_id = str(uuid4())
        self._wanted[kernel_id] = given
        return kernel_id

    def get_kernel(self, kernel_id: str) -> Any:
        """The kernel; for a page that has just wanted one, what it waits for."""
        wanted = self._wanted.pop(kernel_id, None)
        return super().get_kernel(kernel_id) if wanted is None else self._start(kernel_id, wanted)

    async def _start(self, kernel_id: str, wanted: dict[str, Any]) -> Any:
        async with self._one_by_one:
            await self._make_room()
            await super().start_kernel(kernel_id=kernel_id, **wanted)
        return self.get_kernel(kernel_id)

    async def cull_kernels(self) -> None:
        """Those whose work is done go first; Jupyter then looks for those that were left in the middle of it."""
        for kernel in left_first(list(self.list_kernels()), rested=LAID_OUT):  # type: ignore[no-untyped-call]
            if not kernel["connections"]:
                await self.shutdown_kernel(kernel["id"], now=True)  # type: ignore[no-untyped-call]
        await super().cull_kernels()  # type: ignore[no-untyped-call]

    async def _make_room(self) -> None:
        patient_until = time.monotonic() + PATIENCE
        while len(kernels := list(self.list_kernels())) >= MOST:  # type: ignore[no-untyped-call]
            if left := left_first(kernels, even_at_work=time.monotonic() > patient_until):
                await self.shutdown_kernel(left[0]["id"], now=True)  # type: ignore[no-untyped-call]
            else:
                await asyncio.sleep(0.1)


def left_first(
    kernels: list[dict[str, Any]], *, rested: timedelta = JUST_NOW, even_at_work: bool = False
) -> list[dict[str, Any]]:
    """Kernels (as Jupyter lists them) that have rested for so long: those that no page holds first, the longest idle before the others."""
    since = datetime.now(UTC) - rested
    done = [
        kernel
        for kernel in kernels
        if even_at_work or (kernel["execution_state"] == "idle" and as_time(kernel["last_activity"]) < since)
    ]
    return sorted(done, key=lambda kernel: (kernel["connections"], kernel["last_activity"]))
