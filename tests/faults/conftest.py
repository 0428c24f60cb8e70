"""One browser for the typed stories, and pupils' tablets in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.way.lesson import CHROMIUM, Lesson
from tests.real_class import RealClass


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lesson(there: RealClass) -> AsyncIterator[Lesson]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    async with Lesson.begin(there) as begun:
        yield begun
