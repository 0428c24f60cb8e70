"""The `ecritoire` command: what somebody who helps a school does from a terminal, on the class that `start` opens from there."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from classroom import words_fr as words
from classroom.cli import classes, forgetting, keeping
from classroom.errors import ClassroomError, OutOfService
from hub_config import settings
from hub_config.start.checks import CannotStart

Command = Callable[[argparse.Namespace], int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0, or 1 with one sentence on the error output."""
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.run(chosen) or 0
    except OutOfService as error:
        said = words.NO_STORE.format(detail=error.detail)
    except DatabaseError as error:
        said = words.NO_STORE.format(detail=type(error.orig).__name__)
    except ClassroomError as error:
        said = error.sentence
    except (settings.BadSettings, CannotStart) as error:
        said = str(error)
    print(said, file=sys.stderr)
    return 1


def run_openapi(chosen: argparse.Namespace) -> None:
    from classroom.service.description import document

    print(json.dumps(json.loads(document("/services/classroom/")), indent=2, ensure_ascii=False))


def run_start(chosen: argparse.Namespace) -> None:
    os.execv(sys.executable, [sys.executable, "-m", "hub_config.start"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("ecritoire", description=words.CLI)
    commands = parser.add_subparsers(required=True, metavar=words.CLI_COMMAND)
    _add(commands, "start", run_start)
    _add_classes(commands)
    _add_keeping(commands)
    _add(commands, "openapi", run_openapi)
    return parser


def _add_classes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _add(commands, "demo", classes.run_demo)
    demo.add_argument("--name", help=words.CLI_NAME)
    _add(commands, "unlock", classes.run_unlock).add_argument("username", help=words.CLI_USERNAME)
    _add(commands, "password", classes.run_password).add_argument("username", help=words.CLI_USERNAME)
    export = _add(commands, "export", classes.run_export)
    export.add_argument("folder", type=Path, help=words.CLI_FOLDER)
    export.add_argument("--classroom", help=words.CLI_CLASSROOM)
    bring = _add(commands, "import", classes.run_import)
    bring.add_argument("folder", type=Path, help=words.CLI_FOLDER)
    bring.add_argument("--name", help=words.CLI_COURSE_NAME)
    bring.add_argument("--teacher", default=words.TEACHER, help=words.CLI_TEACHER)


def _add_keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    upgrade = _add(commands, "upgrade", keeping.run_upgrade)
    upgrade.add_argument("--demo-if-empty", action="store_true", help=words.CLI_DEMO_IF_EMPTY)
    where = _add(commands, "backup", keeping.run_backup).add_mutually_exclusive_group(required=True)
    where.add_argument("file", type=Path, nargs="?", help=words.CLI_BACKUP_FILE)
    where.add_argument("--daily", action="store_true", help=words.CLI_DAILY)
    restore = _add(commands, "restore", keeping.run_restore)
    restore.add_argument("file", type=Path, help=words.CLI_RESTORE_FILE)
    restore.add_argument("--force", action="store_true", help=words.CLI_FORCE)
    forget = _add(commands, "forget", forgetting.run_forget)
    forget.add_argument("username", help=words.CLI_USERNAME)
    forget.add_argument("--yes", metavar=words.CLI_FIRST_NAME, help=words.CLI_YES)
    _add(commands, "doctor", keeping.run_doctor)


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Command
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words.CLI_COMMANDS[name])
    command.set_defaults(run=run)
    return command
