"""Asking the class service in a test: the real app behind a real server, as one person or another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from classroom.service.app import create_app
from classroom.service.settings import ServiceSettings
from classroom.service.signing import Kind
from classroom.store import open_store
from tests.service.serving import serve_beside
from tests.small_school import SmallSchool, found_school

PREFIX = "/services/classroom"
HUB_TOKEN = "the-hub"


class Service:
    """The service of a small school. `ask(who, method, path, …)`: who is a username, "hub", or None for nobody."""

    def __init__(self, app: Starlette, client: httpx.Client, school: SmallSchool) -> None:
        self.app, self.client, self.school = app, client, school

    def headers(self, who: str | None) -> dict[str, str]:
        if who is None:
            return {}
        if who == "hub":
            return {"Authorization": f"token {HUB_TOKEN}"}
        return {"Authorization": f"Bearer {self.app.state.house.credentials.issue(Kind.LEASE, who).token}"}

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """The response; `body` is sent as JSON when it is given."""
        if body is not None:
            more["json"] = body
        return self.client.request(method, f"{PREFIX}/{path}", headers=self.headers(who), **more)


@contextmanager
def open_service(url: str, folder: Path) -> Iterator[Service]:
    """The service on the store at this address, which becomes that of a small school."""
    store = open_store(url)
    school = found_school(store)
    app = create_app(ServiceSettings(url, folder / "secrets", hub_api_url="http://127.0.0.1:1", hub_token=HUB_TOKEN))
    with serve_beside(app) as address, httpx.Client(base_url=f"http://{address}", trust_env=False) as client:
        yield Service(app, client, school)
    store.close()
