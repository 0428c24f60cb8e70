"""Reading an update that a tablet sent before it is believed: only what a pupil's page can make goes further.

The library that merges updates trusts them: a list in a list in a list… a hundred thousand times over ends the whole process, and a
letter numbered beyond all numbers spoils the document. A page never sends such a thing; a program that has a pupil's lease could.
"""

from __future__ import annotations

from collections.abc import Callable

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


def check_update(update: bytes) -> None:
    """ValueError when this is not a Yjs update (v1) of a text: cut short, of unknown content, too deep, numbers without end."""
    _Reader(update).update()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0
        self.contents: dict[int, Callable[[], object]] = {
            1: self.length,  # letters that were deleted
            4: lambda: self.take(self.length()).decode(),
            5: self.string,  # a thing put in the text, as JSON
            6: self.mark,
            7: self.shared_type,
            8: self.values,
        }

    def update(self) -> None:
        for _ in self.times():
            structs, _client, _clock = self.times(), self.client(), self.clock()
            for _ in structs:
                self.struct()
        for _ in self.times():
            self.client()
            for _ in self.times():
                if self.clock() + self.clock() > HIGHEST_CLOCK:
                    raise ValueError("clock")
        if self.place != len(self.data):
            raise ValueError("more than an update")

    def struct(self) -> None:
        info = self.byte()
        if info in (0, _SKIP):
            self.length()
            return
        if info & _HAS_ORIGIN:
            self.letter()
        if info & _HAS_RIGHT_ORIGIN:
            self.letter()
        if not info & (_HAS_ORIGIN | _HAS_RIGHT_ORIGIN):
            (self.string if self.clock() else self.letter)()
            if info & _HAS_KEY:
                self.string()
        content = self.contents.get(info & 0x1F)
        if content is None:
            raise ValueError("content")
        content()

    def mark(self) -> None:
        """Bold, a colour…: its name, and what it says as JSON."""
        self.string()
        self.string()

    def shared_type(self) -> None:
        kind = self.clock()
        if kind not in (_MAP_TYPE, _ELEMENT, _TEXT_TYPE):
            raise ValueError("type")
        if kind == _ELEMENT:
            self.string()

    def values(self) -> None:
        for _ in range(self.length()):
            self.value(0)

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
        self.client()
        self.clock()

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

    def string(self) -> None:
        self.take(self.clock()).decode()

    def integer(self) -> None:
        if all(self.byte() & 0x80 for _ in range(9)):
            raise ValueError("number")

    def number(self, highest: int) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if value > highest or shift > 56:
                raise ValueError("number")
            if byte < 0x80:
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
