"""A page at the other end of a sync socket: what waits to be sent to it, what it still waits for, and how it is sent away."""

from __future__ import annotations

import asyncio
from time import monotonic

from starlette.websockets import WebSocket

from classroom.errors import ClassroomError
from classroom.service.frames import control

MOST_WAITING = 256
"""Frames that may wait for a slow page; then it is sent away, and fetches what it lacks when it comes back."""

MOST_UNKEPT = 4 * 1024 * 1024
"""Bytes of a page that may wait for the store; a page that sends more while nothing can be written is sent away."""

TROUBLE_EVERY = 3.0
"""Seconds between two words to the same page about the store's trouble."""

TRY_LATER = 1013
TOO_LARGE = 4413
TOO_OLD = 4409


class Goodbye(Exception):
    """The socket is to be closed with this code; the reason is for programs."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason


class Page:
    """One open socket. `gone` is done when the page must leave, with the reason as its result."""

    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket
        self.gone: asyncio.Future[Goodbye] = asyncio.get_running_loop().create_future()
        self.client = 0
        self.schema = 0
        self.welcomed = False
        self.unkept = 0
        self._waiting: asyncio.Queue[str | bytes] = asyncio.Queue(MOST_WAITING)
        self._trouble_at = -TROUBLE_EVERY

    def send(self, frame: str | bytes) -> None:
        """Put a frame in the page's queue; a page that reads too slowly is sent away."""
        try:
            self._waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self.leave(Goodbye(TRY_LATER, "slow reader"))

    def leave(self, goodbye: Goodbye) -> None:
        if not self.gone.done():
            self.gone.set_result(goodbye)

    def sent(self, size: int) -> None:
        """The page sent an update of so many bytes, which is not kept yet."""
        self.unkept += size
        if self.unkept > MOST_UNKEPT:
            self.leave(Goodbye(TRY_LATER, "too much waits"))

    def kept(self, size: int) -> None:
        self.unkept -= size

    def trouble(self, error: ClassroomError) -> None:
        """Tell the page that nothing can be kept now; not at every try."""
        if monotonic() - self._trouble_at >= TROUBLE_EVERY:
            self._trouble_at = monotonic()
            self.send(control("trouble", code=error.code, message=error.sentence))

    async def pump(self) -> None:
        """Send what waits, for as long as the page is there."""
        while True:
            frame = await self._waiting.get()
            if isinstance(frame, bytes):
                await self.websocket.send_bytes(frame)
            else:
                await self.websocket.send_text(frame)
