"""The relay does to a connection what a weak Wi-Fi does, and nothing else: otherwise the stories would prove nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest

from tests.faults.way.relay import HOST, Pace, Relay


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while said := await reader.read(1000):
            writer.write(said)
    writer.close()


Call = Callable[[], Awaitable["Caller"]]


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    there = await asyncio.start_server(echo, HOST, 0)
    relay = Relay(there.sockets[0].getsockname()[1])
    await relay.open()
    yield relay
    await relay.close()
    there.close()


class Caller:
    """Somebody who says words and hears them again."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def say(self, words: bytes) -> bytes:
        self.writer.write(words)
        return await self.reader.readexactly(len(words))

    async def hears_nothing(self) -> bool:
        try:
            await asyncio.wait_for(self.reader.read(1), 0.1)
        except TimeoutError:
            return True
        return False


@pytest.fixture
async def call(relay: Relay) -> AsyncIterator[Call]:
    """A new caller each time; they hang up at the end."""
    callers: list[Caller] = []

    async def new() -> Caller:
        callers.append(Caller(*await asyncio.open_connection(HOST, relay.port)))
        return callers[-1]

    yield new
    for caller in callers:
        caller.writer.close()


async def test_what_is_said_passes(call: Call) -> None:
    caller = await call()
    assert await caller.say(b"un chat " * 50_000) == b"un chat " * 50_000


async def test_a_stalled_way_is_silent_and_loses_nothing(relay: Relay, call: Call) -> None:
    caller = await call()
    for ways in ((relay.up, relay.down), (relay.up,), (relay.down,)):
        relay.stall(*ways)
        caller.writer.write(b"bonjour")
        assert await caller.hears_nothing()
        relay.resume(*ways)
        assert await caller.reader.readexactly(7) == b"bonjour"


async def test_two_stalls_last_until_both_are_over(relay: Relay, call: Call) -> None:
    caller = await call()
    relay.stall()
    relay.stall(relay.up)
    relay.resume()
    caller.writer.write(b"bonjour")
    assert await caller.hears_nothing()
    relay.resume(relay.up)
    assert await caller.reader.readexactly(7) == b"bonjour"


async def test_a_cut_line_is_reset_and_a_new_one_passes(relay: Relay, call: Call) -> None:
    caller = await call()
    await caller.say(b"bonjour")
    relay.cut()
    with pytest.raises(ConnectionResetError):
        await caller.reader.read(1)
    assert await (await call()).say(b"encore") == b"encore"


async def test_nobody_gets_in_while_it_refuses(relay: Relay, call: Call) -> None:
    relay.refuse()
    with pytest.raises(ConnectionRefusedError):
        await call()
    await relay.let_in()
    assert await (await call()).say(b"encore") == b"encore"


async def test_a_half_open_line_swallows_all_and_a_new_one_passes(relay: Relay, call: Call) -> None:
    caller = await call()
    await caller.say(b"bonjour")
    relay.half_open()
    caller.writer.write(b"tu es l\xc3\xa0 ?")
    assert await caller.hears_nothing()
    assert await (await call()).say(b"encore") == b"encore"


async def test_a_slow_way_takes_its_time_each_way(relay: Relay, call: Call) -> None:
    caller = await call()
    relay.set_pace(Pace(delay=0.05, rate=1_000_000))
    clock = asyncio.get_running_loop().time
    began = clock()
    await caller.say(b"x" * 10_000)
    assert clock() - began >= 2 * (0.05 + 10_000 * 8 / 1_000_000)
