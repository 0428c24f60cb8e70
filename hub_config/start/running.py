"""Runs the supervisor, waits until the door of the class answers, and at the end leaves no process behind."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Container
from typing import Any

import psutil

from hub_config.settings import School
from hub_config.start import words_fr as words
from hub_config.start.checks import CannotStart
from hub_config.start.daily import DailyCopy
from hub_config.start.parts import environment, supervisor_page

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
OPENING_SECONDS = 180
GRACE_SECONDS = 6

_libc = ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """Pupils' servers outlive the hub on purpose: when it dies they become our children, and so we can end them (Linux, prctl(2))."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent() -> None:
    """In the child, before exec: when we are killed outright, the supervisor is told to stop."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def start_supervisor(school: School) -> subprocess.Popen[bytes]:
    page = school.home / "run" / "supervisord.conf"
    page.write_text(supervisor_page(school), encoding="utf-8")
    with (school.home / "log" / "supervisor.out").open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-n", "-c", str(page)],
            env=environment(school),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )


def wait_until_open(school: School, supervisor: subprocess.Popen[bytes], stopping: threading.Event) -> None:
    """Returns when the login page and the class service answer through the proxy; CannotStart when they do not."""
    deadline = time.monotonic() + OPENING_SECONDS
    for page in doors(school):
        while not stopping.is_set() and not answers(page):
            if supervisor.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(words.FELL.format(log=school.home / "log"))
            stopping.wait(0.1)


def doors(school: School) -> tuple[str, ...]:
    """What must answer: the hub and the service by themselves first, so that the proxy's log does not fill with their absence."""
    hub, service = "/hub/login", "/services/classroom/health"
    return (
        f"http://127.0.0.1:{school.hub_port}{hub}",
        f"http://127.0.0.1:{school.service_port}{service}",
        inner_address(school) + hub,
        inner_address(school) + service,
    )


def inner_address(school: School) -> str:
    host = "127.0.0.1" if school.host in ("", "0.0.0.0", "::") else school.host
    return f"http://{host}:{school.port}"


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stay(supervisor: subprocess.Popen[bytes], stopping: threading.Event, copy: DailyCopy) -> None:
    """Until we are told to stop, or the supervisor has ended; meanwhile buries the adopted children that have died, and has each day copied."""
    while not stopping.wait(1) and supervisor.poll() is None:
        copy.look()
        bury(except_for={supervisor.pid, copy.pid})


def bury(except_for: Container[int | None]) -> None:
    with contextlib.suppress(ChildProcessError):
        while (dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and dead.si_pid not in except_for:
            os.waitpid(dead.si_pid, 0)


def stop_everything(supervisor: subprocess.Popen[bytes] | None) -> None:
    """Asks the supervisor to stop its parts, then ends whoever of our descendants is still there."""
    if supervisor is not None and supervisor.poll() is None:
        supervisor.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            supervisor.wait(GRACE_SECONDS * 3)
    for signal_each in (terminate, kill):
        left = psutil.Process().children(recursive=True)
        for process in left:
            signal_each(process)
        psutil.wait_procs(left, timeout=GRACE_SECONDS)


def terminate(process: Any) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()


def kill(process: Any) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()
