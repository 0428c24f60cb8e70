"""Commands about classes and people: the demonstration, the door, a class in a folder."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from classroom import first_secrets
from classroom import words_fr as words
from classroom.cli.place import ready_store, school
from classroom.errors import BadInput
from classroom.store import Store, classroom_of, classrooms, set_password, unlock

if TYPE_CHECKING:
    from classroom.demo import Demo


def run_demo(chosen: argparse.Namespace) -> None:
    with ready_store() as store:
        made, codes = make_demo(store, chosen.name)
    print(words.DEMO_MADE.format(name=made.classroom.name, teacher=made.teacher, password=made.password))
    print("\n".join(codes))


def make_demo(store: Store, name: str | None = None) -> tuple[Demo, list[str]]:
    """The demonstration class, and its pupils with their pictures, a line each; the first secrets are kept in their files."""
    from classroom.demo import create_demo

    made = create_demo(store, name=name)
    codes = [
        f"{pupil.name} ({pupil.username}) : {', '.join(words.PICTURES[code] for code in pictures)}"
        for pupil, pictures in made.pupils
    ]
    first_secrets.write(school().secrets, made.teacher, made.password, codes)
    return made, codes


def run_unlock(chosen: argparse.Namespace) -> None:
    with ready_store() as store, store.write() as connection:
        print(words.UNLOCKED.format(name=unlock(connection, chosen.username).name))


def run_password(chosen: argparse.Namespace) -> None:
    password = getpass.getpass(words.NEW_PASSWORD) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with ready_store() as store, store.write() as connection:
        set_password(connection, chosen.username, password, must_change=True)
    print(words.PASSWORD_SET.format(username=chosen.username))


def run_export(chosen: argparse.Namespace) -> None:
    from classroom.archive import export_class
    from classroom.archive_source import StoreSource
    from classroom.exchange.archive import write_course

    with ready_store() as store:
        with store.read() as connection:
            there = {room.id: room for room in classrooms(connection)}
        for id in [chosen.classroom] if chosen.classroom else there:
            if id not in there:
                raise BadInput(words.NO_SUCH_CLASS.format(ids=", ".join(there)))
            folder = chosen.folder if len(there) == 1 or chosen.classroom else chosen.folder / id
            export_class(store, id, folder)
            write_course(StoreSource(store, id), id, folder)
            print(words.EXPORTED.format(name=there[id].name, folder=folder))


def run_import(chosen: argparse.Namespace) -> None:
    from classroom.archive import FILE, import_class

    if not (chosen.folder / FILE).exists():
        return _take_over(chosen)
    with ready_store() as store:
        id = import_class(store, chosen.folder)
        with store.read() as connection:
            name = classroom_of(connection, id).name
        print(words.IMPORTED.format(name=name))


def _take_over(chosen: argparse.Namespace) -> None:
    """A course that was kept with nbgrader alone becomes a class."""
    from classroom.archive_course import take_over
    from classroom.exchange.foreign import read_course

    course = read_course(chosen.folder)
    name = chosen.name or chosen.folder.resolve().name
    with ready_store() as store:
        made = take_over(store, course, name, chosen.teacher)
    many = {"pupils": len(made.usernames), "projects": made.projects, "texts": made.texts}
    print(words.IMPORTED_COURSE.format(name=name, teacher=made.teacher, **many))
    for before, after in made.usernames.items():
        if before != after:
            print(words.RENAMED.format(before=before, after=after))
    for left, reason in made.left_out:
        print(words.LEFT_OUT.format(name=left, reason=reason))
