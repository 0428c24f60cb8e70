"""The measures that were promised, one a row: where its figure is among what the commands kept, what it was to be, and whether it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.results import RESULTS, Kept, Missing, kept
from tests.benchmarks.svg import short

Find = Callable[[Any], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """`ours` and `stock` find their figure in what `source` kept. Promised: so many times less than stock, or at most so much."""

    says: str
    source: str
    unit: str
    ours: Find
    stock: Find | None = None
    times_less: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One measure with what its command kept; None when that has not been run yet."""

    measure: Measure
    kept: Kept | None

    @property
    def ours(self) -> float | None:
        return self.measure.ours(self.kept.figures) if self.kept else None

    @property
    def stock(self) -> float | None:
        return self.measure.stock(self.kept.figures) if self.kept and self.measure.stock else None

    @property
    def ratio(self) -> float | None:
        """How many times less than stock."""
        if self.ours is None or self.stock is None:
            return None
        return self.stock / max(self.ours, 0.001)

    @property
    def met(self) -> bool:
        least, most = self.measure.times_less, self.measure.at_most
        enough = least is None or (self.ratio is not None and self.ratio >= least)
        return self.ours is not None and enough and (most is None or self.ours <= most)

    @property
    def target(self) -> str:
        least, most = self.measure.times_less, self.measure.at_most
        if least is not None:
            return f"{short(least)} times less"
        return f"at most {self.shown(most)}" if most else "nobody"

    def shown(self, value: float | None) -> str:
        """A figure of this row with its unit."""
        if value is None:
            return "–"
        return " ".join((short(value), self.measure.unit)).strip()


def typed(pages: int, name: str) -> Find:
    """A figure of the rows of socket.json, through the proxy as in a class."""
    return lambda rows: next(row[name] for row in rows if row["pages"] == pages and row["proxy"])


MEASURES = (
    Measure(
        "30 pupils tap their name at once: until the last can type",
        "class_start",
        "s",
        lambda found: found["ours"]["seconds_last"],
        lambda found: found["stock"]["seconds_last"],
        times_less=12,
    ),
    Measure(
        "one pupil, tap → can type, cold browser",
        "page",
        "s",
        lambda found: found["ours"]["cold_seconds"],
        lambda found: found["stock"]["cold_seconds"],
        times_less=4,
    ),
    Measure(
        "memory a pupil, 30 pages open (USS)",
        "class_start",
        "MB",
        lambda found: found["ours"]["mb_a_pupil_when_open"],
        lambda found: found["stock"]["mb_a_pupil_when_open"],
        times_less=5,
    ),
    Measure(
        "memory a pupil who only types",
        "class_start",
        "MB",
        lambda found: found["ours"]["mb_a_pupil_when_typing"],
        lambda found: found["stock"]["mb_a_pupil_when_typing"],
        at_most=5,
    ),
    Measure(
        "server's processor for the 30 who come in",
        "class_start",
        "s",
        lambda found: found["ours"]["cpu_seconds"],
        lambda found: found["stock"]["cpu_seconds"],
        times_less=10,
    ),
    Measure(
        "bytes, cold browser",
        "page",
        "kB",
        lambda found: found["ours"]["cold_kb"],
        lambda found: found["stock"]["cold_kb"],
        at_most=450,
    ),
    Measure(
        "requests, cold browser",
        "page",
        "",
        lambda found: found["ours"]["cold_requests"],
        lambda found: found["stock"]["cold_requests"],
        at_most=20,
    ),
    Measure(
        "bytes, warm browser",
        "page",
        "kB",
        lambda found: found["ours"]["warm_kb"],
        lambda found: found["stock"]["warm_kb"],
        at_most=10,
    ),
    Measure(
        "tap → can type at 1.5 Mbit/s and 150 ms, cold",
        "page",
        "s",
        lambda found: found["ours"]["slow_cold_seconds"],
        lambda found: found["stock"]["slow_cold_seconds"],
        at_most=4,
    ),
    Measure(
        "tap → can type at 1.5 Mbit/s and 150 ms, warm",
        "page",
        "s",
        lambda found: found["ours"]["slow_warm_seconds"],
        lambda found: found["stock"]["slow_warm_seconds"],
        at_most=1.2,
    ),
    Measure(
        "key → screen, 500 words and 30 marks, processor ×6 slower: 95 in 100",
        "keys",
        "ms",
        lambda found: found["screen_ms_p95"],
        at_most=50,
    ),
    Measure("key → kept for good, 30 pupils: 95 in 100", "socket", "ms", typed(30, "ack_ms_p95"), at_most=150),
    Measure("key → kept for good, 300 pupils: 95 in 100", "socket", "ms", typed(300, "ack_ms_p95"), at_most=500),
    Measure(
        "service's processor for a change, 300 pupils", "socket", "ms", typed(300, "cpu_ms_per_change"), at_most=0.5
    ),
    Measure(
        "300 pupils come in within 60 s and write: tap → can type, 95 in 100",
        "school",
        "s",
        lambda found: found["seconds_p95"],
        at_most=5,
    ),
    Measure("of those 300, how many could not", "school", "", lambda found: found["failures"], at_most=0),
)


def rows(folder: Path = RESULTS) -> list[Row]:
    return [Row(measure, found_or_none(measure.source, folder)) for measure in MEASURES]


def found_or_none(name: str, folder: Path = RESULTS) -> Kept | None:
    try:
        return kept(name, folder)
    except Missing:
        return None
