"""Short runs of every kind of fault, with a new seed each time: it is in the message when a promise was not held."""

from __future__ import annotations

import random

import pytest

from tests.faults.__main__ import run
from tests.faults.results import Result
from tests.faults.server.disk import why_not


async def held(story: str, faults: int) -> Result:
    result = await run(story, faults, random.SystemRandom().randrange(1_000_000))
    print(result.line())
    assert result.held, (result.command, result.lost, result.doubled, result.broken)
    assert result.faults == faults and result.typed and result.counted["accusés de réception"]
    return result


async def test_what_was_acknowledged_is_there_after_a_power_cut() -> None:
    if reason := why_not():
        pytest.skip(reason)
    await held("power_cuts", 2)


async def test_killed_at_any_moment_the_service_loses_no_letter_and_doubles_none() -> None:
    await held("kills", 3)
