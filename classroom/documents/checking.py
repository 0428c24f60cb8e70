"""Reading an update that a tablet sent before it is believed: only what a pupil's page can make goes further.

The library that merges updates trusts them: a list in a list in a list… a hundred thousand times over ends the whole process, and a
letter numbered beyond all numbers spoils the document. A page never sends such a thing; a program that has a pupil's lease could.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

DEEPEST = 16
"""How deep one value may lie in another; the places of the marks are one deep."""

HIGHEST_CLOCK = 2**31 - 1
HIGHEST_CLIENT = 2**53 - 1

_SKIP = 10
_HAS_ORIGIN, _HAS_RIGHT_ORIGIN, _HAS_KEY = 0x80, 0x40, 0x20
_MAP_TYPE, _ELEMENT, _TEXT_TYPE = 1, 3, 6
_BYTES, _LIST, _MAP, _STRING, _INTEGER = 116, 117, 118, 119, 125
_SIZES = {122: 8, 123: 8, 124: 4}
"""Bytes of the numbers that always take as many; a word like « true » takes none."""


Span = tuple[int, int, int]
"""Letters that follow one another: who typed them, the number of the first one, that of the one after the last."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What an update brings: the letters `typed`, those `deleted`, and the single ones beside which it puts something.

    `only_letters`: it types, and changes nothing else, neither a form nor a value under a name.
    """

    typed: list[Span]
    deleted: list[Span]
    beside: list[tuple[int, int]]
    only_letters: bool

    def after(self, held: dict[int, int]) -> dict[int, int] | None:
        """So many letters of each client a document holds once it has this; None when it lacks something that this builds upon."""
        ends = dict(held)
        for client, start, end in sorted(self.typed):
            if start > ends.get(client, 0):
                return None
            ends[client] = max(end, ends.get(client, 0))
        has_all = all(end <= ends.get(client, 0) for client, _, end in self.deleted) and all(
            number < ends.get(client, 0) for client, number in self.beside
        )
        return ends if has_all else None


def check_update(update: bytes) -> Brought:
    """What this Yjs update (v1) of a text brings. ValueError when it is none: cut short, of unknown content, too deep, numbers without end."""
    reader = _Reader(update)
    reader.update()
    return Brought(reader.typed, reader.deleted, reader.beside, reader.only_letters and not reader.deleted)


def units(text: str) -> int:
    """How many letters Yjs counts in a text (UTF-16)."""
    return len(text) if text.isascii() else len(text) + sum(sign > "\uffff" for sign in text)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0
        self.typed: list[Span] = []
        self.deleted: list[Span] = []
        self.beside: list[tuple[int, int]] = []
        self.only_letters = True

    def update(self) -> None:
        for _ in self.times():
            structs, client, clock = self.times(), self.client(), self.clock()
            for _ in structs:
                there, length = self.struct()
                if there:
                    self.typed.append((client, clock, clock + length))
                clock += length
        for _ in self.times():
            client = self.client()
            for _ in self.times():
                clock, length = self.clock(), self.clock()
                if clock + length > HIGHEST_CLOCK:
                    raise ValueError("clock")
                self.deleted.append((client, clock, clock + length))
        if self.place != len(self.data):
            raise ValueError("more than an update")

    def struct(self) -> tuple[bool, int]:
        """Whether something is there (an update may say where it lacks some), and how many letters it counts for."""
        info = self.byte()
        if info in (0, _SKIP):
            return info != _SKIP, self.length()
        if info & _HAS_ORIGIN:
            self.letter()
        if info & _HAS_RIGHT_ORIGIN:
            self.letter()
        if not info & (_HAS_ORIGIN | _HAS_RIGHT_ORIGIN):
            if self.clock():
                self.string()
            else:
                self.letter()
            if info & _HAS_KEY:
                self.string()
                self.only_letters = False
        content = _CONTENTS.get(info & 0x1F)
        if content is None:
            raise ValueError("content")
        if content is not _Reader.letters:
            self.only_letters = False
        return True, content(self)

    def letters(self) -> int:
        return units(self.take(self.length()).decode())

    def mark(self) -> int:
        """Bold, a colour…: its name, and what it says as JSON."""
        self.string()
        return self.string()

    def shared_type(self) -> int:
        kind = self.clock()
        if kind not in (_MAP_TYPE, _ELEMENT, _TEXT_TYPE):
            raise ValueError("type")
        return self.string() if kind == _ELEMENT else 1

    def values(self) -> int:
        length = self.length()
        for _ in range(length):
            self.value(0)
        return length

    def value(self, depth: int) -> None:
        """A value in a map. Its first byte says what it is."""
        kind = self.byte()
        if depth > DEEPEST or not _BYTES <= kind <= 127:
            raise ValueError("value")
        if kind in (_LIST, _MAP):
            for _ in self.times():
                if kind == _MAP:
                    self.string()
                self.value(depth + 1)
        elif kind == _STRING:
            self.string()
        elif kind == _INTEGER:
            self.integer()
        else:
            self.take(self.clock() if kind == _BYTES else _SIZES.get(kind, 0))

    def letter(self) -> None:
        """The name of a letter: who typed it, and its number among all that he typed."""
        self.beside.append((self.client(), self.clock()))

    def client(self) -> int:
        return self.number(HIGHEST_CLIENT)

    def clock(self) -> int:
        return self.number(HIGHEST_CLOCK)

    def length(self) -> int:
        """Of something that is there, so not nothing."""
        if length := self.clock():
            return length
        raise ValueError("length")

    def times(self) -> range:
        """How many things follow. Each takes a byte at least."""
        return range(self.number(len(self.data) - self.place))

    def string(self) -> int:
        """A name or a JSON value; as a content it counts for one."""
        self.take(self.clock()).decode()
        return 1

    def integer(self) -> None:
        if all(self.byte() & 0x80 for _ in range(9)):
            raise ValueError("number")

    def number(self, highest: int) -> int:
        """Most of an update is such numbers, and every letter typed is an update: so this counts its bytes by itself."""
        data, place = self.data, self.place
        value = shift = 0
        try:
            while (byte := data[place]) >= 0x80:
                value |= (byte & 0x7F) << shift
                shift += 7
                place += 1
                if shift > 49:
                    raise ValueError("number")
        except IndexError:
            raise ValueError("cut short") from None
        value |= byte << shift
        if value > highest:
            raise ValueError("number")
        self.place = place + 1
        return value

    def take(self, length: int) -> bytes:
        found = self.data[self.place : self.place + length]
        if len(found) < length:
            raise ValueError("cut short")
        self.place += length
        return found

    def byte(self) -> int:
        if self.place >= len(self.data):
            raise ValueError("cut short")
        self.place += 1
        return self.data[self.place - 1]


_CONTENTS: dict[int, Callable[[_Reader], int]] = {
    1: _Reader.length,  # letters that were deleted
    4: _Reader.letters,
    5: _Reader.string,  # a thing put in the text, as JSON
    6: _Reader.mark,
    7: _Reader.shared_type,
    8: _Reader.values,
}
