"""What a text is, in one short word: two stores that give the same words for the same texts hold the same texts.

The word is made of the living document (the state it holds and what it says) and of each deposited version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pycrdt import Doc
from sqlalchemy import Connection, Table, select

from classroom.documents import clocks, freeze_doc, merge

BROKEN = "broken"
"""Instead of a word, for a text whose updates cannot be put together: it is copied as it is all the same."""


@dataclass(frozen=True)
class TextDigest:
    """One text: its id, and its word."""

    text: str
    word: str


def digests(connection: Connection, tables: tuple[Table, ...]) -> Iterator[TextDigest]:
    """Of every text of a store, by id, one text in memory at a time."""
    named = {table.name: table for table in tables}
    for text in list(connection.scalars(select(named["text"].c.id).order_by(named["text"].c.id))):
        yield TextDigest(text, _word(connection, named, text))


def living(connection: Connection, updates: Table, text: str) -> Doc[Any]:
    """The living document of a text. ValueError when its updates cannot be put together."""
    rows = select(updates.c.data).where(updates.c.text == text).order_by(updates.c.seq)
    return merge(connection.scalars(rows))


def _word(connection: Connection, named: dict[str, Table], text: str) -> str:
    word = sha256()
    try:
        now = freeze_doc(living(connection, named["text_update"], text))
    except ValueError:
        return BROKEN
    word.update(json.dumps([sorted(clocks(now.state_vector).items()), now.plain]).encode())
    version = named["version"]
    deposited = select(version).where(version.c.text == text).order_by(version.c.number)
    for row in connection.execute(deposited):
        word.update(json.dumps([row.number, row.plain, row.words]).encode() + row.ydoc + row.state_vector)
    return word.hexdigest()
