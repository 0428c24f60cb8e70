"""Which children there are."""

from __future__ import annotations

from hub_config.warm_fork import kernel, page_server
from hub_config.warm_fork.child import begin
from hub_config.warm_fork.request import Request

KINDS = {"server": page_server.run, "kernel": kernel.run}


def become(request: Request, files: list[int]) -> None:
    """The whole life of a child. KeyError for a kind that we do not have."""
    run = KINDS[request.kind]
    begin(request)
    run(request.arguments, files)
