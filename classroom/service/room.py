"""One open text: its living document, the pages that show it, and what of it is not written for good yet.

The document may be a moment ahead of the store. So a page is welcomed, and anything it asks is done, only once all is kept: what the
class says it has, it has for good.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from pycrdt import Doc
from starlette.concurrency import run_in_threadpool

from classroom.comparison import count_words
from classroom.documents import Brought, apply, clocks, freeze_doc, plain_of, schema_of
from classroom.errors import ClassroomError, OutOfService, WrongStage
from classroom.model import Person, Stage
from classroom.service import frames
from classroom.service.frames import BadFrame
from classroom.service.pages import TOO_LARGE, TOO_OLD, TRY_LATER, Goodbye, Page
from classroom.service.writer import Entry
from classroom.store.clock import now

if TYPE_CHECKING:
    from classroom.service.rooms import Rooms

COUNT_EVERY = 10.0
"""Seconds between two counts of a draft's words for the teacher's pile."""

LARGEST_TEXT = 16 * 1024 * 1024
"""Bytes of all that was ever typed in one text. Years of writing stay far below; a program that floods the disk does not."""

MOST_EARLY = 50
"""Updates that may wait for others before them. A page's way is one after the other: more is not a page."""

MOST_PAGES = 20
"""Pages that may show one text at once: two windows, and those that a weak network left behind."""


