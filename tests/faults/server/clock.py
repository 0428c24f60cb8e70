"""The clock of the class's machine jumps a day ahead or back: pages come in again by themselves, and nothing is lost or put out of order."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.faults.results import Result, Unable
from tests.faults.server import shim as shims
from tests.faults.server.lesson import TEACHER, Lesson, lease
from tests.faults.server.pupil import Credential
from tests.faults.server.shim import Shim
from tests.service.process import ServiceProcess
from tests.service.serving import serve

DAY = 24 * 3600
JUMPS = (DAY, -DAY, 2 * DAY, -2 * DAY, 3600, -3600)


async def user(request: Request) -> Response:
    """A hub that knows every kernel by its token `kernel-<username>`."""
    return JSONResponse({"name": request.headers["authorization"].rpartition("kernel-")[2], "kind": "user"})


async def run(faults: int, seed: int, result: Result) -> None:
    if reason := shims.why_not():
        raise Unable(reason)
    chance = random.Random(seed)
    async with serve(Starlette(routes=[Route("/hub/api/user", user)])) as (_, hub):
        with TemporaryDirectory() as name:
            shim = Shim(Path(name))
            service = ServiceProcess(Path(name), f"http://{hub}/hub/api", **shim.environment)
            try:
                await service.start()
                await _lesson(Path(name), service, shim, faults, chance, result)
            finally:
                await service.kill()


async def _lesson(
    home: Path, service: ServiceProcess, shim: Shim, faults: int, chance: random.Random, result: Result
) -> None:
    lesson, clock = Lesson(home, result, chance), 0
    async with lesson.with_service(service, lambda username: _ticket(service, username)):
        for _ in range(faults):
            await asyncio.sleep(chance.uniform(0.0, 1.0))
            clock = max(-3 * DAY, min(3 * DAY, clock + chance.choice(JUMPS)))
            shim.set_clock(clock)
            result.faults += 1
            if chance.random() < 0.5:  # every page must come in again by the new clock
                await service.kill()
                await lesson.check()
                await service.start()
            await lesson.everybody_back()
            lesson.check_running()
        await lesson.all_caught_up()
        await _the_past_is_in_order(lesson, result)
        result.counted["laissez-passer refaits"] += sum(pupil.refused_at_the_door for pupil in lesson.pupils)
        await service.end()
        await lesson.check()


def _ticket(service: ServiceProcess, username: str) -> Credential:
    async def credential() -> str:
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://{service.address}/services/classroom/api/tickets"
            try:
                answer = await client.post(url, headers={"Authorization": f"token kernel-{username}"})
                return str(answer.raise_for_status().json()["ticket"])
            except httpx.HTTPError as error:
                raise OSError("no ticket") from error

    return credential


async def _the_past_is_in_order(lesson: Lesson, result: Result) -> None:
    """Moments come in the order of the letters, whatever the hour that is written on them; the last one is the text of now."""
    headers = {"Authorization": f"Bearer {lease(lesson.home / 'secrets', TEACHER)}"}
    base = f"http://{lesson.service.address}/services/classroom/api/texts/"
    async with httpx.AsyncClient(base_url=base, headers=headers, trust_env=False, timeout=30) as client:
        for pupil in lesson.pupils:
            moments = (await client.get(f"{pupil.text}/moments")).json()
            result.counted["moments"] += len(moments)
            numbers = [moment["seq"] for moment in moments]
            seen = [(await client.get(f"{pupil.text}/moments/{seq}")).json()["plain"] for seq in numbers[::-1]]
            if numbers != sorted(numbers, reverse=True) or not _in_order(seen, pupil.paper.states):
                result.broken.append(f"text {pupil.text}: its moments {numbers} are out of order")
            if seen[-1] != pupil.paper.states[-1]:
                result.broken.append(f"text {pupil.text}: its last moment is not the text of now")


def _in_order(seen: list[str], states: list[str]) -> bool:
    """Whether these stood on the paper one after the other (or the same one twice)."""
    place = 0
    for one in seen:
        if one not in states[place:]:
            return False
        place = states.index(one, place)
    return True
