"""The whole examination, in the order in which one would ask: is it open, does the store answer, is everything in it, and around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from classroom.backup.quiet import file_of
from classroom.doctor import machine_looks as machine
from classroom.doctor import store_looks as stores
from classroom.doctor import words_fr as words
from classroom.doctor.copy_looks import look_at_copy
from classroom.doctor.finding import UNDOABLE, Finding, careful, wrong
from classroom.doctor.here import Here
from classroom.doctor.open_looks import look_at_class
from classroom.store import Store, open_store


def examine(here: Here) -> Iterator[Finding]:
    """Every finding, in order. It changes nothing and raises nothing."""
    yield from careful(words.STORE, partial(look_at_class, here.address, here.service_url, here.home))
    file = file_of(here.url)
    if file is not None and not file.exists():
        yield wrong(words.NO_STORE.format(home=here.home))
        return
    store = open_store(here.url)
    try:
        yield from _examine_store(store)
        last = _last_written(store)
    finally:
        store.close()
    yield from careful(words.CLOCK, partial(machine.look_at_clock, last))
    yield from careful(words.DISK, partial(machine.look_at_disk, here.home))
    private = [here.secrets, here.backups, *([file] if file else [])]
    yield from careful(words.KEYS, partial(machine.look_at_keys, private))
    yield from careful(words.BACKUPS, partial(machine.look_at_backups, here.backups, last, daily=here.daily))
    if here.continuous_copy:
        yield from careful(words.COPY, partial(look_at_copy, here, file, last))


def _examine_store(store: Store) -> Iterator[Finding]:
    for subject, look in (
        (words.STORE, stores.look_at_pages),
        (words.STORE, stores.look_at_revision),
        (words.TEXTS, stores.look_at_texts),
    ):
        yield from careful(subject, partial(_with_connection, store, look))


def _with_connection(store: Store, look: Callable[[Connection], Iterator[Finding]]) -> Iterator[Finding]:
    with store.read() as connection:
        yield from look(connection)


def _last_written(store: Store) -> datetime | None:
    try:
        with store.read() as connection:
            return stores.last_written(connection)
    except UNDOABLE:
        return None
