"""The hub's hold on its proxy. A proxy that fell comes back with no routes, and those who write must find the way again before they notice."""

from __future__ import annotations

from typing import Any

from jupyterhub.proxy import ConfigurableHTTPProxy
from tornado.ioloop import PeriodicCallback

LOOKS_EVERY = 2000
"""Milliseconds. (JupyterHub itself compares all routes with all people, which takes a class's hub a tenth of its time when done so often.)"""


class WatchedProxy(ConfigurableHTTPProxy):  # type: ignore[misc]
    """Gives all routes again as soon as the hub's own is missing."""

    _watch: PeriodicCallback | None = None

    async def check_routes(self, users: Any, services: Any, routes: Any = None) -> None:
        await super().check_routes(users, services, routes)
        if self._watch is None:
            self._watch = PeriodicCallback(lambda: self._look(users, services), LOOKS_EVERY)
            self._watch.start()

    async def _look(self, users: Any, services: Any) -> None:
        routes = await self.get_all_routes()
        if self.app.hub.routespec not in routes:
            await self.check_routes(users, services, routes)
