"""`ecritoire forget`: what a pupil who leaves has on this machine beside the store goes too."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from classroom import words_fr as words
from classroom.backup.quiet import refuse_if_in_use
from classroom.cli.place import ready_store, school
from classroom.errors import BadInput
from classroom.first_secrets import forget_pictures
from classroom.store import forget_pupil, what_is_his
from classroom.store.engine import Store
from hub_config.settings import School
from hub_config.start.lock import refuse_second

MIRRORED = ("submitted", "autograded", "feedback")
"""The folders of an nbgrader course that have one below for each pupil."""


def run_forget(chosen: argparse.Namespace) -> None:
    here = school()
    refuse_second(here)
    refuse_if_in_use(here.store)
    with ready_store() as store:
        _forget(here, store, chosen.username, chosen.yes)
    _tell_of_copies(here)


def _forget(here: School, store: Store, username: str, confirmed: str | None) -> None:
    with store.read() as connection:
        found = what_is_his(connection, username)
    said = {"name": found.pupil.name, "username": username, "texts": found.texts, "versions": found.versions}
    if confirmed is None or confirmed.casefold() != found.pupil.name.casefold():
        raise BadInput(words.FORGET_ASKS.format(**said), code="not_confirmed")
    with store.write() as connection:
        forget_pupil(connection, username)
    _fold_journal(store)
    _forget_beside(here, username)
    print(words.FORGOTTEN.format(**said))


def _fold_journal(store: Store) -> None:
    """SQLite's journal still has the pages of before: they go back into the file, and the journal is emptied."""
    if store.kind == "sqlite":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_beside(here: School, username: str) -> None:
    forget_pictures(here.secrets, username)
    shutil.rmtree(here.home / "homes" / username, ignore_errors=True)
    for course in (here.home / "homes").glob("*/classe/nbgrader"):
        for folder in MIRRORED:
            shutil.rmtree(course / folder / username, ignore_errors=True)
        _forget_in_gradebook(f"sqlite:///{course / 'gradebook.db'}", course / "gradebook.db", username)
    if here.gradebook_url:
        _forget_in_gradebook(here.gradebook_url, None, username)
    _forget_in_hub(here.home / "run" / "hub.sqlite", username)


def _forget_in_gradebook(url: str, file: Path | None, username: str) -> None:
    if file is not None and not file.exists():
        return
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(url) as gradebook:
        try:
            gradebook.remove_student(username)
        except MissingEntry:
            return


def _forget_in_hub(file: Path, username: str) -> None:
    """The hub's own list of who came in, with his tokens."""
    if file.exists():
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("DELETE FROM users WHERE name = ?", (username,))
            connection.commit()


def _tell_of_copies(here: School) -> None:
    copies = len(list(here.backups.glob("ecritoire-*.zip")))
    if copies:
        print(words.FORGET_COPIES.format(count=copies, folder=here.backups))
    if here.continuous_copy:
        print(words.FORGET_CONTINUOUS.format(target=here.continuous_copy))
