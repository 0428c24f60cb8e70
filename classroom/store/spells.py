"""A text's log cut into spells of writing: what a child typed without a long pause, between one deposit and the next.

A spell is what the history shows as one moment, and what the log is folded by: so a folded log has the same moments, and every
deposit, hand-back and publication still falls between two rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from classroom.store import tables as t

PAUSE = timedelta(minutes=2)
"""After so long without a letter, a new spell begins."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Rows of the log that follow one another. `first` and `last` are their numbers, `at` is when the last one came."""

    first: int
    last: int
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class Borders:
    """Where a spell must end: at each move of the text, and around what was brought back."""

    moves: Sequence[datetime]
    brought_back: frozenset[datetime]

    def part(self, before: tuple[int, datetime], after: tuple[int, datetime]) -> bool:
        """Whether these two rows (number, when), one after the other, are of two spells. A clock that was put back parts them too."""
        (_, first), (_, then) = before, after
        if not timedelta(0) <= then - first < PAUSE or not self.brought_back.isdisjoint((first, then)):
            return True
        return bisect_left(self.moves, first) != bisect_left(self.moves, then)


def spells_of(connection: Connection, text: str) -> list[Spell]:
    """The spells of a text, the first one first."""
    rows = select(t.text_update.c.seq, t.text_update.c.at).where(t.text_update.c.text == text)
    found = connection.execute(rows.order_by(t.text_update.c.seq)).all()
    return cut(found, borders_of(connection, text))


def cut(rows: Sequence[Any], borders: Borders) -> list[Spell]:
    """The spells that these rows (number, when) make, in their order."""
    starts = [place for place in range(len(rows)) if place == 0 or borders.part(rows[place - 1], rows[place])]
    ends = [*starts[1:], len(rows)]
    return [
        Spell(rows[start][0], rows[end - 1][0], rows[end - 1][1], end - start)
        for start, end in zip(starts, ends, strict=True)
    ]


def borders_of(connection: Connection, text: str) -> Borders:
    moves = select(t.transition.c.at).where(t.transition.c.text == text).order_by(t.transition.c.at)
    brought = select(t.bring_back.c.at).where(t.bring_back.c.text == text)
    return Borders(list(connection.scalars(moves)), frozenset(connection.scalars(brought)))
