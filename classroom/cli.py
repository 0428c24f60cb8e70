"""The `ecritoire` command: what somebody who helps a school does from a terminal, on the class that `start` opens from there."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from classroom import first_secrets
from classroom import words_fr as words
from classroom.errors import BadInput, ClassroomError, OutOfService
from classroom.store import Store, classroom_of, classrooms, migrate, open_store, set_password, unlock
from hub_config import settings

Command = Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0, or 1 with one sentence on the error output."""
    chosen = _parser().parse_args(arguments)
    try:
        chosen.run(chosen)
    except OutOfService as error:
        print(words.NO_STORE.format(detail=error.detail), file=sys.stderr)
        return 1
    except ClassroomError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    except settings.BadSettings as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run_migrate(chosen: argparse.Namespace) -> None:
    migrate(settings.load().store)
    print(words.MIGRATED)


def run_demo(chosen: argparse.Namespace) -> None:
    from classroom.demo import Demo, create_demo

    store = _store()
    with store.read() as connection:
        if chosen.if_empty and classrooms(connection):
            print(words.DEMO_NOT_NEEDED)
            return
    made: Demo = create_demo(store, name=chosen.name)
    codes = [
        f"{pupil.name} ({pupil.username}) : {', '.join(words.PICTURES[code] for code in pictures)}"
        for pupil, pictures in made.pupils
    ]
    first_secrets.write(settings.load().secrets, made.teacher, made.password, codes)
    print(words.DEMO_MADE.format(name=made.classroom.name, teacher=made.teacher, password=made.password))
    print("\n".join(codes))


def run_unlock(chosen: argparse.Namespace) -> None:
    with _store().write() as connection:
        print(words.UNLOCKED.format(name=unlock(connection, chosen.username).name))


def run_password(chosen: argparse.Namespace) -> None:
    password = getpass.getpass(words.NEW_PASSWORD) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with _store().write() as connection:
        set_password(connection, chosen.username, password, must_change=True)
    print(words.PASSWORD_SET.format(username=chosen.username))


def run_export(chosen: argparse.Namespace) -> None:
    from classroom.archive import export_class
    from classroom.archive_source import StoreSource
    from classroom.exchange.archive import write_course

    store = _store()
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
    from classroom.archive import import_class

    store = _store()
    id = import_class(store, chosen.folder)
    with store.read() as connection:
        print(words.IMPORTED.format(name=classroom_of(connection, id).name))


def run_openapi(chosen: argparse.Namespace) -> None:
    from classroom.service.description import document

    print(json.dumps(json.loads(document("/services/classroom/")), indent=2, ensure_ascii=False))


def run_start(chosen: argparse.Namespace) -> None:
    os.execv(sys.executable, [sys.executable, "-m", "hub_config.start"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("ecritoire", description=words.CLI)
    commands = parser.add_subparsers(required=True, metavar=words.CLI_COMMAND)
    _add(commands, "start", run_start)
    _add(commands, "migrate", run_migrate)
    demo = _add(commands, "demo", run_demo)
    demo.add_argument("--if-empty", action="store_true", help=words.CLI_IF_EMPTY)
    demo.add_argument("--name", help=words.CLI_NAME)
    _add(commands, "unlock", run_unlock).add_argument("username", help=words.CLI_USERNAME)
    _add(commands, "password", run_password).add_argument("username", help=words.CLI_USERNAME)
    export = _add(commands, "export", run_export)
    export.add_argument("folder", type=Path, help=words.CLI_FOLDER)
    export.add_argument("--classroom", help=words.CLI_CLASSROOM)
    _add(commands, "import", run_import).add_argument("folder", type=Path, help=words.CLI_FOLDER)
    _add(commands, "openapi", run_openapi)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Command
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words.CLI_COMMANDS[name])
    command.set_defaults(run=run)
    return command


def _store() -> Store:
    address = settings.load().store
    migrate(address)
    return open_store(address)


if __name__ == "__main__":
    sys.exit(main())
