"""A pupil's server knows its visitor while the hub is away, for a school day, and never against the hub's word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from jupyterhub.httpclient import JupyterHubHTTPClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tornado.web import HTTPError

from hub_config.single_user import identity
from hub_config.single_user.identity import RememberingHubOAuth
from tests.ports import free_port
from tests.service.serving import serve


class Hub:
    """Knows one token, until it is told otherwise. `status` is what it answers then."""

    status = 200
    asked = 0

    async def user(self, request: Request) -> Response:
        self.asked += 1
        if request.headers["authorization"] != "token lea's" or self.status == 403:
            return JSONResponse({}, 403)
        return JSONResponse({"name": "lea", "kind": "user", "scopes": []}, self.status)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
async def door(hub: Hub) -> AsyncIterator[RememberingHubOAuth]:
    """It asks the hub each time: the cache of five minutes is emptied before each question."""
    async with serve(Starlette(routes=[Route("/hub/api/user", hub.user)])) as (_, address):
        yield oauth(address)
        await JupyterHubHTTPClient.loop_instance().close()


def oauth(address: str) -> RememberingHubOAuth:
    return RememberingHubOAuth(
        api_url=f"http://{address}/hub/api", api_token="server's", oauth_client_id="lea", base_url="/user/lea/"
    )


async def visitor(door: RememberingHubOAuth, token: str = "lea's") -> Any:
    door.cache.clear()
    person = await door.user_for_token(token, sync=False)
    return person and person["name"]


def leave(door: RememberingHubOAuth) -> None:
    door.api_url = f"http://127.0.0.1:{free_port()}/hub/api"


async def test_whom_the_hub_knew_is_known_while_it_is_dead(door: RememberingHubOAuth) -> None:
    assert await visitor(door) == "lea"
    leave(door)
    assert await visitor(door) == "lea"
    assert await visitor(door) == "lea"


async def test_a_hub_in_trouble_is_a_hub_that_is_away(door: RememberingHubOAuth, hub: Hub) -> None:
    assert await visitor(door) == "lea"
    hub.status = 503
    assert await visitor(door) == "lea"


async def test_a_page_of_many_requests_does_not_wait_for_a_dead_hub_at_each(
    door: RememberingHubOAuth, hub: Hub
) -> None:
    await visitor(door)
    hub.status = 503
    for _ in range(5):
        assert await visitor(door) == "lea"
    assert hub.asked == 2


async def test_who_was_never_seen_is_not_let_in(door: RememberingHubOAuth) -> None:
    await visitor(door)
    leave(door)
    with pytest.raises(HTTPError):
        await visitor(door, "tom's")


async def test_the_hubs_no_is_a_no_also_when_it_dies_after_it(door: RememberingHubOAuth, hub: Hub) -> None:
    assert await visitor(door) == "lea"
    hub.status = 403
    assert await visitor(door) is None
    leave(door)
    with pytest.raises(HTTPError):
        await visitor(door)


async def test_a_school_day_later_the_hub_must_be_there(
    door: RememberingHubOAuth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "SCHOOL_DAY", -1.0)
    await visitor(door)
    leave(door)
    with pytest.raises(HTTPError):
        await visitor(door)