class Room:
    """One open text. All its methods are called in the event loop."""

    def __init__(self, text: str, pupil: Person, rooms: Rooms) -> None:
        self.text, self.pupil, self.rooms = text, pupil, rooms
        self.pages: set[Page] = set()
        self.doc: Doc[Any] = Doc()
        self.schema = 0.0
        """The number of the schema that the document was last written with; 0 for a new one."""
        self._size = 0
        self._held: dict[int, int] = {}
        self._early: list[tuple[bytes, Brought]] = []
        self._loading: asyncio.Task[None] | None = None
        self._unkept = 0
        self._settled = asyncio.Event()
        self._settled.set()
        self._handed_back: dict[str, Any] | None = None
        self._looking = asyncio.Lock()
        self._counted_at = 0.0
        self._counted = True

    @property
    def idle(self) -> bool:
        return not self.pages and not self._unkept

    async def load(self) -> None:
        """Read the document from the store, once for all pages that come in meanwhile."""
        self._loading = self._loading or asyncio.create_task(self._load())
        await asyncio.shield(self._loading)

    async def _load(self) -> None:
        self.doc, self._size = await run_in_threadpool(self.rooms.read, self.text)
        self._look_again()

    async def settle(self, page: Page) -> None:
        """Wait until the store holds all that the document holds; the page hears of trouble meanwhile."""
        while self._unkept:
            try:
                await asyncio.wait_for(self._settled.wait(), 3.0)
            except TimeoutError:
                page.trouble(OutOfService())

    async def settled_within(self, seconds: float) -> None:
        """The same for somebody who waits for an answer: OutOfService when it takes longer."""
        try:
            await asyncio.wait_for(self._settled.wait(), seconds)
        except TimeoutError as error:
            raise OutOfService(detail="updates are waiting for the store") from error

    def welcome(self, page: Page, state_vector: bytes) -> None:
        """Give the page what it lacks; from now on it gets what others write. Call it when all is settled."""
        try:
            diff = self.doc.get_update(state_vector)
        except ValueError as error:
            raise BadFrame("state vector") from error
        page.send(frames.welcome(diff, self.doc.get_state()))
        page.welcomed = True

    def take(self, page: Page, number: int, data: bytes, brought: Brought) -> None:
        """An update from a page: into the document now, to the others and acknowledged when it is kept. BadFrame: not an update."""
        if self._size + len(data) > LARGEST_TEXT:
            raise Goodbye(TOO_LARGE, "text_too_large")
        if page.schema < self.schema:
            raise Goodbye(TOO_OLD, "schema")
        self._add(data, brought)
        self._size += len(data)
        self._unkept += 1
        self._settled.clear()
        page.sent(len(data))
        revised = self._handed_back is not None and freeze_doc(self.doc).document != self._handed_back
        entry = Entry(
            text=self.text,
            client=page.client,
            data=data,
            at=now(),
            words=self._words(),
            kept=partial(self._kept, page, number, data, revised),
            trouble=page.trouble,
            refused=partial(self._refused, page, data),
        )
        self.rooms.writer.put(entry)

    async def look(self) -> dict[str, Any]:
        """How the text stands now, for its pupil; the last look is the newest."""
        async with self._looking:
            view = await run_in_threadpool(self.rooms.view, self.text, self.pupil)
            if view["stage"] != Stage.HANDED_BACK:
                self._handed_back = None
            elif self._handed_back is None:
                self._handed_back = freeze_doc(self.doc).document
            return view

    async def publish(self, but: Page | None = None) -> dict[str, Any]:
        """Tell every page (`but` one) how the text stands now, and give it."""
        view = await self.look()
        said = frames.control("text", text=view)
        for page in self.pages:
            if page is not but and page.welcomed:
                page.send(said)
        return view

    async def catch_up(self, but: Page | None = None) -> dict[str, Any]:
        """The store holds words that came from no page (a notebook's, the past's): take them in, and tell every page (as `publish`)."""
        await self.load()
        stored, _ = await run_in_threadpool(self.rooms.read, self.text)
        for update in self._take_in(stored):
            self._size += len(update)
            self._share(update)
            if self._handed_back is not None:  # what the teacher brought back, the pupil did not write
                self._handed_back = freeze_doc(self.doc).document
        return await self.publish(but)

    def _take_in(self, stored: Doc[Any]) -> list[bytes]:
        """Add to the document what only the store has; gives the updates that changed it."""
        changes: list[bytes] = []
        watching = self.doc.observe(lambda event: changes.append(event.update))
        try:
            apply(self.doc, stored.get_update(self.doc.get_state()))
        finally:
            self.doc.unobserve(watching)
        self._look_again()
        return changes

    def _look_again(self) -> None:
        """What is known of the document without looking at it for every letter."""
        self._held = clocks(self.doc.get_state())
        self.schema = schema_of(self.doc)

    def _share(self, data: bytes, but: Page | None = None) -> None:
        said = frames.update(data)
        for page in self.pages:
            if page.schema < self.schema:  # it would erase what it does not know
                page.leave(Goodbye(TOO_OLD, "schema"))
            elif page is not but and page.welcomed:
                page.send(said)

    def _add(self, data: bytes, brought: Brought) -> None:
        """Add an update to the document; one that lacks something waits beside it, as the library would lose it."""
        self._early.append((data, brought))
        while self._one_fits():
            pass
        if len(self._early) > MOST_EARLY:
            self.rooms.close(self, Goodbye(TRY_LATER, "too much came early"))

    def _one_fits(self) -> bool:
        """Whether one of those that wait lacks nothing; it is in the document then."""
        for place, (data, brought) in enumerate(self._early):
            if (held := brought.after(self._held)) is not None:
                del self._early[place]
                self._apply(data)
                self._held = held
                if not brought.only_letters:
                    self.schema = schema_of(self.doc)
                return True
        return False

    def _apply(self, data: bytes) -> None:
        try:
            apply(self.doc, data)
        except ValueError as error:
            raise BadFrame("not an update") from error
        except RuntimeError as error:  # half of it may be in the document: begin again from the store
            self.rooms.close(self, Goodbye(TRY_LATER, "document to read again"))
            raise BadFrame("not an update of this document") from error

    def _words(self) -> int | None:
        """The draft's words, if they were not counted a moment ago."""
        moment = asyncio.get_running_loop().time()
        self._counted = moment - self._counted_at >= COUNT_EVERY
        if not self._counted:
            return None
        self._counted_at = moment
        return count_words(plain_of(self.doc))

    def _kept(self, page: Page, number: int, data: bytes, revised: bool) -> None:
        page.send(frames.ack(number))
        self._share(data, but=page)
        self.rooms.tell_neighbours(self.text)
        if revised:
            self.rooms.later(self._revise())
        self._done(page, data)

    def _refused(self, page: Page, data: bytes, error: ClassroomError) -> None:
        self.rooms.close(self, Goodbye(4404, error.code))
        self._done(page, data)

    def _done(self, page: Page, data: bytes) -> None:
        page.kept(len(data))
        self._unkept -= 1
        if not self._unkept:
            self._settled.set()
            self.rooms.put_away(self)

    async def _revise(self) -> None:
        """The pupil has begun to correct a text that was handed back."""
        with suppress(WrongStage):  # another page, or the teacher, was faster
            await run_in_threadpool(self.rooms.revise, self.text, self.pupil.username)
        self.rooms.tell_neighbours(self.text)
        await self.publish()

    def note_words(self) -> None:
        """Count the last words typed, which no update after them counted."""
        if not self._counted:
            self._counted = True
            words = count_words(plain_of(self.doc))
            self.rooms.writer.put(Entry(self.text, 0, b"", now(), words, _nothing, _nothing, _nothing))


def _nothing(*_: object) -> None:
    """Nobody waits to hear that words were counted."""
