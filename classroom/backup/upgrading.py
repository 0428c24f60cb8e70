"""A new release on a class that has worked: everything is copied first, then brought to the new tables, and compared text by text."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from classroom.backup import archive as form
from classroom.backup import words_fr as words
from classroom.backup.belongings import Belongings
from classroom.backup.quiet import is_damage, refuse_if_in_use
from classroom.backup.restoring import Found, compare, what_is_there
from classroom.backup.writing import write_backup
from classroom.errors import BadInput, ClassroomError, Conflict, OutOfService
from classroom.store import open_store, upgrade
from classroom.store.engine import Store
from classroom.store.migration import HEAD, newest_revision, one_at_a_time, revision_of, upgrade_to


def bring_up_to_date(url: str, belongings: Belongings, folder: Path, *, alone: bool = True) -> Path | None:
    """Make or upgrade the tables; gives the copy that was made first, when there was a class to copy and something to upgrade.

    `alone`: refuse while somebody else is connected. BadInput or Conflict in one sentence, and then nothing has changed.
    """
    store = open_store(url)
    try:
        if is_up_to_date(store):
            return None
        found = what_is_there(store)
        if found is Found.NEWER:
            raise Conflict(words.TAKEN_OVER_BY_NEWER, code="newer_store")
        if found is Found.NOTHING:
            upgrade(store)
            return None
        store.close()
        if alone:
            refuse_if_in_use(url)
        return _copy_then_upgrade(store, belongings, folder)
    finally:
        store.close()


def is_up_to_date(store: Store) -> bool:
    """Whether the tables are those of this release. BadInput when the store cannot be read."""
    try:
        with store.read() as connection:
            return revision_of(connection) == newest_revision()
    except OutOfService as error:
        if is_damage(error):
            raise BadInput(words.DAMAGED_HERE, code="damaged_store", detail=error.detail) from error
        raise


def stamped(folder: Path, what: str) -> Path:
    """A new name in this folder, with the time: `ecritoire-<what>-20261123-083000-000000.zip`. The folder is made; its parent must be there."""
    if not folder.parent.is_dir():
        raise BadInput(words.NO_FOLDER.format(folder=folder), code="no_folder")
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"ecritoire-{what}-{datetime.now():%Y%m%d-%H%M%S-%f}.zip"


def _copy_then_upgrade(store: Store, belongings: Belongings, folder: Path) -> Path:
    what = f"avant-{newest_revision()}"
    path = stamped(folder, what)
    write_backup(store, belongings, path)
    for earlier in folder.glob(f"ecritoire-{what}-*.zip"):  # of a try that failed: a service tries again and again
        if earlier != path:
            earlier.unlink()
    try:
        with form.opened(path) as archive, store.write() as connection:
            one_at_a_time(connection)
            upgrade_to(connection, HEAD)
            compare(connection, archive)
    except Exception as error:  # whatever a migration raises: its transaction is undone
        reason = error.code if isinstance(error, ClassroomError) else type(error).__name__
        raise Conflict(words.UPGRADE_FAILED.format(reason=reason, path=path), code="upgrade_failed") from error
    return path
