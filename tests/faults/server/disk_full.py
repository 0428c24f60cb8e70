"""The disk of the class full to its last block: pages are told, reading and copying go on, and all is kept once there is room again."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.faults.results import Result
from tests.faults.server.disk import Disk, mounted
from tests.faults.server.lesson import NOWHERE, TEACHER, Lesson, lease
from tests.service.process import ServiceProcess


async def run(faults: int, seed: int, result: Result) -> None:
    chance = random.Random(seed)
    with mounted(24) as disk:
        lesson = Lesson(disk.home, result, chance)
        service = ServiceProcess(disk.home, NOWHERE)
        try:
            await service.start()
            async with lesson.with_service(service):
                for _ in range(faults):
                    await asyncio.sleep(chance.uniform(0.0, 1.0))
                    await _fill(lesson, disk, chance, result)
                await lesson.all_caught_up()
                await service.end()
                lesson.check()
        finally:
            await service.kill()


async def _fill(lesson: Lesson, disk: Disk, chance: random.Random, result: Result) -> None:
    heard = lesson.troubles
    disk.fill()
    result.faults += 1
    await lesson.until(lambda: lesson.troubles > heard)
    await _reading_goes_on(lesson, result)
    if result.faults == 1:
        await _copying_goes_on(lesson, result)
    if killed := chance.random() < 0.3:  # somebody thinks that it helps
        await lesson.service.kill()
        lesson.check()
        await lesson.service.launch()
        result.counted["arrêts disque plein"] += 1
    await asyncio.sleep(chance.uniform(0.0, 1.0))
    disk.free()
    if killed:
        await lesson.service.answers()
    await lesson.everybody_back()
    lesson.check_running()


async def _reading_goes_on(lesson: Lesson, result: Result) -> None:
    """The teacher reads the class and a text."""
    headers = {"Authorization": f"Bearer {lease(lesson.home / 'secrets', TEACHER)}"}
    base = f"http://{lesson.service.address}/services/classroom/api/"
    async with httpx.AsyncClient(base_url=base, headers=headers, trust_env=False) as client:
        for path in (f"classrooms/{lesson.classroom}/pile", f"texts/{lesson.pupils[0].text}"):
            answer = await client.get(path)
            result.counted["lectures disque plein"] += answer.status_code == 200
            if answer.status_code != 200:
                result.broken.append(f"{path}: {answer.status_code} on a full disk")


async def _copying_goes_on(lesson: Lesson, result: Result) -> None:
    """`ecritoire backup` and `export` onto another disk."""
    told = os.environ | {"CLASSROOM_HOME": str(lesson.home), "CLASSROOM_DATABASE_URL": lesson.url}
    with TemporaryDirectory() as name:
        for command, target in (("backup", Path(name) / "classe.zip"), ("export", Path(name) / "classe")):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "classroom.cli", command, str(target)),
                env=told,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            said = (await process.communicate())[0].decode()
            result.counted["copies disque plein"] += process.returncode == 0
            if process.returncode or not target.exists():
                result.broken.append(f"{command} on a full disk: {said}")
