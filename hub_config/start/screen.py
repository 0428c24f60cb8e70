"""What the person who starts the class reads: the steps, then the address, the QR code for the tablets, and the first password."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass, field

import segno

from hub_config.settings import School
from hub_config.start import words_fr as words
from hub_config.start.lay_out import FIRST_PASSWORD, FIRST_PICTURES


@dataclass(slots=True)
class Screen:
    """Says each step on a line of its own, and that it is done when the next one begins."""

    open_line: bool = field(default=False)

    def step(self, sentence: str) -> None:
        self.done()
        print(f"  {sentence}… ", end="", flush=True)
        self.open_line = True

    def done(self) -> None:
        if self.open_line:
            print(words.DONE, flush=True)
        self.open_line = False

    def fail(self, sentence: str) -> None:
        if self.open_line:
            print(flush=True)
        self.open_line = False
        print(sentence, file=sys.stderr, flush=True)


def greet(school: School) -> None:
    facts = {"address": school.address, "teacher": teacher(school), "pupils": pupils(school)}
    print(words.READY.format(**facts, pid=os.getpid(), home=school.home), flush=True)
    tablets = tablets_address(school)
    if tablets:
        print(words.TABLETS.format(address=tablets))
        segno.make(tablets, micro=False).terminal(compact=True, border=2)
    sys.stdout.flush()


def teacher(school: School) -> str:
    """The teacher's name and first password, while it is still the first one: the service removes the file when it is changed."""
    try:
        name, password = school.secret(FIRST_PASSWORD).split(maxsplit=1)
    except (FileNotFoundError, ValueError):
        return ""
    return words.TEACHER.format(name=name, password=password)


def pupils(school: School) -> str:
    """Where the pupils' first pictures are written, while that list is kept."""
    path = school.secrets / FIRST_PICTURES
    return words.PUPILS.format(path=path) if path.exists() else ""


def tablets_address(school: School) -> str | None:
    """What the tablets of the network type, None when the class only listens to this machine."""
    if school.public_address:
        return school.address
    if school.host in ("127.0.0.1", "localhost", "::1"):
        return None
    host = lan_address() if school.host in ("", "0.0.0.0", "::") else school.host
    return f"http://{host}:{school.port}"


def lan_address() -> str:
    """This machine's address on its network: the one it would speak from; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
