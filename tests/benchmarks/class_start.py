"""A class comes in: N pupils at the same moment, JupyterHub and Voilà as they come against ours, in one run. Kept as class_start.json, and printed.

`python -m tests.benchmarks.class_start [PUPILS] [both|ours]`: seconds from the first tap until the last pupil can type, and until the whole
page has come, its kernel's part too; processor seconds of all that serves them; memory that no other process shares (USS), by pupil: at most,
when the pages are open, and when they have been open for a while. Real hubs, real servers; two of the tablets are a real Chromium, the others an
HTTP client, all on the same processors.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil

from tests.benchmarks import results, stock
from tests.benchmarks.tablet import chromium, tablet
from tests.benchmarks.visits import PICTURES, Class, enrol, of_ours, of_stock, type_one
from tests.real_class import RealClass

BROWSERS = 2
"""Of the pupils, so many have a real browser; with all of them the processors would be the browsers'."""

LONGEST = 400
"""Seconds that anybody waits."""

OPEN_SECONDS = 20
TYPING_SECONDS = 90
"""After these the pages are just open; and nobody has asked their servers for anything for a while."""

QUIET_SECONDS = "60"
"""Of quiet after which a server of ours ends, as in every school that has not chosen another time."""

LAID_OUT = "application/vnd.jupyter.widget-view+json"
"""What the kernel's part of a page holds, in both. Stock has nothing to type in before."""

CAN_TYPE = re.compile(r'"ticket": "[^"]+".*</head>', re.DOTALL)
"""What ours needs to open the notebook: the head, with a ticket for the class (widgets/js/page/main.ts)."""


@dataclass(frozen=True, slots=True)
class Figures:
    pupils: int
    failures: int
    seconds_last: float
    seconds_median: float
    seconds_last_browser: float
    seconds_laid_out: float
    cpu_seconds: float
    mb_a_pupil_at_most: float
    mb_a_pupil_when_open: float
    mb_a_pupil_when_typing: float


@dataclass(frozen=True, slots=True)
class Arrived:
    """When a pupil could type, and when the page was complete (seconds since the first tap); a browser does not say that."""

    typing: float
    laid_out: float | None = None


Processes = Callable[[], list[psutil.Process]]
ComeIn = Callable[[httpx.AsyncClient, str], Awaitable[tuple[float, str]]]
"""Gives the moment when the pupil could type (`time.perf_counter`), and the page."""


def cpu(processes: list[psutil.Process]) -> float:
    """Seconds of processor of these and of those they have buried."""
    return sum(sum(times[:4]) for each in processes if (times := quietly(each.cpu_times)))


def memory(processes: list[psutil.Process]) -> float:
    """MB that would be free without them."""
    return sum(full.uss for each in processes if (full := quietly(each.memory_full_info))) / 2**20


def quietly(ask):  # type: ignore[no-untyped-def]
    try:
        return ask()
    except psutil.Error:
        return None


async def measure(there: Class, pupils: list[str], come_in: ComeIn, processes: Processes) -> Figures:
    signal = Signal()
    browsers = [asyncio.create_task(asyncio.to_thread(in_browser, there, name, signal)) for name in pupils[:BROWSERS]]
    await asyncio.to_thread(signal.all_at_the_entrance.wait, LONGEST)
    before, held = cpu(processes()), memory(processes())
    started = signal.give()

    async def one(name: str) -> Arrived:
        async with program(there.address) as browser:
            typing, page = await come_in(browser, name)
            if LAID_OUT not in page:
                raise RuntimeError("a page that is not laid out")
            return Arrived(typing - started, time.perf_counter() - started)

    answers = await asyncio.gather(*browsers, *map(one, pupils[BROWSERS:]), return_exceptions=True)
    spent, at_most = cpu(processes()) - before, memory(processes()) - held
    await asyncio.sleep(OPEN_SECONDS)
    opened = memory(processes()) - held
    await asyncio.sleep(TYPING_SECONDS - OPEN_SECONDS)
    typing = memory(processes()) - held
    print(*{repr(each) for each in answers if not isinstance(each, Arrived)}, sep="\n", end="", file=sys.stderr)
    came = [answer for answer in answers if isinstance(answer, Arrived)]
    count = len(pupils)
    return Figures(
        pupils=count,
        failures=count - len(came),
        seconds_last=round(max((each.typing for each in came), default=0), 1),
        seconds_median=round(median([each.typing for each in came] or [0]), 1),
        seconds_last_browser=round(max((each.typing for each in came if each.laid_out is None), default=0), 1),
        seconds_laid_out=round(max((each.laid_out or 0 for each in came), default=0), 1),
        cpu_seconds=round(spent, 1),
        mb_a_pupil_at_most=round(at_most / count, 1),
        mb_a_pupil_when_open=round(opened / count, 1),
        mb_a_pupil_when_typing=round(typing / count, 1),
    )


