"""Run the class service: `python -m classroom.service`, set by the CLASSROOM_* variables (see `ServiceSettings`)."""

from __future__ import annotations

import logging
import resource
import sys

# httpx's own command, with all that it paints a terminal with: a tenth of the start, and 6 MB.
sys.modules["httpx._main"] = None  # type: ignore[assignment]

import uvicorn  # noqa: E402

from classroom import words_fr  # noqa: E402
from classroom.errors import ClassroomError, OutOfService  # noqa: E402
from classroom.service import frames  # noqa: E402
from classroom.service.app import create_app  # noqa: E402
from classroom.service.settings import ServiceSettings  # noqa: E402


def allow_many_pages() -> None:
    """Each page is an open file, and a school comes in from one address: as many as the machine allows, where 1024 is usual."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main() -> None:
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("classroom").setLevel(logging.INFO)
    allow_many_pages()
    try:
        settings = ServiceSettings.from_environment()
        app = create_app(settings)
    except KeyError as missing:
        sys.exit(words_fr.NO_VARIABLE.format(name=missing.args[0]))
    except OutOfService as error:
        sys.exit(words_fr.NO_STORE.format(detail=error.detail))
    except ClassroomError as error:
        sys.exit(error.sentence)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=frames.LONGEST,
        access_log=False,
        server_header=False,
        # Longer than the proxy keeps a connection for the next request (5 s), or some requests would meet a closing door.
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
