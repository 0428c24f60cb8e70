"""A throwaway PostgreSQL server from Debian's package, for the length of the tests; a new database costs some tens of milliseconds."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from signal import SIGQUIT, Signals
from tempfile import mkdtemp

import psycopg
import pytest

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


class Server:
    """A running server that listens on a Unix socket in its own directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)
        settings = ("listen_addresses=", f"unix_socket_directories={directory}", "fsync=off", "max_connections=200")
        options = [word for setting in settings for word in ("-c", setting)]
        self._command = _command("postgres", "-D", str(directory / "data"), *options)

    def start(self) -> None:
        """Start it, and wait until it answers: as long as it takes to make good an end that was none."""
        with (self._directory / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, cwd=PROGRAMS, stdout=log, stderr=log)
        while subprocess.run([_program("pg_isready"), "--quiet", "--host", self._directory], check=False).returncode:
            assert self._process.poll() is None, (self._directory / "log").read_text()
            time.sleep(0.05)

    def stop(self, signal: Signals = SIGQUIT) -> None:
        """SIGQUIT ends it at once, SIGINT in good order, SIGKILL as a crash does."""
        self._process.send_signal(signal)
        self._process.wait()

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
    """A server of our own, which ends when the tests end, however they end. Skips the test where PostgreSQL cannot be started."""
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed (apt-get install util-linux)")
    directory = Path(mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        shutil.chown(directory, "postgres")
    data = str(directory / "data")
    making = _command("initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
    subprocess.run(making, check=True, stdout=subprocess.DEVNULL, cwd=PROGRAMS)
    server = Server(directory)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def _command(program: str, *arguments: str) -> list[str]:
    """It refuses to run as root. A killed test run cannot stop it: then the kernel does (SIGQUIT: at once)."""
    as_postgres = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *as_postgres, "--pdeathsig=QUIT", str(_program(program)), *arguments]


def _program(name: str) -> Path:
    assert PROGRAMS is not None
    return PROGRAMS / name
