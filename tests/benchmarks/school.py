"""A school on one small machine: 300 pupils come in within a minute, and write for ten. Kept as school.json, and printed.

`python -m tests.benchmarks.school [PUPILS] [MINUTES] [FOLDER]`: a real class and its real pages; the tablets are an HTTP client and a sync
socket for each pupil, on the same processors and behind one address. At the end all that was typed is looked for in the store.
"""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from pycrdt import Doc
from websockets.exceptions import WebSocketException

from classroom import store as s
from classroom.documents import freeze_doc, merge
from tests.benchmarks import results
from tests.benchmarks.class_start import CAN_TYPE, QUIET_SECONDS, cpu, memory
from tests.benchmarks.socket import PAUSE
from tests.benchmarks.visits import PICTURES, enrol
from tests.real_class import RealClass
from tests.service.page import FakePage, welcomed

COMING = 60.0
"""Seconds in which all come in."""

LOOK_EVERY = 15.0
"""Seconds between two looks at the memory of all that serves them."""

TYPING_ONLY_AFTER = 120.0
"""Seconds after the last pupil came: nobody has asked his server for anything for a while."""

AGAIN = 0.25
"""Seconds until a page asks again for what was not there."""

KEPT_OPEN = 2.0
"""Seconds of a connection between two requests: the proxy ends it after five, which a browser notices and this client does not."""

TICKET = r'"ticket": "([^"]+)"'
NO_PLACE = 503
"""Of a page that says when it tries again."""

PATIENCE = 400
"""Seconds that a tablet waits for an answer."""

Browser = aiohttp.ClientSession

GONE = (OSError, TimeoutError, WebSocketException)


class Pupil:
    """One tablet: it signs in, loads the page, and types from the moment its head is there. `typed`: all that its pupil wrote."""

    def __init__(self, address: str, name: str, text: str) -> None:
        self.address, self.name, self.text = address, name, text
        self.doc: Doc[Any] = Doc()
        self.typed = ""
        self.can_type = self.welcomed = 0.0
        self.delays: list[float] = []
        self.falls = self.sent_to_wait = 0
        self.trouble = ""

    async def live(self, wait: float, until: float) -> None:
        """Tap after so many seconds, and type until that moment (`time.perf_counter`). What stops him is his `trouble`."""
        await asyncio.sleep(wait)
        self._tapped = time.perf_counter()
        self._ticket = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._load())
                both.create_task(self._write(until))
        except* Exception as several:
            self.trouble = "; ".join(map(repr, several.exceptions))

    async def _load(self) -> None:
        """From the entrance to the end of the page, as a browser does it."""
        line = aiohttp.TCPConnector(keepalive_timeout=KEPT_OPEN)
        cookies = aiohttp.CookieJar(unsafe=True, quote_cookie=False)  # unsafe: of an address without a name
        address, patience = f"http://{self.address}", aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(address, connector=line, cookie_jar=cookies, timeout=patience) as browser:
            where = await self._sign_in(browser)
            while page := await self._page_that_waits(browser, where):
                where = await self._wait_as_it_says(browser, page) or where

    async def _sign_in(self, browser: Browser) -> str:
        entrance = await read(browser, "/hub/login")
        await read(browser, found(r'data-classrooms="([^"]+)"', entrance))
        form = {"door": "pictures", "username": self.name, "pictures": ",".join(PICTURES)}
        headers = {"X-XSRFToken": found(r'data-xsrf="([^"]+)"', entrance)}
        async with browser.post("/hub/login", data=form, headers=headers, raise_for_status=True) as answer:
            return str((await answer.json())["next"])

    async def _page_that_waits(self, browser: Browser, where: str) -> str:
        """Read the page to its end, once it is the pupil's; else the page that stands there meanwhile."""
        page = ""
        async with browser.get(where) as answer:
            waits = not answer.url.path.startswith("/user/") or answer.status == NO_PLACE
            if answer.status != NO_PLACE:
                answer.raise_for_status()
            async for piece in answer.content.iter_any():
                page += piece.decode(errors="replace")
                if not waits and not self.can_type and CAN_TYPE.search(page):
                    self._begin(found(TICKET, page))
        if not waits and not self.can_type:  # the class was too busy for a ticket: such a page asks for itself
            self._begin(json.loads(await read(browser, "/services/classroom/door"))["lease"])
        return page if waits else ""

    def _begin(self, credential: str) -> None:
        self.can_type = time.perf_counter() - self._tapped
        self._ticket.set_result(credential)

    async def _wait_as_it_says(self, browser: Browser, page: str) -> str:
        """Until the page moves on: where to, or nothing when it is asked for again."""
        if progress := re.search(r'data-progress="([^"]+)"', page):
            async with browser.get(html.unescape(progress[1])) as events:
                async for line in events.content:
                    if b'"ready": true' in line or b'"failed": true' in line:
                        return ""
        refresh = re.search(r'http-equiv="refresh" content="(\d+);url=([^"]+)"', page)
        self.sent_to_wait += bool(refresh)
        await asyncio.sleep(float(refresh[1]) if refresh else AGAIN)
        return html.unescape(refresh[2]) if refresh else ""

    async def _write(self, until: float) -> None:
        credential = await self._ticket
        while time.perf_counter() < until:
            try:
                async with welcomed(self.address, credential, self.text, self.doc) as page:
                    self.welcomed = self.welcomed or time.perf_counter() - self._tapped
                    credential = next(said["lease"] for said in page.said if said["k"] == "lease")
                    await self._type(page, until)
            except GONE:
                self.falls += 1
                await asyncio.sleep(AGAIN)

    async def _type(self, page: FakePage, until: float) -> None:
        while (started := time.perf_counter()) < until:
            words = random.choice(("a", "le ", "t."))
            self.typed += words
            await page.type_and_keep(words)
            self.delays.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(max(0.0, PAUSE - (time.perf_counter() - started)))


