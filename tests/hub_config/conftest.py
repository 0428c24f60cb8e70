"""The settings of a school that was never started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub_config import places
from hub_config.settings import School


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """Settings in an empty folder, with the secrets that the start would have made."""
    school = School(home=tmp_path / "home", port=21490, hub_port=21491, proxy_api_port=21492, service_port=21493)
    school.secrets.mkdir(parents=True)
    for name in ("hub-token", "proxy-token"):
        (school.secrets / name).write_text(f"{name}-value\n")
    yield school
    places.forget(places.short_folder(school))