class Signal:
    """The moment when all tap: browsers wait for it at the entrance, with their fingers on the last picture."""

    def __init__(self) -> None:
        self.all_at_the_entrance = threading.Barrier(BROWSERS + 1)
        self._given = threading.Event()
        self._at = 0.0

    def give(self) -> float:
        """Now; gives the moment (`time.perf_counter`)."""
        self._at = time.perf_counter()
        self._given.set()
        return self._at

    def wait(self) -> float:
        self.all_at_the_entrance.wait(LONGEST)
        self._given.wait()
        return self._at


def in_browser(there: Class, name: str, signal: Signal) -> Arrived:
    with chromium() as browser, tablet(browser) as (page, _, _load):
        page.context.set_default_timeout(LONGEST * 1000)
        there.entrance(page, there.address, name)
        started = signal.wait()
        there.tap(page)
        there.shown(page)
        type_one(page, there.paper, "a")
        return Arrived(time.perf_counter() - started)


def program(address: str) -> httpx.AsyncClient:
    """A browser that holds cookies. (To read the certificates of the world, for none of them, takes a client's first second.)"""
    return httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=LONGEST, trust_env=False, verify=False)


async def come_in_to_ours(browser: httpx.AsyncClient, name: str) -> tuple[float, str]:
    """What the sign-in page does, and the page that it leads to; one that waits is asked for again."""
    entrance = (await browser.get("/hub/login")).text
    key = re.search(r'data-xsrf="([^"]+)"', entrance)
    form = {"door": "pictures", "username": name, "pictures": ",".join(PICTURES)}
    answer = await browser.post("/hub/login", data=form, headers={"X-XSRFToken": key[1] if key else ""})
    if "next" not in answer.json():
        raise RuntimeError(f"{answer.status_code} {answer.json().get('code')}")
    return await wait_for_page(browser, answer.json()["next"], CAN_TYPE)


async def come_in_to_stock(browser: httpx.AsyncClient, name: str) -> tuple[float, str]:
    entrance = (await browser.get("/hub/login")).text
    key = re.search(r'name="_xsrf" value="([^"]+)"', entrance)
    form = {"username": name, "password": "x", "_xsrf": key[1] if key else ""}
    await browser.post("/hub/login", data=form)
    return await wait_for_page(browser, f"/hub/spawn-pending/{name}", re.compile(re.escape(LAID_OUT)))


async def wait_for_page(browser: httpx.AsyncClient, where: str, enough: re.Pattern[str]) -> tuple[float, str]:
    """The page of a person's own server, and when what is enough had come. A waiting page says itself when to go on; here it is asked
    four times a second."""
    while True:
        async with browser.stream("GET", where) as answer:
            if answer.url.path.startswith("/user/") and answer.is_success:
                return await read(answer, enough)
            answer.raise_for_status()
        await asyncio.sleep(0.25)


async def read(answer: httpx.Response, enough: re.Pattern[str]) -> tuple[float, str]:
    page, when = "", 0.0
    async for piece in answer.aiter_text():
        page += piece
        when = when or (time.perf_counter() if enough.search(page) else 0.0)
    if not when:
        raise RuntimeError("a page that nobody can type in")
    return when, page


def measure_ours(folder: Path, count: int) -> Figures:
    there = RealClass.start(folder, CLASSROOM_QUIET_SECONDS=QUIET_SECONDS)
    try:
        names = enrol(there, count)
        return asyncio.run(measure(of_ours(there.address), names, come_in_to_ours, there.processes))
    finally:
        there.stop()


def measure_stock(folder: Path, count: int) -> Figures:
    with stock.running(folder) as hub:
        names = [f"p{number}" for number in range(count)]
        return asyncio.run(measure(of_stock(hub.address), names, come_in_to_stock, hub.processes))


def ratios(theirs: Figures, ours: Figures) -> dict[str, float]:
    """How many times less."""
    pairs = [(name, getattr(theirs, name), getattr(ours, name)) for name in Figures.__slots__ if "_" in name]
    return {name: round(much / max(little, 0.1), 1) for name, much, little in pairs}


def main(count: int = 30, which: str = "both") -> None:
    with TemporaryDirectory() as name:
        figures: dict[str, Any] = {"ours": asdict(ours := measure_ours(Path(name) / "ours", count))}
        print(json.dumps(figures), flush=True)
        if which == "both":
            theirs = measure_stock(Path(name) / "stock", count)
            figures |= {"stock": asdict(theirs), "ratios": ratios(theirs, ours)}
            command = f"python -m tests.benchmarks.class_start {count}"
            print(results.keep("class_start", command, figures).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(*([int(sys.argv[1])] if sys.argv[1:] else []), *sys.argv[2:3])
