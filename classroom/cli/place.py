"""Where the class of these commands is: its store, its keys, its copies, as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from classroom.backup.belongings import Belongings
from classroom.backup.upgrading import bring_up_to_date
from classroom.store import Store, open_store
from hub_config import settings


def school() -> settings.School:
    return settings.load()


def belongings(school: settings.School) -> Belongings:
    return Belongings(school.secrets, school.home / "homes")


@contextmanager
def ready_store() -> Iterator[Store]:
    """The store, brought to this release first: copied before, where a class has worked. Closed at the end."""
    here = school()
    bring_up_to_date(here.store, belongings(here), here.backups)
    with closing(open_store(here.store)) as store:
        yield store
