"""The hub's neighbours: the class service, which lives beside it, and the culler, which it starts itself."""

from __future__ import annotations

import sys
from typing import Any

from hub_config.settings import School

CHECK_SECONDS = 60
"""How often the culler looks at who is idle."""


def configure(c: Any, school: School) -> None:
    c.JupyterHub.services = [class_service(school), culler(school)]


def class_service(school: School) -> dict[str, Any]:
    """No command: the supervisor starts it, so that it outlives the hub."""
    return {
        "name": "classroom",
        "url": f"http://127.0.0.1:{school.service_port}",
        "api_token": school.secret("hub-token"),
        "display": False,
    }


def culler(school: School) -> dict[str, Any]:
    every = min(CHECK_SECONDS, school.idle_minutes * 60)
    command = ["-m", "jupyterhub_idle_culler", f"--timeout={school.idle_minutes * 60}", f"--cull-every={every}"]
    return {"name": "culler", "command": [sys.executable, *command], "display": False}
