"""The doorkeeper: tries are counted however they come, a flood of them computes five times, and secrets are compared in two threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection

from classroom import store as s
from classroom.hashing import matches, picture_code
from classroom.model import Role
from classroom.service import doorkeeper as doorkeepers
from classroom.service.doorkeeper import AT_ONCE, Doorkeeper
from classroom.store import SignIn, Store

RIGHT, WRONG = ("cat", "boat", "star"), ("cat", "cat", "cat")


class Comparing:
    """The real comparison, and in which threads it was done."""

    def __init__(self) -> None:
        self.threads: list[str] = []

    def __call__(self, secret: str, kept: str) -> bool:
        self.threads.append(threading.current_thread().name)
        return matches(secret, kept)


@pytest.fixture
def comparing(monkeypatch: pytest.MonkeyPatch) -> Comparing:
    found = Comparing()
    monkeypatch.setattr(doorkeepers, "matches", found)
    return found


@pytest.fixture
def doorkeeper(filled_store: Store) -> Iterator[Doorkeeper]:
    with filled_store.write() as connection:
        for name in ("ana", "bob"):
            s.set_pictures(connection, name, RIGHT)
    keeper = Doorkeeper(filled_store)
    yield keeper
    keeper.close()


async def knock(doorkeeper: Doorkeeper, name: str, pictures: tuple[str, ...]) -> SignIn:
    counted = partial(s.sign_in_pupil, username=name, pictures=pictures)
    return await doorkeeper.let_in(name, Role.PUPIL, picture_code(pictures), counted)


async def test_a_flood_of_tries_is_five_and_computes_five_times(doorkeeper: Doorkeeper, comparing: Comparing) -> None:
    tries = await asyncio.gather(*(knock(doorkeeper, "ana", WRONG) for _ in range(40)))
    assert [tried.tries_left for tried in tries][:6] == [4, 3, 2, 1, 0, 0]
    assert not any(tried.person or tried.tries_left for tried in tries[4:])
    assert len(comparing.threads) == 5
    assert (await knock(doorkeeper, "ana", RIGHT)).person is None


async def test_another_pupil_comes_in_during_a_flood(doorkeeper: Doorkeeper) -> None:
    flood = asyncio.gather(*(knock(doorkeeper, "ana", WRONG) for _ in range(40)))
    assert (await knock(doorkeeper, "bob", RIGHT)).person is not None
    assert not flood.done()
    await flood


async def test_secrets_are_compared_in_two_threads_whose_memory_serves_again(
    doorkeeper: Doorkeeper, comparing: Comparing
) -> None:
    came_in = await asyncio.gather(*(knock(doorkeeper, name, RIGHT) for name in ("ana", "bob") * 6))
    assert all(tried.person for tried in came_in)
    assert len(comparing.threads) == 12 and len(set(comparing.threads)) <= AT_ONCE


async def test_who_gets_new_pictures_between_the_comparison_and_the_count_is_compared_with_the_new_ones(
    doorkeeper: Doorkeeper, filled_store: Store
) -> None:
    def counted(connection: Connection, **more: Any) -> SignIn:
        s.set_pictures(connection, "ana", WRONG)
        return s.sign_in_pupil(connection, "ana", RIGHT, **more)

    tried = await doorkeeper.let_in("ana", Role.PUPIL, picture_code(RIGHT), counted)
    assert (tried.person, tried.tries_left) == (None, 4)


async def test_new_pictures_open_the_door(doorkeeper: Doorkeeper) -> None:
    await doorkeeper.change(lambda connection: s.set_pictures(connection, "ana", WRONG))
    assert (await knock(doorkeeper, "ana", WRONG)).person is not None
