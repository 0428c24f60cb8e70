"""What must be true before the class opens: each check says in one sentence what is wrong, before anything is made."""

from __future__ import annotations

import errno
import shutil
import socket
from dataclasses import replace
from pathlib import Path

from hub_config.settings import CHECKOUT, School
from hub_config.start import words_fr as words

NEEDED_MB = 200
BUNDLES = (
    CHECKOUT / "hub_config" / "proxy" / "static" / "proxy.mjs",
    CHECKOUT / "widgets" / "static" / "manifest.json",
)


class CannotStart(Exception):
    """Why the class cannot open; the message is one sentence in French for whoever installs."""


def check(school: School) -> None:
    """Raises CannotStart with the first thing that is wrong."""
    check_bundles()
    check_disk(school.home)
    check_port(school.host, school.port)


def check_bundles() -> None:
    for path in BUNDLES:
        if not path.is_file():
            raise CannotStart(words.NO_BUNDLE.format(path=path))


def check_disk(home: Path) -> None:
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free // 1_000_000
    if free < NEEDED_MB:
        raise CannotStart(words.FULL_DISK.format(free=free, home=nearest, needed=NEEDED_MB))


def check_port(host: str, port: int) -> None:
    try:
        listen(host, port)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise CannotStart(words.BUSY_PORT.format(port=port, other=port + 10)) from error
        raise CannotStart(words.BAD_HOST.format(host=host)) from error


def listen(host: str, port: int) -> int:
    """Listens for an instant, and says on which port: 0 asks for any free one. OSError when that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen()
        return int(probe.getsockname()[1])


def with_free_inner_ports(school: School) -> School:
    """The same settings, where an inner port that is taken has given way to a free one: nobody types these."""
    return replace(
        school,
        proxy_api_port=free_port(school.proxy_api_port),
        hub_port=free_port(school.hub_port),
        service_port=free_port(school.service_port),
    )


def free_port(wanted: int) -> int:
    try:
        return listen("127.0.0.1", wanted)
    except OSError:
        return listen("127.0.0.1", 0)
