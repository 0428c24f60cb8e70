"""Stories typed over a Wi-Fi that loses three packets in a hundred: `python -m tests.faults loss 6 --seed 11`, as root."""

from __future__ import annotations

import asyncio
import random
import tempfile
from pathlib import Path

from tests.faults.results import Result, Unable
from tests.faults.way.figures import note
from tests.faults.way.lesson import CHROMIUM, Lesson
from tests.faults.way.run import tell_in
from tests.faults.way.schedule import Fault, Kind
from tests.faults.way.telling import plan_with
from tests.faults.way.tunnel import CLASS_SIDE, browser_in, missing, tunnel
from tests.real_class import RealClass

LOSS = 0.03
LETTERS = 300
CUT = Fault(Kind.REFUSED, 100, 3.0)


async def run(faults: int, seed: int, result: Result) -> None:
    """So many stories, each cut off once for three seconds on top of what is lost all the time."""
    if why := missing():
        raise Unable(why)
    plans = [plan_with(seed, number, LETTERS, CUT) for number in range(faults)]
    with tempfile.TemporaryDirectory(prefix="loss-") as folder:
        there = await asyncio.to_thread(RealClass.start, Path(folder) / "home")
        try:
            async with tunnel(LOSS, random.Random(seed)) as lossy:
                chromium = str(browser_in(lossy.namespace, CHROMIUM, Path(folder)))
                async with Lesson.begin(there, chromium, CLASS_SIDE) as lesson:
                    note(await tell_in(lesson, plans, tablets=min(2, faults)), result)
                result.counted.update(lossy.counted)
        finally:
            await asyncio.to_thread(there.stop)
