"""Where words stand in a living document: from a place in its plain text to Yjs, and back.

pycrdt counts a text in UTF-8 bytes, Yjs in UTF-16, we in code points: the conversions are here and nowhere else.
pycrdt gives no relative position inside formatted text, so both ways go through a copy of the document: Yjs writes
beside which character something was put, and something put beside a character shows where that character stands.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from pycrdt import Decoder, Doc, XmlFragment, XmlText, write_var_uint

from classroom.documents.reading import leaves

Character = tuple[int, int]
"""The name that Yjs gives to a UTF-16 unit: who typed it, and its number among what they typed."""

_HAS_LEFT_NEIGHBOUR, _STRING = 0x80, 0x04
_ITEM, _TYPE = 0, 2
_FOLLOWS, _PRECEDES = b"\x00", b"\x41"
"""Which side a relative position sticks to, as lib0 signed integers: 0 (what follows), -1 (what precedes)."""

_NOBODY = 0
_FLAG = "\U0010fffd"
"""A private-use character, put in copies only, by a client with the lowest number: Yjs then puts it first."""


def relative_anchor(doc: Doc[Any], start: int, end: int) -> tuple[str, str] | None:
    """Two Yjs relative positions in base64 around code points `start` to `end`; None where no letter stands there."""
    first, last = _character(doc, start), _character(doc, end - 1)
    if end <= start or first is None or last is None:
        return None
    return _encoded(first, _FOLLOWS), _encoded(last, _PRECEDES)


def place_of(doc: Doc[Any], relative: tuple[str, str]) -> tuple[int, int] | None:
    """Where two relative positions stand now in the plain text, in code points; None when they are nowhere."""
    start, end = (_offset(doc, position) for position in relative)
    return (start, end) if start is not None and end is not None and start <= end else None


def text_at(doc: Doc[Any], offset: int) -> tuple[XmlText, int] | None:
    """The XmlText that holds the character at this code point of the plain text, and the place in it."""
    for text, begins in _texts(doc):
        if begins <= offset < begins + len(string(text)):
            return text, offset - begins
    return None


def utf8(text: XmlText, offset: int) -> int:
    """A place in a text in code points, as pycrdt counts it."""
    return len(string(text)[:offset].encode())


def find_texts(block: Any, offset: int, found: list[tuple[XmlText, int]]) -> int:
    """Adds every piece of typed text of this block, with the code point at which it begins; gives where the block ends."""
    for child in leaves(block):
        if isinstance(child, XmlText):
            found.append((child, offset))
            offset += len(string(child))
        else:
            offset += 1
    return offset


def string(text: XmlText) -> str:
    """The letters of a piece of typed text; whatever else was put in it counts as one."""
    return "".join(piece if isinstance(piece, str) else "\ufffd" for piece, _ in text.diff())


def _texts(doc: Doc[Any]) -> list[tuple[XmlText, int]]:
    """Every XmlText of the body with the code point at which it begins."""
    found: list[tuple[XmlText, int]] = []
    offset = 0
    for block in doc.get("body", type=XmlFragment).children:
        offset = find_texts(block, offset, found) + 1
    return found


def _copy(doc: Doc[Any]) -> Doc[Any]:
    copy: Doc[Any] = Doc()
    copy.apply_update(doc.get_update())
    return copy


def _character(doc: Doc[Any], offset: int) -> Character | None:
    """The name of the character at this code point (of its first UTF-16 unit)."""
    copy = _copy(doc)
    found = text_at(copy, offset)
    if found is None:
        return None
    text, place = found
    before, letter = copy.get_state(), string(text)[place]
    text.insert(utf8(text, place + 1), _FLAG)
    name = _left_neighbour(copy.get_update(before))
    return (name[0], name[1] - (ord(letter) > 0xFFFF)) if name else None


def _left_neighbour(update: bytes) -> Character | None:
    decoder = Decoder(update)
    for _ in range(4):  # how many clients, how many pieces, client, clock
        decoder.read_var_uint()
    flags = update[decoder.i0]
    if not flags & _HAS_LEFT_NEIGHBOUR:
        return None
    decoder.i0 += 1
    return decoder.read_var_uint(), decoder.read_var_uint()


def _encoded(character: Character, side: bytes) -> str:
    return b64encode(b"\x00" + _uints(*character) + side).decode()


def _offset(doc: Doc[Any], position: str) -> int | None:
    """Where this relative position stands, or None: it may come from any page, so nothing in it is trusted."""
    try:
        decoder = Decoder(b64decode(position, validate=True))
        kind, name = decoder.read_var_uint(), (decoder.read_var_uint(), decoder.read_var_uint())
        precedes = decoder.stream[decoder.i0 :] == _PRECEDES
        if kind == _TYPE:
            return _end_of(doc, name)
        return _beside(doc, name, precedes) if kind == _ITEM else None
    except (ValueError, IndexError, RuntimeError):
        return None


def _beside(doc: Doc[Any], name: Character, precedes: bool) -> int | None:
    """The place just after the named character (`precedes`) or just before; the same place when it was deleted."""
    flagged = _flag(doc, bytes((_HAS_LEFT_NEIGHBOUR | _STRING,)) + _uints(*name))
    if flagged is None:
        return None
    offset = _flag_offset(flagged[0], flagged[1])
    return offset if precedes or _character(doc, offset - 1) != name else offset - 1


def _end_of(doc: Doc[Any], name: Character) -> int | None:
    flagged = _flag(doc, bytes((_STRING, 0)) + _uints(*name))
    return flagged[1] + len(string(flagged[0])) - 1 if flagged else None


def _flag(doc: Doc[Any], neighbour: bytes) -> tuple[XmlText, int] | None:
    """The text in which a flag put beside this neighbour appears (in a copy), and where that text begins."""
    copy, letter = _copy(doc), _FLAG.encode()
    copy.apply_update(
        b"\x01\x01" + _uints(_NOBODY, 0) + neighbour + _uints(len(letter)) + letter + b"\x00",
    )
    return next((found for found in _texts(copy) if _FLAG in string(found[0])), None)


def _flag_offset(text: XmlText, begins: int) -> int:
    return begins + string(text).index(_FLAG)


def _uints(*numbers: int) -> bytes:
    return b"".join(write_var_uint(number) for number in numbers)
