"""What many stories gave, in figures: letters lost and doubled, and how soon the page said the truth and all had arrived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from tests.faults.results import Result
from tests.faults.way.telling import Told
from tests.faults.way.watching import Measure


def note(stories: Iterable[Told], result: Result) -> None:
    """Adds these stories to the result of a run."""
    told = list(stories)
    for one in told:
        result.typed += one.letters
        result.faults += len(one.faults)
        result.lost += one.lost
        result.doubled += one.doubled
        result.counted.update(fault.kind.value for fault in one.faults)
        result.broken += sentences(one)
    result.counted["stories"] = len(told)
    result.measures = {
        "« Gardé sur la tablette » shown after": by_kind(each for one in told for each in one.said_kept),
        "everything in the class after": by_kind(each for one in told for each in one.arrived),
    }


def line(told: Told, username: str) -> str:
    """One story as it goes by."""
    faults = ", ".join(f"{fault.kind} {fault.lasts or ''}".strip() for fault in told.faults)
    broken = sentences(told)
    return f"{told.name} {username}: {told.letters} letters, {faults}: {' | '.join(broken) if broken else 'all there'}"


def sentences(told: Told) -> list[str]:
    """Each promise that a story did not see held."""
    said = [f"{told.name}: {lie}" for lie in told.lies]
    if told.error:
        said.append(f"{told.name}: {told.error}")
    if told.lost or told.doubled:
        said.append(f"{told.name}: {told.lost} lost, {told.doubled} doubled: {told.differences}")
    return said


def by_kind(measures: Iterable[Measure]) -> dict[str, dict[str, float]]:
    """For each fault or meeting of faults: how often it was measured, its median and its worst, in seconds."""
    found = defaultdict(list)
    for measure in measures:
        found[" + ".join(measure.kinds)].append(measure.seconds)
    return {
        kinds: {"times": len(each), "median": round(median(each), 2), "worst": round(max(each), 2)}
        for kinds, each in sorted(found.items())
    }
