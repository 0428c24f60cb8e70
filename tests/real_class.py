"""A whole class, started as a school starts it (`python -m hub_config.start`) in an empty folder, and the people who come in."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import psutil

from classroom.words_fr import PICTURES
from hub_config.settings import CHECKOUT
from tests.ports import ports_of_a_class

PATIENCE = 120
"""Seconds after which a test gives up waiting for a state; the machine may be busy."""


START = (sys.executable, "-m", "hub_config.start")


def until(condition: Callable[[], Any], what: str) -> Any:
    """The first true answer of `condition`; TimeoutError says what never came."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.05)
    raise TimeoutError(what)


def command(process: psutil.Process) -> str:
    """Its command line; empty when it has just died."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def name(process: psutil.Process) -> str:
    """What `ps` shows of it, fifteen signs at most; empty when it has just died."""
    try:
        return Path(f"/proc/{process.pid}/comm").read_text().rstrip("\n")
    except OSError:
        return ""


def forked_of(kind: str, process: psutil.Process) -> str | None:
    """Whose forked `server` or `kernel` this is; None for other processes. (Names of the demonstration class are short.)"""
    first, _, username = name(process).partition(" ")
    return username if first == kind else None


def plain_server_of(process: psutil.Process) -> str | None:
    """Whose server this is, when it was started as JupyterHub does; None for other processes."""
    try:
        return process.environ().get("JUPYTERHUB_USER") if "hub_config.single_user" in command(process) else None
    except psutil.Error:
        return None


def told(process: psutil.Process) -> dict[str, str]:
    """The environment that a process has now. (`/proc/PID/environ` of a fork is what the warm process was started with.)"""
    kept = memory(process, only="[heap]") if name(process).startswith(("server ", "kernel ")) else None
    if kept is None:
        return process.environ()
    found = re.findall(rb"\0((?:CLASSROOM|JUPYTER|JPY|IPYTHON|PYTHON)[A-Z_]*|HOME|PATH|TMPDIR|USER)=([^\0]*)\0", kept)
    return {key.decode(): value.decode(errors="replace") for key, value in found}


def memory(process: psutil.Process, only: str = "") -> bytes:
    """All that a process has written and still holds, or only what is in the maps of that name."""
    maps = [line.split() for line in Path(f"/proc/{process.pid}/maps").read_text().splitlines()]
    held = []
    with Path(f"/proc/{process.pid}/mem").open("rb", buffering=0) as file:
        for where, rights, *_, last in maps:
            if rights.startswith("rw") and only in ("", last):
                start, end = (int(each, 16) for each in where.split("-"))
                file.seek(start)
                held.append(file.read(end - start) or b"")
    return b"".join(held)


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Of a start in this folder, with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLASSROOM_")}
    return kept | {"CLASSROOM_HOME": str(home), "PYTHONUNBUFFERED": "1", **settings}


@dataclass
class RealClass:
    """The running class: its address, what its start said, and its processes."""

    home: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    browsers: list[httpx.Client] = field(default_factory=list)

    @classmethod
    def start(cls, home: Path, command: tuple[str, ...] = START, folder: Path = CHECKOUT, **settings: str) -> RealClass:
        told = environment(home, **ports_of_a_class() | settings)
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started = cls(home, process)
        assert process.stdout is not None
        for line in process.stdout:
            started.said.append(line.rstrip())
            if line.strip().startswith("Données"):
                return started
        raise RuntimeError("\n".join(started.said))

    @property
    def address(self) -> str:
        return next(line.split()[-1] for line in self.said if line.strip().startswith("Adresse"))

    @property
    def database(self) -> str:
        """The URL of the class's store."""
        return f"sqlite:///{self.home / 'classroom.sqlite'}"

    @cached_property
    def teacher(self) -> tuple[str, str]:
        """The teacher's name and first password, also when it has been changed since."""
        name, password = self._secret("first-password").split()
        return name, password

    @cached_property
    def pictures(self) -> dict[str, list[str]]:
        """The three pictures of each pupil, by username."""
        code_of = {name: code for code, name in PICTURES.items()}
        listed = re.findall(r"\((.+)\) : (.+)", self._secret("first-pictures"))
        return {username: [code_of[name] for name in names.split(", ")] for username, names in listed}

    def _secret(self, name: str) -> str:
        return (self.home / "secrets" / name).read_text(encoding="utf-8")

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def process_of(self, *words: str) -> psutil.Process:
        """The process whose command line holds these words."""
        return next(each for each in self.processes() if all(word in command(each) for word in words))

    def servers(self) -> list[psutil.Process]:
        """The servers of all the people who are there, the forked ones and the others."""
        return [each for each in self.processes() if name(each).startswith("server ") or plain_server_of(each)]

    def server_of(self, username: str) -> psutil.Process:
        return next(each for each in self.servers() if username in (plain_server_of(each), forked_of("server", each)))

    def kernels_of(self, username: str) -> list[psutil.Process]:
        """The kernels of a pupil's pages. They are forks of the warm process and no children of the server."""
        plain = [each for each in self.server_of(username).children(recursive=True) if "ipykernel" in command(each)]
        return plain + [each for each in self.processes() if forked_of("kernel", each) == username]

    def stop(self, number: int = signal.SIGTERM) -> list[psutil.Process]:
        """Ends the class; gives the processes that were there and still are."""
        for browser in self.browsers:
            browser.close()
        were = self.processes()
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.said += self.process.stdout.read().splitlines()
        self.process.stdout.close()
        return [each for each in were if each.is_running()]


