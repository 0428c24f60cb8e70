"""The copy of each day, made by the one who keeps the class open: a process of its own, in the background, some minutes after the door opens."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hub_config.settings import School
from hub_config.start import words_fr as words
from hub_config.start.parts import environment

AFTER_OPENING = 120
AGAIN_AFTER = 600
"""Seconds: the class comes in first; and a stick that was pulled out, or a disk that was full, is tried again."""

COMMAND = (sys.executable, "-m", "classroom.cli", "backup", "--daily")


class DailyCopy:
    """Call `look` often. It starts today's copy when it is time, and says what came of it: a success once, a failure when it changes."""

    def __init__(
        self,
        school: School,
        say: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = date.today,
        command: tuple[str, ...] = COMMAND,
    ) -> None:
        self._school, self._say, self._clock, self._today, self._command = school, say, clock, today, command
        self._next = clock() + AFTER_OPENING
        self._done: date | None = None
        self._trouble = ""
        self._running: tuple[subprocess.Popen[bytes], date] | None = None

    @property
    def pid(self) -> int | None:
        """The process that copies now."""
        return self._running[0].pid if self._running else None

    def look(self) -> None:
        if self._running:
            process, day = self._running
            if process.poll() is not None:
                self._running = None
                self._ended(process.returncode, day)
        elif self._school.daily_backup and self._done != self._today() and self._clock() >= self._next:
            self._start()

    def _start(self) -> None:
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                self._command,
                env=environment(self._school),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: os.nice(10),
            )
        self._running = process, self._today()

    def _ended(self, code: int, day: date) -> None:
        said = (self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [f"code {code}"])[-1]
        if code == 0:
            self._done = day
        else:
            self._next = self._clock() + AGAIN_AFTER
        if code == 0 or said != self._trouble:
            self._say(said if code == 0 else words.NO_COPY.format(reason=said))
        self._trouble = "" if code == 0 else said

    @property
    def _log(self) -> Path:
        return self._school.home / "log" / "backup.log"
