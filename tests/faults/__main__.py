"""The long runs, by hand: `python -m tests.faults power_cuts 100 --seed 7`, or `python -m tests.faults all --long`.

Each prints its seed first, then what it counted; the exit code says whether every promise was held. What a long run gave is kept in `last/`.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import random
import signal
import sys

from tests.faults.results import Result, Unable

STORIES = {
    "power_cuts": ("tests.faults.server.power_cuts", 100),
    "kills": ("tests.faults.server.kills", 500),
    "eio": ("tests.faults.server.eio", 20),
    "disk_full": ("tests.faults.server.disk_full", 10),
    "clock": ("tests.faults.server.clock", 20),
    "postgresql": ("tests.faults.server.postgresql", 40),
    "stalls": ("tests.faults.server.stalls", 20),
    "stories": ("tests.faults.way.run", 200),
    "states": ("tests.faults.way.states", 65),
    "loss": ("tests.faults.way.loss", 6),
}
"""Each kind of fault: the module whose `run(faults, seed, result)` makes them, and how many of them make a long run."""

SHORT = 3


async def run(story: str, faults: int, seed: int) -> Result:
    """So many faults of one kind. When the class cannot go on after one, that is a promise broken too."""
    result = Result(story, seed, f"python -m tests.faults {story} {faults} --seed {seed}")
    try:
        await importlib.import_module(STORIES[story][0]).run(faults, seed, result)
    except Unable:
        raise
    except Exception as error:
        result.broken.append(f"after {result.faults} faults: {error!r}")
    return result.finish()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("story", choices=[*STORIES, "all"])
    parser.add_argument("faults", nargs="?", type=int, help="how many; a long run's number with --long, else a few")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--long", action="store_true")
    asked = parser.parse_args()
    stop_in_good_order()
    stories = [*STORIES] if asked.story == "all" else [asked.story]
    held = [asyncio.run(told(story, asked.faults, asked.seed, asked.long)) for story in stories]
    return 0 if all(held) else 1


def stop_in_good_order() -> None:
    """On SIGTERM too, what was started is ended and what was mounted is put away (asyncio does it on SIGINT, unless that is ignored)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


async def told(story: str, faults: int | None, seed: int, long: bool) -> bool:
    """Run a story and say what it gave; a long run is kept as the last one of its kind."""
    print(f"{story}: seed {seed}", flush=True)
    many = STORIES[story][1]
    try:
        result = await run(story, faults or (many if long else SHORT), seed)
    except Unable as reason:
        print(f"{story}: {reason}", flush=True)
        return True
    print(result.line(), *result.broken, sep="\n", flush=True)
    if result.faults >= many:
        print(result.write(), flush=True)
    return result.held


if __name__ == "__main__":
    sys.exit(main())
