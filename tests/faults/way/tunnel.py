"""A Wi-Fi that really loses packets: the browser lives in a network of its own (a Linux namespace), and each packet between it and the
class goes through us, who drop, delay and slow it down. What was lost is sent again by TCP, as on a real tablet.

Only root may make one, and only where /dev/net/tun is: `missing` says why not. The kernel's own emulator (netem) is often not there.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import os
import random
import shutil
import struct
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.way.relay import WEAK_WIFI, Way

TUN = Path("/dev/net/tun")
CLASS_SIDE, TABLET_SIDE = "198.18.77.1", "198.18.77.2"
"""Of the block that RFC 2544 keeps for trials of networks."""

LARGEST_PACKET = 2048
MTU = 1400
QUEUE = 1.0
"""Seconds that a packet may wait for its turn before it is dropped, as a small box on a wall does."""

_SET_INTERFACE, _TUN_WITHOUT_HEADER = 0x400454CA, 0x1001
_NEW_NETWORK = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def missing() -> str:
    """Why there can be no such network on this machine; empty when there can be."""
    if os.geteuid() != 0:
        return "only root may make a network"
    if not os.access(TUN, os.R_OK | os.W_OK):
        return f"this machine has no {TUN}"
    return "" if shutil.which("ip") else "this machine has no `ip` (iproute2)"


@dataclass
class Tunnel:
    """`counted` says how many packets passed and how many were lost."""

    loss: float
    chance: random.Random
    namespace: str = field(default_factory=lambda: f"tablet-{os.getpid()}")
    counted: Counter[str] = field(default_factory=Counter)

    def carry(self, source: int, target: int, way: Way) -> None:
        """All packets that wait at one end, each on its way or lost."""
        with suppress(BlockingIOError):
            while packet := os.read(source, LARGEST_PACKET):
                self._send(packet, target, way)

    def _send(self, packet: bytes, target: int, way: Way) -> None:
        loop = asyncio.get_running_loop()
        if self.chance.random() < self.loss or way.backlog > QUEUE:
            self.counted["packets lost"] += 1
            return
        self.counted["packets"] += 1
        loop.call_at(way.due(len(packet)), _write, target, packet)


def _write(target: int, packet: bytes) -> None:
    with suppress(OSError):  # the far end is closed, or its queue is full: a packet lost more
        os.write(target, packet)


@asynccontextmanager
async def tunnel(loss: float, chance: random.Random) -> AsyncIterator[Tunnel]:
    """The class is found at CLASS_SIDE from the namespace; both ways have the pace of a weak Wi-Fi."""
    made = Tunnel(loss, chance)
    loop = asyncio.get_running_loop()
    _ip("netns", "add", made.namespace)
    try:
        near, far = _device("near", CLASS_SIDE), _device("far", TABLET_SIDE, made.namespace)
        up, down = Way(chance, WEAK_WIFI), Way(chance, WEAK_WIFI)
        loop.add_reader(far, made.carry, far, near, up)
        loop.add_reader(near, made.carry, near, far, down)
        try:
            yield made
        finally:
            for end in (near, far):
                loop.remove_reader(end)
                os.close(end)
    finally:
        _ip("netns", "delete", made.namespace)


def browser_in(namespace: str, chromium: str, folder: Path) -> Path:
    """A program that runs Chromium in this network."""
    path = folder / "chromium-far-away"
    path.write_text(f'#!/bin/sh\nexec ip netns exec {namespace} {chromium} "$@"\n', encoding="utf-8")
    path.chmod(0o700)
    return path


def _device(name: str, address: str, namespace: str = "") -> int:
    """Makes one end, with its address, in this network (our own without a name); gives what its packets are read from."""
    name = f"{name}{os.getpid() % 100_000}"
    inside = ("-n", namespace) if namespace else ()
    with _inside(namespace):
        device = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(device, _SET_INTERFACE, struct.pack("16sH", name.encode(), _TUN_WITHOUT_HEADER))
    _ip(*inside, "address", "add", f"{address}/30", "dev", name)
    _ip(*inside, "link", "set", name, "up", "mtu", str(MTU))
    if namespace:
        _ip(*inside, "link", "set", "lo", "up")
    return device


@contextmanager
def _inside(namespace: str) -> Iterator[None]:
    """This thread is in that network for a moment (setns(2)); without a name it stays where it is."""
    if not namespace:
        yield
        return
    here, there = (os.open(path, os.O_RDONLY) for path in ("/proc/thread-self/ns/net", f"/run/netns/{namespace}"))
    try:
        _enter(there)
        yield
    finally:
        _enter(here)
        os.close(here)
        os.close(there)


def _enter(network: int) -> None:
    if _libc.setns(network, _NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
