"""One fault at a time while a pupil types on: how soon the status line says the truth, how soon everything has arrived afterwards.

`python -m tests.faults states 65 --seed 11`: each kind in its turn. What befalls one tablet is tried on several at once; what befalls the
whole class, on one.
"""

from __future__ import annotations

import asyncio
import tempfile
from itertools import cycle, islice
from pathlib import Path

from tests.faults.results import Result
from tests.faults.way.figures import note
from tests.faults.way.run import tell_stories
from tests.faults.way.schedule import LASTING, PAGE, Fault, Kind
from tests.faults.way.telling import plan_with
from tests.real_class import RealClass

LETTERS = 450
AT = 80
LASTS = 8.0
EVERYBODYS = frozenset({Kind.SERVICE, Kind.HUB, Kind.PROXY})
KINDS = tuple(kind for kind in Kind if kind not in PAGE)


async def run(faults: int, seed: int, result: Result, tablets: int = 4) -> None:
    """So many faults, in a class of their own that is closed at the end."""
    faults_of = [Fault(kind, AT, LASTS if kind in LASTING else 0.0) for kind in islice(cycle(KINDS), faults)]
    plans = [plan_with(seed, number, LETTERS, fault) for number, fault in enumerate(faults_of)]
    shared = [plan for plan in plans if plan.faults[0].kind in EVERYBODYS]
    own = [plan for plan in plans if plan not in shared]
    with tempfile.TemporaryDirectory(prefix="states-") as folder:
        there = await asyncio.to_thread(RealClass.start, Path(folder) / "home")
        try:
            note(await tell_stories(there, own, tablets) + await tell_stories(there, shared, 1), result)
        finally:
            await asyncio.to_thread(there.stop)
