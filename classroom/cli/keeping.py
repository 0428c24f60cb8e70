"""Commands that keep the class safe: copy it, bring a copy back, go on to a new release."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from classroom import words_fr as words
from classroom.backup.daily import write_daily
from classroom.backup.restoring import restore
from classroom.backup.upgrading import bring_up_to_date, stamped
from classroom.backup.writing import write_backup
from classroom.cli.place import belongings, school
from classroom.store import open_store
from hub_config.settings import School
from hub_config.start.lock import refuse_second


def run_upgrade(chosen: argparse.Namespace) -> None:
    here = school()
    if before := bring_up_to_date(here.store, belongings(here), here.backups):
        print(words.COPIED_BEFORE.format(path=before))
    print(words.UPGRADED)


def run_backup(chosen: argparse.Namespace) -> None:
    here = school()
    store = open_store(here.store)
    try:
        if chosen.daily:
            made = write_daily(store, belongings(here), here.backups, date.today())
            print(words.COPIED.format(path=made) if made else words.COPIED_TODAY)
            return
        path = _file_in(chosen.file)
        manifest = write_backup(store, belongings(here), path)
        print(words.COPIED_BY_HAND.format(path=path, texts=manifest.texts))
    finally:
        store.close()


def run_restore(chosen: argparse.Namespace) -> None:
    here = school()
    _refuse_while_open(here)
    aside = stamped(here.backups, "avant-restauration") if chosen.force else here.backups
    here.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    done = restore(here.store, belongings(here), chosen.file, aside=aside, force=chosen.force)
    if done.before:
        print(words.COPIED_BEFORE.format(path=done.before))
    made_at = datetime.fromisoformat(done.made_at).astimezone().strftime("%d/%m/%Y à %H:%M")
    print(words.RESTORED.format(texts=done.texts, made_at=made_at))


def _refuse_while_open(here: School) -> None:
    """CannotStart, with the class's address, when it is open."""
    if (here.home / "run").is_dir():
        refuse_second(here)


def _file_in(path: Path) -> Path:
    """The file that is meant: for a folder, a new name in it."""
    if path.is_dir():
        return path / f"ecritoire-{datetime.now():%Y%m%d-%H%M%S}.zip"
    return path
