"""The service killed with kill -9 at any moment, while it starts too, and started again: pages come back by themselves."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.results import Result
from tests.faults.server.lesson import NOWHERE, Lesson
from tests.faults.server.warm import WarmService
from tests.service.process import ServiceProcess

A_LESSON = 10
"""Kills in one class; then another begins, with empty texts."""


async def run(faults: int, seed: int, result: Result) -> None:
    chance = random.Random(seed)
    while result.faults < faults:
        with TemporaryDirectory() as name:
            await _lesson(Path(name), min(A_LESSON, faults - result.faults), chance, result)
        result.say()


async def _lesson(home: Path, kills: int, chance: random.Random, result: Result) -> None:
    lesson = Lesson(home, result, chance, pupils=10, pause=0.25)
    service = WarmService(home, NOWHERE)
    try:
        await service.start()
        async with lesson.with_service(service):
            for _ in range(kills):
                await asyncio.sleep(chance.uniform(0.0, 1.0))
                await service.kill()
                result.faults += 1
                await lesson.check()
                await _start(service, chance)
                if chance.random() < 0.8:
                    await lesson.everybody_back()
            await lesson.all_caught_up()
            await service.end()
            await lesson.check()
    finally:
        await service.kill()


async def _start(service: ServiceProcess, chance: random.Random) -> None:
    """One start in six meets another kill."""
    if chance.random() < 0.15:
        await service.launch()
        await asyncio.sleep(chance.uniform(0.0, 0.3))
        await service.kill()
    await service.start()
