"""A hub, as far as the class service asks it: whose token is this?"""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PREFIX = "token-of-"
API = "/hub/api"


@dataclass
class FakeHub:
    """It knows the token of `lea` as `token-of-lea`, and those in `tokens`; it counts how often it is asked."""

    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: int = 0
    status: int = 200

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route(f"{API}/user", self._user)])

    async def _user(self, request: Request) -> Response:
        self.asked += 1
        token = request.headers.get("authorization", "").removeprefix("token ")
        who = self.tokens.get(token) or _named(token)
        if self.status != 200:
            return Response(status_code=self.status)
        return JSONResponse(who) if who else JSONResponse({"status": 403}, 403)


def _named(token: str) -> dict[str, str] | None:
    return {"name": token.removeprefix(PREFIX), "kind": "user"} if token.startswith(PREFIX) else None
