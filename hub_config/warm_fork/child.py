"""What a forked child does first: it becomes a process of its own, with the environment that it was given and nothing of the one before."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from hub_config.warm_fork.request import Request

PR_SET_NAME = 15
GOES_FIRST = 500
"""Where memory runs out, Linux ends a page's server, which comes back, before the class service (oom_score_adj, 0 to 1000)."""

NICENESS = {"server": 5, "kernel": 19}
"""Who writes goes first: the class service, and the hub and the proxy that thirty who come in wait for. A page needs its kernel last."""

_libc = ctypes.CDLL(None, use_errno=True)


def begin(request: Request) -> None:
    """After this the process is as if it had been started with this environment, folder and account."""
    # Not a session of its own: Linux shares the processor out between sessions first, and thirty of them would leave the hub a thirtieth.
    os.setpgid(0, 0)
    usual_signals()
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    tempfile.tempdir = None
    os.umask(0o077)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(GOES_FIRST))
    os.nice(NICENESS[request.kind])
    change_account(request.account)
    os.chdir(request.folder)
    show_name(f"{request.kind} {request.name}")
    sys.argv = [request.kind, *request.arguments]
    gc.enable()


def usual_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def change_account(account: int | None) -> None:
    """For good: neither the groups nor the rights of the warm process are left."""
    if account is not None:
        os.setgroups([])
        os.setresgid(account, account, account)
        os.setresuid(account, account, account)


def show_name(name: str) -> None:
    """What `ps` and `top` show, fifteen signs of it: all children have the warm process's command line."""
    _libc.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)
