"""A disk that answers « input/output error »: nothing is said kept, the pages hear of it, and all goes on by itself when it works again.

Every second time the power goes while the disk is failing: what was acknowledged before and meanwhile is there when it starts again.
"""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path
from signal import SIGSTOP
from tempfile import TemporaryDirectory

from tests.faults.results import Result, Unable
from tests.faults.server import disk as disks
from tests.faults.server import shim as shims
from tests.faults.server.disk import Disk
from tests.faults.server.lesson import NOWHERE, Lesson
from tests.faults.server.shim import Shim
from tests.service.process import ServiceProcess

FAILURES = ({"syncs": 100}, {"writes": 100}, {"syncs": 100, "writes": 100}, {"syncs": 40}, {"writes": 30})


async def run(faults: int, seed: int, result: Result) -> None:
    if reason := shims.why_not():
        raise Unable(reason)
    chance = random.Random(seed)
    with TemporaryDirectory() as name:
        shim = Shim(Path(name))
        if disks.why_not():
            await _lesson(Path(name), None, shim, faults, chance, result)
            return
        with disks.mounted() as disk:
            await _lesson(disk.home, disk, shim, faults, chance, result)


async def _lesson(
    home: Path, disk: Disk | None, shim: Shim, faults: int, chance: random.Random, result: Result
) -> None:
    lesson = Lesson(home, result, chance)
    service = ServiceProcess(home, NOWHERE, **shim.environment)
    try:
        await service.start()
        async with lesson.with_service(service):
            for _ in range(faults):
                await asyncio.sleep(chance.uniform(0.0, 1.0))
                failure = chance.choice(FAILURES)
                await _fail(lesson, shim, failure, chance, result)
                if disk and result.faults % 2:
                    await _cut(lesson, disk, shim)
                shim.mend_disk()
                await lesson.everybody_back()
                lesson.check_running()
            await lesson.all_caught_up()
            await service.end()
            await lesson.check()
    finally:
        await service.kill()


async def _fail(lesson: Lesson, shim: Shim, failure: dict[str, int], chance: random.Random, result: Result) -> None:
    """The disk fails until somebody has heard of it (when all fails), or for some seconds."""
    failed, acks = shim.failed, lesson.acks
    shim.break_disk(**failure)
    result.faults += 1
    await lesson.until(lambda: shim.failed > failed)
    if 100 in failure.values():
        heard = lesson.troubles
        await lesson.until(lambda: lesson.troubles > heard)
        acks = lesson.acks
    await asyncio.sleep(chance.uniform(0.0, 2.0))
    if 100 in failure.values() and lesson.acks > acks:
        result.broken.append(f"{lesson.acks - acks} updates were said kept on a disk that fails ({failure})")
    result.counted["erreurs du disque"] += shim.failed - failed


async def _cut(lesson: Lesson, disk: Disk, shim: Shim) -> None:
    os.kill(lesson.service.pid, SIGSTOP)
    disk.cut()
    await lesson.service.kill()
    disk.umount()
    disk.mount()
    shim.mend_disk()
    await lesson.check()
    await lesson.service.start()
    lesson.result.counted["coupures de courant"] += 1
