"""A machine that stands still for some seconds (SIGSTOP), and a service that is asked to end (SIGTERM), while a class types."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from tempfile import TemporaryDirectory

from tests.faults.results import Result
from tests.faults.server.lesson import NOWHERE, Lesson
from tests.service.process import ServiceProcess

LONG, SHORT = 20.0, 3.0
"""Seconds of standing still: the first time of a long run, and the other times."""


async def run(faults: int, seed: int, result: Result) -> None:
    chance = random.Random(seed)
    with TemporaryDirectory() as name:
        lesson = Lesson(Path(name), result, chance, patience=2.0)
        service = ServiceProcess(Path(name), NOWHERE)
        try:
            await service.start()
            async with lesson.with_service(service):
                for number in range(faults):
                    await asyncio.sleep(chance.uniform(0.0, 1.0))
                    result.faults += 1
                    if number % 2:
                        await _end(lesson)
                    else:
                        await _stand_still(lesson, LONG if faults > 5 and not number else chance.uniform(0.5, SHORT))
                    await lesson.everybody_back()
                    lesson.check_running()
                await lesson.all_caught_up()
                await service.end()
                await lesson.check()
        finally:
            await service.kill()


async def _stand_still(lesson: Lesson, seconds: float) -> None:
    """Pages give up after `patience` and knock again; what they sent before is heard later than what they send then."""
    os.kill(lesson.service.pid, SIGSTOP)
    await asyncio.sleep(seconds)
    os.kill(lesson.service.pid, SIGCONT)
    lesson.result.counted["arrêts de la machine"] += 1


async def _end(lesson: Lesson) -> None:
    """In good order: what waited is written, the pages are told (1012)."""
    await lesson.service.end()
    await lesson.check()
    lesson.result.counted["fins demandées"] += 1
    await lesson.service.start()
