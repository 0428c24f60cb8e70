"""Who may do what in the hub: people open and close their own server, and that is all; services get the least they need."""

from __future__ import annotations

from typing import Any

from hub_config.settings import School

PERSON = [
    "read:users!user",
    "users:activity!user",
    "servers!user",
    "access:servers!user",
]
"""JupyterHub gives people `self`, which also lets them make tokens and share their server: nobody in a class needs either."""

CULLER = [
    "list:users",
    "read:users:activity",
    "read:servers",
    "delete:servers",
]
"""What jupyterhub-idle-culler asks for in its documentation: who is there, since when idle, and to stop their server."""


def configure(c: Any, school: School) -> None:
    c.JupyterHub.load_roles = [
        {"name": "user", "description": "A person of the class", "scopes": PERSON},
        {"name": "culler", "description": "Puts idle servers to sleep", "scopes": CULLER, "services": ["culler"]},
    ]
    c.JupyterHub.allow_named_servers = False
    c.JupyterHub.admin_access = False
