"""What the hub asks the class service: who is in the class, and whether this person may come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp
from jupyterhub.httpclient import fetch
from tornado import web

SECONDS = aiohttp.ClientTimeout(total=30)
"""A class that comes in at once waits its turn; nobody is sent away for having been the thirtieth."""


class Refused(web.HTTPError):
    """The service said no: `answer` is its JSON (code, message, tries_left…), the status is the service's own."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        super().__init__(status, "sign-in refused: %s", answer.get("code", "unknown"))
        self.answer = answer


@dataclass(frozen=True, slots=True)
class ClassService:
    """The service at `url` (…/services/classroom), asked with the hub's own token."""

    url: str
    token: str

    async def classrooms(self) -> Any:
        return await self._ask("GET", "api/sign-in/classrooms")

    async def check(self, route: str, credentials: dict[str, Any]) -> dict[str, Any]:
        """The person who comes in, as {username, name, role}; Refused when the service says no, or cannot answer (503)."""
        answer: dict[str, Any] = await self._ask("POST", route, json=credentials)
        return answer

    async def vouch(self, username: str) -> dict[str, Any]:
        """A lease for the page of somebody who is signed in here: {lease, expires, person}."""
        answer: dict[str, Any] = await self._ask("POST", "api/sign-in/door", json={"username": username})
        return answer

    async def _ask(self, method: str, route: str, **more: Any) -> Any:
        headers = {"Authorization": f"token {self.token}"}
        try:
            response = await fetch(
                f"{self.url}/{route}", method=method, headers=headers, timeout=SECONDS, raise_for_status=False, **more
            )
            answer = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Refused(503, {"code": "asleep"}) from error
        if response.status >= 400:
            raise Refused(response.status, answer)
        return answer
