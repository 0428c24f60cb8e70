"""The class service, put together: the store, who stands at the door, the rooms where texts are open, and the table of routes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.routing import Route as StarletteRoute

from classroom import words_fr
from classroom.backup.belongings import Belongings
from classroom.backup.upgrading import bring_up_to_date
from classroom.errors import ClassroomError, NotFound
from classroom.service.credentials import Credentials
from classroom.service.doorkeeper import Doorkeeper
from classroom.service.rooms import Rooms
from classroom.service.routes import ROUTES
from classroom.service.routing import House, Route, answer, problem
from classroom.service.settings import ServiceSettings
from classroom.service.signing import load_key
from classroom.service.static import Static, static_directory
from classroom.service.sync import SyncSocket
from classroom.service.tidying import Tidying
from classroom.store import open_store

log = logging.getLogger(__name__)

SQUEEZED = [Middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)]
"""For answers in JSON, on a weak Wi-Fi; what fits a packet goes as it is, and with it every lease."""


def create_app(settings: ServiceSettings) -> Starlette:
    """The service as an ASGI app. The store is brought up to date first, after a copy of what a class has kept there."""
    belongings = Belongings(settings.secrets_dir, settings.home / "homes")
    bring_up_to_date(settings.database_url, belongings, settings.backups, alone=False)
    store = open_store(settings.database_url)
    credentials = Credentials(
        store, load_key(settings.secrets_dir), hub_api_url=settings.hub_api_url, hub_token=settings.hub_token
    )
    rooms = Rooms(store)
    doorkeeper = Doorkeeper(store)
    house = House(settings, store, credentials, doorkeeper, rooms.publish_change)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        rooms.start()
        tidying = asyncio.create_task(Tidying(store, rooms).run())
        yield
        tidying.cancel()
        await asyncio.gather(tidying, return_exceptions=True)
        doorkeeper.close()
        await rooms.stop()
        await credentials.close()
        store.close()

    sync = SyncSocket(store, credentials, rooms, settings.public_origins)
    prefix = settings.prefix.rstrip("/")
    routes: list[BaseRoute] = [
        StarletteRoute(
            f"{prefix}/{r.path}",
            _endpoint(r, house),
            methods=[r.method],
            middleware=[] if r.response in (None, bytes) else SQUEEZED,
        )
        for r in ROUTES
    ]
    routes.append(WebSocketRoute(f"{prefix}/sync", sync.serve))
    if (directory := static_directory()) is not None:
        routes.append(Mount(f"{prefix}/static", Static(directory=directory, check_dir=False)))
    handlers = {ClassroomError: _refused, HTTPException: _no_such_page, ClientDisconnect: _gone}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    app.state.house = house
    return app


def _endpoint(route: Route, house: House) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await answer(route, house, request)
        except (ClassroomError, ClientDisconnect):
            raise
        except Exception as error:  # caught here: further out the server would log the message, which may hold a text
            log.error("%s %s: %s", request.method, route.path, _trace(error))
            return JSONResponse(problem(ClassroomError()), 500)

    return endpoint


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ClassroomError)
    if error.status >= 500:
        log.error("%s %s: %s", request.method, request.url.path, error)
    return JSONResponse(problem(error), error.status)


async def _no_such_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = {"code": words_fr.HTTP_CODES.get(error.status_code, NotFound.code), "message": words_fr.NO_SUCH_PAGE}
    return JSONResponse(said, error.status_code, headers=error.headers)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it


def _trace(error: BaseException) -> str:
    """The kind of error and the lines it went through; its message may hold a pupil's text and stays out."""
    lines = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{type(error).__name__} through {' < '.join(reversed(lines[-8:]))}"
