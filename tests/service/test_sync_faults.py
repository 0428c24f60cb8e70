"""When things break: the service ends, the disk is full, the hub away. What was said kept is kept, and the rest is not said kept.

Here each sentence once, on any machine; `tests/faults` breaks the same things again and again while a whole class types.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from classroom.documents import freeze_doc, merge
from classroom.service.signing import Claim, Kind, load_key, sign
from classroom.store import Store, load_updates, notebook_of
from tests.service.page import FakePage, opened, welcomed
from tests.service.process import ServiceProcess, running
from tests.service.serving import serve


def text_of(store: Store, pupil: str) -> str:
    with store.read() as connection:
        return notebook_of(connection, pupil)[0].id


def kept(store: Store, pupil: str) -> str:
    with store.read() as connection:
        return freeze_doc(merge(load_updates(connection, text_of(store, pupil)))).plain


def lease(directory: Path, username: str) -> str:
    return sign(load_key(directory / "secrets"), Claim(Kind.LEASE, username, int(time.time()) + 3600))


@pytest.fixture
async def service(filled_store: Store, tmp_path: Path) -> AsyncIterator[ServiceProcess]:
    async with running(tmp_path) as process:
        yield process


async def test_a_service_that_stops_says_that_it_restarts(
    service: ServiceProcess, filled_store: Store, tmp_path: Path
) -> None:
    async with welcomed(service.address, lease(tmp_path, "ana"), text_of(filled_store, "ana")) as page:
        await page.type_and_keep("Un chat.")
        await service.end()
        assert await page.closed() == 1012
    assert kept(filled_store, "ana") == "Un chat."


@asynccontextmanager
async def full_disk(service: ServiceProcess, store: Store, directory: Path) -> AsyncIterator[tuple[FakePage, int]]:
    """Ana's page, which has heard that " gris." after "Un chat" cannot be kept; and the number of that update."""
    async with welcomed(service.address, lease(directory, "ana"), text_of(store, "ana")) as page:
        await page.type_and_keep("Un chat")
        service.fill_disk()
        number = await page.type(" gris.")
        await page.until(lambda: troubles(page))
        yield page, number


def troubles(page: FakePage) -> list[dict[str, Any]]:
    return [one for one in page.said if one["k"] == "trouble"]


async def test_nothing_is_said_kept_on_a_full_disk_and_all_is_kept_when_there_is_room_again(
    service: ServiceProcess, filled_store: Store, tmp_path: Path
) -> None:
    async with full_disk(service, filled_store, tmp_path) as (page, number):
        trouble = troubles(page)[0]
        assert trouble["code"] == "out_of_service" and "gardé sur la tablette" in trouble["message"]
        assert (await page.ask("submit"))["code"] == "out_of_service"
        assert number not in page.acked and kept(filled_store, "ana") == "Un chat"
        service.free_disk()
        await page.until(lambda: number in page.acked)
        assert kept(filled_store, "ana") == "Un chat gris."
        assert (await page.ask("submit"))["k"] == "done"


async def test_a_page_that_comes_back_on_a_full_disk_is_not_told_that_all_is_kept(
    service: ServiceProcess, filled_store: Store, tmp_path: Path
) -> None:
    async with full_disk(service, filled_store, tmp_path) as (page, _), opened(service.address, page.doc) as again:
        await again.hello(lease(tmp_path, "ana"), text_of(filled_store, "ana"))
        await again.until(lambda: troubles(again))
        assert not again.welcomed
        service.free_disk()
        await again.until(lambda: again.welcomed)
        assert kept(filled_store, "ana") == "Un chat gris."


async def test_a_kernel_gets_a_ticket_while_the_hub_is_away_if_the_class_has_seen_it(
    filled_store: Store, tmp_path: Path
) -> None:
    async def user(request: Request) -> Response:
        known = request.headers["authorization"] == "token ana-kernel"
        return JSONResponse({"name": "ana", "kind": "user"} if known else {}, 200 if known else 403)

    async with httpx.AsyncClient(trust_env=False) as client:

        async def ticket(service: ServiceProcess, token: str) -> httpx.Response:
            url = f"http://{service.address}/services/classroom/api/tickets"
            return await client.post(url, headers={"Authorization": f"token {token}"})

        async with (
            serve(Starlette(routes=[Route("/hub/api/user", user)])) as (_, hub),
            running(tmp_path, f"http://{hub}/hub/api") as service,
        ):
            assert (await ticket(service, "ana-kernel")).status_code == 200
            assert (await ticket(service, "other")).status_code == 401
        async with running(tmp_path, f"http://{hub}/hub/api") as service:
            answer = await ticket(service, "ana-kernel")
            assert answer.status_code == 200 and answer.json()["person"]["username"] == "ana"
            assert (await ticket(service, "never-seen")).status_code == 503
            async with welcomed(service.address, answer.json()["ticket"], text_of(filled_store, "ana")) as page:
                await page.type_and_keep("Un chat.")


async def test_a_hand_back_over_http_reaches_the_open_page(
    service: ServiceProcess, filled_store: Store, tmp_path: Path
) -> None:
    text_id = text_of(filled_store, "ana")
    teacher = {"Authorization": f"Bearer {lease(tmp_path, 'maitresse')}"}
    texts = f"http://{service.address}/services/classroom/api/texts/{text_id}"
    async with (
        httpx.AsyncClient(trust_env=False, headers=teacher) as client,
        welcomed(service.address, lease(tmp_path, "ana"), text_id) as page,
    ):
        await page.type("Un chat.")
        await page.ask("submit")
        opening = await client.post(f"{texts}/moves", json={"move": "open", "key": "opening-it"})
        assert opening.status_code == 200
        await page.until(lambda: page.text["stage"] == "reading")
        assert (await client.post(f"{texts}/hand-back", json={"key": "giving-it"})).status_code == 200
        await page.until(lambda: page.text["stage"] == "handed_back" and page.text["writable"])
