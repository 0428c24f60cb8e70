"""The sync socket: a pupil's page and the class keep one text the same (docs/helper/protocol.md).

A page says hello with its credential, gets what it lacks, sends what it has, and hears « kept » after the commit and not before. What the
pupil asks (deposit, « c'est corrigé »…) comes the same way, after the letters it speaks of.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect

from classroom.errors import ClassroomError, NotAllowed, NotFound, NotSignedIn
from classroom.model import SCHEMA, Person
from classroom.service.conversation import Conversation
from classroom.service.credentials import Credentials
from classroom.service.frames import BadFrame, Hello, control, read_control
from classroom.service.pages import TOO_OLD, TRY_LATER, Goodbye, Page
from classroom.service.room import Room
from classroom.service.rooms import Rooms
from classroom.service.signing import Kind
from classroom.store import Store, text_of

HELLO_WITHIN = 10.0
"""Seconds that a page has to say who is there."""

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
            page.client, page.schema = hello.client, hello.schema_
            room = await self._rooms.enter(hello.text, person, page)
            try:
                await self._welcome(room, page, hello, person)
                await Conversation(self._store, self._credentials, self._rooms, room, page, person).listen()
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
            raise Goodbye(TOO_OLD, "schema")
        return person

    async def _welcome(self, room: Room, page: Page, hello: Hello, person: Person) -> None:
        if page.schema < room.schema:
            raise Goodbye(TOO_OLD, "schema")
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
