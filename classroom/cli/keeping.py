"""Commands that keep the class safe: copy it, bring a copy back, go on to a new release, look whether all is well."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from classroom import words_fr as words
from classroom.backup.daily import write_daily
from classroom.backup.restoring import restore
from classroom.backup.upgrading import bring_up_to_date, stamped
from classroom.backup.writing import write_backup
from classroom.cli.classes import make_demo
from classroom.cli.place import belongings, school
from classroom.store import Store, classrooms, open_store
from hub_config.settings import School
from hub_config.start.copying import find_litestream
from hub_config.start.lock import open_at, refuse_second
from hub_config.start.running import inner_address

if TYPE_CHECKING:
    from classroom.doctor import Here


def run_upgrade(chosen: argparse.Namespace) -> None:
    here = school()
    if before := bring_up_to_date(here.store, belongings(here), here.backups):
        print(words.COPIED_BEFORE.format(path=before))
    if chosen.demo_if_empty:
        with closing(open_store(here.store)) as store:
            if not _has_a_class(store):
                make_demo(store)
    print(words.UPGRADED)


def _has_a_class(store: Store) -> bool:
    with store.read() as connection:
        return bool(classrooms(connection))


def run_backup(chosen: argparse.Namespace) -> None:
    here = school()
    with closing(open_store(here.store)) as store:
        if chosen.daily:
            made = write_daily(store, belongings(here), here.backups, date.today())
            print(words.COPIED.format(path=made) if made else words.COPIED_TODAY)
            return
        path = _file_in(chosen.file)
        manifest = write_backup(store, belongings(here), path)
        print(words.COPIED_BY_HAND.format(path=path, texts=manifest.texts))


def run_restore(chosen: argparse.Namespace) -> None:
    here = school()
    _refuse_while_open(here)
    here.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = stamped(here.backups, "avant-restauration") if chosen.force else here.backups
    done = restore(here.store, belongings(here), chosen.file, aside=aside, force=chosen.force)
    if done.before:
        print(words.COPIED_BEFORE.format(path=done.before))
    made_at = datetime.fromisoformat(done.made_at).astimezone().strftime("%d/%m/%Y à %H:%M")
    print(words.RESTORED.format(texts=done.texts, made_at=made_at))


def run_doctor(chosen: argparse.Namespace) -> int:
    # Its way of asking the service takes as long to import as all that a start of the class needs.
    from classroom.doctor import examine
    from classroom.doctor.words_fr import ALL_WELL, SOME_WRONG

    here = school()
    wrong = 0
    for finding in examine(_examined(here)):
        print(finding, flush=True)
        wrong += not finding.well
    print(SOME_WRONG.format(count=wrong) if wrong else ALL_WELL)
    return min(wrong, 1)


def _examined(here: School) -> Here:
    from classroom.doctor import Here

    return Here(
        url=here.store,
        home=here.home,
        secrets=here.secrets,
        backups=here.backups,
        daily=here.daily_backup,
        continuous_copy=here.continuous_copy,
        address=open_at(here),
        service_url=f"{inner_address(here)}/services/classroom",
        litestream=find_litestream(),
    )


def _refuse_while_open(here: School) -> None:
    """CannotStart, with the class's address, when it is open."""
    refuse_second(here)


def _file_in(path: Path) -> Path:
    """The file that is meant: for a folder, a new name in it."""
    if path.is_dir():
        return path / f"ecritoire-{datetime.now():%Y%m%d-%H%M%S}.zip"
    return path
