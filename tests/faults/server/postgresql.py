"""PostgreSQL restarted under load, at once or in good order: pages hear of it in French, come back by themselves, and lose nothing."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT
from tempfile import TemporaryDirectory

import httpx

from tests import postgresql
from tests.faults.results import Result, Unable
from tests.faults.server.lesson import NOWHERE, TEACHER, Lesson, lease
from tests.faults.server.warm import WarmService

WAYS = {SIGQUIT: "immediate", SIGINT: "fast", SIGKILL: "kill -9"}


async def run(faults: int, seed: int, result: Result) -> None:
    if postgresql.PROGRAMS is None:
        raise Unable("PostgreSQL is not installed (apt-get install postgresql)")
    chance = random.Random(seed)
    with postgresql.running() as server, TemporaryDirectory() as name:
        lesson = Lesson(Path(name), result, chance, url=server.url(server.new_database()))
        service = WarmService(Path(name), NOWHERE, CLASSROOM_DATABASE_URL=lesson.url)
        try:
            await service.start()
            async with lesson.with_service(service):
                for _ in range(faults):
                    await asyncio.sleep(chance.uniform(0.0, 1.0))
                    await _restart(server, lesson, chance, result)
                await lesson.all_caught_up()
                await service.end()
                lesson.check_running()
        finally:
            await service.kill()


async def _restart(server: postgresql.Server, lesson: Lesson, chance: random.Random, result: Result) -> None:
    way = chance.choice(list(WAYS))
    await asyncio.to_thread(server.stop, way)
    result.faults += 1
    result.counted[WAYS[way]] += 1
    await asyncio.sleep(chance.uniform(0.0, 1.0))
    await _is_refused_in_french(lesson, result)
    await asyncio.to_thread(server.start)
    lesson.check_running()
    if chance.random() < 0.7:
        await lesson.everybody_back()


async def _is_refused_in_french(lesson: Lesson, result: Result) -> None:
    """Who asks for something meanwhile reads a sentence, and is not told that it does not exist."""
    headers = {"Authorization": f"Bearer {lease(lesson.home / 'secrets', TEACHER)}"}
    url = f"http://{lesson.service.address}/services/classroom/api/texts/{lesson.pupils[0].text}"
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.get(url, headers=headers)
    if answer.status_code != 503 or "La classe ne peut rien enregistrer" not in answer.text:
        result.broken.append(f"without its database the class answers {answer.status_code}: {answer.text[:200]}")
