"""A terminal in which `nbgrader` is typed many times: each command is a process of its own, forked from one that has nbgrader imported.

The import takes three seconds, the command itself mostly less than one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class Terminal:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def nbgrader(self, *arguments: str, folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
        """The command's exit code and all that it said."""
        asked = {"arguments": arguments, "folder": str(folder), "environment": dict(environment)}
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        code, said = json.loads(self._process.stdout.readline())
        return code, said


@contextmanager
def opened() -> Iterator[Terminal]:
    command = [sys.executable, "-m", "tests.exchange.terminal"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Terminal(process)
        assert process.stdin
        process.stdin.close()


def serve() -> None:
    """Run the commands asked for on stdin, a JSON line each; answer each with a JSON line."""
    from nbgrader.apps.nbgraderapp import main

    import classroom.exchange.setup  # noqa: F401  # what every command of ours imports

    for line in sys.stdin:
        with tempfile.TemporaryFile() as said:
            child = os.fork()
            if not child:
                _become(json.loads(line), said.fileno())
                sys.exit(main())
            _, status = os.waitpid(child, 0)
            said.seek(0)
            print(json.dumps([os.waitstatus_to_exitcode(status), said.read().decode()]), flush=True)


def _become(asked: dict, said: int) -> None:
    """From now on this process is that command: its words, folder, environment and outputs."""
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["nbgrader", *asked["arguments"]]
    for output in (1, 2):
        os.dup2(said, output)


if __name__ == "__main__":
    serve()
