"""A process that is not our child, held so that its number can never come to mean another: a pupil's server, as the hub has it."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True, eq=False)
class Held:
    """A process by its pid and a pidfd, which goes on standing for it when the number is given to another."""

    pid: int
    pidfd: int

    @classmethod
    def take(cls, pid: int) -> Held | None:
        """Holds a process of now; None when there is none."""
        try:
            return cls(pid, os.pidfd_open(pid))
        except ProcessLookupError:
            return None

    @classmethod
    def again(cls, pid: int, started: int) -> Held | None:
        """Holds again a process that began at that time; None when it has ended since, whoever has its number now."""
        held = cls.take(pid)
        if held and held.started != started:
            held.let_go()
            return None
        return held

    @property
    def started(self) -> int:
        """When it began, in the kernel's ticks since boot; 0 when it is no more."""
        try:
            words = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return 0
        return int(words.rpartition(")")[2].split()[19])

    @property
    def ended(self) -> bool:
        return self.pidfd < 0 or readable(self.pidfd, wait=False)

    def tell(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self.pidfd >= 0:
                signal.pidfd_send_signal(self.pidfd, number)

    def let_go(self) -> None:
        if self.pidfd >= 0:
            os.close(self.pidfd)
            self.pidfd = -1


def readable(pidfd: int, *, wait: bool) -> bool:
    """Whether the process has ended. (`select` knows no file beyond the thousandth, and a school's hub has more.)"""
    waiting = select.poll()
    waiting.register(pidfd, select.POLLIN)
    return bool(waiting.poll(None if wait else 0))
