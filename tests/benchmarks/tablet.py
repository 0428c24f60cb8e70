"""A tablet that is measured: a real Chromium that has never seen the class, a slow line to it, and what comes over it."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.faults.way.relay import Pace, Relay

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
NO_INTERNET = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""A school's server has none; what asks for it hears so at once."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", NO_INTERNET]
SCREEN = {"width": 1024, "height": 768}
PATIENCE = 120_000
"""Milliseconds for one state of a page to come."""
LOCAL = ("data:", "blob:", "about:")
"""Addresses of what is on the tablet already."""


@dataclass
class Load:
    """What came over the network since the last `begin`, headers and WebSockets' words too; what the tablet had is not in it."""

    bytes: int = 0
    frames: Counter[str] = field(default_factory=Counter)
    """Bytes that WebSockets carried, `up` and `down`."""
    asked: set[str] = field(default_factory=set)
    last: float = 0.0

    def listen(self, line: CDPSession) -> None:
        line.send("Network.enable")
        for name in ("webSocketFrameSent", "webSocketFrameReceived"):
            line.on(f"Network.{name}", self._framed(name))
        for name in ("requestWillBeSent", "webSocketCreated"):
            line.on(f"Network.{name}", self._asked)
        line.on("Network.requestServedFromCache", self._had)
        line.on("Network.responseReceived", self._answered)
        line.on("Network.dataReceived", self._came)
        line.on("Network.loadingFinished", self._finished)

    def begin(self) -> None:
        self.bytes = 0
        self.frames.clear()
        self.asked.clear()

    @property
    def figures(self) -> dict[str, float]:
        return {"bytes": self.bytes + self.frames.total(), "requests": len(self.asked)}

    def _asked(self, event: dict[str, Any]) -> None:
        if event.get("request", event)["url"].startswith(LOCAL):
            return
        number = event["requestId"]
        if response := event.get("redirectResponse"):
            self.bytes += int(response["encodedDataLength"])
            number += event["request"]["url"]  # a request that is sent on keeps its number
        self._note(number)

    def _note(self, number: str) -> None:
        self.asked.add(number)
        self.last = time.monotonic()

    def _had(self, event: dict[str, Any]) -> None:
        self.asked.discard(event["requestId"])

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            self._had(event)

    def _came(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
        if not event["encodedDataLength"]:  # it came with another request for the same
            self._had(event)

    def _framed(self, name: str) -> Any:
        way = "up" if name.endswith("Sent") else "down"

        def heard(event: dict[str, Any]) -> None:
            self.frames[way] += payload(event["response"])
            self.last = time.monotonic()

        return heard


def payload(frame: dict[str, Any]) -> int:
    """Bytes of what a WebSocket's frame says: text as UTF-8, or binary that the browser writes in base64."""
    said: str = frame["payloadData"]
    if frame["opcode"] == 1:
        return len(said.encode())
    return len(said) * 3 // 4 - said[-2:].count("=")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def tablet(browser: Browser) -> Iterator[tuple[Page, CDPSession, Load]]:
    """A new one, on plain http as in most schools (no service worker)."""
    context = browser.new_context(
        locale="fr-FR",
        viewport=SCREEN,  # type: ignore[arg-type]
        has_touch=True,
        service_workers="block",
        bypass_csp=True,  # or the page's rules would keep us from asking it anything
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    line, load = context.new_cdp_session(page), Load()
    load.listen(line)
    yield page, line, load
    context.close()


@contextmanager
def reached(address: str, pace: Pace | None) -> Iterator[str]:
    """Where a tablet finds the class, over a line of this pace for all that passes, WebSockets too; None is the machine's own network."""
    if pace is None:
        yield address
        return
    relay, loop = Relay(int(address.rpartition(":")[2])), asyncio.new_event_loop()
    relay.set_pace(pace)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(relay.open(), loop).result()
    yield relay.address
    asyncio.run_coroutine_threadsafe(relay.close(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
