"""Ports for the servers that a test starts."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def ports_of_a_class() -> dict[str, str]:
    """The settings that give a class ports of its own: others that start at the same moment look for the usual ones."""
    return {f"CLASSROOM_{name}PORT": str(free_port()) for name in ("", "PROXY_API_", "HUB_", "SERVICE_")}
