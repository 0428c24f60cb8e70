"""Prepares what a class needs on the disk: its folder, its secrets, its store, and at the first start a demonstration class."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from hub_config.settings import School
from hub_config.start import words_fr as words
from hub_config.start.checks import CannotStart
from hub_config.start.copying import make_folder
from hub_config.start.parts import environment

OURS = ("hub-token", "proxy-token", "cookie-secret")
FOLDERS = ("secrets", "homes", "run", "log")
FIRST_PASSWORD = "first-password"
FIRST_PICTURES = "first-pictures"


def lay_out(school: School, say: Callable[[str], None]) -> None:
    """Makes what is missing. CannotStart when that fails, and then a folder that was not there before is not there after."""
    was_there = school.home.exists()
    try:
        say(words.STEP_FOLDER.format(home=school.home))
        make_folders(school.home)
        make_secrets(school.secrets)
        make_folder(school)
        say(step := words.STEP_STORE if was_there else words.STEP_FIRST)
        *copied, _ = run(school, step, "upgrade", "--demo-if-empty")
        for line in copied:
            say(line)
    except BaseException as error:
        if not was_there:
            shutil.rmtree(school.home, ignore_errors=True)
        if isinstance(error, OSError):
            raise explained(error, school.home) from error
        raise


def make_folders(home: Path) -> None:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in FOLDERS:
        (home / name).mkdir(mode=0o700, exist_ok=True)


def make_secrets(folder: Path) -> None:
    for name in OURS:
        path = folder / name
        if not path.exists() or not path.read_text().strip():
            write_privately(path, secrets.token_hex(32))


def write_privately(path: Path, content: str) -> None:
    """Whole or not at all, and readable by nobody else from its first instant."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    draft.replace(path)


def run(school: School, step: str, *command: str) -> list[str]:
    """Runs a command of `ecritoire`, and gives the lines it said; CannotStart with the last one when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "classroom.cli", *command],
        env=environment(school),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or [f"code {done.returncode}"]
        raise CannotStart(words.FAILED_STEP.format(step=step, reason=lines[-1]))
    return done.stdout.strip().splitlines()


def explained(error: OSError, home: Path) -> CannotStart:
    if error.errno == errno.ENOSPC:
        return CannotStart(words.FULL_DISK.format(free=0, home=home, needed=200))
    return CannotStart(words.NO_FOLDER.format(home=home, reason=error.strerror or error))