class Visitor:
    """A browser, with cookies: it signs in, opens its server, and asks for pages."""

    def __init__(self, there: RealClass) -> None:
        self.there = there
        self.http = httpx.Client(base_url=there.address, follow_redirects=True, timeout=60, trust_env=False)
        there.browsers.append(self.http)

    def sign_in(self, **form: str) -> httpx.Response:
        page = self.http.get("/hub/login").text
        key = re.search(r'data-xsrf="([^"]+)"', page)
        assert key
        return self.http.post("/hub/login", data=form, headers={"X-XSRFToken": key[1]})

    def as_pupil(self, username: str) -> Visitor:
        pictures = ",".join(self.there.pictures[username])
        assert self.sign_in(door="pictures", username=username, pictures=pictures).status_code == 200
        return self.open(username)

    def as_teacher(self) -> Visitor:
        name, password = self.there.teacher
        assert self.sign_in(door="password", username=name, password=password).status_code == 200
        return self.open(name)

    def open(self, username: str) -> Visitor:
        """Waits until this person's server is there, and is let in."""
        self.username = username
        self.home = f"/user/{username}"
        self.http.get("/hub/spawn")
        until(lambda: self.http.get(f"{self.home}/api").status_code == 200, f"the server of {username}")
        self.http.get(f"{self.home}/oauth_login")
        return self

    @property
    def server(self) -> psutil.Process:
        return self.there.server_of(self.username)

    @property
    def token(self) -> str:
        """The hub's token of this person's own server: the most that a pupil could ever get hold of."""
        return told(self.server)["JUPYTERHUB_API_TOKEN"]

    @property
    def kernels(self) -> list[psutil.Process]:
        """The kernels that this pupil's pages have now."""
        return self.there.kernels_of(self.username)

    def with_token(self) -> httpx.Client:
        """A program of this person, with that token and no cookie."""
        headers = {"Authorization": f"token {self.token}"}
        return httpx.Client(base_url=self.there.address, headers=headers, timeout=60, trust_env=False)


def opens(there: RealClass) -> bool:
    """Whether the hub and the class service answer."""
    try:
        pages = ("/hub/login", "/services/classroom/health")
        return all(httpx.get(there.address + page, trust_env=False).status_code == 200 for page in pages)
    except httpx.TransportError:
        return False


@contextmanager
def without_hub(there: RealClass) -> Iterator[None]:
    """The hub is killed, and nobody starts it again before the end."""
    supervisor = there.process_of("supervisor.supervisord")
    supervisor.suspend()
    there.process_of("hub_config.hub").kill()
    try:
        yield
    finally:
        supervisor.resume()
        until(lambda: opens(there), "the hub back")
