"""Housekeeping while the class is quiet: the logs of texts in which nobody wrote for a day are folded, one after the other, with a breath between."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from starlette.concurrency import run_in_threadpool

from classroom.errors import ClassroomError
from classroom.service.rooms import Rooms
from classroom.store import Store, fold, long_logs
from classroom.store.clock import now

REST = timedelta(days=1)
"""For how long a text must have rested."""

EVERY = 3600.0
"""Seconds between two rounds; the first one comes after as many, so that a class that opens is left alone."""

BREATH = 2.0
"""Seconds between two texts: a fold may keep the others from writing for a tenth of a second."""

log = logging.getLogger(__name__)


class Tidying:
    """A round looks at each text that has grown since the last one. Several services may do it at once."""

    def __init__(self, store: Store, rooms: Rooms) -> None:
        self._store, self._rooms = store, rooms
        self._looked_at: dict[str, int] = {}

    async def run(self) -> None:
        """For ever; a store that cannot be written is left for the next round."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.round(BREATH)
            except ClassroomError as error:
                log.warning("the logs are not folded: %s", error.detail)

    async def round(self, breath: float = 0.0) -> None:
        """Fold what has rested and is open on no page."""
        for text, last in await run_in_threadpool(long_logs, self._store, idle_since=now() - REST):
            if self._looked_at.get(text) == last or self._rooms.is_open(text):
                continue
            done = await run_in_threadpool(fold, self._store, text)
            self._looked_at[text] = last
            if done is not None:
                log.info("text %s: %d rows folded into %d, %d bytes into %d", text, *done.rows, *done.bytes)
            await asyncio.sleep(breath)
