"""Handlers of pictures: what is sent is made fit for the class, and what is kept is shown."""

from __future__ import annotations

from starlette.responses import Response

from classroom import store
from classroom.service import shapes
from classroom.service.routing import Answer, Ask


def send(ask: Ask) -> Answer:
    # The library of pictures is imported with the first one: a service that starts again is back sooner without.
    from classroom.service.shrinking import to_asset

    asset = to_asset(ask.body)
    with ask.store.write() as connection:
        store.keep_asset(connection, asset, by=ask.person.username)
    url = f"{ask.house.settings.prefix}api/assets/{asset.sha256}"
    return Answer(shapes.AssetShape(sha256=asset.sha256, url=url, width=asset.width, height=asset.height))


def see(ask: Ask) -> Response:
    with ask.store.read() as connection:
        asset = store.asset_of(connection, ask.path["sha256"])
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(asset.data, media_type=asset.media_type, headers=headers)
