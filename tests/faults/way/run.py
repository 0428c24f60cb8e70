"""Many stories typed at once on the tablets of a class, through bad days: `python -m tests.faults stories 200 --seed 11`.

Ctrl-C or SIGTERM lets the stories that have begun come to their end, and counts them.
"""

from __future__ import annotations

import asyncio
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from signal import SIGINT, SIGTERM

from tests.browser.coming_in import NAMES
from tests.faults.results import Result
from tests.faults.way.figures import line, note
from tests.faults.way.lesson import Lesson
from tests.faults.way.tablet import Tablet
from tests.faults.way.telling import Plan, Told, plan, type_story
from tests.faults.way.watching import Watch
from tests.real_class import RealClass

TABLETS = 6
LONGEST_STORY = 600
"""Seconds after which a story is given up, and counts as a promise broken."""


async def run(faults: int, seed: int, result: Result, tablets: int = TABLETS) -> None:
    """So many stories (their numbers are 0, 1, 2…), in a class of their own that is closed at the end."""
    with tempfile.TemporaryDirectory(prefix="stories-") as folder:
        there = await asyncio.to_thread(RealClass.start, Path(folder) / "home")
        try:
            plans = until_told((plan(seed, number) for number in range(faults)), SIGINT, SIGTERM)
            note(await tell_stories(there, plans, min(tablets, faults)), result)
        finally:
            await asyncio.to_thread(there.stop)


def until_told(plans: Iterable[Plan], *signals: int) -> Iterator[Plan]:
    """These plans, and no more of them once the process was told to stop."""
    told = asyncio.Event()
    for number in signals:
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return takewhile(lambda _: not told.is_set(), plans)


async def tell_stories(there: RealClass, plans: Iterable[Plan], tablets: int = TABLETS) -> list[Told]:
    """These stories, on so many tablets at a time, each with a second one that only reads."""
    async with Lesson.begin(there) as lesson:
        return await tell_in(lesson, plans, tablets)


async def tell_in(lesson: Lesson, plans: Iterable[Plan], tablets: int) -> list[Told]:
    """The same, in a lesson that has begun."""
    waiting = iter(plans)
    told = await asyncio.gather(*(_pupil(lesson, name, waiting) for name in list(NAMES)[:tablets]))
    return [one for some in told for one in some]


async def _pupil(lesson: Lesson, username: str, waiting: Iterator[Plan]) -> list[Told]:
    """One pupil types story after story, until none is waiting."""
    told: list[Told] = []
    pair: tuple[Tablet, Tablet] | None = None
    for each in waiting:
        pair = pair or (await lesson.tablet(username), await lesson.tablet(username))
        told.append(await _one(lesson, each, *pair))
        print(line(told[-1], username), flush=True)
        if told[-1].error:
            await _switch_off(pair)
            pair = None
    await _switch_off(pair or ())
    return told


async def _one(lesson: Lesson, each: Plan, tablet: Tablet, other: Tablet) -> Told:
    text = lesson.new_text(tablet.username, f"Histoire {each.name}")
    watch = Watch(each.states(), lambda: lesson.stored(text))
    lesson.watches.append(watch)
    try:
        async with asyncio.timeout(LONGEST_STORY):
            return await type_story(each, text, tablet, other, lesson.parts, watch)
    except Exception:
        return Told.failed(each, traceback.format_exc())
    finally:
        lesson.watches.remove(watch)


async def _switch_off(tablets: Iterable[Tablet]) -> None:
    for tablet in tablets:
        await tablet.switch_off()
