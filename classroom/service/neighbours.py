"""Several processes of this service on one PostgreSQL (a large school, a cluster): each tells the others which texts changed.

The store is the truth for all of them; a word to the neighbours (NOTIFY) only says that it is time to read it again. A word that is lost
with its process is said again by whoever takes its pages over, as a page that comes in is told too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from uuid import uuid4

import psycopg
from sqlalchemy import text as sql
from starlette.concurrency import run_in_threadpool

from classroom.errors import OutOfService
from classroom.store import Store

CHANNEL = "ecritoire_texts"
GATHER = 0.05
"""Seconds in which changes are gathered into one word to the neighbours."""
MOST_IN_A_WORD = 100
"""Texts named at once: a NOTIFY holds 8000 bytes."""
RETRY = 1.0

log = logging.getLogger(__name__)
_TELLING = sql("SELECT pg_notify(:channel, :word)")


class Neighbours:
    """The other processes. `tell` and `heard` (a text's id, or None: any text may have changed) are called in the event loop."""

    def __init__(self, store: Store, heard: Callable[[str | None], None]) -> None:
        self._store, self._heard = store, heard
        self._name = uuid4().hex
        self._changed: set[str] = set()
        self._news = asyncio.Event()
        self._stopping = False

    def start(self) -> None:
        self._telling = asyncio.create_task(self._tell_until_stopped())
        self._listening = asyncio.create_task(self._listen_for_ever())

    async def stop(self) -> None:
        """What changed last is still said: a word that was begun has the store open."""
        self._stopping = True
        self._news.set()
        self._listening.cancel()
        await asyncio.gather(self._telling, self._listening, return_exceptions=True)

    def tell(self, text: str) -> None:
        """This text changed here, and the store has it."""
        self._changed.add(text)
        self._news.set()

    async def _tell_until_stopped(self) -> None:
        while await self._news.wait():
            await asyncio.sleep(GATHER)
            self._news.clear()
            texts, self._changed = sorted(self._changed), set()
            said = await self._is_said(texts)
            if self._stopping:
                return
            if not said:
                self._changed.update(texts)
                await asyncio.sleep(RETRY)
                self._news.set()

    async def _is_said(self, texts: list[str]) -> bool:
        try:
            await run_in_threadpool(self._say, texts)
        except OutOfService:
            return False
        return True

    def _say(self, texts: list[str]) -> None:
        words = [texts[start : start + MOST_IN_A_WORD] for start in range(0, len(texts), MOST_IN_A_WORD)]
        with self._store.write() as connection:
            for word in words:
                connection.execute(_TELLING, {"channel": CHANNEL, "word": " ".join([self._name, *word])})

    async def _listen_for_ever(self) -> None:
        while True:
            with suppress(psycopg.OperationalError):
                await self._listen()
            log.warning("the neighbours are not heard for the moment")
            await asyncio.sleep(RETRY)

    async def _listen(self) -> None:
        """Until the line is cut. What was said while nobody listened is made good by looking at every open text once."""
        address = self._store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            self._heard(None)
            async for notice in connection.notifies():
                self._hear(notice.payload.split())

    def _hear(self, word: Iterable[str]) -> None:
        name, *texts = word
        if name != self._name:
            for text in texts:
                self._heard(text)
