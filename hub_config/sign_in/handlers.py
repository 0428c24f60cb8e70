"""The pages at the entrance: the login page answers its own script in JSON, and the list of first names is asked for apart."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import Any, ClassVar

from jupyterhub.handlers.base import BaseHandler
from jupyterhub.handlers.login import LoginHandler
from jupyterhub.utils import url_path_join
from tornado import web
from tornado.escape import json_encode

from hub_config import bundles
from hub_config.sign_in.service import Refused

PAGE_KEEPER = "page_keeper.js"
VERSION = re.compile("[0-9a-f]{12}")
"""A page from before an update still finds its files."""
AT_THE_ENTRANCE = 10.0
"""Seconds that a pupil reads « Je regarde… » there."""

A_MOMENT = 2.0
"""Seconds for which all who come in are shown the same list: it holds the whole school."""

NOT_OPEN = "Il faut d'abord entrer dans la classe."


class ClassLoginHandler(LoginHandler):  # type: ignore[misc]
    """GET shows the page, POST signs in: `{"next": url}` on success, else the service's refusal as it came."""

    async def post(self) -> None:
        form = {name: self.get_argument(name, strip=name == "username") for name in self.request.body_arguments}
        try:
            user = await self.login_user(form)
        except Refused as refused:
            return self.refuse(refused.status_code, refused.answer)
        if user is None:
            return self.refuse(403, {"code": "not_signed_in"})
        self._jupyterhub_user = user
        await self.start_server(user)
        self.answer({"next": self.next_page(user)})

    async def start_server(self, user: Any) -> None:
        """The server of whoever came in starts with this very answer: often it is there before the browser asks for it."""
        if not user.spawner.active:
            with suppress(Exception):  # said in the log, and on the page that waits for a server
                await self.spawn_single_user(user)

    @property
    def slow_spawn_timeout(self) -> float:
        """A pupil is kept at the entrance longer than others: for the hub the page that waits is as much work again as his sign-in, and a
        school that comes in at once would wait for that."""
        pupil = self.get_body_argument("door", "") == "pictures"
        return AT_THE_ENTRANCE if pupil else float(super().slow_spawn_timeout)

    def next_page(self, user: Any) -> str:
        asked = str(self.get_next_url(user))
        if asked.rstrip("/") != self.hub.base_url.rstrip("/") or not user.spawner.active:
            return asked
        waiting = url_path_join(self.hub.base_url, "spawn-pending", user.escaped_name)
        return str(user.url if user.spawner.ready else waiting)

    def refuse(self, status: int, answer: dict[str, Any]) -> None:
        self.set_status(status)
        self.answer(answer)

    def answer(self, content: dict[str, Any]) -> None:
        self.set_header("Content-Type", "application/json")
        self.finish(content)


class ClassroomsHandler(BaseHandler):  # type: ignore[misc]
    """The classes and their first names, for anybody on the network: what a list on the wall of the corridor shows."""

    kept: ClassVar[tuple[float, str]] = (0.0, "")
    """Until when the last answer stands, and what it was."""

    async def get(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        try:
            self.write(await self.classrooms())
        except Refused:
            self.set_status(503)
            self.write("[]")

    async def classrooms(self) -> str:
        until, answer = self.kept
        if time.monotonic() > until:
            answer = json_encode(await self.authenticator.service.classrooms())
            type(self).kept = time.monotonic() + A_MOMENT, answer
        return answer


class SecondDoorHandler(BaseHandler):  # type: ignore[misc]
    """GET: a lease of the class for the page of whoever is signed in; a foreign page can neither read nor use the answer."""

    async def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        if self.request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return self.refuse(403, "not_allowed")
        if self.current_user is None:
            return self.refuse(401, "not_signed_in")
        try:
            self.finish(await self.authenticator.service.vouch(self.current_user.name))
        except Refused as refused:
            self.refuse(refused.status_code, refused.answer.get("code", "asleep"))

    def refuse(self, status: int, code: str) -> None:
        self.set_status(status)
        self.finish({"code": code, "message": NOT_OPEN})


class PageFilesHandler(web.StaticFileHandler):
    """Style, drawings and scripts of the hub's pages. Below the name of their version a tablet keeps them; else it asks whether they changed."""

    def parse_url_path(self, url_path: str) -> str:
        version, _, rest = url_path.partition("/")
        self.kept = bool(rest) and version == bundles.version_of(bundles.PAGE_FILES)
        return super().parse_url_path(rest if VERSION.fullmatch(version) else url_path)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if self.kept else "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")
        if path == PAGE_KEEPER:
            self.set_header("Service-Worker-Allowed", "/user/")
