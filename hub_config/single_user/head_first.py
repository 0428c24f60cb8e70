"""A pupil's page as it leaves: its head in one piece and at once; the rest when it is the page's turn to have a kernel.

Voilà starts a page's kernel before it sends the first word, and sends every word apart.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

from voila import handler
from voila.notebook_renderer import NotebookRenderer

from hub_config.single_user.turns import Turn

log = logging.getLogger(__name__)

Piece = tuple[str, Any]
"""Some of a page, and nbconvert's notes on it."""


class HeadFirst(NotebookRenderer):  # type: ignore[misc]
    """Voilà's renderer for one page. A kernel that cannot be had ends the page after its head, with which the notebook works."""

    under_way: ClassVar[int] = 0
    """How many pages of this server have not come to their end."""

    read: ClassVar[dict[str, Any]] = {}
    """Notebooks by their path, as the first page found them; a forked server has those of the warm process."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._turn = Turn(Path(os.environ.get("CLASSROOM_WARM_SOCKET", "")).parent)

    async def load_notebook(self, path: str) -> Any:
        """(Jupyter's file manager looks for a signature and tells its event log, which takes a third of a page's time.)"""
        if path not in self.read:
            self.read[path] = await super().load_notebook(path)
        return deepcopy(self.read[path])

    async def generate_content_generator(self, *given: Any) -> AsyncIterator[Piece]:
        HeadFirst.under_way += 1
        try:
            async for piece in together(super().generate_content_generator(*given)):
                yield piece
        except Exception:
            log.exception("a page without its kernel's part")
        finally:
            HeadFirst.under_way -= 1
            self._turn.give_back()

    async def _jinja_kernel_start(self, nb: Any, kernel_id: str, kernel_future: Any) -> str:
        await self._turn.take()
        started: str = await super()._jinja_kernel_start(nb, kernel_id, kernel_future)
        return started


async def together(pieces: AsyncIterator[Piece]) -> AsyncIterator[Piece]:
    """The same, with all that comes without a wait as one."""
    words, notes = "", None
    while True:
        coming = asyncio.ensure_future(anext(pieces))
        await asyncio.sleep(0)
        if words and not coming.done():
            yield words, notes
            words = ""
        try:
            more, notes = await coming
        except StopAsyncIteration:
            break
        words += more
    if words:
        yield words, notes


def register() -> None:
    """From here on this process's pages are made so, and nobody looks for extensions of JupyterLab that ours do not have."""
    handler.NotebookRenderer = HeadFirst
    handler.get_page_config = lambda **_given: {}
