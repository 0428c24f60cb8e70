"""What a welcomed page says, frame after frame: letters, questions, and what the pupil asks about his text."""

from __future__ import annotations

import asyncio
from time import monotonic, perf_counter

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from classroom.documents import Brought, check_update, plain_of
from classroom.errors import BadInput, ClassroomError
from classroom.model import MAX_TEXT, Person
from classroom.service import turns
from classroom.service.credentials import Credentials
from classroom.service.found_words import lets_fall, lost_passages
from classroom.service.frames import BadFrame, Do, Hello, Ping, Seen, control, read_control, read_update
from classroom.service.pages import Page
from classroom.service.room import Room
from classroom.service.rooms import Rooms
from classroom.service.signing import Kind
from classroom.store import (
    Store,
    bring_back,
    mark_done,
    move,
    note_help,
    save_rescue,
    settle_rescue,
    submit_draft,
)
from classroom.workflow import Move

SETTLE_WITHIN = 3.0
"""Seconds that something asked may wait for the letters before it."""

RENEW_EVERY = 30 * 60.0
"""Seconds after which a lease is renewed on an open socket."""

PACE, BURST = 40.0, 200.0
"""Efforts a second that a page may go on asking for, and how many at once; beyond, it is read more slowly."""

EFFORT_BYTES, EFFORT_SECONDS = 4096, 0.005
"""An effort is a frame, as many bytes, or as much work for all pages to wait for. A pupil who types costs three a second."""

LONGEST_REST = 2.5
"""Seconds at most before a page that asked for too much is heard again: it must not take the class for dead."""

LONG = 16 * 1024
"""Bytes of an update that is checked in a thread: while one pupil pastes, the others type."""


class Conversation:
    """What a welcomed page says, one frame after the other, so that nothing overtakes anything."""

    def __init__(
        self, store: Store, credentials: Credentials, rooms: Rooms, room: Room, page: Page, person: Person
    ) -> None:
        self._store, self._credentials, self._rooms = store, credentials, rooms
        self._room, self._page, self._person = room, page, person
        self._renewed = monotonic()
        self._seen: str | None = None
        self._allowance, self._heard_at = BURST, monotonic()

    async def listen(self) -> None:
        while True:
            frame = await self._page.websocket.receive()
            if frame["type"] == "websocket.disconnect":
                return
            if (data := frame.get("bytes")) is not None:
                await self._take(*read_update(data))
            else:
                await self._hear(read_control(frame["text"]))
                await self._keep_pace(1 + len(frame["text"]) / EFFORT_BYTES)
            self._renew()

    async def _take(self, number: int, data: bytes) -> None:
        if len(data) > LONG:
            effort = self._add(number, data, await run_in_threadpool(_checked, data))
        else:
            try:
                await self._wait_for_the_class()
            finally:  # what the page sent is kept, also when it left meanwhile
                effort = self._add(number, data, _checked(data))
        await self._keep_pace(effort)

    async def _wait_for_the_class(self) -> None:
        """Letters after a rest are taken in together with those of all others, just before they are written: that costs half."""
        if monotonic() - self._heard_at > turns.PACE:
            await self._rooms.writer.turns.wait()

    def _add(self, number: int, data: bytes, brought: Brought) -> float:
        """Gives the effort that it was."""
        started = perf_counter()
        self._room.take(self._page, number, data, brought)
        self._look_for_lost_words(brought)
        return 1 + len(data) / EFFORT_BYTES + (perf_counter() - started) / EFFORT_SECONDS

    async def _hear(self, said: Hello | Ping | Seen | Do) -> None:
        match said:
            case Hello():
                raise BadFrame("hello again")
            case Seen():
                self._seen = said.plain[:MAX_TEXT]
            case Ping():
                self._page.send(control("pong"))
            case Do():
                await self._do(said)

    async def _do(self, asked: Do) -> None:
        try:
            await self._room.settled_within(SETTLE_WITHIN)
            await run_in_threadpool(self._act, asked)
        except ClassroomError as error:
            self._page.send(control("refused", key=asked.key, code=error.code, message=error.sentence))
            return
        self._rooms.tell_neighbours(self._room.text)
        look = self._room.catch_up if asked.verb == "bring_back" else self._room.publish
        view = await look(but=self._page)
        self._page.send(control("done", key=asked.key, text=view))

    def _act(self, asked: Do) -> None:
        with self._store.write() as connection:
            act(connection, self._room.text, self._person, asked)

    async def _keep_pace(self, effort: float) -> None:
        moment = monotonic()
        earned = self._allowance + (moment - self._heard_at) * PACE
        self._allowance = max(-LONGEST_REST * PACE, min(BURST, earned) - effort)
        self._heard_at = moment
        if self._allowance < 0:
            await asyncio.sleep(-self._allowance / PACE)

    def _renew(self) -> None:
        if monotonic() - self._renewed > RENEW_EVERY:
            self._renewed = monotonic()
            lease = self._credentials.issue(Kind.LEASE, self._person.username)
            self._page.send(
                control("lease", lease=lease.token, expires=lease.expires.isoformat().replace("+00:00", "Z"))
            )

    def _look_for_lost_words(self, brought: Brought) -> None:
        """After an offline spell: the words that the pupil saw and that the merge dropped are kept aside, for him and the teacher."""
        if self._seen is None:
            return
        seen, self._seen = self._seen, None
        self._rooms.later(self._rescue(seen, brought, self._room.doc.get_update(), plain_of(self._room.doc)))

    async def _rescue(self, seen: str, brought: Brought, merged: bytes, plain: str) -> None:
        if await run_in_threadpool(self._keep_aside, seen, brought, merged, plain):
            await self._room.publish()

    def _keep_aside(self, seen: str, brought: Brought, merged: bytes, plain: str) -> str | None:
        if not lets_fall(brought, merged) or not (missing := lost_passages(seen, plain)):
            return None
        with self._store.write() as connection:
            return save_rescue(connection, self._room.text, seen, missing)


def _checked(data: bytes) -> Brought:
    try:
        return check_update(data)
    except ValueError as error:
        raise BadFrame("not an update of a page") from error


def act(connection: Connection, text: str, person: Person, asked: Do) -> None:
    """Do what a pupil asks about his text. Errors are the verbs' own; the same key again does nothing more."""
    pupil = person.username
    match asked.verb:
        case "submit":
            if asked.sv is None:
                raise BadInput(detail="submit without sv")
            submit_draft(connection, text, by=pupil, key=asked.key, state_vector=asked.sv)
        case "mark":
            mark_done(connection, text, asked.annotation, done=asked.done, by=pupil)
        case "help":
            note_help(connection, text, asked.annotation, asked.level, by=pupil)
        case "settle":
            settle_rescue(connection, text, asked.rescue, asked.settled, by=pupil)
        case "bring_back":
            bring_back(connection, text, asked.seq, by=person, key=asked.key)
        case verb:
            move(connection, text, Move(verb), by=pupil, key=asked.key)
