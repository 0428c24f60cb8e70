"""Where things are on this machine: the addresses that the parts listen on, the hub's own files, and who is whose sibling."""

from __future__ import annotations

from typing import Any

from hub_config.settings import School

LOOPBACK = "127.0.0.1"


def configure(c: Any, school: School) -> None:
    run = school.home / "run"
    c.JupyterHub.bind_url = f"http://{school.host}:{school.port}"
    c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{school.hub_port}"
    c.JupyterHub.db_url = f"sqlite:///{run / 'hub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(school.secrets / "cookie-secret")
    c.JupyterHub.pid_file = str(run / "hub.pid")

    # The proxy is the hub's sibling: pupils go on writing while the hub is away, and find their servers again when it is back.
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{school.proxy_api_port}"
    c.ConfigurableHTTPProxy.auth_token = school.secret("proxy-token")
    # A proxy that fell comes back with no routes; the hub gives them again when it compares, every five minutes as JupyterHub comes.
    c.JupyterHub.last_activity_interval = 5
    c.JupyterHub.cleanup_proxy = False
    c.JupyterHub.cleanup_servers = False
