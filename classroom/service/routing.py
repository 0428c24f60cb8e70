"""How a request becomes an answer: one route is one row, and every request takes the same way through its row.

Who asks → may they → is what they send well made → one verb of the store, in a thread → the answer's shape.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from classroom import store
from classroom.errors import BadInput, ClassroomError, NotFound, NotSignedIn
from classroom.model import Person
from classroom.permissions import MAY, Subject, Who, check
from classroom.service.credentials import Credentials
from classroom.service.doorkeeper import Doorkeeper
from classroom.service.settings import ServiceSettings
from classroom.service.signing import Kind
from classroom.store import Store

LARGEST_BODY = 64 * 1024
LARGEST_PICTURE = 8 * 1024 * 1024

SUBJECTS: dict[str, Callable[[Connection, str], Subject]] = {
    "classroom": store.about_classroom,
    "assignment": store.about_assignment,
    "text": store.about_text,
    "annotation": store.about_annotation,
    "username": store.about_pupil,
}
"""Path parameters that name a thing of a class."""

_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_NUMBERS = {"number": re.compile(r"[0-9]{1,6}"), "seq": re.compile(r"[0-9]{1,15}")}


class TooLarge(BadInput):
    code = "too_large"
    status = 413
    sentence = "C'est trop lourd pour être envoyé."


@dataclass(frozen=True)
class House:
    """What the whole service shares."""

    settings: ServiceSettings
    store: Store
    credentials: Credentials
    doorkeeper: Doorkeeper
    changed: Callable[[str], Awaitable[None]]
    """To be told of each text that changed, so that open pages learn of it."""


@dataclass(frozen=True)
class Ask:
    """One request, read and allowed: what a handler gets. `body` is the route's request model, or bytes."""

    house: House
    asker: Person | None
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any

    @property
    def store(self) -> Store:
        return self.house.store

    @property
    def person(self) -> Person:
        """The person who asks; only for routes that ask for one."""
        if self.asker is None:
            raise NotSignedIn(detail="a person is needed")
        return self.asker

    @property
    def number(self) -> int:
        return int(self.path["number"])

    @property
    def seq(self) -> int:
        return int(self.path["seq"])


@dataclass(frozen=True)
class Answer:
    """What a handler gives: a value of the route's response type, and the texts that changed."""

    body: Any = None
    status: int | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Route:
    """One row of the table of routes. `verb` is a row of `classroom.permissions.MAY`; `response` None means no body (204)."""

    method: str
    path: str
    handler: Callable[[Ask], Answer | Response | Awaitable[Answer | Response]]
    verb: str
    response: Any = None
    request: type[BaseModel] | type[bytes] | None = None
    status: int = 200
    query: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    """Other statuses that are no error."""

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


async def answer(route: Route, house: House, request: Request) -> Response:
    """The whole way of one request through its row. ClassroomError for everything that is refused."""
    asker, is_hub = await _identify(route, house.credentials, request)
    path = {name: str(value) for name, value in request.path_params.items()}
    if asker is None:  # refuse before looking: who does not know the class learns nothing of it
        check(route.verb, None, is_hub=is_hub)
    await _allow(route, house, asker, path, is_hub)
    ask = Ask(house, asker, path, _query(route, request), request.headers, await _body(route, request))
    given = await _handle(route, ask)
    if isinstance(given, Response):
        return given
    for text in given.changed:
        await house.changed(text)
    return _response(route, given)


async def _handle(route: Route, ask: Ask) -> Answer | Response:
    if inspect.iscoroutinefunction(route.handler):
        return cast(Answer, await route.handler(ask))
    return cast(Answer | Response, await run_in_threadpool(route.handler, ask))


async def _identify(route: Route, credentials: Credentials, request: Request) -> tuple[Person | None, bool]:
    scheme, _, credential = request.headers.get("authorization", "").partition(" ")
    if MAY[route.verb] is Who.ANYONE or not scheme:
        return None, False
    if scheme.lower() == "bearer":
        return await credentials.person_behind(credential, Kind.LEASE), False
    if scheme.lower() != "token":
        raise NotSignedIn(detail="unknown scheme")
    if credentials.is_hub(credential):
        return None, True
    return await credentials.person_with_hub_token(credential), False


async def _allow(route: Route, house: House, asker: Person | None, path: Mapping[str, str], is_hub: bool) -> None:
    for name, value in path.items():
        if not _NUMBERS.get(name, _NAME).fullmatch(value):
            raise NotFound(detail=f"malformed {name}")
    named = next((name for name in route.parameters if name in SUBJECTS), None)
    subject = await run_in_threadpool(_subject, house.store, named, path[named]) if named else None
    check(route.verb, asker, subject, is_hub=is_hub)


def _subject(house: Store, named: str, value: str) -> Subject:
    with house.read() as connection:
        return SUBJECTS[named](connection, value)


def _query(route: Route, request: Request) -> dict[str, str]:
    query = dict(request.query_params)
    if unknown := set(query) - set(route.query):
        raise BadInput(detail=f"{len(unknown)} unknown query parameters")
    if not all(_NAME.fullmatch(value) for value in query.values()):
        raise BadInput(detail="query")
    return query


async def _body(route: Route, request: Request) -> Any:
    if route.request is None:
        return None
    raw = await _read(request, LARGEST_PICTURE if route.request is bytes else LARGEST_BODY)
    if not issubclass(route.request, BaseModel):
        return raw
    try:
        return route.request.model_validate_json(raw)
    except ValidationError as error:
        raise BadInput(detail=_where(error)) from None  # the error holds what was sent: it goes no further


async def _read(request: Request, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(detail=f"more than {limit} bytes")
        parts.append(part)
    return b"".join(parts)


def _where(error: ValidationError) -> str:
    """Which fields are wrong and how, without what they hold."""
    problems = error.errors(include_input=False, include_context=False, include_url=False)
    return "; ".join(f"{'.'.join(str(part)[:40] for part in p['loc'])}: {p['type']}" for p in problems[:5])


def _response(route: Route, given: Answer) -> Response:
    status = given.status or route.status
    if route.response is None:
        return Response(status_code=status)
    content = _writer(route.response).dump_json(given.body, by_alias=True)
    return Response(content, status, media_type="application/json", headers={"Cache-Control": "no-store"})


@cache
def _writer(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def problem(error: ClassroomError) -> dict[str, Any]:
    """An error as the protocol writes it."""
    return {"code": error.code, "message": error.sentence}
