"""Making a living document say what was written elsewhere (in a notebook), letter by letter, so that marks keep their places."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from classroom.documents.places import find_texts, string, utf8
from classroom.documents.reading import clean, freeze_doc, merge

Segment = tuple[XmlText, int, int]
"""A piece of typed text in a line: itself, the code point of the line at which it begins, the one at which it ends."""


def rewrite(update: bytes, plain: str) -> bytes:
    """The Yjs update that makes this document say `plain`, line for line: the difference only.

    Lines that are the same keep their layout; in the others only the letters that differ change. Pictures and line breaks stay.
    """
    doc = merge([update])
    before = doc.get_state()
    body = doc.get("body", type=XmlFragment)
    old, new = freeze_doc(doc).plain.split("\n") if len(body.children) else [], plain.split("\n")
    changes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    with doc.transaction():
        for tag, start, end, first, last in reversed(changes):
            if tag != "equal":
                _rewrite_lines(body, start, old[start:end], new[first:last])
    return doc.get_update(before)


def _rewrite_lines(body: XmlFragment, start: int, old: list[str], new: list[str]) -> None:
    common = min(len(old), len(new))
    for place in reversed(range(start + common, start + len(old))):
        del body.children[place]
    for place, line in enumerate(new[common:], start + common):
        block = XmlElement("block", {"kind": "paragraph"})
        body.children.insert(place, block)
        _write(block, [], 0, line)
    for place, (before, line) in enumerate(zip(old, new, strict=False), start):
        _rewrite_line(body.children[place], before, line)


def _rewrite_line(block: Any, old: str, new: str) -> None:
    segments = _segments(block)
    for tag, start, end, first, last in reversed(SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        for text, begins, ends in segments:
            if (left := max(start, begins)) < (right := min(end, ends)):
                del text[utf8(text, left - begins) : utf8(text, right - begins)]
        _write(block, segments, start, new[first:last])


def _segments(block: Any) -> list[Segment]:
    found: list[tuple[XmlText, int]] = []
    find_texts(block, 0, found)
    return [(text, begins, begins + len(string(text))) for text, begins in found]


def _write(block: Any, segments: list[Segment], place: int, words: str) -> None:
    words = clean(words)
    if not words:
        return
    for text, begins, ends in segments:
        if begins <= place <= ends:
            text.insert(utf8(text, place - begins), words)
            return
    block.children.append(XmlText(words))
