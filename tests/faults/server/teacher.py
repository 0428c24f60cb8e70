"""A teacher who reads while the pupils type: she opens a deposited text, marks words, hands it back, and asks again until she is answered."""

from __future__ import annotations

import asyncio
import random
import uuid
from typing import Any

import httpx

from tests.faults.server.promises import Promises

FAMILIES = ("word", "homophone", "noun_group", "verb", "sentence")


class Teacher:
    """`username`'s lease opens the class at `address`."""

    def __init__(
        self, address: str, lease: str, classroom: str, chance: random.Random, promises: Promises, *, pause: float
    ) -> None:
        headers = {"Authorization": f"Bearer {lease}"}
        base = f"http://{address}/services/classroom/api/"
        self._client = httpx.AsyncClient(base_url=base, headers=headers, trust_env=False, timeout=5.0)
        self._classroom, self._chance, self._promises, self._pause = classroom, chance, promises, pause
        self.reading = asyncio.Event()

    async def sit(self) -> None:
        """Read until cancelled."""
        async with self._client:
            while True:
                await self.reading.wait()
                await asyncio.sleep(self._pause)
                await self._read_one()

    async def _read_one(self) -> None:
        rows = (await self._insist("GET", f"classrooms/{self._classroom}/pile"))["rows"]
        deposited = [row["text"] for row in rows if row["stage"] in ("submitted", "reading")]
        if not deposited:
            return
        text = self._chance.choice(deposited)
        view = await self._insist("GET", f"texts/{text}")
        if view["stage"] == "submitted":
            key = uuid.uuid4().hex
            if "code" in await self._insist("POST", f"texts/{text}/moves", {"move": "open", "key": key}):
                return  # the pupil has taken it back
            self._promises.moves.add((text, key))
        for _ in range(self._chance.randint(0, 3)):
            await self._mark(text, view["version"])
        answer = await self._insist("POST", f"texts/{text}/hand-back", {"key": uuid.uuid4().hex})
        if "code" not in answer:
            self._promises.hand_backs.add((text, answer["hand_backs"][-1]["number"]))

    async def _mark(self, text: str, number: int) -> None:
        version = await self._insist("GET", f"texts/{text}/versions/{number}")
        words = version["plain"].split()
        if not words:
            return
        word = self._chance.choice(words)
        start = version["plain"].index(word)
        mark = {
            "id": uuid.uuid4().hex,
            "family": self._chance.choice(FAMILIES),
            "anchor": {"start": start, "end": start + len(word), "exact": word},
        }
        if "code" not in await self._insist("POST", f"texts/{text}/versions/{number}/annotations", mark):
            self._promises.marks.add(mark["id"])

    async def _insist(self, method: str, path: str, body: Any = None) -> Any:
        """Ask until there is an answer that is not the class's trouble; the keys make it harmless."""
        while True:
            try:
                answer = await self._client.request(method, path, json=body)
                if answer.status_code < 500:
                    return answer.json()
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.2)
