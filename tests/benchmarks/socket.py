"""A class that types: N pages, two changes a second each. Prints the time to « kept » and the service's CPU for a change, as JSON.

python -m tests.benchmarks.socket [pages] [seconds]
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import psutil

from classroom.model import Person, Role
from classroom.service.signing import Claim, Kind, load_key, sign
from classroom.store import Store, add_person, create_assignment, create_classroom, notebook_of, open_store, upgrade
from tests.service.page import FakePage, welcomed
from tests.service.process import running

PAUSE = 0.5
"""Seconds between two changes of a page."""


def make_class(store: Store, pupils: int) -> dict[str, str]:
    """A class of so many pupils: username → text id."""
    upgrade(store)
    names = [f"pupil{number}" for number in range(pupils)]
    with store.write() as connection:
        room = create_classroom(connection, "CM1-CM2")
        for name in names:
            add_person(connection, Person(name, Role.PUPIL, room.id, name))
        create_assignment(connection, room.id, title="Le chat", prompt="Raconte.")
        return {name: notebook_of(connection, name)[0].id for name in names}


async def type_for(page: FakePage, until: float) -> list[float]:
    """Change after change; gives the milliseconds until each was kept."""
    delays = []
    await asyncio.sleep(random.random() * PAUSE)
    while (started := time.perf_counter()) < until:
        await page.type_and_keep(random.choice(("a", "le ", "t.")))
        delays.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(max(0.0, PAUSE - (time.perf_counter() - started)))
    return delays


async def measure(pages: int, seconds: float) -> dict[str, float]:
    with TemporaryDirectory() as name:
        store = open_store(f"sqlite:///{name}/class.sqlite")
        texts = make_class(store, pages)
        store.close()
        async with running(Path(name)) as service, asyncio.TaskGroup() as group:
            process = psutil.Process(service.pid)
            ready = asyncio.Barrier(pages + 1)
            key, expires = load_key(Path(name) / "secrets"), int(time.time()) + 3600
            finish = asyncio.get_running_loop().create_future()

            async def one(username: str, text: str) -> list[float]:
                async with welcomed(service.address, sign(key, Claim(Kind.LEASE, username, expires)), text) as page:
                    await ready.wait()
                    return await type_for(page, await asyncio.shield(finish))

            typing = [group.create_task(one(*both)) for both in texts.items()]
            await ready.wait()
            before = sum(process.cpu_times()[:2])
            finish.set_result(time.perf_counter() + seconds)
            await asyncio.wait(typing)
            spent = sum(process.cpu_times()[:2]) - before
            return report(pages, [delay for task in typing for delay in task.result()], spent, process)


def report(pages: int, delays: list[float], cpu: float, process: psutil.Process) -> dict[str, float]:
    cuts = quantiles(delays, n=100)
    return {
        "pages": pages,
        "changes": len(delays),
        "ack_ms_p50": round(cuts[49], 1),
        "ack_ms_p95": round(cuts[94], 1),
        "ack_ms_p99": round(cuts[98], 1),
        "cpu_ms_per_change": round(cpu * 1000 / len(delays), 2),
        "memory_mb": round(process.memory_info().rss / 2**20),
    }


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    print(json.dumps(asyncio.run(measure(*(asked + [30, 20][len(asked) :])))))
