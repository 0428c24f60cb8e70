"""A disk that fails and a clock that jumps, for one program: what `shim.c` does, said from a test."""

from __future__ import annotations

import mmap
import shutil
import struct
import subprocess
from pathlib import Path

_SAID = struct.Struct("=4q")


class Shim:
    """Compiled into `folder`; start the program with `environment`."""

    def __init__(self, folder: Path) -> None:
        library, page = folder / "shim.so", folder / "said"
        source = Path(__file__).with_name("shim.c")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
        page.write_bytes(bytes(_SAID.size))
        with page.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), _SAID.size)
        self.environment = {"LD_PRELOAD": str(library), "FAULTS_SAID": str(page)}

    def break_disk(self, *, syncs: int = 0, writes: int = 0) -> None:
        """From now on so many syncs and writes in a hundred fail."""
        self._say(0, syncs)
        self._say(1, writes)

    def mend_disk(self) -> None:
        self.break_disk()

    def set_clock(self, seconds: int) -> None:
        """The program's clock is so many seconds ahead (or behind) from now on."""
        self._say(2, seconds)

    @property
    def failed(self) -> int:
        """How many syncs and writes have failed so far."""
        return int(_SAID.unpack_from(self._page)[3])

    def _say(self, place: int, value: int) -> None:
        struct.pack_into("=q", self._page, 8 * place, value)


def why_not() -> str:
    """Why this machine has no such shim; empty when it has."""
    return "" if shutil.which("gcc") else "gcc is not installed (apt-get install gcc libc6-dev)"
