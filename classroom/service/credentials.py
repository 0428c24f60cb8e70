"""Who stands at the door: the person behind a hub token, a ticket or a lease, and the hub itself.

hub token   a kernel's: the hub says whose it is, and the class remembers, so that the door opens while the hub is away
ticket      five minutes, given to a kernel for its page
lease       twelve hours, given to a page for a ticket, and renewed over the socket
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import httpx
from starlette.concurrency import run_in_threadpool

from classroom.errors import NotAllowed, NotFound, NotSignedIn, OutOfService
from classroom.model import Person
from classroom.service.signing import Claim, Kind, read, sign
from classroom.store import Store, forget_token, owner_of_token, person_of, remember_token

LASTS = {Kind.TICKET: 5 * 60, Kind.LEASE: 12 * 3600}
"""How long a credential is good for, in seconds."""

FRESH = 60.0
"""For how long the hub's answer about a token is taken again without asking, in seconds."""

REMEMBERED = timedelta(hours=12)
"""For how long the class believes its own memory of a token while the hub does not answer."""

HUB_TIMEOUT = 5.0
HUB_THERE = 2.0
"""Seconds that the hub has to show that it is there."""

_LOOKS_LIKE_A_TOKEN = re.compile("[!-~]{1,500}")


@dataclass(frozen=True, slots=True)
class Issued:
    """A credential just made, and until when it is good."""

    token: str
    expires: datetime


class Credentials:
    """Makes and checks credentials. `clock` gives seconds since 1970."""

    def __init__(
        self, store: Store, key: bytes, *, hub_api_url: str, hub_token: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._store, self._key, self._clock = store, key, clock
        self._hub_token = hub_token
        self._hub = httpx.AsyncClient(
            base_url=hub_api_url.rstrip("/") + "/",
            timeout=HUB_TIMEOUT,
            trust_env=False,
            verify=not hub_api_url.startswith(
                "http://"
            ),  # nothing to verify there, and to read the authorities takes 40 ms
        )
        self._fresh: dict[str, tuple[float, str]] = {}

    def issue(self, kind: Kind, username: str) -> Issued:
        expires = int(self._clock()) + LASTS[kind]
        return Issued(sign(self._key, Claim(kind, username, expires)), datetime.fromtimestamp(expires, UTC))

    async def person_behind(self, credential: str, *kinds: Kind) -> Person:
        """Whose ticket or lease this is. NotSignedIn: forged, `expired`, another kind. NotAllowed: not in the class."""
        claim = read(self._key, credential, now=self._clock())
        if claim.kind not in kinds:
            raise NotSignedIn(detail=f"a {claim.kind} does not open this")
        return await self._person(claim.username)

    async def person_with_hub_token(self, token: str) -> Person:
        """Whose hub token this is. NotSignedIn when the hub knows no user by it, NotAllowed when they are in no class.

        While the hub does not answer, whoever it said within the last twelve hours.
        """
        digest = sha256(token.encode(errors="replace")).hexdigest()
        until, username = self._fresh.get(digest, (0.0, ""))
        if until > self._clock():
            return await self._person(username)
        try:
            username = await self._ask_hub(token)
        except httpx.TransportError as error:
            return await self._remembered(token, error)
        person = await self._person(username)
        with suppress(OutOfService):  # on a full disk the door opens all the same
            await run_in_threadpool(self._remember, token, username)
        self._fresh = {kept: value for kept, value in self._fresh.items() if value[0] > self._clock()}
        self._fresh[digest] = (self._clock() + FRESH, username)
        return person

    async def person_named(self, username: str) -> Person:
        """The person of this name. NotAllowed when there is none in the class."""
        return await self._person(username)

    async def must_reach_hub(self) -> None:
        """OutOfService when the hub does not answer."""
        try:
            answer = await self._hub.get("", timeout=HUB_THERE)
        except httpx.TransportError as error:
            raise _hub_away(type(error).__name__) from error
        if answer.status_code >= 500:
            raise _hub_away(str(answer.status_code))

    def is_hub(self, token: str) -> bool:
        """Whether this is the token that the hub itself shows."""
        return bool(self._hub_token) and hmac.compare_digest(token.encode(errors="replace"), self._hub_token.encode())

    async def close(self) -> None:
        await self._hub.aclose()

    async def _ask_hub(self, token: str) -> str:
        """The username that the hub gives. A hub that is in trouble (5xx) counts as one that does not answer."""
        if not _LOOKS_LIKE_A_TOKEN.fullmatch(token):
            raise NotSignedIn(detail="not a token")
        answer = await self._hub.get("user", headers={"Authorization": f"token {token}"})
        if answer.status_code >= 500:
            raise httpx.TransportError(f"hub answered {answer.status_code}")
        who = answer.json() if answer.status_code == 200 else {}
        if who.get("kind") != "user":
            if await run_in_threadpool(self._recall, token):
                await run_in_threadpool(self._forget, token)
            raise NotSignedIn(detail=f"hub answered {answer.status_code}, kind {who.get('kind')}")
        return str(who["name"])

    async def _person(self, username: str) -> Person:
        try:
            return await run_in_threadpool(self._find, username)
        except NotFound as error:
            raise NotAllowed("Cette personne n'est pas dans la classe.", detail="unknown username") from error

    async def _remembered(self, token: str, error: Exception) -> Person:
        person = await run_in_threadpool(self._recall, token)
        if person is None:
            raise _hub_away(type(error).__name__) from error
        return person

    def _find(self, username: str) -> Person:
        with self._store.read() as connection:
            return person_of(connection, username)

    def _remember(self, token: str, username: str) -> None:
        with self._store.write() as connection:
            remember_token(connection, token, username)

    def _forget(self, token: str) -> None:
        with self._store.write() as connection:
            forget_token(connection, token)

    def _recall(self, token: str) -> Person | None:
        with self._store.read() as connection:
            return owner_of_token(connection, token, since=datetime.fromtimestamp(self._clock(), UTC) - REMEMBERED)


def _hub_away(why: str) -> OutOfService:
    return OutOfService(
        "La classe ne peut pas vérifier qui tu es pour le moment. Réessaie dans un instant.",
        code="hub_away",
        detail=f"hub: {why}",
    )
