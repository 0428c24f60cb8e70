"""A disk of a test's own: an ext4 in a file, mounted through the loop device, whose power can be cut, and which can be filled."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

EXT4_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
"""Nothing more reaches the disk, not even the journal that waits: what a power cut leaves."""


class Disk:
    """`home` is where it is mounted."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._image, self.home = folder / "disk.img", folder / "disk"
        self.home.mkdir()
        with self._image.open("wb") as image:
            image.truncate(megabytes * 2**20)
        _run("mkfs.ext4", "-q", "-F", "-m", "0", str(self._image))

    def mount(self) -> None:
        """The first time, or after a cut: then the disk's journal is replayed, as a machine does that starts again."""
        _run("mount", "-o", "loop", str(self._image), str(self.home))

    def cut(self) -> None:
        """The power goes. Whoever writes from now on gets an error; `umount` once nobody has a file open."""
        there = os.open(self.home, os.O_RDONLY)
        try:
            fcntl.ioctl(there, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(there)

    def umount(self) -> None:
        _run("umount", str(self.home))

    def fill(self) -> None:
        """Somebody else's file takes all that is left, to the last block."""
        with (self.home / "film.mp4").open("wb", buffering=0) as film:
            for size in (2**20, 2**12, 1):
                try:
                    while True:
                        film.write(b"\1" * size)
                except OSError:
                    pass

    def free(self) -> None:
        (self.home / "film.mp4").unlink()


@contextmanager
def mounted(megabytes: int = 64) -> Iterator[Disk]:
    with TemporaryDirectory() as name:
        disk = Disk(Path(name), megabytes)
        disk.mount()
        try:
            yield disk
        finally:
            disk.umount()


def why_not() -> str:
    """Why this machine has no such disk for us; empty when it has."""
    if os.geteuid() != 0:
        return "only root may mount a disk, and cut its power"
    if missing := [name for name in ("mkfs.ext4", "mount", "umount") if shutil.which(name) is None]:
        return f"{', '.join(missing)} is not installed"
    try:
        with mounted(4):
            return ""
    except subprocess.CalledProcessError:
        return "this machine mounts no file as a disk (no loop device, or a container that may not)"


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
