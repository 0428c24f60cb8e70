"""What the last measures gave, kept as JSON beside them: the page of figures and its charts are made of that, and of nothing else."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"

HOW_TO = {
    "class_start": "python -m tests.benchmarks.class_start 30",
    "growth": "python -m tests.benchmarks.growth",
    "keys": "python -m tests.benchmarks.keys",
    "page": "python -m tests.benchmarks.page",
    "school": "python -m tests.benchmarks.school 300 10",
    "socket": "python -m tests.benchmarks.socket table",
}
"""The command that measures each again."""


class Missing(Exception):
    """A measure that nobody has made yet; the message says how to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one command gave, and when."""

    command: str
    figures: Any
    day: str = field(default_factory=lambda: time.strftime("%Y-%m-%d"))


def keep(name: str, command: str, figures: Any, folder: Path = RESULTS) -> Path:
    """Write it as `name`.json; gives the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json"
    text = json.dumps(asdict(Kept(command, figures)), ensure_ascii=False, indent=2)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def kept(name: str, folder: Path = RESULTS) -> Kept:
    """The last measure of this name. Missing when there is none."""
    file = folder / f"{name}.json"
    if not file.exists():
        raise Missing(f"{file} is not there yet: `{HOW_TO[name]}` measures it")
    return Kept(**json.loads(file.read_text(encoding="utf-8")))
