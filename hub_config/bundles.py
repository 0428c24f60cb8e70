"""Where a browser finds what it loads: the same for everybody, and with a hash in the address, so that a tablet asks only once.

The pages' bundles are given by the class service; what the hub's own pages are made of, by the hub.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from hub_config.settings import CHECKOUT

STATIC = CHECKOUT / "widgets" / "static"
FONTS = ("atkinson-400", "atkinson-700")
"""Those that the first screen shows."""
FONT_OF_TEXTS = "andika-400"
PAGE_FILES = CHECKOUT / "hub_config" / "pages" / "static"


def for_pupils(prefix: str, static: Path = STATIC) -> dict[str, str | list[str]]:
    """Addresses below the class service's `prefix` (ends with /): `opener` and `script` (modules), `style`, `fonts`, `font_of_texts`;
    and the hub's `icon`."""
    at = f"{prefix}static/"
    files = json.loads((static / "manifest.json").read_text(encoding="utf-8"))
    return {
        "opener": at + files["page"]["js"],
        "script": at + files["pupil"]["js"],
        "style": at + files["pupil"]["css"],
        "fonts": [f"{at}fonts/{name}.woff2" for name in FONTS],
        "font_of_texts": f"{at}fonts/{FONT_OF_TEXTS}.woff2",
        "icon": f"{of_the_hub()}icon.svg",
    }


def of_the_hub() -> str:
    """The folder, in a browser's eyes, of what the hub's pages are made of; another one as soon as any file of it is another."""
    return f"/hub/class/{version_of(PAGE_FILES)}/"


@cache
def version_of(folder: Path) -> str:
    """Twelve signs for all the files of a folder, names and contents."""
    files = sorted(folder.iterdir())
    return hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()[:12]
