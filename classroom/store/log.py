"""Everything that was typed, in the order in which it was kept: the living document of a text is the sum of these rows.

Rows are added. They are never changed or deleted but by `classroom.store.folding`, a day later, for one row that says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from classroom.errors import NotFound
from classroom.store import tables as t

# Made once: it takes longer to put these together than to run them, and most run for every letter typed.
_LOCKING = (
    select(t.text.c.id)
    .where(t.text.c.id.in_(bindparam("texts", expanding=True)))
    .order_by(t.text.c.id)
    .with_for_update()
)
_ADDING = insert(t.text_update)
_LOADING = select(t.text_update.c.data).where(t.text_update.c.text == bindparam("text")).order_by(t.text_update.c.seq)
_COUNTING = update(t.text).where(t.text.c.id == bindparam("counted"))


def append_updates(connection: Connection, updates: Iterable[tuple[str, int, bytes, datetime]]) -> None:
    """Keep these Yjs updates: (text id, Yjs client id, update, when). NotFound when a text does not exist."""
    rows: list[dict[str, Any]] = [
        {"text": text, "client": client, "data": data, "at": at} for text, client, data, at in updates
    ]
    if not rows:
        return
    texts = {row["text"] for row in rows}
    one_writes = connection.dialect.name == "sqlite"  # and its foreign key finds a text that is not there
    if not one_writes:
        _lock(connection, texts)
    try:
        connection.execute(_ADDING, rows)
    except IntegrityError:
        if one_writes:
            _lock(connection, texts)
        raise


def _lock(connection: Connection, texts: set[str]) -> None:
    """Nobody else adds to these texts before the transaction ends. NotFound when one does not exist."""
    if missing := texts - set(connection.scalars(_LOCKING, {"texts": sorted(texts)})):
        raise NotFound("Ce texte n'existe pas.", detail=f"text {min(missing)[:64]}")


def load_updates(connection: Connection, text: str, *, until: datetime | None = None) -> list[bytes]:
    """The Yjs updates whose sum is the living document (as it was at `until`, when the text was moved), in the order in which they came."""
    mine = _LOADING if until is None else _LOADING.where(t.text_update.c.at <= until)
    return list(connection.scalars(mine, {"text": text}))


def note_words(connection: Connection, words: Mapping[str, int]) -> None:
    """How many words these drafts hold now (text id → words): what the pile shows of a text that is being written."""
    if words:
        connection.execute(_COUNTING, [{"counted": text, "words": count} for text, count in words.items()])
