"""A few pages are laid out by a kernel at the same time, and nobody who waits is forgotten."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub_config.single_user import turns
from hub_config.single_user.head_first import together
from hub_config.single_user.turns import Turn, make_places

OTHER_SERVER = """
import asyncio, pathlib, sys
from hub_config.single_user import turns
turn = turns.Turn(pathlib.Path(sys.argv[1]))
asyncio.run(turn.take())
print("taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(turns, "WHEN_BUSY", 2)
    monkeypatch.setattr(turns, "WHEN_CALM", 4)
    monkeypatch.setattr(turns, "load", lambda: 100.0)
    make_places(tmp_path)
    return tmp_path


async def waits(turn: Turn) -> asyncio.Task[None]:
    """Somebody who asks for his turn, and has looked once."""
    waiting = asyncio.create_task(turn.take())
    await asyncio.sleep(0)
    return waiting


async def test_a_third_page_waits_until_one_of_two_is_laid_out(places: Path) -> None:
    first, second, third = Turn(places), Turn(places), Turn(places)
    await first.take()
    await second.take()
    waiting = await waits(third)
    assert not waiting.done()
    second.give_back()
    await asyncio.wait_for(waiting, 5)


async def test_on_a_calm_machine_more_pages_have_their_turn(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "load", lambda: 0.1)
    for _ in range(4):
        await asyncio.wait_for(Turn(places).take(), 5)
    assert not (await waits(Turn(places))).done()


async def test_a_server_that_is_killed_gives_its_turn_back(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WHEN_BUSY", 1)
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_SERVER, str(places)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None and other.stdout.readline() == "taken\n"
    waiting = await waits(Turn(places))
    assert not waiting.done()
    other.kill()
    other.communicate()
    await asyncio.wait_for(waiting, 5)


async def test_a_turn_that_lasts_too_long_is_over(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "AT_MOST", 0.1)
    await Turn(places).take()
    await Turn(places).take()
    await asyncio.wait_for(Turn(places).take(), 5)


async def test_where_nobody_made_places_each_page_has_its_turn_at_once(tmp_path: Path) -> None:
    await asyncio.gather(*(Turn(tmp_path).take() for _ in range(10)))


async def test_what_comes_without_a_wait_is_sent_as_one_piece() -> None:
    async def page() -> AsyncIterator[tuple[str, Any]]:
        yield "a head ", 1
        yield "in pieces", 2
        await asyncio.sleep(0.01)
        yield "what the kernel ", 3
        yield "lays out", 4

    assert [piece async for piece in together(page())] == [("a head in pieces", 2), ("what the kernel lays out", 4)]
