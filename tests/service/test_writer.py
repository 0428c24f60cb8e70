"""The writer: what a class types together shares a transaction, and nobody's letters wait for others that do not come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, event

from classroom.documents import build, freeze_doc, merge
from classroom.service import turns
from classroom.service.writer import Entry, Writer
from classroom.store import Store, load_updates, notebook_of
from classroom.store.clock import now


class Desk:
    """A writer, what it said kept in that order, and how many transactions it made."""

    def __init__(self, store: Store) -> None:
        self.store, self.writer = store, Writer(store)
        self.kept: list[str] = []
        self.commits = 0
        self._news = asyncio.Event()
        event.listen(store.engine, "commit", self._committed)

    def put(self, pupil: str, words: str) -> None:
        text, data = self.text_of(pupil), build([words])
        self.writer.put(Entry(text, 1, data, now(), len(words.split()), self._hear(words), self._fail, self._fail))

    async def until_kept(self, count: int) -> None:
        while len(self.kept) < count:
            await self._news.wait()
            self._news.clear()

    def text_of(self, pupil: str) -> str:
        with self.store.read() as connection:
            return notebook_of(connection, pupil)[0].id

    def stored(self, pupil: str) -> str:
        with self.store.read() as connection:
            return freeze_doc(merge(load_updates(connection, self.text_of(pupil)))).plain

    def _hear(self, words: str) -> Callable[[], None]:
        def kept() -> None:
            self.kept.append(words)
            self._news.set()

        return kept

    def _fail(self, error: Exception) -> None:
        raise AssertionError(error)

    def _committed(self, connection: Connection) -> None:
        self.commits += connection.get_execution_options().get("writes", False)


@pytest.fixture
def endless_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a turn there is none until the writer is stopped."""
    monkeypatch.setattr(turns, "PACE", 3600.0)


async def test_who_types_alone_does_not_wait(filled_store: Store, endless_pace: None) -> None:
    desk = Desk(filled_store)
    desk.writer.start()
    desk.put("ana", "Un chat.")
    await desk.until_kept(1)
    assert desk.stored("ana") == "Un chat."
    await desk.writer.stop()


async def test_what_a_class_types_during_the_pace_shares_a_transaction(filled_store: Store, endless_pace: None) -> None:
    desk = Desk(filled_store)
    desk.writer.start()
    desk.put("ana", "Un chat.")
    await desk.until_kept(1)
    desk.put("ana", "Il dort.")
    desk.put("bob", "Un chien.")
    assert desk.stored("bob") == ""
    await desk.writer.stop()  # the pace is broken off, and what waits is written
    await desk.until_kept(3)
    assert desk.kept == ["Un chat.", "Il dort.", "Un chien."]
    assert desk.commits == 2
    assert "Il dort." in desk.stored("ana") and desk.stored("bob") == "Un chien."
