"""How people come in, and the pages they see until their own page opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
        # What newer browsers do by themselves: another site's forms and pictures come without our cookies.
        "cookie_options": {"SameSite": "Lax"},
        "headers": {
            "Content-Security-Policy": POLICY,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    }
