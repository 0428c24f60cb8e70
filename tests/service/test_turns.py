"""Turns: nobody waits who types alone, a class is taken in together, and what waits for its turn is not lost when its page goes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from classroom.documents import build
from classroom.service import turns
from classroom.service.conversation import Conversation
from classroom.service.turns import Turns


async def test_whoever_comes_alone_has_a_turn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PACE", 3600.0)
    ended = asyncio.Event()
    some = Turns(ended.set)
    await some.wait()
    some.ask()
    await ended.wait()
    some.stop()


async def test_a_turn_ends_after_all_who_waited_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PACE", 0.01)
    said: list[str] = []
    some = Turns(lambda: said.append("end"))

    async def one(name: str) -> None:
        await some.wait()
        said.append(name)
        some.ask()

    some.ask()
    await asyncio.gather(one("ana"), one("bob"))
    while len(said) < 4:
        await asyncio.sleep(0)
    assert said[:4] == ["end", "ana", "bob", "end"]
    some.stop()


async def test_a_letter_that_waits_for_its_turn_is_kept_when_its_page_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PACE", 3600.0)
    some, taken = Turns(lambda: None), []
    some.ask()
    monkeypatch.setattr(turns, "PACE", 0.0)
    nothing = cast(Any, None)
    room = SimpleNamespace(take=lambda page, number, data, brought: taken.append((number, data)))
    rooms = SimpleNamespace(writer=SimpleNamespace(turns=some))
    conversation = Conversation(nothing, nothing, cast(Any, rooms), cast(Any, room), nothing, nothing)
    typed = build(["Un chat."])
    letter = asyncio.create_task(conversation._take(7, typed))
    await asyncio.sleep(0)
    assert taken == []
    letter.cancel()
    await asyncio.gather(letter, return_exceptions=True)
    assert letter.cancelled() and taken == [(7, typed)]
    some.stop()
