"""The hub's Spawner for one machine: pupils' servers are forked from the warm process, teachers' are started as JupyterHub starts them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from pathlib import Path
from typing import Any as Anything

from jupyterhub.spawner import SimpleLocalProcessSpawner
from tornado.web import HTTPError
from traitlets import Any, Bool, Float, Unicode

from hub_config.warm_fork.held import Held
from hub_config.warm_fork.request import AWAY, READY, NotForked, Request, ask

LOOPBACK = "127.0.0.1"
GRACE_SECONDS = 8
AT_ONCE = 2 * (os.cpu_count() or 1)
"""Servers that start at the same moment: when a class comes in, the first are there while the last still wait."""

starting = asyncio.Semaphore(AT_ONCE)


class WarmSpawner(SimpleLocalProcessSpawner):  # type: ignore[misc]
    """Hears at once that a server is ready (its pipe) and that it has ended (its pidfd), also after the hub itself was started again."""

    warm = Bool(help="Whether this person's server is one that the warm process can be.")
    warm_socket = Unicode(help="Where the warm process listens.").tag(config=True)
    accounts = Any(range(0), help="User ids for forked servers; none: they keep the hub's own.").tag(config=True)
    patience = Float(20, help="Seconds to wait for a warm process that is being started again.").tag(config=True)

    held: Held | None = None

    async def start(self) -> tuple[str, int]:
        """Where the server is. HTTPError 503 when this machine has no place for one more."""
        async with starting:
            try:
                return await (self._fork() if self.warm else self._start_slowly())
            except NotForked as refused:
                if refused.code != AWAY:
                    raise HTTPError(503, "%s gets no server: %s", self.user.name, refused.code) from refused
            self.log.warning("no warm process: %s gets a server of the slow kind", self.user.name)
            return await self._start_slowly()

    @property
    def account(self) -> int | None:
        """This person's own user id while the server is a forked one; None where there are no accounts to give."""
        return self.accounts[self.user.id % len(self.accounts)] if self.warm and self.accounts else None

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """A server's HOME is the person's folder, when nobody said another."""
        home = env.get("HOME")
        told: dict[str, str] = super().user_env(env)
        return told | {"HOME": home} if home else told

    async def _start_slowly(self) -> tuple[str, int]:
        self.port = 0
        address: tuple[str, int] = await super().start()
        self.held = Held.take(self.pid)
        return address

    async def _fork(self) -> tuple[str, int]:
        hears, says = os.pipe()
        try:
            with socket.create_server((LOOPBACK, 0), backlog=128) as door:
                self.port = door.getsockname()[1]
                try:
                    self.held = await self._ask([door.fileno(), says])
                finally:
                    os.close(says)
            self.pid = self.held.pid
            if await first_words(hears) != READY:
                raise NotForked("it ended before it was ready")
        finally:
            os.close(hears)
        return LOOPBACK, self.port

    async def _ask(self, files: list[int]) -> Held:
        environment = self.get_env()
        request = Request("server", self.user.name, environment, environment["TMPDIR"], [*self.args], self.account)
        patient_until = time.monotonic() + self.patience
        while True:
            try:
                pid, pidfd = await asyncio.to_thread(ask, Path(self.warm_socket), request, files)
                return Held(pid, pidfd)
            except NotForked as refused:
                if refused.code != AWAY or time.monotonic() > patient_until:
                    raise
            await asyncio.sleep(0.2)

    async def poll(self) -> int | None:
        """None while the server lives. A forked server's code is known to the warm process alone, and is told as 0."""
        if self.proc is not None:
            code: int | None = await super().poll()
            return code
        return 0 if self.held is None or self.held.ended else None

    async def stop(self, now: bool = False) -> None:
        if self.proc is not None:
            await super().stop(now)
        elif self.held is not None:
            for number in (signal.SIGTERM, signal.SIGKILL):
                self.held.tell(number)
                if await self.wait_for_death(GRACE_SECONDS):
                    return
            self.log.error("process %i of %s does not end", self.pid, self.user.name)

    def start_polling(self) -> None:
        super().start_polling()
        if self.held is not None:
            asyncio.get_running_loop().add_reader(self.held.pidfd, self._ended)

    def stop_polling(self) -> None:
        self._hear_no_more()
        super().stop_polling()

    def _hear_no_more(self) -> None:
        if self.held is not None and self.held.pidfd >= 0:
            asyncio.get_running_loop().remove_reader(self.held.pidfd)

    def _ended(self) -> None:
        """The route to a dead server goes at once, so that the next click starts another one."""
        self.stop_polling()
        self._burial = asyncio.ensure_future(self.poll_and_notify())

    def get_state(self) -> dict[str, Anything]:
        state: dict[str, Anything] = super().get_state()
        if self.held is not None:
            state["started"] = self.held.started
        return state

    def load_state(self, state: dict[str, Anything]) -> None:
        super().load_state(state)
        if self.pid:
            self.held = Held.again(self.pid, state.get("started", 0))

    def clear_state(self) -> None:
        super().clear_state()
        if self.held is not None:
            self._hear_no_more()
            self.held.let_go()
            self.held = None


async def first_words(hears: int) -> bytes:
    """What a child says first; nothing when it has ended without a word."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[bytes] = loop.create_future()

    def hear() -> None:
        if not heard.done():
            heard.set_result(os.read(hears, len(READY)))

    loop.add_reader(hears, hear)
    try:
        return await heard
    finally:
        loop.remove_reader(hears)
