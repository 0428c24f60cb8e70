"""The warm process at work: it forks a child for everybody who calls, and buries those that have ended."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import psutil

from hub_config.places import ACCOUNTS
from hub_config.warm_fork.request import FULL, ODD, Request, receive, send

LEAST_FREE_MB = 150
"""Memory that stays free for those who are already there."""

PATIENCE = 2
"""Seconds for whoever has called to say what for."""

log = logging.getLogger("warm_fork")
Become = Callable[[Request, list[int]], None]


def listen(path: Path, *, everybody: bool = False) -> socket.socket:
    """The socket, which only this account opens, or everybody who gets to its folder; one that a killed process left is taken away."""
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    before = os.umask(0o111 if everybody else 0o177)
    try:
        door.bind(str(path))
    finally:
        os.umask(before)
    door.listen(256)
    return door


def serve(door: socket.socket, become: Become) -> NoReturn:
    """For ever. `become` is what a child does with its request. The child reads that itself: of one pupil's secrets nothing is left
    here for the next one to inherit, and somebody who says nothing keeps nobody waiting."""
    signal.signal(signal.SIGCHLD, bury)
    while True:
        line, _ = door.accept()
        with line:
            if fork_or_refuse(line) == 0:
                door.close()
                live(line, become)


def bury(*_: Any) -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def fork_or_refuse(line: socket.socket) -> int | None:
    """0 in the child, its pid here; None when there is no child, and whoever asked has been told so."""
    try:
        refuse_when_full()
        return os.fork()
    except OSError as error:
        log.error("no child: %s", error.strerror)
        with suppress(OSError):
            # The request is dropped unread, but for the sign that shows that it has come.
            line.settimeout(PATIENCE)
            line.recv(1)
            send(line, {"error": FULL if error.errno in (errno.ENOMEM, errno.EAGAIN) else ODD}, [])
        return None


def refuse_when_full() -> None:
    """OSError when one more would take what those who write need."""
    if psutil.virtual_memory().available < LEAST_FREE_MB * 2**20:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))


def live(line: socket.socket, become: Become) -> NoReturn:
    """The whole life of a child. It leaves without the interpreter's farewells, which would copy all the memory that it shares."""
    code = 1
    try:
        request, files = hear(line)
        become(request, files)
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        log.exception("a child fell")
    finally:
        os._exit(code)


def hear(line: socket.socket) -> tuple[Request, list[int]]:
    """What this child is to be; whoever asked hears which process it is. SystemExit when that is nothing that we do."""
    line.settimeout(PATIENCE)
    try:
        content, files = receive(line)
        request = permitted(line, Request(**content))
        send(line, {"pid": os.getpid()}, [os.pidfd_open(os.getpid())])
    except (OSError, ValueError, TypeError) as error:
        log.error("refused: %s", error)
        with suppress(OSError):
            send(line, {"error": ODD}, [])
        raise SystemExit from error
    line.close()
    return request, files


def permitted(line: socket.socket, request: Request) -> Request:
    """Our own account may ask for anything, a pupil's for a kernel of its own. PermissionError for everybody else."""
    credentials = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    asking = struct.unpack("3i", credentials)[1]
    if asking in (os.geteuid(), 0):
        return request
    if asking in ACCOUNTS and request.kind == "kernel":
        return replace(request, account=asking)
    raise PermissionError(asking)
