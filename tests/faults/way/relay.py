"""The Wi-Fi of a class for one tablet: a relay in front of the class's port that cuts, stalls, slows down or swallows what passes."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field

PIECE = 65_536
HOST = "127.0.0.1"
_RESET_AT_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a way is: seconds of delay, give or take `jitter`, and bits per second (0: as fast as it goes)."""

    delay: float = 0.0
    jitter: float = 0.0
    rate: float = 0.0


FAST = Pace()
WEAK_WIFI = Pace(delay=0.150, jitter=0.050, rate=1_000_000)


@dataclass
class Way:
    """One direction, for all the connections of the relay. What is stalled is not lost: it passes when the way is open again."""

    chance: random.Random = field(default_factory=random.Random)
    pace: Pace = FAST
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _stalls: int = 0
    _free: float = 0.0

    def __post_init__(self) -> None:
        self._open.set()

    def stall(self) -> None:
        self._stalls += 1
        self._open.clear()

    def resume(self) -> None:
        """Ends one stall; several may last at a time."""
        self._stalls -= 1
        if not self._stalls:
            self._open.set()

    def due(self, size: int) -> float:
        """When a piece of this many bytes, which arrives now, is through (the loop's clock)."""
        now = asyncio.get_running_loop().time()
        self._free = max(now, self._free) + (size * 8 / self.pace.rate if self.pace.rate else 0)
        return self._free + max(0.0, self.pace.delay + self.chance.uniform(-self.pace.jitter, self.pace.jitter))

    @property
    def backlog(self) -> float:
        """Seconds until what was sent before is out, without the delay."""
        return max(0.0, self._free - asyncio.get_running_loop().time())

    async def wait(self, due: float) -> None:
        if (left := due - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(left)
        await self._open.wait()


class Line:
    """One connection: the tablet's end, the class's end, and what is on its way between them."""

    def __init__(self, tablet: asyncio.StreamWriter, school: asyncio.StreamWriter) -> None:
        self.tablet, self.school = tablet, school
        self.forgotten = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
        """Until this end has said all; then the other one is told, unless it was left alone on purpose."""
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._send(pieces, writer, way))
            try:
                while piece := await reader.read(PIECE):
                    await pieces.put((way.due(len(piece)), piece))
            except ConnectionError:
                self.reset()
            await pieces.put((way.due(0), b""))

    async def _send(self, pieces: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, way: Way) -> None:
        while True:
            due, piece = await pieces.get()
            await way.wait(due)
            if not piece:
                if not self.forgotten:
                    with suppress(OSError):
                        writer.write_eof()
                return
            if self.forgotten:
                continue
            try:
                writer.write(piece)
                await writer.drain()
            except ConnectionError:
                self.reset()

    def hang_up(self) -> None:
        """Both have said all they had to say."""
        for end in (self.tablet, self.school):
            end.close()

    def reset(self) -> None:
        """Both ends learn at once that the line is cut."""
        for end in (self.tablet, self.school):
            _reset(end)

    def forget(self) -> None:
        """The class is told that the line is cut, and the tablet is not: its end stays open, and nobody is there any more."""
        self.forgotten = True
        _reset(self.school)


class Relay:
    """A port of its own before the class's port. Faults of several kinds may last at a time, each until its end is called."""

    def __init__(self, port_of_class: int, host: str = HOST) -> None:
        self._school, self._host = port_of_class, host
        self.up, self.down = Way(), Way()
        self.port = 0
        self._listening: asyncio.Server | None = None
        self._refusals = 0
        self._lines: dict[Line, asyncio.Task[None]] = {}

    @property
    def address(self) -> str:
        return f"http://{self._host}:{self.port}"

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self._take, self._host, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """For good: nobody is let in, and those who are there are cut off."""
        tasks = list(self._lines.values())
        self.refuse()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def cut(self) -> None:
        for line in list(self._lines):
            line.reset()

    def refuse(self) -> None:
        """Cut, and nobody comes in any more."""
        self._refusals += 1
        if self._listening:
            self._listening.close()
            self._listening = None
        self.cut()

    async def let_in(self) -> None:
        self._refusals -= 1
        if not self._refusals:
            await self.open()

    def stall(self, *ways: Way) -> None:
        """Open but silent, both ways or one."""
        for way in ways or (self.up, self.down):
            way.stall()

    def resume(self, *ways: Way) -> None:
        for way in ways or (self.up, self.down):
            way.resume()

    def set_pace(self, pace: Pace) -> None:
        self.up.pace = self.down.pace = pace

    def half_open(self) -> None:
        """What is open now leads nowhere any more, and the tablet is not told; who comes in anew is let through."""
        for line in list(self._lines):
            line.forget()

    async def _take(self, reader: asyncio.StreamReader, tablet: asyncio.StreamWriter) -> None:
        try:
            answers, school = await asyncio.open_connection(HOST, self._school)
        except OSError:
            _reset(tablet)
            return
        line = Line(tablet, school)
        task = asyncio.current_task()
        assert task is not None
        self._lines[line] = task
        try:
            await asyncio.gather(line.carry(reader, school, self.up), line.carry(answers, tablet, self.down))
            line.hang_up()
        except asyncio.CancelledError:  # by `close`
            line.reset()
        finally:
            del self._lines[line]


def _reset(end: asyncio.StreamWriter) -> None:
    connection = end.get_extra_info("socket")
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
    end.transport.abort()
