"""How people come in, and the pages they see until their own page opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyterhub.log import log_request
from jupyterhub.metrics import prometheus_log_method

from hub_config import bundles
from hub_config.settings import School

PAGES = Path(__file__).resolve().parent / "pages"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""The hub's own pages load nothing from elsewhere, run no script written in the page, and show in nobody's frame."""


SLOW = 1.0
"""Seconds."""


def write_down(handler: Any) -> None:
    """Of the requests to the hub, what went wrong and what was slow: a line for each of a class that comes in is a twentieth of the hub's work."""
    if handler.get_status() >= 400 or handler.request.request_time() >= SLOW:
        log_request(handler)
    else:
        prometheus_log_method(handler)


def configure(c: Any, school: School) -> None:
    c.JupyterHub.authenticator_class = "hub_config.sign_in.authenticator.ClassAuthenticator"
    c.ClassAuthenticator.service_url = school.service_url
    c.ClassAuthenticator.service_token = school.secret("hub-token")
    # Whom the class service lets in, the hub lets in: there is one list of pupils, and it is the service's.
    c.Authenticator.allow_all = True
    c.Authenticator.manage_groups = True
    c.Authenticator.admin_users = set()

    c.JupyterHub.template_paths = [str(PAGES)]
    c.JupyterHub.template_vars = {
        "class_pages": bundles.of_the_hub(),
        "notebook": bundles.for_pupils("/services/classroom/"),
    }
    c.JupyterHub.tornado_settings = {
        # Seconds: a server that takes longer is waited for on a page that says so.
        "slow_spawn_timeout": 2,
        "log_function": write_down,
        # What newer browsers do by themselves: another site's forms and pictures come without our cookies.
        "cookie_options": {"SameSite": "Lax"},
        "headers": {
            "Content-Security-Policy": POLICY,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    }
