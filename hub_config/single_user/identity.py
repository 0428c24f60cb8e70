"""Who is looking at a pupil's page: JupyterHub says, and nobody else's answer counts; for a school day its last good answer stands for it while it is away."""

from __future__ import annotations

import asyncio
import time
from hashlib import sha256
from typing import Any

import aiohttp
from jupyterhub.services.auth import HubOAuth
from jupyterhub.singleuser.extension import JupyterHubIdentityProvider, JupyterHubOAuthCallbackHandler
from tornado.web import HTTPError
from traitlets import default

from hub_config.single_user.trouble import Callback

SCHOOL_DAY = 12 * 3600.0
"""Seconds for which an answer of the hub stands while it does not answer."""

ASK_AGAIN = 10.0
"""Seconds before a hub that did not answer is asked again: a page is many requests, and none should wait for it."""

PATIENCE = 5.0
"""Seconds that a hub has to say again what it has said before."""

FIRST_TIME = aiohttp.ClientTimeout(total=60)
"""For a newcomer nobody else can speak, and a class that comes in at once waits its turn."""


class RememberingHubOAuth(HubOAuth):  # type: ignore[misc]
    """JupyterHub's own check, with a memory: a pupil who reloads his page while the hub is dead is still himself. A no of the hub is a no."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}
        self._away_until = 0.0

    async def _check_hub_authorization(
        self, url: str, api_token: str, cache_key: str | None = None, use_cache: bool = True
    ) -> dict[str, Any] | None:
        token = sha256(api_token.encode("utf8", "replace")).hexdigest()
        known = self._recall(token)
        if known and time.monotonic() < self._away_until:
            return known
        try:
            async with asyncio.timeout(PATIENCE if known else None):
                person: dict[str, Any] | None = await super()._check_hub_authorization(
                    url, api_token, cache_key, use_cache
                )
        except (HTTPError, TimeoutError) as error:
            if not known or not is_away(error):
                raise
            self._away_until = time.monotonic() + ASK_AGAIN
            return known
        self._remember(token, person)
        return person

    async def _api_request(self, method: str, url: str, /, **kwargs: Any) -> Any:
        return await super()._api_request(method, url, **{"timeout": FIRST_TIME} | kwargs)

    def _remember(self, token: str, person: dict[str, Any] | None) -> None:
        self._away_until = 0.0
        if person is None:
            self._known.pop(token, None)
        else:
            self._known[token] = (time.monotonic() + SCHOOL_DAY, person)

    def _recall(self, token: str) -> dict[str, Any] | None:
        until, person = self._known.get(token, (0.0, None))
        return person if time.monotonic() < until else None


def is_away(error: HTTPError | TimeoutError) -> bool:
    """Whether the hub did not answer, or is itself in trouble. JupyterHub makes a 500 of its no (4xx) as well; that one has no cause."""
    return isinstance(error, TimeoutError) or error.status_code == 502 or error.__context__ is not None


class PupilIdentity(JupyterHubIdentityProvider):  # type: ignore[misc]
    """JupyterHub's identity provider. Voilà 0.5 also hands over a token and a login page of its own, which would be second doors."""

    def __init__(self, **given: Any) -> None:
        given.pop("token", None)
        given.pop("login_handler_class", None)
        super().__init__(**given)

    def get_handlers(self) -> list[Any]:
        """JupyterHub's, with our way to say that a sign-in did not come to its end."""
        return [
            (path, Callback if handler is JupyterHubOAuthCallbackHandler else handler, *more)
            for path, handler, *more in super().get_handlers()
        ]

    @default("hub_auth")
    def _remembering(self) -> RememberingHubOAuth:
        return RememberingHubOAuth(parent=self)
