"""The sync socket: a pupil's page and the class keep one text the same (docs/helper/protocol.md).

A page says hello with its credential, gets what it lacks, sends what it has, and hears « kept » after the commit and not before. What the
pupil asks (deposit, « c'est corrigé »…) comes the same way, after the letters it speaks of.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect

from classroom.documents import freeze_doc
from classroom.documents.reading import clean
from classroom.errors import BadInput, ClassroomError, NotAllowed, NotFound, NotSignedIn
from classroom.model import SCHEMA, Person
from classroom.service.credentials import Credentials
from classroom.service.frames import BadFrame, Do, Hello, Ping, Seen, control, read_control, read_update
from classroom.service.pages import TRY_LATER, Goodbye, Page
from classroom.service.rooms import Room, Rooms
from classroom.service.signing import Kind
from classroom.store import Store, mark_done, move, note_help, save_rescue, submit_draft, text_of
from classroom.workflow import Move

HELLO_WITHIN = 10.0
"""Seconds that a page has to say who is there."""

SETTLE_WITHIN = 3.0
"""Seconds that something asked may wait for the letters before it."""

RENEW_EVERY = 30 * 60.0
"""Seconds after which a lease is renewed on an open socket."""

PACE, BURST = 40.0, 200.0
"""Frames a second that a page may go on sending, and how many at once; beyond, it is read more slowly."""

_CLOSE = {NotSignedIn: 4401, NotAllowed: 4403, NotFound: 4404}

log = logging.getLogger(__name__)


class SyncSocket:
    """The endpoint of `/sync`. `origins`: those that may open it; when empty, the host that was asked."""

    def __init__(self, store: Store, credentials: Credentials, rooms: Rooms, origins: Sequence[str] = ()) -> None:
        self._store, self._credentials, self._rooms = store, credentials, rooms
        self._origins = frozenset(origins)

    async def serve(self, websocket: WebSocket) -> None:
        if not self._is_ours(websocket.headers):
            await websocket.close(4403)
            return
        await websocket.accept()
        page = Page(websocket)
        talk = asyncio.create_task(self._talk(page))
        pump = asyncio.create_task(page.pump())
        try:
            ends: list[asyncio.Future[Any]] = [talk, pump, page.gone]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            talk.cancel()
            pump.cancel()
            await asyncio.gather(talk, pump, return_exceptions=True)
        if page.gone.done():
            goodbye = page.gone.result()
            with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
                await asyncio.wait_for(websocket.close(goodbye.code, goodbye.reason), 5.0)

    async def _talk(self, page: Page) -> None:
        """All that a page says, from hello to goodbye."""
        try:
            hello = await self._hello(page)
            person = await self._check(hello)
            page.client = hello.client
            room = await self._rooms.enter(hello.text, person, page)
            try:
                await self._welcome(room, page, hello, person)
                await _Conversation(self._store, self._credentials, self._rooms, room, page, person).listen()
            finally:
                self._rooms.leave(room, page)
        except Goodbye as goodbye:
            page.leave(goodbye)
        except BadFrame as error:
            page.leave(Goodbye(4400, str(error)))
        except ClassroomError as error:
            page.leave(Goodbye(_CLOSE.get(type(error), TRY_LATER), error.code))
        except (WebSocketDisconnect, RuntimeError):
            pass  # the page is gone
        except Exception as error:  # whatever it is, one page's trouble stays its own
            log.error("a sync socket failed: %s", type(error).__name__)
            page.leave(Goodbye(TRY_LATER, "error"))

    async def _hello(self, page: Page) -> Hello:
        try:
            frame = await asyncio.wait_for(page.websocket.receive(), HELLO_WITHIN)
        except TimeoutError as error:
            raise BadFrame("no hello") from error
        if frame["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(frame.get("code", 1005))
        said = read_control(frame.get("text") or "")
        if not isinstance(said, Hello):
            raise BadFrame("not a hello")
        return said

    async def _check(self, hello: Hello) -> Person:
        """Who it is, if the text is theirs. Only its pupil opens a text here; a teacher reads versions, which are frozen."""
        person = await self._credentials.person_behind(hello.credential, Kind.TICKET, Kind.LEASE)
        with_text = await run_in_threadpool(self._owner, hello.text)
        if with_text != person.username:
            raise NotAllowed(detail="somebody else's text")
        if hello.schema_ < SCHEMA:
            raise Goodbye(4409, "schema")
        return person

    async def _welcome(self, room: Room, page: Page, hello: Hello, person: Person) -> None:
        if hello.schema_ < room.schema:
            raise Goodbye(4409, "schema")
        lease = self._credentials.issue(Kind.LEASE, person.username)
        page.send(control("lease", lease=lease.token, expires=lease.expires.isoformat().replace("+00:00", "Z")))
        page.send(control("text", text=await room.look()))
        await room.settle(page)
        room.welcome(page, hello.sv)

    def _owner(self, text: str) -> str:
        with self._store.read() as connection:
            return text_of(connection, text).pupil

    def _is_ours(self, headers: Headers) -> bool:
        """A browser says from which site the page is; what is not a browser says nothing, and needs a credential all the same."""
        origin = headers.get("origin")
        if origin is None:
            return True
        return origin in self._origins if self._origins else urlsplit(origin).netloc == headers.get("host")


class _Conversation:
    """What a welcomed page says, one frame after the other, so that nothing overtakes anything."""

    def __init__(
        self, store: Store, credentials: Credentials, rooms: Rooms, room: Room, page: Page, person: Person
    ) -> None:
        self._store, self._credentials, self._rooms = store, credentials, rooms
        self._room, self._page, self._person = room, page, person
        self._renewed = monotonic()
        self._seen: str | None = None
        self._allowance, self._checked = BURST, monotonic()

    async def listen(self) -> None:
        while True:
            frame = await self._page.websocket.receive()
            if frame["type"] == "websocket.disconnect":
                return
            await self._keep_pace()
            if (data := frame.get("bytes")) is not None:
                self._room.take(self._page, *read_update(data))
                self._look_for_lost_words()
            else:
                await self._hear(read_control(frame["text"]))
            self._renew()

    async def _hear(self, said: Hello | Ping | Seen | Do) -> None:
        match said:
            case Hello():
                raise BadFrame("hello again")
            case Seen():
                self._seen = clean(said.plain.replace("\n", " "))
            case Ping():
                self._look_for_lost_words()
                self._page.send(control("pong"))
            case Do():
                self._look_for_lost_words()
                await self._do(said)

    async def _do(self, asked: Do) -> None:
        try:
            await self._room.settled_within(SETTLE_WITHIN)
            await run_in_threadpool(self._act, asked)
        except ClassroomError as error:
            self._page.send(control("refused", key=asked.key, code=error.code, message=error.sentence))
            return
        view = await self._room.publish(but=self._page)
        self._page.send(control("done", key=asked.key, text=view))

    def _act(self, asked: Do) -> None:
        with self._store.write() as connection:
            act(connection, self._room.text, self._person.username, asked)

    async def _keep_pace(self) -> None:
        moment = monotonic()
        self._allowance = min(BURST, self._allowance + (moment - self._checked) * PACE) - 1
        self._checked = moment
        if self._allowance < 0:
            await asyncio.sleep(-self._allowance / PACE)

    def _renew(self) -> None:
        if monotonic() - self._renewed > RENEW_EVERY:
            self._renewed = monotonic()
            lease = self._credentials.issue(Kind.LEASE, self._person.username)
            self._page.send(
                control("lease", lease=lease.token, expires=lease.expires.isoformat().replace("+00:00", "Z"))
            )

    def _look_for_lost_words(self) -> None:
        """After an offline spell: the words that the pupil saw and that the merge dropped are kept aside, for him and the teacher."""
        if self._seen is None:
            return
        seen, self._seen = self._seen, None
        if missing := lost_words(seen, freeze_doc(self._room.doc).plain):
            self._rooms.later(run_in_threadpool(self._rescue, seen, missing))

    def _rescue(self, seen: str, missing: list[str]) -> None:
        with self._store.write() as connection:
            save_rescue(connection, self._room.text, seen, missing)


def act(connection: Connection, text: str, pupil: str, asked: Do) -> None:
    """Do what a pupil asks about his text. Errors are the verbs' own; the same key again does nothing more."""
    match asked.verb:
        case "submit":
            if asked.sv is None:
                raise BadInput(detail="submit without sv")
            submit_draft(connection, text, by=pupil, key=asked.key, state_vector=asked.sv)
        case "mark":
            mark_done(connection, text, asked.annotation, done=asked.done, by=pupil)
        case "help":
            note_help(connection, text, asked.annotation, asked.level, by=pupil)
        case verb:
            move(connection, text, Move(verb), by=pupil, key=asked.key)


def lost_words(seen: str, merged: str) -> list[str]:
    """The words that stood in `seen` and do not stand as often in `merged`, in the order in which they were seen."""
    left = Counter(merged.split())
    missing = []
    for word in seen.split():
        if left[word]:
            left[word] -= 1
        else:
            missing.append(word)
    return missing
