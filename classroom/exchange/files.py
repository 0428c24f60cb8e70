"""Files of an assignment on their way through the service: only plain files, only inside their folder, replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.utils import ignore_patterns

from classroom.errors import BadInput
from classroom.exchange import words_fr as words

MOST = 5_000_000
"""Bytes that an assignment may weigh: a notebook and its pictures."""


def pack(folder: Path, coursedir: Any) -> dict[str, str]:
    """The plain files of a folder as path → base64, those that the course directory takes (its `ignore`, `include`, `max_file_size`).

    Links are left out: they may lead anywhere. BadInput when it is too heavy.
    """
    left_out = ignore_patterns(coursedir.ignore, coursedir.include, coursedir.max_file_size, coursedir.log)
    packed: dict[str, str] = {}
    size = 0
    for at, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted({*folders} - {*left_out(at, folders)})
        for name in sorted({*names} - {*left_out(at, names)}):
            path = Path(at, name)
            if path.is_symlink() or not path.is_file():
                continue
            size += path.stat().st_size
            if size > MOST:
                raise BadInput(words.TOO_BIG.format(size=size // 1000, most=MOST // 1000), code="too_large")
            packed[path.relative_to(folder).as_posix()] = b64encode(read_plain(path)).decode()
    return packed


def unpack(files: Mapping[str, str], folder: Path, *, missing_only: bool = False) -> list[str]:
    """Write these files in a folder, and say which. BadInput for a path that leaves it."""
    for path in files:
        _check_inside(path)
    wanted = [path for path in files if not (missing_only and (folder / path).exists())]
    for path in wanted:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / path, b64decode(files[path]))
    return wanted


def read_plain(path: Path) -> bytes:
    """What is in a plain file; OSError when it is a link."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it finds the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)


def put_folder(draft: Path, folder: Path) -> None:
    """Put a folder that is ready in the place of another. What was there is thrown away, read-only files too."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _check_inside(path: str) -> None:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or "\0" in path:
        raise BadInput(words.OUTSIDE.format(path=path[:100]), code="bad_path")
