"""Words that came apart when two tablets were put together: kept aside for the pupil and the teacher until somebody has seen to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from classroom.errors import NotFound
from classroom.store import tables as t
from classroom.store.clock import new_id, now
from classroom.store.texts import lock

MOST_RESCUES = 100
"""Of one text. A weak network makes a few; a program that pretends to come back again and again fills the disk no further."""

MOST_SHOWN = 10
"""Found words that are shown at once; when these are seen to, the others come."""

Settled = Literal["put_back", "left"]
"""What the pupil did with found words: he put them back in his text, or left them out."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """Found words: `missing` are the passages that went, in the order in which they stood in what was `seen`."""

    id: str
    at: datetime
    seen: str
    missing: list[str]


def save_rescue(
    connection: Connection, text: str, seen: str, missing: Sequence[str], *, at: datetime | None = None
) -> str | None:
    """Keep what a pupil saw on his tablet and the passages that the merge dropped; gives the rescue's id.

    None when there is nothing new in it: a passage that waits already, or that he left out before, is not offered again. None also past `MOST_RESCUES`.
    """
    lock(connection, text)
    offered = _offered(connection, text)
    new = list(dict.fromkeys(part for passage in missing for part in _new_parts(passage, offered)))
    if not new or _count(connection, text) >= MOST_RESCUES:
        return None
    rescue = new_id()
    connection.execute(insert(t.rescue).values(id=rescue, text=text, seen=seen, missing=new, at=at or now()))
    return rescue


def rescues_of(connection: Connection, text: str) -> list[Rescue]:
    """The found words of a text that nobody has seen to yet, the oldest first."""
    rows = select(*t.rescue.c["id", "at", "seen", "missing"]).where(
        t.rescue.c.text == text, t.rescue.c.settled.is_(None)
    )
    oldest = rows.order_by(t.rescue.c.at, t.rescue.c.id).limit(MOST_SHOWN)
    return [Rescue(*row) for row in connection.execute(oldest)]


def found_in(connection: Connection, classroom: str) -> dict[str, int]:
    """How many rescues wait in each text of a class: text id → number."""
    counted = (
        select(t.rescue.c.text, func.count())
        .join(t.text, t.text.c.id == t.rescue.c.text)
        .join(t.assignment, t.assignment.c.id == t.text.c.assignment)
        .where(t.assignment.c.classroom == classroom, t.rescue.c.settled.is_(None))
        .group_by(t.rescue.c.text)
    )
    return dict(connection.execute(counted).all())


def settle_rescue(
    connection: Connection, text: str, rescue: str, settled: Settled, *, by: str, at: datetime | None = None
) -> None:
    """Write down that somebody has seen to found words; once done it stays. NotFound when this text has no such rescue."""
    mine = (t.rescue.c.id == rescue) & (t.rescue.c.text == text)
    if connection.scalar(select(t.rescue.c.id).where(mine)) is None:
        raise NotFound("Ces mots ne sont plus là.", detail="rescue")
    done = {"settled": settled, "settled_at": at or now(), "settled_by": by}
    connection.execute(update(t.rescue).where(mine, t.rescue.c.settled.is_(None)).values(done))


def _offered(connection: Connection, text: str) -> set[str]:
    """The passages that wait, or that were left out. What was put back and got lost again is offered again."""
    open_or_left = t.rescue.c.settled.is_(None) | (t.rescue.c.settled == "left")
    rows = connection.scalars(select(t.rescue.c.missing).where(t.rescue.c.text == text, open_or_left))
    return {passage for passages in rows for passage in passages}


def _new_parts(passage: str, offered: set[str]) -> list[str]:
    """What of this passage was not offered yet."""
    left = f" {passage} "
    for known in sorted(offered, key=len, reverse=True):
        left = left.replace(f" {known} ", " \n ")
    return [part for part in map(str.strip, left.split("\n")) if part]


def _count(connection: Connection, text: str) -> int:
    return connection.scalar(select(func.count()).select_from(t.rescue).where(t.rescue.c.text == text)) or 0
