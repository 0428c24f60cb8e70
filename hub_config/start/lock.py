"""One class a folder: whoever starts it again is told where it already is."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from hub_config.settings import School
from hub_config.start import words_fr as words
from hub_config.start.checks import CannotStart


def refuse_second(school: School) -> None:
    """CannotStart when this folder's class is open."""
    path = school.home / "run" / "lock"
    if path.exists():
        take(path, school).close()


def open_at(school: School) -> str:
    """The address at which this folder's class is open; empty when it is closed."""
    try:
        refuse_second(school)
    except CannotStart:
        return (school.home / "run" / "lock").read_text(encoding="utf-8").strip() or school.address
    return ""


def hold(school: School) -> IO[str]:
    """Holds the folder until the file is closed, which the end of the process does too."""
    file = take(school.home / "run" / "lock", school)
    file.truncate()
    file.write(school.address)
    file.flush()
    return file


def take(path: Path, school: School) -> IO[str]:
    file = path.open("r+" if path.exists() else "w+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        address = file.read().strip()
        file.close()
        raise CannotStart(words.RUNNING.format(address=address, home=school.home)) from error
    return file
