"""A class that types: N pages, two changes a second each. Prints the time to « kept » and the service's CPU for a change, as JSON.

python -m tests.benchmarks.socket [pages] [seconds] [proxy]        with `proxy`, the pages come in through the class's real one
python -m tests.benchmarks.socket table [folder]                   30 and 300 pages, straight and through the proxy, kept as socket.json
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import httpx
import psutil

from classroom.store import open_store
from hub_config.node import find_node
from tests.benchmarks import results
from tests.faults.server.lesson import found_class, lease
from tests.ports import free_port
from tests.service.page import FakePage, welcomed
from tests.service.process import running

PROXY = Path(__file__).parents[2] / "hub_config" / "proxy" / "static" / "proxy.mjs"
PREFIX = "/services/classroom"

PAUSE = 0.5
"""Seconds between two changes of a page."""

TABLE = [(pages, proxy) for pages in (30, 300) for proxy in (False, True)]
SECONDS = 20


async def type_for(page: FakePage, until: float) -> list[float]:
    """Change after change; gives the milliseconds until each was kept."""
    delays = []
    await asyncio.sleep(random.random() * PAUSE)
    while (started := time.perf_counter()) < until:
        with suppress(TimeoutError):  # what nobody has heard of for ten seconds counts as that
            await page.type_and_keep(random.choice(("a", "le ", "t.")))
        delays.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(max(0.0, PAUSE - (time.perf_counter() - started)))
    return delays


@asynccontextmanager
async def behind_the_proxy(service: str) -> AsyncIterator[str]:
    """Where the pages find the service, through the proxy of the class."""
    port, api = free_port(), free_port()
    command = (
        str(find_node()),
        str(PROXY),
        "--ip=127.0.0.1",
        f"--port={port}",
        f"--api-port={api}",
        "--log-level=warn",
    )
    process = await asyncio.create_subprocess_exec(*command, env=os.environ | {"CONFIGPROXY_AUTH_TOKEN": "proxy"})
    try:
        async with httpx.AsyncClient(trust_env=False, headers={"Authorization": "token proxy"}) as client:
            route = f"http://127.0.0.1:{api}/api/routes{PREFIX}"
            while True:
                with suppress(httpx.TransportError):
                    (await client.post(route, json={"target": f"http://{service}"})).raise_for_status()
                    break
                await asyncio.sleep(0.05)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def measure(pages: int, seconds: float, proxy: bool) -> dict[str, float]:
    with TemporaryDirectory() as name:
        home = Path(name)
        store = open_store(f"sqlite:///{home / 'class.sqlite'}")
        texts = found_class(store, pages)[1]
        store.close()
        async with AsyncExitStack() as open_things:
            service = await open_things.enter_async_context(running(home))
            address = service.address
            if proxy:
                address = await open_things.enter_async_context(behind_the_proxy(address))
            delays, cpu = await type_all(home, address, texts, seconds, psutil.Process(service.pid))
            return report(pages, delays, cpu, psutil.Process(service.pid))


async def type_all(
    home: Path, address: str, texts: dict[str, str], seconds: float, process: psutil.Process
) -> tuple[list[float], float]:
    """All pages at once: the delays, and the seconds of processor of this process from when all are there until the first one leaves."""
    ready = asyncio.Barrier(len(texts) + 1)
    typed = asyncio.Barrier(len(texts) + 1)
    measured = asyncio.Event()
    finish = asyncio.get_running_loop().create_future()

    async def one(username: str, text: str) -> list[float]:
        async with welcomed(address, lease(home / "secrets", username), text) as page:
            await ready.wait()
            delays = await type_for(page, await asyncio.shield(finish))
            await typed.wait()
            await measured.wait()
            return delays

    async with asyncio.TaskGroup() as group:
        typing = [group.create_task(one(*both)) for both in texts.items()]
        await ready.wait()
        before = sum(process.cpu_times()[:2])
        finish.set_result(time.perf_counter() + seconds)
        await typed.wait()
        spent = sum(process.cpu_times()[:2]) - before
        measured.set()
    return [delay for task in typing for delay in task.result()], spent


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


def table(folder: Path = results.RESULTS) -> Path:
    """The rows of the page of figures; gives the file that keeps them."""
    rows = [asyncio.run(measure(pages, SECONDS, proxy)) | {"proxy": proxy} for pages, proxy in TABLE]
    return results.keep("socket", results.HOW_TO["socket"], rows, folder)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["table"]:
        print(table(*map(Path, arguments[1:])).read_text(encoding="utf-8"))
        return
    asked = [int(argument) for argument in arguments if argument != "proxy"]
    print(json.dumps(asyncio.run(measure(*(asked + [30, SECONDS][len(asked) :]), "proxy" in arguments))))


if __name__ == "__main__":
    main(sys.argv[1:])
