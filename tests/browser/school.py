"""A whole class for browser tests: the one command, the demonstration class, and who comes in with what."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from classroom.words_fr import PICTURES

OPENS_WITHIN = 180.0


@dataclass(frozen=True)
class School:
    """An open class. `pupils`: username → three pictures."""

    address: str
    home: Path
    teacher: str
    password: str
    pupils: dict[str, list[str]]

    @property
    def database(self) -> Path:
        return self.home / "classroom.sqlite"


class Running:
    """`python -m hub_config.start` on a folder and ports of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, api, hub, service = free_ports(4)
        settings = {"HOME": home, "PORT": self.port, "PROXY_API_PORT": api, "HUB_PORT": hub, "SERVICE_PORT": service}
        self.environment = os.environ | {f"CLASSROOM_{name}": str(value) for name, value in settings.items()}
        self._log = (home.parent / "start.log").open("w+", encoding="utf-8")

    def start(self) -> School:
        command = [sys.executable, "-m", "hub_config.start"]
        self._process = subprocess.Popen(command, env=self.environment, stdout=self._log, stderr=self._log)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self._school()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)
        self._log.close()

    def _wait(self) -> None:
        """The start prints the address when the class is open, and ends when it cannot open."""
        deadline = time.monotonic() + OPENS_WITHIN
        while f":{self.port}" not in self._said():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the class did not open:\n{self._said()}")
            time.sleep(0.2)

    def _said(self) -> str:
        return Path(self._log.name).read_text(encoding="utf-8")

    def _school(self) -> School:
        secrets = self.home / "secrets"
        teacher, password = (secrets / "first-password").read_text(encoding="utf-8").split(maxsplit=1)
        listed = (secrets / "first-pictures").read_text(encoding="utf-8")
        codes = re.findall(r"\(([a-z0-9_-]+)\)\s*:\s*(.+)", listed)
        code_of = {name: code for code, name in PICTURES.items()}
        pupils = {username: [code_of[name.strip()] for name in pictures.split(",")] for username, pictures in codes}
        return School(f"http://127.0.0.1:{self.port}", self.home, teacher, password.strip(), pupils)


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
