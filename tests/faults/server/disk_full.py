"""The disk of the class full to its last block: pages are told, reading and copying go on, and all is kept once there is room again."""

from __future__ import annotations

import asyncio
import os
import random
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import httpx

from classroom import cli
from tests.faults.results import Result, Unable
from tests.faults.server.disk import Disk, mounted, why_not
from tests.faults.server.lesson import NOWHERE, TEACHER, Lesson, lease
from tests.faults.server.warm import WarmService

COPYING = {1: "backup", 2: "export"}
"""What is tried while the disk is full for the first and the second time. An export takes ten seconds: nbgrader writes it."""


async def run(faults: int, seed: int, result: Result) -> None:
    if reason := why_not():
        raise Unable(reason)
    chance = random.Random(seed)
    with mounted(24) as disk:
        lesson = Lesson(disk.home, result, chance)
        service = WarmService(disk.home, NOWHERE)
        try:
            await service.start()
            async with lesson.with_service(service):
                for _ in range(faults):
                    await asyncio.sleep(chance.uniform(0.0, 1.0))
                    await _fill(lesson, disk, chance, result)
                await lesson.all_caught_up()
                await service.end()
                await lesson.check()
        finally:
            await service.kill()


async def _fill(lesson: Lesson, disk: Disk, chance: random.Random, result: Result) -> None:
    heard = lesson.troubles
    disk.fill()
    result.faults += 1
    await lesson.until(lambda: lesson.troubles > heard)
    await _reading_goes_on(lesson, result)
    if command := COPYING.get(result.faults):
        await _copying_goes_on(command, lesson, result)
    if killed := chance.random() < 0.3:  # somebody thinks that it helps
        await lesson.service.kill()
        await lesson.check()
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


async def _copying_goes_on(command: str, lesson: Lesson, result: Result) -> None:
    """An `ecritoire` command that writes onto another disk."""
    here = {"CLASSROOM_HOME": str(lesson.home), "CLASSROOM_DATABASE_URL": lesson.url}
    said = StringIO()
    with TemporaryDirectory() as name, patch.dict(os.environ, here), redirect_stdout(said), redirect_stderr(said):
        target = Path(name) / "classe"
        code = await asyncio.to_thread(cli.main, [command, str(target)])
        result.counted["copies disque plein"] += not code
        if code or not list(Path(name).iterdir()):
            result.broken.append(f"{command} on a full disk: {said.getvalue()}")
