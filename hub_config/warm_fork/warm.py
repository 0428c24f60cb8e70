"""What the warm process does once, so that no child does it again: imports, and what libraries find out at their first use."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import threading

NOT_NEEDED = ("rfc3987_syntax", "debugpy")
"""A grammar that takes a second to compile, for a check that we never use; and a debugger: eleven MB a kernel."""

NEEDED = (
    "hub_config.warm_fork.page_server",
    "hub_config.warm_fork.kernel",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.utils.wildcard",
    "encodings.unicode_escape",
    "encodings.idna",
    "httpcore",
    "jinja2.ext",
    "psutil",
    "tornado.platform.asyncio",
)


def leave_out() -> None:
    """First of all: these are then as if they were not installed."""
    for name in NOT_NEEDED:
        sys.modules[name] = None  # type: ignore[assignment]


def bring_in(more: list[str]) -> None:
    """Imports everything. `more` are the modules of the notebooks, which this package may not know."""
    for name in (*NEEDED, *more):
        importlib.import_module(name)


def freeze() -> None:
    """From here on children share this memory, as the collector leaves it alone. RuntimeError where a thread would be lost in a fork."""
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError(f"threads: {threading.enumerate()}")
    gc.collect()
    gc.freeze()
    gc.disable()
