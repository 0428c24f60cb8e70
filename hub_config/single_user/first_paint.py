"""What the head of a pupil's page says before his kernel is there: whose page it is, what shows it, and a ticket for the class.

The notebook then opens while the kernel starts, and when the kernel cannot.
"""

from __future__ import annotations

import json
import logging
import os
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlparse
from urllib.request import Request, urlopen

PATIENCE = 2
"""Seconds for the class service, on the same machine, to give a ticket. Without one the page asks again by itself."""

FONTS = ("atkinson-400", "atkinson-700")
"""Those that the first screen shows."""

log = logging.getLogger(__name__)


def page_config_hook(config: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """For Voilà: its page's settings, with ours under `page`."""
    return {**config, "page": page_head(Path(os.environ["CLASSROOM_BUNDLES"]))}


def page_head(bundles: Path) -> dict[str, Any]:
    """Addresses are the same for every pupil: a shared tablet loads them once."""
    prefix = urlparse(os.environ["CLASSROOM_SERVICE_URL"]).path.rstrip("/") + "/"
    static = f"{prefix}static/"
    files = json.loads((bundles / "manifest.json").read_text())
    return {
        "opener": static + files["page"]["js"],
        "script": static + files["pupil"]["js"],
        "style": static + files["pupil"]["css"],
        "fonts": [f"{static}fonts/{name}.woff2" for name in FONTS],
        "screen": "notebook",
        "service_url": prefix,
        "person": os.environ.get("JUPYTERHUB_USER", ""),
        "ticket": ask_ticket(),
    }


def ask_ticket() -> str:
    """A ticket for this server's pupil; empty when the class is away."""
    url = f"{os.environ['CLASSROOM_SERVICE_URL']}/api/tickets"
    headers = {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}"}
    try:
        with urlopen(Request(url, method="POST", headers=headers), timeout=PATIENCE) as answer:
            return str(json.load(answer)["ticket"])
    except (URLError, HTTPException, TimeoutError, ValueError) as error:
        log.warning("no ticket for the page: %s", type(error).__name__)
        return ""
