"""What the first start writes down for the person who opens the class: the teacher's first password and the pupils' pictures.

The files are beside the other secrets, for their owner's eyes only; the password's goes away when the teacher has chosen another.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

PASSWORD_FILE = "first-password"
PICTURES_FILE = "first-pictures"


def write(folder: Path, teacher: str, password: str, pictures: Sequence[str]) -> None:
    """Keep `teacher password` on one line, and one line a pupil in the other file."""
    _write_privately(folder / PASSWORD_FILE, f"{teacher} {password}\n")
    _write_privately(folder / PICTURES_FILE, "\n".join([*pictures, ""]))


def forget_password(folder: Path, teacher: str) -> None:
    """The first password of this teacher is no longer the one."""
    path = folder / PASSWORD_FILE
    if path.exists() and path.read_text(encoding="utf-8").split()[:1] == [teacher]:
        path.unlink(missing_ok=True)


def forget_pictures(folder: Path, username: str) -> None:
    """The line of this pupil is no longer in the list."""
    path = folder / PICTURES_FILE
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if f" ({username}) : " not in line]
        if kept != lines:
            _write_privately(path, "\n".join([*kept, ""]))


def _write_privately(path: Path, content: str) -> None:
    """Readable by nobody else from its first instant."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
