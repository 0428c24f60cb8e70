"""A terminal in which `nbgrader` is typed many times: each command is a process of its own, forked from one that has nbgrader imported.

The import takes three seconds, the command itself mostly less than one. (That the installed command works too is tested once for all.)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

Said = tuple[int, str]
"""A command's exit code, and all that it said."""


class Terminal:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def nbgrader(self, *arguments: str, folder: Path, environment: Mapping[str, str]) -> Said:
        (said,) = self.at_once(arguments, folder=folder, environment=environment)
        return said

    def at_once(self, *commands: Sequence[str], folder: Path, environment: Mapping[str, str]) -> list[Said]:
        """Several commands that run at the same time. `("-c", code)` is a few lines of Python."""
        asked = {"commands": commands, "folder": str(folder), "environment": dict(environment)}
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return [(code, said) for code, said in json.loads(self._process.stdout.readline())]


@contextmanager
def opened() -> Iterator[Terminal]:
    command = [sys.executable, "-m", "tests.exchange.terminal"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Terminal(process)
        assert process.stdin
        process.stdin.close()


def serve() -> None:
    """Run the commands asked for on stdin, a JSON line each time; answer with a JSON line."""
    import nbgrader.apps.nbgraderapp  # noqa: F401  # what every command imports

    import classroom.exchange.setup  # noqa: F401  # and every command of ours

    for line in sys.stdin:
        asked = json.loads(line)
        children = [_fork(asked, arguments) for arguments in asked["commands"]]
        print(json.dumps([_ended(*child) for child in children]), flush=True)


def _fork(asked: dict, arguments: list[str]) -> tuple[int, IO[bytes]]:
    said = tempfile.TemporaryFile()  # noqa: SIM115  # read when the child has ended
    child = os.fork()
    if not child:
        _become(asked, arguments, said.fileno())
        _run(arguments)
    return child, said


def _become(asked: dict, arguments: list[str], said: int) -> None:
    """From now on this process is that command: its words, folder, environment and outputs."""
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["nbgrader", *arguments]
    for output in (1, 2):
        os.dup2(said, output)


def _run(arguments: list[str]) -> None:
    from nbgrader.apps.nbgraderapp import main

    if arguments[0] == "-c":
        sys.exit(exec(arguments[1], {}))
    sys.exit(main())


def _ended(child: int, said: IO[bytes]) -> Said:
    _, status = os.waitpid(child, 0)
    with said:
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read().decode()


if __name__ == "__main__":
    serve()
