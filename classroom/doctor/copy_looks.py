"""Looking at the continuous copy: can it be made, and does it follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from classroom.doctor import words_fr as words
from classroom.doctor.finding import Finding, well, wrong
from classroom.doctor.here import Here
from classroom.doctor.machine_looks import said

LATE = timedelta(minutes=1)
INSTALL = ".venv/bin/pip install --require-hashes -r requirements-litestream.lock"


def look_at_copy(here: Here, file: Path | None, last: datetime | None) -> Iterator[Finding]:
    """`file`: the SQLite store. How far a copy at an address (s3://…) has come is Litestream's to say, in its log."""
    if file is None:
        yield wrong(words.COPY_NOT_SQLITE)
    elif here.litestream is None:
        yield wrong(words.COPY_NOT_INSTALLED.format(command=INSTALL))
    elif "://" in here.continuous_copy:
        yield well(words.COPY_ELSEWHERE.format(target=here.continuous_copy, home=here.home))
    else:
        yield _look_at_folder(here, Path(here.continuous_copy).expanduser().absolute(), last)


def _look_at_folder(here: Here, folder: Path, last: datetime | None) -> Finding:
    written = [path.stat().st_mtime for path in folder.rglob("*.ltx")]
    if not written:
        return wrong(words.COPY_EMPTY.format(target=folder, home=here.home))
    copied = datetime.fromtimestamp(max(written), UTC)
    if last is not None and last - copied > LATE:
        return wrong(words.COPY_LATE.format(target=folder, copied=said(copied), last=said(last), home=here.home))
    return well(words.COPY_OK.format(target=folder))
