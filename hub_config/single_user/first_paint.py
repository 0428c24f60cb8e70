"""What the head of a pupil's page says before his kernel is there: whose page it is, what is in his notebook, and a ticket for the class.

The notebook then opens while the kernel starts, and when the kernel cannot.
"""

from __future__ import annotations

import json
import logging
import os
import time
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlparse
from urllib.request import Request, urlopen

from hub_config import bundles

PATIENCE = 8
"""Seconds for the class service, on the same machine, to answer: a class that comes in at once waits its turn. What it does not say here the
page asks for itself, which takes longer; a service that is not there says so at once."""

FRESH = 15
"""Seconds for which what the class said stands for what it would say."""

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from another host, whatever a library asks for, and no script but ours in files."""


def page_config_hook(config: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """For Voilà: its page's settings, with ours under `page`."""
    return {**config, "page": page_head()}


def page_head() -> dict[str, Any]:
    """Addresses are the same for every pupil: a shared tablet loads them once."""
    prefix = urlparse(os.environ["CLASSROOM_SERVICE_URL"]).path.rstrip("/") + "/"
    known = {"ticket": "", "notebook": None} | (just_said() or ask_class("POST", "api/me/page") or {})
    os.environ["CLASSROOM_TICKET"] = known["ticket"]  # the page's kernel need not ask for one
    return {
        **bundles.for_pupils(prefix),
        "screen": "notebook",
        "policy": POLICY,
        "service_url": prefix,
        "person": os.environ.get("JUPYTERHUB_USER", ""),
        **known,
    }


def just_said() -> dict[str, Any] | None:
    """What the hub heard from the class when this pupil came in: for the page that he came for, and no other."""
    said: dict[str, Any] = json.loads(os.environ.pop("CLASSROOM_FIRST_PAGE", "{}"))
    return said if time.time() - said.pop("said", 0) < FRESH else None


def ask_class(method: str, path: str) -> dict[str, Any] | None:
    """The class service's answer to this server's pupil; None when the class is away."""
    url = f"{os.environ['CLASSROOM_SERVICE_URL']}/{path}"
    headers = {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}"}
    try:
        with urlopen(Request(url, method=method, headers=headers), timeout=PATIENCE) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (URLError, HTTPException, TimeoutError, ValueError) as error:
        log.warning("no %s for the page: %s", path, type(error).__name__)
        return None
