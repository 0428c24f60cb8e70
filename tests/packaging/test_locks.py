"""The lock files: what is installed is what was tested, from wherever the packages come."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hub_config.settings import CHECKOUT

PYTHON = sorted(CHECKOUT.glob("requirements*.lock"))
JAVASCRIPT = [CHECKOUT / "widgets" / "package-lock.json", CHECKOUT / "hub_config" / "proxy" / "package-lock.json"]


@pytest.mark.parametrize("lock", [*PYTHON, *JAVASCRIPT], ids=lambda lock: f"{lock.parent.name}-{lock.name}")
def test_a_lock_file_names_no_address(lock: Path) -> None:
    assert not re.findall(r"\w+://\S+", lock.read_text(encoding="utf-8")), "see docs/helper/developing.md"


@pytest.mark.parametrize("lock", PYTHON, ids=lambda lock: lock.name)
def test_every_python_package_has_a_version_and_a_hash(lock: Path) -> None:
    packages = re.split(r"\n(?=\w)", re.sub(r"^ *#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert packages
    assert [
        one.splitlines()[0] for one in packages if not re.match(r"[\w.\[\]-]+==\S+[^\n]* \\\n +--hash=sha256:", one)
    ] == []


@pytest.mark.parametrize("lock", JAVASCRIPT, ids=lambda lock: lock.parent.name)
def test_every_javascript_package_has_a_version_and_a_hash(lock: Path) -> None:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    del packages[""]
    assert packages
    assert [name for name, one in packages.items() if not one["version"] or not one["integrity"]] == []
