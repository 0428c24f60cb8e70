"""What a class has beside its store: the keys with which open pages are known again, and what teachers keep on their desks.

The tokens between the parts (`hub-token`, `proxy-token`) stay: each machine makes its own. So do `log/` and `run/`, which hold nothing of the class.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from classroom.backup.archive import HOMES, KEYS, Archive

KEPT_KEYS = ("signing.key", "cookie-secret", "first-password", "first-pictures")
DESK = "classe"
"""The folder of a teacher that JupyterLab shows, with the nbgrader course in it; what is beside it are caches."""

SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True)
class Belongings:
    """Where they are on this machine: the folder of the secrets, and that of people's homes."""

    secrets: Path
    homes: Path

    def there(self) -> Iterator[tuple[str, Path]]:
        """Member name → file, for all that is there now. Links are left out: they may lead anywhere."""
        for name in KEPT_KEYS:
            if _is_plain(self.secrets / name):
                yield KEYS + name, self.secrets / name
        for desk in sorted(self.homes.glob(f"*/{DESK}")):
            for path in _plain_files(desk):
                yield HOMES + path.relative_to(self.homes).as_posix(), path

    def size(self) -> int:
        """Bytes of all that is there now."""
        return sum(path.stat().st_size for _, path in self.there() if path.exists())

    def place_of(self, member: str) -> Path | None:
        """Where a member of a copy goes; None for one that has no place here."""
        folder, name = PurePosixPath(member).parts[0] + "/", PurePosixPath(*PurePosixPath(member).parts[1:])
        if folder == KEYS and str(name) in KEPT_KEYS:
            return self.secrets / name
        inside = len(name.parts) > 2 and name.parts[1] == DESK and ".." not in name.parts and not name.is_absolute()
        return self.homes / name if folder == HOMES and inside else None

    def lay_beside(self, archive: Archive) -> list[tuple[Path, Path]]:
        """Write each file of a copy beside its place: (what was written, its place). Nothing is in its place yet."""
        written = []
        for member in (*archive.below(KEYS), *archive.below(HOMES)):
            if (place := self.place_of(member)) is not None:
                _make_private_folders(place.parent)
                beside = place.with_name(f".{place.name[:200]}.restored")
                with archive.file.open(member) as source, private_file(beside) as target:
                    while chunk := source.read(1 << 20):
                        target.write(chunk)
                written.append((beside, place))
        return written


@contextmanager
def readable(path: Path) -> Iterator[IO[bytes]]:
    """A file as it is in this instant: of an SQLite database that may be in use, a copy that is whole. OSError when it cannot be read."""
    with TemporaryDirectory() as folder, _whole(path, Path(folder) / "copy").open("rb") as file:
        yield file


def _whole(path: Path, copy: Path) -> Path:
    with path.open("rb") as file:
        if file.read(len(SQLITE)) != SQLITE:
            return path
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error:  # a database that is damaged is kept as it is
        return path
    return copy


def private_file(path: Path) -> IO[bytes]:
    """A new file that nobody else may read, in place of an earlier one of this name."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _plain_files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", ".ipynb_checkpoints"))
        yield from (Path(at, name) for name in sorted(names) if _is_plain(Path(at, name)))


def _is_plain(path: Path) -> bool:
    return (
        path.is_file() and not path.is_symlink() and not path.name.endswith((".restored", "-wal", "-shm", "-journal"))
    )


def _make_private_folders(folder: Path) -> None:
    if not folder.exists():
        _make_private_folders(folder.parent)
        folder.mkdir(mode=0o700)
