"""The text of a pupil twice: as the Yjs document of his tablet, and as letters that no library has touched. They must stay the same."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from classroom.documents import freeze_doc
from tests.faults.way.sheet import Sheet
from tests.faults.way.stories import tell


class Paper:
    """`states` is what stood on the sheet after each change, from the empty sheet on: the letters that are promised."""

    def __init__(self, chance: random.Random) -> None:
        self.doc: Doc[Any] = Doc()
        self.states = [""]
        self.typed = 0
        self._sheet = Sheet()
        self._chance = chance
        self._keys = _endless(chance)

    @property
    def now(self) -> int:
        """The number of the last state."""
        return len(self.states) - 1

    def type(self) -> bytes:
        """A few keys more; gives the update that a page would send."""
        before, left = self._sheet.text, self._chance.randint(1, 4)
        while left > 0 or self._sheet.text == before:
            self._sheet = self._sheet.press(next(self._keys))
            self.typed += 1
            left -= 1
        held = self.doc.get_state()
        with self.doc.transaction():
            _change(self.doc.get("body", type=XmlFragment), before, self._sheet.text)
        self.states.append(self._sheet.text)
        return self.doc.get_update(held)

    def agrees(self) -> bool:
        """Whether the document says what was typed."""
        return freeze_doc(self.doc).plain == self.states[-1]


def _endless(chance: random.Random) -> Iterator[str]:
    return chain.from_iterable(tell(chance, 200).keys for _ in iter(int, 1))


def _change(body: XmlFragment, before: str, after: str) -> None:
    """From these letters to those, line by line, touching no more than what changes, as an editor does."""
    old, new = before.split("\n"), after.split("\n")
    if not len(body.children):
        body.children.append(_block(""))
    first = _same(old, new)
    last = min(_same(old[::-1], new[::-1]), min(len(old), len(new)) - first)
    was, becomes = old[first : len(old) - last], new[first : len(new) - last]
    for _ in range(len(was) - len(becomes)):
        del body.children[first + len(becomes)]
    for place, (one, other) in enumerate(zip(was, becomes, strict=False), start=first):
        _rewrite(body.children[place].children[0], one, other)
    for place in range(len(was), len(becomes)):
        body.children.insert(first + place, _block(becomes[place]))


def _block(words: str) -> XmlElement:
    return XmlElement("block", {"kind": "paragraph"}, [XmlText(words)])


def _rewrite(text: XmlText, one: str, other: str) -> None:
    head = _same(one, other)
    tail = min(_same(one[::-1], other[::-1]), min(len(one), len(other)) - head)
    start, end = len(one[:head].encode()), len(one[: len(one) - tail].encode())
    if end > start:
        del text[start:end]
    if added := other[head : len(other) - tail]:
        text.insert(start, added)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items the two begin with alike."""
    different = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(different, min(len(one), len(other)))
