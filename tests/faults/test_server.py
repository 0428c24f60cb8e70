"""Short runs of every kind of fault, with a new seed each time: it is in the message when a promise was not held."""

from __future__ import annotations

import random

import pytest

from tests.faults.__main__ import run
from tests.faults.results import Unable


async def holds(story: str, faults: int) -> None:
    try:
        result = await run(story, faults, random.SystemRandom().randrange(1_000_000))
    except Unable as reason:
        pytest.skip(str(reason))
    assert result.held, (result.command, result.lost, result.doubled, result.broken)
    assert result.faults == faults and result.typed and result.counted["accusés de réception"], result


async def test_what_was_acknowledged_is_there_after_a_power_cut() -> None:
    await holds("power_cuts", 2)


async def test_killed_at_any_moment_the_service_loses_no_letter_and_doubles_none() -> None:
    await holds("kills", 4)


async def test_nothing_is_said_kept_on_a_disk_that_fails() -> None:
    await holds("eio", 2)


async def test_a_full_disk_is_said_reading_goes_on_and_all_is_kept_when_there_is_room() -> None:
    await holds("disk_full", 1)


async def test_a_clock_that_jumps_by_a_day_loses_nothing_and_changes_no_order() -> None:
    await holds("clock", 2)


async def test_postgresql_may_restart_under_load() -> None:
    await holds("postgresql", 2)


async def test_a_machine_that_stands_still_and_a_service_that_ends_lose_nothing() -> None:
    await holds("stalls", 2)
