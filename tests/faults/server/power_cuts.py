"""The power of the class's machine cut at any moment, while pupils type, on a real disk: what was acknowledged is there when it starts again.

The program stops at the instant of the cut, in the middle of a commit if need be, as it does when the power goes. Left running for some
milliseconds more, it would say kept what is not: Linux may answer « done » to an fdatasync that was under way when its file system was shut
down (3 of 80 cuts, with a program of ten lines and no database).
"""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path
from signal import SIGSTOP
from tempfile import TemporaryDirectory

from tests.faults.results import Result, Unable
from tests.faults.server.disk import Disk, why_not
from tests.faults.server.lesson import NOWHERE, Lesson
from tests.faults.server.warm import WarmService

A_LESSON = 10
"""Cuts in one class; then another begins, on a new disk."""


async def run(faults: int, seed: int, result: Result) -> None:
    if reason := why_not():
        raise Unable(reason)
    chance = random.Random(seed)
    while result.faults < faults:
        with TemporaryDirectory() as name:
            disk = Disk(Path(name), 64)
            disk.mount()
            try:
                await _lesson(disk, min(A_LESSON, faults - result.faults), chance, result)
            finally:
                disk.umount()
        result.say()


async def _lesson(disk: Disk, cuts: int, chance: random.Random, result: Result) -> None:
    lesson = Lesson(disk.home, result, chance, pause=0.25)
    service = WarmService(disk.home, NOWHERE)
    try:
        await service.start()
        async with lesson.with_service(service):
            for _ in range(cuts):
                await asyncio.sleep(chance.uniform(0.0, 2.0))
                os.kill(service.pid, SIGSTOP)
                disk.cut()
                result.faults += 1
                await service.kill()
                disk.umount()
                disk.mount()
                await lesson.check()
                await service.start()
                await lesson.everybody_back()
            await lesson.all_caught_up()
            await service.end()
            await lesson.check()
    finally:
        await service.kill()
