"""The file of a copy: a zip that holds each table as lines of JSON, the class's keys, and a list of what must be in it.

LISEZ-MOI-ecritoire.txt    what it is, for whoever finds it
tables/<name>.jsonl        every row of a table (`classroom.backup.lines`)
keys/<name>                what the class must keep to go on with the same people (`classroom.backup.belongings`)
homes/<name>/…             what teachers keep in their own folders
texts.jsonl                one word for each text (`classroom.backup.digest`)
manifest.json              format, revision, times; of each member its size, its SHA-256 and its number of lines
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from classroom.backup import words_fr as words
from classroom.errors import BadInput
from classroom.store.migration import is_known

README = "LISEZ-MOI-ecritoire.txt"
MANIFEST = "manifest.json"
TEXTS = "texts.jsonl"
TABLES, KEYS, HOMES = "tables/", "keys/", "homes/"
FORMAT = "ecritoire-backup"
NUMBER = 1
LARGEST_MANIFEST = 64_000_000
CHUNK = 1 << 20

DAMAGE = (BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, NotImplementedError, RuntimeError)
"""What reading a file that was cut, changed or written by something else may raise (zipfile says NotImplementedError of a compression that it
does not know, and RuntimeError of a file with a password)."""


@dataclass(frozen=True)
class Member:
    """One file of the copy: bytes, SHA-256, and lines (0 where it is not made of lines)."""

    size: int
    sha256: str
    lines: int


@dataclass(frozen=True)
class Manifest:
    """What a copy says of itself. Times are ISO 8601 UTC; `texts` is how many texts it holds."""

    revision: str
    version: str
    began_at: str
    ended_at: str
    texts: int
    members: dict[str, Member]
    format: str = FORMAT
    number: int = NUMBER

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Manifest:
        return cls(**said | {"members": {name: Member(**member) for name, member in said["members"].items()}})


@dataclass(frozen=True)
class Archive:
    """A copy that was read whole and found good."""

    path: Path
    manifest: Manifest
    file: ZipFile = field(repr=False)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member, one at a time."""
        with self.file.open(name) as member:
            yield from member

    def tables(self) -> set[str]:
        """The names of the tables in it."""
        return {_table(name) for name in self.manifest.members if name.startswith(TABLES)}

    def table(self, name: str) -> Iterator[bytes]:
        return self.lines(f"{TABLES}{name}.jsonl")

    def below(self, folder: str) -> Iterator[str]:
        """The names of the members in this folder of the copy."""
        return (name for name in self.manifest.members if name.startswith(folder))


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A copy, after all of it was read and compared with its own list. BadInput says what is wrong with the file."""
    try:
        with path.open("rb") as raw:
            foreign = not _looks_like_ours(raw)
            if foreign:
                raise BadInput(words.FOREIGN.format(path=path), code="foreign_backup")
            with _understood(path), ZipFile(raw) as file:
                archive = Archive(path, _manifest(path, file), file)
                _compare(archive)
            with ZipFile(raw) as file:
                yield Archive(path, archive.manifest, file)
    except OSError as error:
        raise BadInput(words.NO_FILE.format(path=path, reason=error.strerror or error), code="no_backup") from error


def measure(member: IO[bytes]) -> Member:
    """Size, hash and lines of what is read from here to the end."""
    size, lines, digest = 0, 0, sha256()
    while chunk := member.read(CHUNK):
        size += len(chunk)
        lines += chunk.count(b"\n")
        digest.update(chunk)
    return Member(size, digest.hexdigest(), lines)


def _looks_like_ours(raw: IO[bytes]) -> bool:
    """The name of the first member stands at the beginning of the file: a copy that was cut is still known for one."""
    return README.encode() in raw.read(100)


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    try:
        yield
    except BadInput:
        raise
    except DAMAGE as error:
        raise BadInput(words.DAMAGED.format(path=path, where=type(error).__name__), code="damaged_backup") from error


def _manifest(path: Path, file: ZipFile) -> Manifest:
    with file.open(MANIFEST) as member:
        said = json.loads(member.read(LARGEST_MANIFEST))
    if said["format"] != FORMAT:
        raise ValueError("format")
    if said["number"] > NUMBER or not is_known(said["revision"]):
        raise BadInput(words.NEWER.format(path=path, version=said.get("version", "?")), code="newer_backup")
    return Manifest.from_json(said)


def _compare(archive: Archive) -> None:
    """Every member is there, and is what the list says. BadInput names the first that is not."""
    there = set(archive.file.namelist()) - {MANIFEST}
    for name in sorted(there ^ archive.manifest.members.keys()):
        raise BadInput(words.DAMAGED.format(path=archive.path, where=name), code="damaged_backup")
    for name, promised in archive.manifest.members.items():
        try:
            with archive.file.open(name) as member:
                found = measure(member)
        except DAMAGE as error:
            raise BadInput(words.DAMAGED.format(path=archive.path, where=name), code="damaged_backup") from error
        if found != promised:
            raise BadInput(words.DAMAGED.format(path=archive.path, where=name), code="damaged_backup")


def _table(name: str) -> str:
    return name.removeprefix(TABLES).removesuffix(".jsonl")
