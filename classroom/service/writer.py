"""Writing what pupils type so that it cannot be lost: one thread, all that waits in one transaction, and "kept" said only after it.

With a slow disk, one commit for each update collapses at 300 pupils; one commit for all that waits does not.
When the store cannot be written (full disk), nothing is said kept, nothing is dropped, and the writer tries again.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from classroom.errors import ClassroomError, NotFound, OutOfService
from classroom.service.turns import Turns
from classroom.store import Pen, Store, append_updates, note_words

MOST_AT_ONCE = 1_000

REST = 1.0
"""Seconds without a letter after which the writer gives its connection back."""

RETRY = 1.0
"""Seconds between two tries while the store cannot be written."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """An update to keep, and whom to tell (in the event loop). `words`: the draft's words now, or None when they were not counted.

    `data`: the update; nothing when only the words are to be written.

    `kept` is called once, after the commit. `trouble` is called each time that a try fails; the entry then stays in the queue. `refused` is
    called once instead of `kept` when the store will never take it.
    """

    text: str
    client: int
    data: bytes
    at: datetime
    words: int | None
    kept: Callable[[], None]
    trouble: Callable[[ClassroomError], None]
    refused: Callable[[ClassroomError], None]


class Writer:
    """The queue and its thread. `put` and the calls back happen in the event loop that `start` was called in."""

    def __init__(self, store: Store) -> None:
        self._pen = Pen(store)
        self._queue: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self.turns = Turns(self._hand_over)
        self._gathered: list[Entry] = []
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def put(self, entry: Entry) -> None:
        self._gathered.append(entry)
        self.turns.ask()

    async def stop(self) -> None:
        """Write what waits, once more, and end the thread."""
        self.turns.stop()
        self._stopping.set()
        self._hand_over()
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _hand_over(self) -> None:
        for entry in self._gathered:
            self._queue.put(entry)
        self._gathered.clear()

    def _run(self) -> None:
        while batch := self._take():
            while not self._keep(batch) and not self._stopping.wait(RETRY):
                pass
        self._pen.lay_down()

    def _take(self) -> list[Entry]:
        """Whatever waits, at least one entry; nothing when it is time to stop."""
        entries = [self._first()]
        with suppress(queue.Empty):
            while len(entries) < MOST_AT_ONCE and entries[-1] is not None:
                entries.append(self._queue.get_nowait())
        if entries[-1] is None and len(entries) > 1:
            self._queue.put(None)
        return [entry for entry in entries if entry is not None]

    def _first(self) -> Entry | None:
        """While nobody types, others may have the connection."""
        try:
            return self._queue.get(timeout=REST)
        except queue.Empty:
            self._pen.lay_down()
            return self._queue.get()

    def _keep(self, batch: Sequence[Entry]) -> bool:
        """One transaction for all. When one of them cannot be taken, one by one, so that it does not hold up the others."""
        try:
            self._write(batch)
        except OutOfService as error:
            log.warning("nothing can be kept: %s", error.detail)
            self._tell([partial(entry.trouble, error) for entry in batch])
            return False
        except (ClassroomError, SQLAlchemyError) as error:
            return self._refuse(batch[0], error) if len(batch) == 1 else self._keep_singly(batch)
        self._tell([entry.kept for entry in batch])
        return True

    def _keep_singly(self, batch: Sequence[Entry]) -> bool:
        for entry in batch:
            while not self._keep([entry]):
                if self._stopping.wait(RETRY):
                    return False
        return True

    def _refuse(self, entry: Entry, error: Exception) -> bool:
        log.error("an update of text %s is refused: %s", entry.text, type(error).__name__)
        said = error if isinstance(error, ClassroomError) else NotFound(detail=type(error).__name__)
        self._tell([partial(entry.refused, said)])
        return True

    def _write(self, batch: Sequence[Entry]) -> None:
        counted = {entry.text: entry.words for entry in batch if entry.words is not None}
        with self._pen.write() as connection:
            append_updates(
                connection, [(entry.text, entry.client, entry.data, entry.at) for entry in batch if entry.data]
            )
            note_words(connection, counted)

    def _tell(self, calls: Sequence[Callable[[], None]]) -> None:
        with suppress(RuntimeError):  # the loop may be gone when the service stops
            self._loop.call_soon_threadsafe(lambda: [call() for call in calls])
