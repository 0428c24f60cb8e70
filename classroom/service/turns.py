"""When letters are taken in and written: whoever types alone has his turn at once, a class that types has one together, seven times a second.

What is done together costs less than one after the other: the processor has it all at hand, and the disk is asked once
(docs/decisions/group-commit.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PACE = 0.14
"""Seconds from one turn to the next at least."""


class Turns:
    """All its methods are called in the event loop. `ended` is called in each turn, after what those did who waited for it."""

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ended = ended
        self._asked = False
        self._next = asyncio.Event()
        self._pace: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """There is something for a turn: this one, or the next."""
        self._asked = True
        if self._pace is None:
            self._begin()

    async def wait(self) -> None:
        """Until the next turn: at once when the last one is long ago."""
        if self._pace is not None:
            self._asked = True
            await self._next.wait()

    def stop(self) -> None:
        """No turn begins any more."""
        if self._pace is not None:
            self._pace.cancel()

    def _begin(self) -> None:
        turn, self._next, self._asked = self._next, asyncio.Event(), False
        turn.set()
        loop = asyncio.get_running_loop()
        self._pace = loop.call_later(PACE, self._rested)
        loop.call_soon(self._ended)

    def _rested(self) -> None:
        self._pace = None
        if self._asked:
            self._begin()
