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
    """`ours` and `stock` find their figure in what `source` kept. Promised: so many times less than stock, or at most
    so much; or nothing, and then it is there to be known."""

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
        return self.find(self.measure.ours)

    @property
    def stock(self) -> float | None:
        return self.find(self.measure.stock)

    def find(self, where: Find | None) -> float | None:
        """ValueError when the file is of another shape."""
        if self.kept is None or where is None:
            return None
        try:
            return where(self.kept.figures)
        except (KeyError, TypeError, StopIteration) as error:
            raise ValueError(f"{self.measure.source}.json does not say: {self.measure.says}") from error

    @property
    def ratio(self) -> float | None:
        """How many times less than stock."""
        if self.ours is None or self.stock is None:
            return None
        return self.stock / max(self.ours, 0.001)

    @property
    def promised(self) -> bool:
        return self.measure.times_less is not None or self.measure.at_most is not None

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
        if most is None:
            return "–"
        return f"at most {self.shown(most)}" if most else "none"

    def shown(self, value: float | None) -> str:
        """A figure of this row with its unit."""
        if value is None:
            return "–"
        return " ".join((short(value), self.measure.unit)).strip()


def typed(pages: int, name: str) -> Find:
    """A figure of the rows of socket.json, through the proxy as in a class."""
    return lambda rows: next(row[name] for row in rows if row["pages"] == pages and row["proxy"])


UNITS = {"bytes": ("kB", 1000), "requests": ("", 1), "seconds": ("s", 1)}


def both(says: str, network: str, visit: str, what: str, **promised: float) -> Measure:
    """A figure that page.json has of stock and of ours."""
    unit, each = UNITS[what]

    def of(side: str) -> Find:
        return lambda found: found[side][network][visit][what] / each

    return Measure(says, "page", unit, of("ours"), of("stock"), **promised)


def at_once(says: str, unit: str, what: str, **promised: float) -> Measure:
    """A figure that class_start.json has of stock and of ours."""
    return Measure(
        says, "class_start", unit, lambda found: found["ours"][what], lambda found: found["stock"][what], **promised
    )


def school(says: str, unit: str, what: str, at_most: float) -> Measure:
    """A figure of school.json. Stock has none: 300 of its pupils want 55 GB."""
    return Measure(says, "school", unit, lambda found: found[what], at_most=at_most)


MEASURES = (
    at_once("30 pupils tap their name at once: until the last can type", "s", "seconds_last", times_less=12),
    at_once(
        "… of the two in a real browser among them: until a letter of the last stands there",
        "s",
        "seconds_last_browser",
    ),
    at_once("until the last page is complete, its kernel's part too", "s", "seconds_laid_out"),
    at_once("server's processor for the 30", "s", "cpu_seconds", times_less=10),
    at_once("memory a pupil, at most, while the 30 come in (USS)", "MB", "mb_a_pupil_at_most"),
    at_once("memory a pupil, 30 pages open", "MB", "mb_a_pupil_when_open", times_less=5),
    at_once("memory a pupil who only types", "MB", "mb_a_pupil_when_typing", at_most=5),
    both("one pupil, tap → can type, cold browser", "own", "cold", "seconds", times_less=4),
    both("kB from the entrance to the page, cold browser", "own", "cold_with_entrance", "bytes", at_most=450),
    both("kB from the tap, cold browser", "own", "cold", "bytes"),
    both("requests from the tap, cold browser", "own", "cold", "requests", at_most=20),
    both("requests from the entrance to the page, cold browser", "own", "cold_with_entrance", "requests"),
    both("kB of a reload, warm browser", "own", "warm", "bytes", at_most=10),
    both("1.5 Mbit/s and 150 ms: tap → can type, cold", "slow", "cold", "seconds", at_most=4),
    both("1.5 Mbit/s and 150 ms: reload → can type, warm", "slow", "warm", "seconds", at_most=1.2),
    Measure(
        "key → screen, 500 words and 30 marks, processor six times slower: 95 in 100",
        "keys",
        "ms",
        lambda found: found["ours"]["screen_ms"]["p95"],
        lambda found: found["stock"]["screen_ms"]["p95"],
        at_most=50,
    ),
    Measure(
        "… of which the browser alone takes, with no program in its page",
        "keys",
        "ms",
        lambda found: found["browser_alone"]["screen_ms"]["p95"],
    ),
    Measure("a key on the wire, up", "keys", "bytes", lambda found: found["bytes_up_a_key"]),
    Measure("a key on the wire, down", "keys", "bytes", lambda found: found["bytes_down_a_key"]),
    Measure("key → kept for good, 30 pupils: 95 in 100", "socket", "ms", typed(30, "ack_ms_p95"), at_most=150),
    Measure("key → kept for good, 300 pupils: 95 in 100", "socket", "ms", typed(300, "ack_ms_p95"), at_most=500),
    Measure("service's processor for a change, 30 pupils", "socket", "ms", typed(30, "cpu_ms_per_change"), at_most=0.5),
    Measure(
        "service's processor for a change, 300 pupils", "socket", "ms", typed(300, "cpu_ms_per_change"), at_most=0.5
    ),
    school("300 pupils come in within 60 s and write: tap → can type, 95 in 100", "s", "seconds_p95", 5),
    school("of those 300, how many could not", "", "failures", 0),
    school("of their texts, how many are not to the letter what was typed", "", "texts_that_differ", 0),
    school("their keys → kept for good, 95 in 100", "ms", "ack_ms_p95", 500),
    school("service's processor for each of their changes", "ms", "cpu_ms_per_change", 0.5),
    school("memory a pupil when all 300 only type", "MB", "mb_a_pupil_when_typing", 5),
)


def rows(folder: Path = RESULTS) -> list[Row]:
    return [Row(measure, found_or_none(measure.source, folder)) for measure in MEASURES]


def found_or_none(name: str, folder: Path = RESULTS) -> Kept | None:
    try:
        return kept(name, folder)
    except Missing:
        return None
