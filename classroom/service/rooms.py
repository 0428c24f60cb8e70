"""The open texts: each has a room while a page shows it, and is put away when nobody is left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from pycrdt import Doc

from classroom.documents import merge
from classroom.model import Person
from classroom.service import present
from classroom.service.pages import TRY_LATER, Goodbye, Page
from classroom.service.room import MOST_PAGES, Room
from classroom.service.writer import Writer
from classroom.store import Store, load_updates, look, move
from classroom.workflow import Move

if TYPE_CHECKING:
    from classroom.service.neighbours import Neighbours

GATHER = 0.1
"""Seconds in which a neighbour's changes of one text are gathered before the store is read again."""

log = logging.getLogger(__name__)


def neighbours_of(store: Store, heard: Callable[[str | None], None]) -> Neighbours | None:
    """SQLite is for one process; the driver of the other store is there when that store is."""
    if store.kind != "postgresql":
        return None
    from classroom.service.neighbours import Neighbours

    return Neighbours(store, heard)


class Rooms:
    """All open texts. What reads or writes the store is called in a thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.writer = Writer(store)
        self._open: dict[str, Room] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._behind: set[str] = set()
        self._neighbours = neighbours_of(store, self._heard)

    def start(self) -> None:
        self.writer.start()
        if self._neighbours:
            self._neighbours.start()

    async def stop(self) -> None:
        if self._neighbours:
            await self._neighbours.stop()
        await self.writer.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def enter(self, text: str, pupil: Person, page: Page) -> Room:
        """The room of a pupil's text, with this page in it. `leave` it whatever happens."""
        room = self._open.setdefault(text, Room(text, pupil, self))
        if len(room.pages) >= MOST_PAGES:
            raise Goodbye(TRY_LATER, "too many pages")
        room.pages.add(page)
        try:
            await room.load()
        except BaseException:
            self.leave(room, page)
            raise
        self.tell_neighbours(text)
        return room

    def leave(self, room: Room, page: Page) -> None:
        room.pages.discard(page)
        if not room.pages:
            room.note_words()
        self.put_away(room)

    def is_open(self, text: str) -> bool:
        """Whether a page shows this text."""
        return text in self._open

    def put_away(self, room: Room) -> None:
        if room.idle and self._open.get(room.text) is room:
            del self._open[room.text]

    def close(self, room: Room, goodbye: Goodbye) -> None:
        """Send all pages of a room away; the next one to come in finds it as the store has it."""
        if self._open.get(room.text) is room:
            del self._open[room.text]
        for page in room.pages:
            page.leave(goodbye)

    async def publish_change(self, text: str) -> None:
        """Something about this text changed elsewhere (opened, handed back, deposited from a notebook): its open pages hear of it soon."""
        self.tell_neighbours(text)
        if room := self._open.get(text):
            self.later(room.catch_up())

    def tell_neighbours(self, text: str) -> None:
        """Other processes of the service, if there are any, have pages of this text to tell."""
        if self._neighbours:
            self._neighbours.tell(text)

    def _heard(self, text: str | None) -> None:
        """A neighbour says that this text changed (None: that any may have): the pages that show it here hear of it soon."""
        for each in [text] if text is not None else list(self._open):
            if each in self._open and each not in self._behind:
                self._behind.add(each)
                self.later(self._catch_up(each))

    async def _catch_up(self, text: str) -> None:
        await asyncio.sleep(GATHER)
        self._behind.discard(text)
        if room := self._open.get(text):
            await room.catch_up()

    def later(self, doing: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def read(self, text: str) -> tuple[Doc[Any], int]:
        """The living document of a text, and how many bytes it is made of."""
        with self._store.read() as connection:
            updates = load_updates(connection, text)
        return merge(updates), sum(map(len, updates))

    def view(self, text: str, pupil: Person) -> dict[str, Any]:
        with self._store.read() as connection:
            return present.text_view(look(connection, text, pupil)).model_dump(mode="json")

    def revise(self, text: str, by: str) -> None:
        with self._store.write() as connection:
            move(connection, text, Move.REVISE, by=by)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a room could not finish: %s", type(error).__name__)
