"""Where a browser finds what it loads: files with a hash in their names, the same for everybody, given by the class service."""

from __future__ import annotations

import json
from pathlib import Path

from hub_config.settings import CHECKOUT

STATIC = CHECKOUT / "widgets" / "static"
FONTS = ("atkinson-400", "atkinson-700")
"""Those that the first screen shows."""


def for_pupils(prefix: str, static: Path = STATIC) -> dict[str, str | list[str]]:
    """Addresses below the class service's `prefix` (ends with /): `opener` and `script` (modules), `style`, `fonts`."""
    at = f"{prefix}static/"
    files = json.loads((static / "manifest.json").read_text(encoding="utf-8"))
    return {
        "opener": at + files["page"]["js"],
        "script": at + files["pupil"]["js"],
        "style": at + files["pupil"]["css"],
        "fonts": [f"{at}fonts/{name}.woff2" for name in FONTS],
    }
