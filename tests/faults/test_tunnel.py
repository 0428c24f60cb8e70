"""A network that loses packets loses no letter: TCP sends them again. Only where a test may make a network."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.faults.way.relay import Relay
from tests.faults.way.tunnel import CLASS_SIDE, missing, tunnel

STORY = b"Il pleut, il mouille. " * 1_000
_TELL_AND_LISTEN = """
import socket, sys
story = sys.stdin.buffer.read()
with socket.create_connection(sys.argv[1:3]) as line:
    line.sendall(story)
    line.shutdown(socket.SHUT_WR)
    while heard := line.recv(65536):
        sys.stdout.buffer.write(heard)
"""


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.read(-1))
    writer.close()


@pytest.mark.skipif(bool(missing()), reason=missing() or "it can be tried")
async def test_what_is_lost_on_the_way_is_sent_again() -> None:
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as there, tunnel(0.05, random.Random(11)) as lossy:
        relay = Relay(there.sockets[0].getsockname()[1], CLASS_SIDE)
        await relay.open()
        command = [
            "ip",
            "netns",
            "exec",
            lossy.namespace,
            "python3",
            "-c",
            _TELL_AND_LISTEN,
            CLASS_SIDE,
            str(relay.port),
        ]
        pipe = asyncio.subprocess.PIPE
        far_away = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        heard, _ = await far_away.communicate(STORY)
        await relay.close()
        assert heard == STORY
        assert lossy.counted["packets"] > 2 * len(STORY) / 1400
