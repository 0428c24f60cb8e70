"""Looking at the machine around the store: room, copies, clock, and who may read what is private."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from classroom.backup import archive as form
from classroom.backup.daily import made_at, newest_copy
from classroom.doctor import words_fr as words
from classroom.doctor.finding import Finding, well, wrong

LOW = 1_000_000_000
"""Bytes: a class writes some tens of megabytes a year, what else is on the disk grows faster."""

LATE = timedelta(days=2)
FIRST_YEAR, LAST_YEAR = 2026, 2099
SLACK = timedelta(minutes=5)


def look_at_disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    said = words.DISK_OK if free >= LOW else words.DISK_LOW
    yield Finding(free >= LOW, said.format(free=free // 1_000_000, folder=folder))


def look_at_clock(last: datetime | None, now: datetime | None = None) -> Iterator[Finding]:
    """Whether the clock is in this century's first part, and not before what was written last."""
    now = now or datetime.now(UTC)
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        yield wrong(words.CLOCK_ABSURD.format(now=said(now)))
    elif last is not None and now < last - SLACK:
        yield wrong(words.CLOCK_BEHIND.format(now=said(now), last=said(last)))
    else:
        yield well(words.CLOCK_OK.format(now=said(now)))


def look_at_backups(folder: Path, last: datetime | None, *, daily: bool) -> Iterator[Finding]:
    """Whether there is a copy of what was written until two days ago, and the newest one can be read."""
    if not daily:
        yield well(words.BACKUP_OFF)
    if not folder.is_dir():
        missing = words.NO_BACKUP if folder.parent.is_dir() else words.NO_BACKUP_FOLDER
        yield wrong(missing.format(folder=folder))
        return
    newest = newest_copy(folder)
    if newest is None:
        yield wrong(words.NO_BACKUP.format(folder=folder))
        return
    with form.opened(newest):
        made = made_at(newest)
    if last is not None and last - made > LATE:
        yield wrong(words.BACKUP_OLD.format(made_at=said(made), last=said(last)))
    else:
        yield well(words.BACKUP_OK.format(made_at=said(made), path=newest))


def look_at_keys(private: list[Path]) -> Iterator[Finding]:
    """Whether these files and folders, and what is in the folders, are their owner's alone."""
    paths = [path for top in private if top.exists() for path in (top, *(top.iterdir() if top.is_dir() else ()))]
    loose = [path for path in paths if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    for path in loose:
        yield wrong(words.KEYS_OPEN.format(path=path, mode="700" if path.is_dir() else "600"))
    if not loose:
        yield well(words.KEYS_OK)


def said(moment: datetime) -> str:
    return moment.astimezone().strftime("%d/%m/%Y %H:%M")