class Watch:
    """What the machine gives for it: memory at its most and at the end, seconds of processor."""

    def __init__(self, there: RealClass) -> None:
        self._there, self._service = there, there.process_of("classroom.service")
        self._before, self._cpu = memory(there.processes()), cpu(there.processes())
        self.at_most = self._all_in = 0.0
        self.typing: float | None = None
        self._typed_before = 0

    async def look_until(self, until: float, pupils: list[Pupil]) -> None:
        began = time.perf_counter()
        while (now := time.perf_counter()) < until:
            held = await asyncio.to_thread(lambda: memory(self._there.processes())) - self._before
            self.at_most = max(self.at_most, held)
            if now > began + COMING and not self._all_in:
                self._all_in, self._typed_before = cpu([self._service]), changes(pupils)
            if now > began + COMING + TYPING_ONLY_AFTER:
                self.typing = held
            await asyncio.sleep(min(LOOK_EVERY, max(0.0, until - time.perf_counter())))

    def figures(self, pupils: list[Pupil]) -> dict[str, float | None]:
        """The service's processor for a change is of the time after all came in; a short run has no time when they only type."""
        spent = cpu([self._service]) - self._all_in
        return {
            "cpu_ms_per_change": round(spent * 1000 / max(1, changes(pupils) - self._typed_before), 2),
            "cpu_seconds": round(cpu(self._there.processes()) - self._cpu, 1),
            "mb_at_most": round(self.at_most),
            "mb_a_pupil_when_typing": None if self.typing is None else round(self.typing / len(pupils), 2),
            "service_mb": round(self._service.memory_full_info().uss / 2**20),
        }


def changes(pupils: list[Pupil]) -> int:
    return sum(len(pupil.delays) for pupil in pupils)


async def write(there: RealClass, texts: dict[str, str], minutes: float) -> dict[str, Any]:
    pupils = [Pupil(there.address.removeprefix("http://").rstrip("/"), *each) for each in texts.items()]
    watch = Watch(there)
    until = time.perf_counter() + COMING + minutes * 60
    living = [pupil.live(COMING * number / len(pupils), until) for number, pupil in enumerate(pupils)]
    await asyncio.gather(watch.look_until(until, pupils), *living)
    print(Counter(re.sub(r"\d+", "0", pupil.trouble)[:200] for pupil in pupils if pupil.trouble), file=sys.stderr)
    return report(pupils, minutes) | watch.figures(pupils) | compare(there, pupils)


def report(pupils: list[Pupil], minutes: float) -> dict[str, Any]:
    return {
        "pupils": len(pupils),
        "minutes": minutes,
        "failures": sum(bool(pupil.trouble) for pupil in pupils),
        "sent_to_wait": sum(pupil.sent_to_wait for pupil in pupils),
        "sockets_fallen": sum(pupil.falls for pupil in pupils),
        "changes": changes(pupils),
        **cuts("seconds", (pupil.can_type for pupil in pupils if pupil.can_type), 50, 95, 100),
        **cuts("seconds_until_welcomed", (pupil.welcomed for pupil in pupils if pupil.welcomed), 50, 95, 100),
        **cuts("ack_ms", (delay for pupil in pupils for delay in pupil.delays), 50, 95, 99),
    }


async def read(browser: Browser, where: str) -> str:
    async with browser.get(where, raise_for_status=True) as answer:
        return await answer.text()


def found(pattern: str, page: str) -> str:
    there = re.search(pattern, page)
    if there is None:
        raise RuntimeError(f"a page without {pattern}")
    return html.unescape(there[1])


def cuts(name: str, values: Iterable[float], *hundredths: int) -> dict[str, float]:
    """So many of a hundred are below each."""
    ordered = sorted(values)
    found = [*quantiles(ordered, n=100), ordered[-1]]
    return {f"{name}_p{each}": round(found[each - 1], 2) for each in hundredths}


def compare(there: RealClass, pupils: list[Pupil]) -> dict[str, int]:
    """The store against what was typed: how many letters, and of how many pupils the text is another one."""
    store = s.open_store(there.database)
    with store.read() as connection:
        kept = {p.name: freeze_doc(merge(s.load_updates(connection, p.text))).plain for p in pupils}
    store.close()
    differ = [pupil.name for pupil in pupils if kept[pupil.name] != pupil.typed]
    return {"letters": sum(len(pupil.typed) for pupil in pupils), "texts_that_differ": len(differ)}


def measure(folder: Path, count: int, minutes: float) -> dict[str, Any]:
    there = RealClass.start(folder, CLASSROOM_QUIET_SECONDS=QUIET_SECONDS)
    try:
        names = enrol(there, count)
        store = s.open_store(there.database)
        with store.read() as connection:
            texts = {name: s.notebook_of(connection, name)[0].id for name in names}
        store.close()
        return asyncio.run(write(there, texts, minutes))
    finally:
        there.stop()


def main(count: int = 300, minutes: float = 10, folder: Path = results.RESULTS) -> None:
    with TemporaryDirectory() as name:
        figures = measure(Path(name) / "class", count, minutes)
    command = f"python -m tests.benchmarks.school {count} {minutes:g}"
    print(json.dumps(figures))
    print(results.keep("school", command, figures, folder), file=sys.stderr)


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(*map(int, asked[:1]), *map(float, asked[1:2]), *map(Path, asked[2:3]))
