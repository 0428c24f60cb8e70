"""The copy of each day: one for each day on which the class is open, in a folder that may be a USB stick, the old ones thinned out.

A machine that is off at night has nothing to catch up: yesterday's work is copied when the class opens today.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from classroom.backup import words_fr as words
from classroom.backup.belongings import Belongings
from classroom.backup.rotation import to_keep
from classroom.backup.writing import write_backup
from classroom.errors import BadInput
from classroom.store import Store

_NAME = re.compile(r"ecritoire-(\d{4}-\d\d-\d\d)\.zip")
_LEFT_OVER = ".ecritoire-*.zip.part"


def write_daily(store: Store, belongings: Belongings, folder: Path, today: date) -> Path | None:
    """Make today's copy, if there is none yet, then remove those that need not stay; gives the new file.

    BadInput when it cannot be made: then none is removed.
    """
    if not folder.parent.is_dir():
        raise BadInput(words.NO_FOLDER.format(folder=folder), code="no_folder")
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"ecritoire-{today.isoformat()}.zip"
    if path.exists():
        return None
    for left in folder.glob(_LEFT_OVER):
        left.unlink(missing_ok=True)
    write_backup(store, belongings, path)
    thin_out(folder, today)
    return path


def thin_out(folder: Path, today: date) -> None:
    """Remove the daily copies that need not stay; today's stays, even by a clock that is years behind. Other files are somebody's, and stay."""
    there = daily_copies(folder)
    for day in there.keys() - to_keep(there) - {today}:
        there[day].unlink(missing_ok=True)


def daily_copies(folder: Path) -> dict[date, Path]:
    """The daily copies of this folder by their day."""
    named = ((_NAME.fullmatch(path.name), path) for path in folder.glob("ecritoire-*.zip"))
    found = {}
    for match, path in named:
        try:
            if match:
                found[date.fromisoformat(match[1])] = path
        except ValueError:
            continue
    return found


def newest_copy(folder: Path) -> Path | None:
    """The newest copy of this folder, of whatever kind."""
    return max(folder.glob("ecritoire-*.zip"), key=lambda path: path.stat().st_mtime, default=None)


def made_at(copy: Path) -> datetime:
    """When this copy was made."""
    return datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
