"""Making a living document say again what it said at another moment: lines, layout and pictures, with as few changes as possible.

What did not change keeps its identity: marks stay in their places, and what somebody types meanwhile is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from classroom.documents.differences import changes, changes_by_word, pairs
from classroom.documents.places import string, utf8
from classroom.documents.reading import block_of, clean, freeze_doc, inline_of

Sign = str
"""A letter, or a picture or line break as JSON (longer than any letter)."""

Child = tuple[int, Any, int, int]
"""Something in a line: its number there, itself, the sign at which it begins, the one at which it ends."""


def turn_into(doc: Doc[Any], document: dict[str, Any]) -> bytes | None:
    """Change this document so that it says `document` (ProseMirror JSON); gives the Yjs update, None when it says that already."""
    new = [joined(block) for block in document["content"]]
    if [joined(block) for block in freeze_doc(doc).document["content"]] == new:
        return None
    before = doc.get_state()
    body = doc.get("body", type=XmlFragment)
    old = [joined(block_of(child)) for child in body.children]
    with doc.transaction():
        for start, end, first, last in reversed(changes(_keys(old), _keys(new))):
            _turn_lines(body, start, old[start:end], new[first:last])
    return doc.get_update(before)


def joined(block: dict[str, Any]) -> dict[str, Any]:
    """The same line, with the letters that follow one another and look the same in one piece."""
    pieces: list[dict[str, Any]] = []
    for piece in block["content"]:
        if pieces and "text" in piece and pieces[-1] | {"text": ""} == piece | {"text": ""}:
            pieces[-1] = piece | {"text": pieces[-1]["text"] + piece["text"]}
        else:
            pieces.append(piece)
    return block | {"content": pieces}


def _turn_lines(body: XmlFragment, start: int, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    """Make these lines of the body (the first one is number `start`) into those, from the last to the first."""
    i, k = len(old), len(new)
    for a, b in [*reversed(pairs([_letters(one) for one in old], [_letters(one) for one in new])), (-1, -1)]:
        for place in reversed(range(a + 1, i)):
            del body.children[start + place]
        for block in reversed(new[b + 1 : k]):
            _insert_line(body, start + a + 1, block)
        if a >= 0:
            _turn_line(body, start + a, new[b])
        i, k = a, b


def _turn_line(body: XmlFragment, place: int, block: dict[str, Any]) -> None:
    line: Any = body.children[place]
    if not _is_plain(line):  # of another make than our pages': it is put aside whole
        del body.children[place]
        return _insert_line(body, place, block)
    _set_attributes(line, block["attrs"])
    old, new = [sign for _, child, _, _ in _children(line) for sign in _signs_of(child)], _signs(block)
    for start, end, first, last in reversed(changes_by_word(old, new)):
        _remove(line, start, end)
        _insert(line, start, new[first:last])
    _dress(line, block)


def _insert_line(body: XmlFragment, place: int, block: dict[str, Any]) -> None:
    line = XmlElement("block", {"kind": block["attrs"]["kind"]})
    body.children.insert(place, line)
    _set_attributes(line, block["attrs"])
    _insert(line, 0, _signs(block))
    _dress(line, block)


def _set_attributes(line: XmlElement, wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        if value is None and name in line.attributes:
            del line.attributes[name]
        elif value is not None and line.attributes.get(name) != value:
            line.attributes[name] = value


def _remove(line: XmlElement, start: int, end: int) -> None:
    for number, child, begins, ends in reversed(_children(line)):
        left, right = max(start, begins), min(end, ends)
        if left >= right:
            continue
        if isinstance(child, XmlText):
            del child[utf8(child, left - begins) : utf8(child, right - begins)]
        else:
            del line.children[number]


def _insert(line: XmlElement, place: int, signs: Sequence[Sign]) -> None:
    for is_typed, group in groupby(signs, key=_is_letter):
        found = list(group)
        if is_typed:
            _insert_letters(line, place, "".join(found))
        else:
            for offset, thing in enumerate(found):
                line.children.insert(_opening(line, place + offset), _element(json.loads(thing)))
        place += len(found)


def _insert_letters(line: XmlElement, place: int, letters: str) -> None:
    for _, child, begins, ends in _children(line):
        if isinstance(child, XmlText) and begins <= place <= ends:
            return child.insert(utf8(child, place - begins), letters)
    line.children.insert(_opening(line, place), XmlText(letters))


def _opening(line: XmlElement, place: int) -> int:
    """The number among the children of this line at which something can be put before this sign; a typed text is cut in two for it."""
    for number, child, begins, ends in _children(line):
        if place <= begins:
            return number
        if place < ends:
            cut = utf8(child, place - begins)
            rest = string(child)[place - begins :]
            del child[cut : cut + len(rest.encode())]
            line.children.insert(number + 1, XmlText(rest))
            return number + 1
    return len(line.children)


def _dress(line: XmlElement, block: dict[str, Any]) -> None:
    """Give every letter the marks (bold, colour…) that it has in the block."""
    wanted = [_attributes(piece) for piece in block["content"] for _ in range(len(piece.get("text", "x")))]
    for _, child, begins, _ in _children(line):
        if isinstance(child, XmlText):
            _dress_text(child, wanted[begins:])


def _dress_text(text: XmlText, wanted: list[dict[str, Any]]) -> None:
    worn = [marks or {} for piece, marks in text.diff() for _ in piece]
    letters = string(text)
    differences = [_difference(has, should) for has, should in zip(worn, wanted, strict=False)]
    start = 0
    for difference, group in groupby(differences):
        end = start + len(list(group))
        if difference:
            text.format(len(letters[:start].encode()), len(letters[:end].encode()), difference)
        start = end


def _difference(has: dict[str, Any], should: dict[str, Any]) -> dict[str, Any]:
    gone = {name: None for name, value in has.items() if value is not None and name not in should}
    return gone | {name: value for name, value in should.items() if has.get(name) != value}


def _attributes(piece: dict[str, Any]) -> dict[str, Any]:
    """The marks of a piece of text as the pages write them in Yjs."""
    return {mark["type"]: mark.get("attrs", {}) for mark in piece.get("marks", [])}


def _is_plain(line: Any) -> bool:
    """Whether this is a line as our pages make them: nothing wrapped in something else, nothing but letters in a typed text."""
    if not isinstance(line, XmlElement) or line.tag != "block":
        return False
    return all(
        all(isinstance(piece, str) for piece, _ in child.diff())
        if isinstance(child, XmlText)
        else isinstance(child, XmlElement) and child.tag in ("picture", "line_break")
        for child in line.children
    )


def _children(line: XmlElement) -> list[Child]:
    found: list[Child] = []
    place = 0
    for number, child in enumerate(line.children):
        length = len(string(child)) if isinstance(child, XmlText) else 1
        found.append((number, child, place, place + length))
        place += length
    return found


def _signs_of(child: Any) -> list[Sign]:
    if isinstance(child, XmlText):
        return list(clean(string(child)))
    return [_key(piece) for piece in inline_of([child])]


def _signs(block: dict[str, Any]) -> list[Sign]:
    return [sign for piece in block["content"] for sign in (piece["text"] if "text" in piece else [_key(piece)])]


def _element(piece: dict[str, Any]) -> XmlElement:
    attributes = {name: value for name, value in piece.get("attrs", {}).items() if value is not None}
    return XmlElement(piece["type"], attributes)


def _is_letter(sign: Sign) -> bool:
    return len(sign) == 1


def _letters(block: dict[str, Any]) -> str:
    return "".join(piece.get("text", "") for piece in block["content"])


def _keys(blocks: Sequence[dict[str, Any]]) -> list[str]:
    return [_key(block) for block in blocks]


def _key(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True)
