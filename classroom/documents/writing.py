"""Making a living document without a tablet: the demonstration class, imports, and tests write like a pupil who types.

Changes are made on the letters themselves: what was not touched keeps its identity, and the marks keep their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from classroom.documents.places import text_at, utf8
from classroom.documents.reading import freeze_doc, merge
from classroom.model import SCHEMA


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a text: its words, whether it is a title or a list item, how it is aligned."""

    text: str
    kind: str = "paragraph"
    align: str | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """The `nth` place (from 0) where `old` stands becomes `new`; `old` stays within one line."""

    old: str
    new: str
    nth: int = 0


def build(blocks: Sequence[Block | str], *, client_id: int | None = None) -> bytes:
    """A new document that says these lines, as one Yjs update. With `client_id` the same lines give the same bytes."""
    doc: Doc[Any] = Doc(client_id=client_id)
    with doc.transaction():
        doc.get("meta", type=Map)["schema"] = SCHEMA
        body = doc.get("body", type=XmlFragment)
        for block in blocks:
            _append(body, block if isinstance(block, Block) else Block(block))
    return doc.get_update()


def edit(
    update: bytes,
    changes: Sequence[Replace],
    *,
    anchors: dict[str, dict[str, str]] | None = None,
    done: dict[str, str] | None = None,
) -> bytes:
    """The Yjs update that makes these changes, in order, to the document: the difference only, to append to what was.

    `anchors` is annotation → {start, end, exact}; `done` is annotation → time (ISO 8601) at which the pupil ticked it.
    ValueError when an `old` is not there.
    """
    doc = merge([update])
    before = doc.get_state()
    with doc.transaction():
        for change in changes:
            _replace(doc, change)
        for annotation, anchor in (anchors or {}).items():
            doc.get("anchors", type=Map)[annotation] = anchor
        for annotation, at in (done or {}).items():
            doc.get("todo", type=Map)[annotation] = {"state": "done", "at": at}
    return doc.get_update(before)


def _append(body: XmlFragment, block: Block) -> None:
    attributes = {"kind": block.kind} | ({"align": block.align} if block.align else {})
    element = XmlElement("block", attributes)
    body.children.append(element)
    if block.text:
        element.children.append(XmlText(block.text))


def _replace(doc: Doc[Any], change: Replace) -> None:
    start = _nth(freeze_doc(doc).plain, change)
    found = text_at(doc, start)
    if found is None:
        raise ValueError("nothing is typed there")
    text, place = found
    shortest = min(len(change.old), len(change.new))
    kept = next((i for i, (a, b) in enumerate(zip(change.old, change.new, strict=False)) if a != b), shortest)
    first, last = utf8(text, place + kept), utf8(text, place + len(change.old))
    text.insert(last, change.new[kept:])
    del text[first:last]


def _nth(plain: str, change: Replace) -> int:
    start = -1
    for _ in range(change.nth + 1):
        start = plain.find(change.old, start + 1)
        if start < 0:
            raise ValueError(f"place {change.nth} of {len(change.old)} letters to replace is not in the text")
    return start
