"""How long a pupil waits for his page, and what a tablet loads for it: JupyterHub and Voilà as they come against ours, in one run.

`python -m tests.benchmarks.page [TIMES] [both|ours]`: seconds from the tap that brings a pupil in until a letter that he types stands in his
text, on a tablet that has never seen the class and again after a reload; bytes and requests of both, and of the entrance. Medians of TIMES (3),
each with another pupil. Real hubs, a real Chromium, on the same processors. Prints JSON, and keeps it when it has measured both.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from tests.benchmarks import results, stock
from tests.benchmarks.tablet import Load, chromium, reached, tablet
from tests.benchmarks.visits import Class, enrol, of_ours, of_stock, type_one
from tests.faults.way.relay import Pace
from tests.real_class import RealClass

NETWORKS = {"own": None, "slow": Pace(delay=0.075, rate=1.5e6)}
"""The machine's own, and 1.5 Mbit/s with 150 ms there and back."""
LOOKS_FOR_HIS_NAME = 5.0
"""Seconds that a pupil spends at the entrance before the tap that counts."""
QUIET, LONGEST_QUIET = 1.5, 4.0
"""Seconds without anything over the network after which a page has come; and seconds after which nobody waits for that."""

Figures = dict[str, float]


def visit(browser: Browser, there: Class, pupil: str, pace: Pace | None) -> dict[str, Figures]:
    """One pupil: his entrance, his first page, and the same again after a reload."""
    with reached(there.address, pace) as address, tablet(browser) as (page, _, load):
        started = time.monotonic()
        there.entrance(page, address, pupil)
        page.wait_for_timeout(max(0.0, LOOKS_FOR_HIS_NAME - (time.monotonic() - started)) * 1000)
        entrance = load.figures
        cold = timed(page, load, lambda: there.tap(page), lambda: there.shown(page), there.paper, "a")
        again = lambda: page.evaluate("setTimeout(() => location.reload())")  # noqa: E731
        warm = timed(page, load, again, lambda: None, there.paper, "b")
        together = {name: entrance[name] + cold[name] for name in entrance}
        return {"entrance": entrance, "cold": cold, "cold_with_entrance": together, "warm": warm}


def timed(
    page: Page, load: Load, begin: Callable[[], Any], shown: Callable[[], None], paper: str, letter: str
) -> Figures:
    """Seconds until the first screen, and until `letter` stands in the text; what came over the network until the page is quiet."""
    page.evaluate("window.before = true")
    load.begin()
    started = time.perf_counter()
    begin()
    page.wait_for_function("!window.before")
    shown()
    seen = time.perf_counter() - started
    type_one(page, paper, letter)
    seconds = time.perf_counter() - started
    wait_until_quiet(page, load)
    return {"seconds": seconds, "seconds_shown": seen, **load.figures}


def wait_until_quiet(page: Page, load: Load) -> None:
    until = time.monotonic() + LONGEST_QUIET
    while time.monotonic() < min(until, load.last + QUIET):
        page.wait_for_timeout(100)


def measure_stock(folder: Path, times: int) -> dict[str, Any]:
    with stock.running(folder) as hub, chromium() as browser:
        return series(browser, of_stock(hub.address), iter([f"eleve{number}" for number in range(99)]), times)


def measure_ours(folder: Path, times: int) -> dict[str, Any]:
    there = RealClass.start(folder)
    try:
        names = iter(enrol(there, times * len(NETWORKS)))
        with chromium() as browser:
            return series(browser, of_ours(there.address), names, times)
    finally:
        there.stop()


def series(browser: Browser, there: Class, pupils: Iterator[str], times: int) -> dict[str, Any]:
    """Each visit is another pupil's: his server has to start."""
    return {
        name: medians([visit(browser, there, next(pupils), pace) for _ in range(times)])
        for name, pace in NETWORKS.items()
    }


def medians(runs: list[dict[str, Figures]]) -> dict[str, Figures]:
    return {
        when: {what: round(median(run[when][what] for run in runs), 2) for what in figures}
        for when, figures in runs[0].items()
    }


def ratios(theirs: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """How many times less."""
    return {
        name: {
            when: {what: round(much / max(ours[name][when][what], 0.001), 1) for what, much in figures.items()}
            for when, figures in visits.items()
        }
        for name, visits in theirs.items()
    }


def main(arguments: list[str]) -> None:
    times = int(arguments[0]) if arguments else 3
    with TemporaryDirectory() as name:
        ours = measure_ours(Path(name) / "ours", times)
        if arguments[1:] == ["ours"]:
            print(json.dumps(ours, indent=2))
            return
        theirs = measure_stock(Path(name) / "stock", times)
    figures = {
        "visits": times,
        "seconds_at_the_entrance": LOOKS_FOR_HIS_NAME,
        "stock": theirs,
        "ours": ours,
        "ratios": ratios(theirs, ours),
    }
    print(results.keep("page", results.HOW_TO["page"], figures).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
