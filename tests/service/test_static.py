"""Bundles and fonts: kept for a year by their hashed names, compressed where the build did it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from classroom.service.static import Static, static_directory
from tests.service.serving import serve


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "pupil-ab12.js").write_text("plain")
    (tmp_path / "pupil-ab12.js.gz").write_bytes(b"squeezed")
    (tmp_path / "manifest.json").write_text("{}")
    app = Starlette(routes=[Mount("/static", Static(directory=tmp_path))])
    async with serve(app) as (_, address), httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as opened:
        yield opened


async def test_a_bundle_is_kept_for_a_year(client: httpx.AsyncClient) -> None:
    response = await client.get("/static/pupil-ab12.js", headers={"Accept-Encoding": "identity"})
    assert response.text == "plain"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"].startswith("text/javascript")


async def test_a_compressed_bundle_is_given_to_who_takes_it(client: httpx.AsyncClient) -> None:
    request = client.build_request("GET", "/static/pupil-ab12.js", headers={"Accept-Encoding": "gzip"})
    response = await client.send(request, stream=True)
    raw = b"".join([part async for part in response.aiter_raw()])
    assert raw == b"squeezed"
    assert (response.headers["content-encoding"], response.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert response.headers["content-type"].startswith("text/javascript")


async def test_the_list_of_names_is_asked_for_each_time(client: httpx.AsyncClient) -> None:
    assert (await client.get("/static/manifest.json")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["nothing.js", "../conftest.py", "%2e%2e/conftest.py", "%00", "a" * 300, "a%2f..%2f..", "manifest.json/x"]
)
async def test_nothing_else_is_given(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/static/{path}")).status_code == 404


def test_the_bundles_are_those_of_the_widgets_package() -> None:
    directory = static_directory()
    assert directory is not None and directory.parts[-2:] == ("widgets", "static")
