"""A page's kernel as a forked child, which ends with the server that asked for it."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any, ClassVar

import ipywidgets
from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from hub_config.warm_fork.held import readable

INIT = 1
"""A parent that never ends: the real one is the warm process, without which a kernel goes on."""


class FewModules:
    """`sys` as the kernel's debugger, which nobody has, sees it: a look at each module would copy ten MB that are shared until then."""

    modules: ClassVar[dict[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


class PageKernel(IPKernelApp):
    """IPython's kernel, told by us and by nobody else how it runs: no history, no files of its own, no command line to read."""

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        config = Config()
        config.IPKernelApp.connection_file = (argv or [""])[-1]
        config.IPKernelApp.capture_fd_output = False
        config.HistoryManager.enabled = False
        self.update_config(config)

    def load_config_file(self, *_: Any, **__: Any) -> None:
        pass


def run(arguments: list[str], files: list[int]) -> None:
    """Until it is told to stop. `arguments` are those of ipykernel, which end with the connection file; `files`: a pidfd of the server."""
    threading.Thread(target=end_with, args=files, daemon=True).start()
    vars(ipkernel)["sys"] = FewModules()
    kernel = PageKernel.instance(quiet=True, parent_handle=INIT)
    kernel.initialize(arguments)  # type: ignore[no-untyped-call]
    # It was imported before there was a kernel, and so did not find one to tell.
    ipywidgets.register_comm_target()
    kernel.start()  # type: ignore[no-untyped-call]


def end_with(server: int) -> None:
    readable(server, wait=True)
    os._exit(0)
