"""Everything that was typed, in the order in which it was kept: the living document of a text is the sum of these rows.

Rows are added, never changed nor deleted. A snapshot only spares reading the rows that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from classroom.store import tables as t
from classroom.store.clock import new_id, now
from classroom.store.texts import lock


def append_updates(connection: Connection, updates: Iterable[tuple[str, int, bytes, datetime]]) -> None:
    """Keep these Yjs updates: (text id, Yjs client id, update, when). NotFound when a text does not exist."""
    rows: list[dict[str, Any]] = [
        {"text": text, "client": client, "data": data, "at": at} for text, client, data, at in updates
    ]
    for text in sorted({row["text"] for row in rows}):
        lock(connection, text)
    if rows:
        connection.execute(insert(t.text_update), rows)


def load_updates(connection: Connection, text: str) -> list[bytes]:
    """The Yjs updates whose sum is the living document: the snapshot, if there is one, and what came after it."""
    kept = connection.execute(select(*t.text_snapshot.c["upto", "data"]).where(t.text_snapshot.c.text == text)).first()
    later = select(t.text_update.c.data).where(
        t.text_update.c.text == text, t.text_update.c.seq > (kept.upto if kept else 0)
    )
    rows = connection.scalars(later.order_by(t.text_update.c.seq)).all()
    return [kept.data, *rows] if kept else list(rows)


def save_snapshot(connection: Connection, text: str, data: bytes, *, at: datetime | None = None) -> None:
    """Keep `data` as the sum of all the updates of this text. Call `lock` (or a verb that locks) before you read those updates."""
    last = connection.scalar(select(func.max(t.text_update.c.seq)).where(t.text_update.c.text == text)) or 0
    connection.execute(delete(t.text_snapshot).where(t.text_snapshot.c.text == text))
    connection.execute(insert(t.text_snapshot).values(text=text, upto=last, data=data, at=at or now()))


def note_words(connection: Connection, text: str, words: int) -> None:
    """How many words the draft holds now: what the pile shows of a text that is being written."""
    connection.execute(update(t.text).where(t.text.c.id == text).values(words=words))


def save_rescue(connection: Connection, text: str, seen: str, missing: list[str], *, at: datetime | None = None) -> str:
    """Keep what a pupil saw on his tablet and the words that the merge dropped; gives the rescue's id."""
    rescue = new_id()
    connection.execute(insert(t.rescue).values(id=rescue, text=text, seen=seen, missing=missing, at=at or now()))
    return rescue
