"""A whole class, started as a school starts it (`python -m hub_config.start`) in an empty folder, and the people who come in."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
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
        """The servers of all the people who are there."""
        return [each for each in self.processes() if "hub_config.single_user" in command(each)]

    def server_of(self, username: str) -> psutil.Process:
        return next(each for each in self.servers() if each.environ().get("JUPYTERHUB_USER") == username)

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
        return self.server.environ()["JUPYTERHUB_API_TOKEN"]

    def with_token(self) -> httpx.Client:
        """A program of this person, with that token and no cookie."""
        headers = {"Authorization": f"token {self.token}"}
        return httpx.Client(base_url=self.there.address, headers=headers, timeout=60, trust_env=False)
