"""A pupil's server is there to lay pages out. Once they are, and nobody has asked for anything for a while, it ends by itself.

Who writes goes on writing: that way does not lead through here. The hub hears of the end at once, and the next click starts another.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from tornado.ioloop import PeriodicCallback
from tornado.log import access_log
from tornado.web import RequestHandler

QUIET_SECONDS = "CLASSROOM_QUIET_SECONDS"
"""The variable in which the hub says how long is a while."""

LOOKS_EVERY = 5000
"""Milliseconds."""


def quiet_seconds() -> int:
    return int(os.environ.get(QUIET_SECONDS, "60"))


class Rest:
    """The quiet of a server: since when, and whether it is long enough."""

    def __init__(self, pages: Callable[[], int]) -> None:
        """`pages`: how many are being laid out, or still hold the line to their kernel."""
        self.seconds = quiet_seconds()
        self.pages = pages
        self.since = time.monotonic()

    def heard(self, handler: RequestHandler) -> None:
        """For tornado's `log_function`: every request, when it has been answered. What went wrong is logged, without what was asked."""
        self.since = time.monotonic()
        if handler.get_status() >= 400:
            access_log.warning("%d %s %s", handler.get_status(), handler.request.method, handler.request.path)

    @property
    def over(self) -> bool:
        if self.pages():
            self.since = time.monotonic()
        return time.monotonic() - self.since >= self.seconds

    def then(self, end: Callable[[], None]) -> None:
        """Calls `end` once the quiet is long enough; for a running event loop."""
        self._looking = PeriodicCallback(lambda: end() if self.over else None, min(LOOKS_EVERY, self.seconds * 500))
        self._looking.start()
