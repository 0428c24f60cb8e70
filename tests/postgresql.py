"""A throwaway PostgreSQL server from Debian's package, for the length of the tests; a new database costs some tens of milliseconds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


class Server:
    """A running server that listens on a Unix socket in its own directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self._directory}"

    def new_database(self, template: str = "template1") -> str:
        """The name of a database made for one test, a copy of `template`."""
        name = f"class_{next(self._numbers)}"
        with psycopg.connect(f"host={self._directory} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload, unused-ignore]
        return name


@contextmanager
def running() -> Iterator[Server]:
    """A server of our own. Skips the test where PostgreSQL is not installed or cannot be started."""
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL refuses to run as root and runuser is not installed")
    directory = Path(mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        shutil.chown(directory, "postgres")
    data = directory / "data"
    _run("initdb", "--pgdata", str(data), "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={directory} -c fsync=off -c max_connections=200"
    _run("pg_ctl", "start", "--wait", "--pgdata", str(data), "--log", str(directory / "log"), "--options", options)
    try:
        yield Server(directory)
    finally:
        _run("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata", str(data))
        shutil.rmtree(directory, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    assert PROGRAMS is not None
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_postgres, str(PROGRAMS / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=PROGRAMS
    )
