"""Whose kernel is next: a few pages of the class are laid out at the same time. The others have their head, and their pupils write already."""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
from pathlib import Path

PROCESSORS = os.cpu_count() or 1
WHEN_BUSY, WHEN_CALM = 1, 4 * PROCESSORS
"""Pages at the same time: while many wait for the processors, and when they don't. Three quarters of a kernel's start is waiting."""

BUSY = 1.5 * PROCESSORS
"""Of the machine's load, the mean of the last minute: a school comes in. A class alone does not take it so far."""

SOON, LATER = 0.1, 5.0
"""Seconds between two looks whether it is one's turn: at first, and after a while; a school's pages that look each second keep it waiting."""

AT_MOST = 30.0
"""Seconds; a kernel that takes longer is in trouble, and keeps nobody else waiting."""


def make_places(folder: Path) -> None:
    """The places of this machine. Whoever locks one has his turn, until he gives it back or ends."""
    for number in range(WHEN_CALM):
        place = folder / f"turn-{number}"
        place.touch()
        place.chmod(0o444)


class Turn:
    """One page's turn. Where nobody has made places in this folder, as in a pod of one pupil, it comes at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place: int | None = None

    async def take(self) -> None:
        """Waits for it. It is given back by itself when it was held for too long."""
        pause = SOON
        while not self._is_there():
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(LATER, pause * 1.5)
        asyncio.get_running_loop().call_later(AT_MOST, self.give_back)

    def give_back(self) -> None:
        if self._place is not None:
            os.close(self._place)
            self._place = None

    def _is_there(self) -> bool:
        for number in range(WHEN_CALM if load() < BUSY else WHEN_BUSY):
            try:
                place = os.open(self._folder / f"turn-{number}", os.O_RDONLY)
            except FileNotFoundError:
                return True
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(place)
            else:
                self._place = place
                return True
        return False


def load() -> float:
    """How many wanted a processor at once, on average of the last minute."""
    return os.getloadavg()[0]
