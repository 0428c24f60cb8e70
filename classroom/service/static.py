"""The pages' bundles, fonts and pictures: hashed names, so that a tablet keeps them for a year; compressed where the build did it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

COMPRESSED = ((".br", "br"), (".gz", "gzip"))
FOR_EVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"


def static_directory() -> Path | None:
    """The built files of the `widgets` package, found without importing it; None when it is not installed."""
    spec = find_spec("widgets")
    return Path(spec.origin).parent / "static" if spec is not None and spec.origin else None


class Static(StaticFiles):
    """Files that never change under the same name; `manifest.json`, which tells the names, is asked for each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await self._compressed(path, scope) or await super().get_response(path, scope)
        except (ValueError, OSError) as error:  # a name that no file can have
            raise HTTPException(404) from error
        response.headers["Cache-Control"] = ALWAYS_ASK if path.endswith("manifest.json") else FOR_EVER
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    async def _compressed(self, path: str, scope: Scope) -> Response | None:
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for suffix, encoding in COMPRESSED:
            full, found = self.lookup_path(path + suffix)
            if found is not None and encoding in accepted:
                response = self.file_response(full, found, scope)
                plain = self.lookup_path(path)[0]
                response.headers["Content-Type"] = _type(plain)
                response.headers["Content-Encoding"] = encoding
                response.headers["Vary"] = "Accept-Encoding"
                return response
        return None


def _type(path: str) -> str:
    kinds = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
    return kinds.get(Path(path).suffix, "application/octet-stream")
