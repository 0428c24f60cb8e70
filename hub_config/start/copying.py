"""The continuous copy: Litestream follows the SQLite store and writes each change elsewhere within a second. One setting, off by default."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from hub_config.settings import School

SQLITE = "sqlite:///"
LITESTREAM = "litestream"


def copy_command(school: School) -> tuple[str, ...]:
    """The command of the part that copies; empty when it is not asked for, not for this store, or not installed."""
    program = find_litestream()
    if not school.continuous_copy or not school.store.startswith(SQLITE) or program is None:
        return ()
    return (
        program,
        "replicate",
        "-log-level",
        "warn",
        school.store.removeprefix(SQLITE),
        address_of(school.continuous_copy),
    )


def find_litestream() -> str | None:
    """The program: of this environment first, then of the machine."""
    ours = Path(sys.prefix) / "bin" / LITESTREAM
    return str(ours) if ours.is_file() else shutil.which(LITESTREAM)


def address_of(target: str) -> str:
    """A folder as Litestream wants it; an address as it is."""
    return target if "://" in target else Path(target).expanduser().absolute().as_uri()


def make_folder(school: School) -> None:
    """The folder of the copy is its owner's alone: it holds every text. Left out where its disk is not there (a stick pulled out)."""
    if school.continuous_copy and "://" not in school.continuous_copy:
        folder = Path(school.continuous_copy).expanduser().absolute()
        if folder.parent.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)


def trouble(school: School) -> bool:
    """Whether a copy is asked for and nobody will make it."""
    return bool(school.continuous_copy) and not copy_command(school)
