"""A pupil's page made of Python: it types in a Yjs document and speaks the sync socket, as the writing pad does."""

from __future__ import annotations

import asyncio
import json
import struct
import uuid
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import websockets
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import ClientConnection, connect

from classroom.documents import freeze_doc
from classroom.model import SCHEMA

PATIENCE = 10.0
"""Seconds after which a test gives up waiting for a state."""


class FakePage:
    """One open page. `typed` is what the pupil sees; `acked` the numbers of the updates that the class has kept."""

    def __init__(self, socket: ClientConnection, doc: Doc[Any]) -> None:
        self.socket, self.doc = socket, doc
        self.said: list[dict[str, Any]] = []
        self.acked: set[int] = set()
        self.number = 0
        self.welcomed = False
        self._news = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    async def hello(self, credential: str, text: str, **other: Any) -> None:
        state = b64encode(self.doc.get_state()).decode()
        said = {"k": "hello", "credential": credential, "text": text, "client": 7, "schema": SCHEMA, "sv": state}
        await self.socket.send(json.dumps(said | other))

    async def type(self, words: str) -> int:
        """Type at the end of the text, and send it; gives the number of the update."""
        before = self.doc.get_state()
        with self.doc.transaction():
            body = self.doc.get("body", type=XmlFragment)
            if not len(body.children):
                body.children.append(XmlElement("block", {"kind": "paragraph"}, [XmlText("")]))
            written = body.children[0].children[0]
            written += words
        return await self.send(self.doc.get_update(before))

    async def erase(self, start: int, end: int) -> None:
        """Erase these signs (ASCII) of the first line, and wait until it is kept."""
        await self._change(lambda body: body.children[0].children[0].__delitem__(slice(start, end)))

    async def erase_line_and_type(self, words: str) -> None:
        """Erase the first line whole, and write another one."""

        def anew(body: XmlFragment) -> None:
            del body.children[0]
            body.children.append(XmlElement("block", {"kind": "paragraph"}, [XmlText(words)]))

        await self._change(anew)

    async def _change(self, make: Callable[[XmlFragment], None]) -> None:
        before = self.doc.get_state()
        with self.doc.transaction():
            make(self.doc.get("body", type=XmlFragment))
        number = await self.send(self.doc.get_update(before))
        await self.until(lambda: number in self.acked)

    async def send(self, update: bytes) -> int:
        self.number += 1
        await self.socket.send(b"\2" + struct.pack("<I", self.number) + update)
        return self.number

    async def type_and_keep(self, words: str) -> None:
        """Type, and wait until the class says that it is kept."""
        number = await self.type(words)
        await self.until(lambda: number in self.acked)

    async def ask(self, verb: str, **more: Any) -> dict[str, Any]:
        """Ask for something, and wait for the answer (`done` or `refused`)."""
        state = b64encode(self.doc.get_state()).decode()
        asked = {"k": "do", "key": uuid.uuid4().hex, "verb": verb, "sv": state} | more
        before = len(self.said)
        await self.socket.send(json.dumps(asked))
        answer = lambda: [one for one in self.said[before:] if one["k"] in ("done", "refused")]  # noqa: E731
        await self.until(answer)
        assert answer()[0]["key"] == asked["key"]
        return answer()[0]

    async def until(self, condition: Any) -> None:
        """Wait for a state of this page."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(condition)

    async def closed(self) -> int:
        """Wait for the class to close the socket; gives the code."""
        async with asyncio.timeout(PATIENCE):
            await self._listening
        return self.socket.close_code or 0

    @property
    def typed(self) -> str:
        return freeze_doc(self.doc).plain

    @property
    def text(self) -> dict[str, Any]:
        """The text view that the class showed last."""
        return next(one["text"] for one in reversed(self.said) if "text" in one)

    async def _listen(self) -> None:
        try:
            async for frame in self.socket:
                async with self._news:
                    self._hear(frame)
                    self._news.notify_all()
        except websockets.ConnectionClosedError:
            pass

    def _hear(self, frame: str | bytes) -> None:
        if isinstance(frame, str):
            self.said.append(json.loads(frame))
            return
        kind, number = struct.unpack_from("<BI", frame)
        if kind == 1:
            self.doc.apply_update(frame[5 : 5 + number])
            self.welcomed = True
            self.theirs = frame[5 + number :]
        elif kind == 2:
            self.doc.apply_update(frame[5:])
        else:
            self.acked.add(number)


@asynccontextmanager
async def opened(address: str, doc: Doc[Any] | None = None, **settings: Any) -> AsyncIterator[FakePage]:
    """A page whose socket is open, and that has not said hello."""
    url = f"ws://{address}/services/classroom/sync"
    async with connect(url, proxy=None, compression=None, max_size=None, **settings) as socket:
        page = FakePage(socket, Doc() if doc is None else doc)
        try:
            yield page
        finally:
            await socket.close()
            await page._listening


@asynccontextmanager
async def welcomed(address: str, credential: str, text: str, doc: Doc[Any] | None = None) -> AsyncIterator[FakePage]:
    """A page that has what the class has, and has sent what the class lacked."""
    async with opened(address, doc) as page:
        await page.hello(credential, text)
        await page.until(lambda: page.welcomed)
        lacking = page.doc.get_update(page.theirs)
        if len(lacking) > 2:
            number = await page.send(lacking)
            await page.until(lambda: number in page.acked)
        yield page
