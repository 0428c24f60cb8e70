"""Everything that was typed, in the order in which it was kept: the living document of a text is the sum of these rows.

Rows are added. They are never changed or deleted but by `classroom.store.folding`, a day later, for one row that says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from classroom.errors import NotFound
from classroom.store import tables as t
from classroom.store.tables import sqlite_moment

# Made once: it takes longer to put these together than to run them, and most run for every letter typed.
_LOCKING = (
    select(t.text.c.id)
    .where(t.text.c.id.in_(bindparam("texts", expanding=True)))
    .order_by(t.text.c.id)
    .with_for_update()
)
_ADDING = insert(t.text_update)
_ADDING_TO_SQLITE = "INSERT INTO text_update (text, client, data, at) VALUES (?, ?, ?, ?)"
_LOADING = select(t.text_update.c.data).where(t.text_update.c.text == bindparam("text")).order_by(t.text_update.c.seq)
_COUNTING = update(t.text).where(t.text.c.id == bindparam("counted"))

Typed = tuple[str, int, bytes, datetime]
"""A text's id, the Yjs client's id, the update, when."""


def append_updates(connection: Connection, updates: Iterable[Typed]) -> None:
    """Keep these Yjs updates. NotFound when a text does not exist."""
    rows = list(updates)
    if rows:
        add = _add_to_sqlite if connection.dialect.name == "sqlite" else _add
        add(connection, rows)


def _add(connection: Connection, rows: list[Typed]) -> None:
    _lock(connection, rows)
    connection.execute(
        _ADDING, [{"text": text, "client": client, "data": data, "at": at} for text, client, data, at in rows]
    )


def _add_to_sqlite(connection: Connection, rows: list[Typed]) -> None:
    """The same without what SQLAlchemy does for each value, which took longer than writing it. Who writes here writes alone, and the
    foreign key finds a text that is not there."""
    try:
        connection.exec_driver_sql(
            _ADDING_TO_SQLITE, [(text, client, data, sqlite_moment(at)) for text, client, data, at in rows]
        )
    except IntegrityError:
        _lock(connection, rows)
        raise


def _lock(connection: Connection, rows: list[Typed]) -> None:
    """Nobody else adds to their texts before the transaction ends. NotFound when one does not exist."""
    texts = {text for text, *_ in rows}
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
