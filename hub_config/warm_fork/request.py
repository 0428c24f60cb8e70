"""What is asked of the warm process, and what it answers: one message each way over a Unix socket, with open files beside the words."""

from __future__ import annotations

import array
import json
import os
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

LONGEST = 128 * 1024
"""Bytes of a message; an environment has about four thousand."""

MOST_FILES = 4
ANSWER_SECONDS = 20

READY = b"ready"
"""What a server writes in its pipe."""

AWAY, FULL, ODD = "away", "full", "odd"
"""Why there is no child: nobody listens, this machine has no memory left, or what was asked was not understood."""


class NotForked(Exception):
    """There is no child: `code` is AWAY, FULL, ODD, or says what became of it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Request:
    """A child to be: `kind` is `server` or `kernel`; it gets this environment and no other, this folder, these arguments, this account."""

    kind: str
    name: str
    environment: dict[str, str]
    folder: str
    arguments: list[str] = field(default_factory=list)
    account: int | None = None
    """The user and group id that it changes to; None keeps the warm process's own."""


def ask(path: Path, request: Request, files: list[int]) -> tuple[int, int]:
    """The child's pid, and a pidfd that stands for it whatever becomes of the number. NotForked when there is no child."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
        line.settimeout(ANSWER_SECONDS)
        try:
            line.connect(str(path))
            send(line, asdict(request), files)
            answer, given = receive(line)
        except (OSError, ValueError) as error:
            raise NotForked(AWAY) from error
    if "pid" not in answer or len(given) != 1:
        raise NotForked(str(answer.get("error", AWAY)))
    return int(answer["pid"]), given[0]


def send(line: socket.socket, content: dict[str, Any], files: list[int]) -> None:
    socket.send_fds(line, [json.dumps(content).encode()], files)


def receive(line: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """A message and the files that came with it, closed at the next exec. ValueError for what is no message of ours."""
    space = socket.CMSG_SPACE(MOST_FILES * array.array("i").itemsize)
    words, beside, flags, _ = line.recvmsg(LONGEST, space, socket.MSG_CMSG_CLOEXEC)
    files = array.array("i")
    for level, kind, data in beside:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            files.frombytes(data[: len(data) - len(data) % files.itemsize])
    try:
        content = json.loads(words) if not flags & socket.MSG_TRUNC else None
        if not isinstance(content, dict):
            raise ValueError("not a message")
    except ValueError:
        close_all(list(files))
        raise
    return content, list(files)


def close_all(files: list[int]) -> None:
    for each in files:
        os.close(each)
