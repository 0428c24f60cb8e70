"""A pupil who types on, whatever happens: the page comes back by itself, sends what the class lacks, and asks again what was not answered."""

from __future__ import annotations

import asyncio
import json
import random
import struct
import uuid
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from classroom.model import SCHEMA
from tests.faults.server.paper import Paper
from tests.faults.server.promises import Held, Promises

Credential = Callable[[], Awaitable[str]]
"""Gives what to show at the door: the page asks its kernel, or uses its lease."""

NOTHING = b"\0\0"
"""The update that says nothing."""

NOT_SIGNED_IN = 4401

GONE = (OSError, TimeoutError, WebSocketException)


class Pupil:
    """One text, one page. `pause`: seconds between two changes; `patience`: of silence before the page opens another socket."""

    def __init__(
        self,
        text: str,
        address: str,
        credential: Credential,
        chance: random.Random,
        *,
        promises: Promises | None = None,
        pause: float = 0.1,
        patience: float = 12.0,
    ) -> None:
        self.text, self.paper, self.promises = text, Paper(chance), promises or Promises()
        self.kept, self.acks, self.troubles, self.refused_at_the_door = 0, 0, [], 0
        self.view: dict[str, Any] | None = None
        self.writing = asyncio.Event()
        self.pause, self.patience = pause, patience
        self._url = f"ws://{address}/services/classroom/sync"
        self._credential, self._chance = credential, chance
        self._socket: ClientConnection | None = None
        self._number = 0
        self._sent: dict[int, int] = {}
        self._asked: dict[str, Any] | None = None
        self._seen, self._lease = "", ""

    @property
    def held(self) -> Held:
        return Held(self.text, self.paper, self.kept)

    @property
    def connected(self) -> bool:
        """Whether the page has a socket that it has not heard the end of."""
        return self._socket is not None

    @property
    def settled(self) -> bool:
        """Whether the class has said that it keeps all, and has answered all."""
        return self.kept == self.paper.now and self._asked is None

    async def sit(self) -> None:
        """Type and stay connected until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._stay_connected())
            both.create_task(self._write())

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._show_page()
            except GONE as error:
                if isinstance(error, ConnectionClosed) and error.rcvd and error.rcvd.code == NOT_SIGNED_IN:
                    self._lease, self.refused_at_the_door = "", self.refused_at_the_door + 1
            self._socket = None
            await asyncio.sleep(self._chance.uniform(0.02, 0.3))

    async def _show_page(self) -> None:
        """One socket, from hello to its end."""
        credential = self._lease or await self._credential()
        async with connect(self._url, proxy=None, compression=None, max_size=None, ping_interval=None) as socket:
            state = b64encode(self.paper.doc.get_state()).decode()
            hello = {"k": "hello", "credential": credential, "text": self.text, "client": 7, "schema": SCHEMA}
            await socket.send(json.dumps(hello | {"sv": state}))
            silent = False
            while True:
                try:
                    frame = await asyncio.wait_for(socket.recv(), self.patience / 2)
                    silent = False
                except TimeoutError:
                    if silent:
                        return
                    silent = True
                    await socket.send('{"k": "ping"}')
                    continue
                await self._hear(socket, frame)

    async def _hear(self, socket: ClientConnection, frame: str | bytes) -> None:
        if isinstance(frame, str):
            await self._hear_words(json.loads(frame))
            return
        kind, number = struct.unpack_from("<BI", frame)
        if kind == 1:
            self.paper.doc.apply_update(frame[5 : 5 + number])
            self._socket, self._sent = socket, {}
            await self._send(self.paper.doc.get_update(frame[5 + number :]))
            await self._ask_again()
        elif kind == 2:
            self.paper.doc.apply_update(frame[5:])
        else:
            self.acks += 1
            self.kept = max(self.kept, self._sent.pop(number))

    async def _send(self, update: bytes) -> None:
        if update == NOTHING:
            self.kept = self.paper.now
        elif self._socket:
            self._number += 1
            self._sent[self._number] = self.paper.now
            with suppress(*GONE):
                await self._socket.send(b"\2" + struct.pack("<I", self._number) + update)

    async def _write(self) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(0.5, 1.5) * self.pause)
            await self.writing.wait()
            if self._asked is None:
                if asked := self._something_to_ask():
                    await self._ask(**asked)
                else:
                    await self._send(self.paper.type())

    def _something_to_ask(self) -> dict[str, Any] | None:
        """Now and then, as his text stands: deposit, take it back, or tick a mark."""
        dice, stage = self._chance.random(), self.view["stage"] if self.view else ""
        if stage in ("writing", "handed_back", "revising") and dice < 0.03 and self.paper.states[-1].strip():
            return {"verb": "submit"}
        if stage == "submitted" and dice < 0.03:
            return {"verb": "take_back"}
        if stage in ("handed_back", "revising") and dice < 0.1 and self.view and self.view["annotations"]:
            mark = self._chance.choice(self.view["annotations"])["id"]
            return {"verb": "mark", "annotation": mark, "done": self._chance.random() < 0.7}
        return None

    async def _ask(self, **asked: Any) -> None:
        self._asked = {"k": "do", "key": uuid.uuid4().hex, **asked}
        self._seen = self.paper.states[-1]
        self.promises.ticks.pop(asked.get("annotation", ""), None)
        await self._ask_again()

    async def _ask_again(self) -> None:
        if self._asked and self._socket:
            self._asked["sv"] = b64encode(self.paper.doc.get_state()).decode()
            with suppress(*GONE):
                await self._socket.send(json.dumps(self._asked))

    async def _hear_words(self, said: dict[str, Any]) -> None:
        self.view, self._lease = said.get("text", self.view), said.get("lease", self._lease)
        if said["k"] == "trouble":
            self.troubles.append(said)
        elif said["k"] == "refused" and said["code"] in ("text_behind", "out_of_service"):
            self.troubles.append(said)
            await asyncio.sleep(0.2)
            await self._ask_again()
        elif said["k"] in ("done", "refused") and self._asked and said["key"] == self._asked["key"]:
            asked, self._asked = self._asked, None
            if said["k"] == "done":
                self._remember(asked, said["text"])

    def _remember(self, asked: dict[str, Any], view: dict[str, Any]) -> None:
        match asked["verb"]:
            case "submit":
                self.promises.versions[asked["key"]] = (self.text, view["version"], self._seen)
            case "mark":
                self.promises.ticks[asked["annotation"]] = asked["done"]
            case _:
                self.promises.moves.add((self.text, asked["key"]))
