"""What is examined, as the settings of the school say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Here:
    """Where everything is. `address` is where the class is open ("" when it is closed), `litestream` the program, where it is installed."""

    url: str
    home: Path
    secrets: Path
    backups: Path
    daily: bool
    continuous_copy: str
    address: str
    service_url: str
    litestream: str | None
