"""Making a long log short: a spell of writing that is a day old, thousands of letters in as many rows, becomes one row that says the same.

Nothing is deleted before what replaces it was written, read back, and found to say the same, letter by letter and as a whole:

    1. the folded rows are written beside the log (table `fold`), and committed
    2. they are read back; the whole text is made once from the log as it is and once as it will be, and both are compared
    3. in one transaction each takes the place of the last row of its spell, and the rows before it go

Whatever kills the class between two steps leaves a log that says the same; what was left in `fold` is thrown away by the next folding.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from classroom.documents.folding import folded, is_whole, says_the_same
from classroom.store import tables as t
from classroom.store.engine import Store
from classroom.store.spells import Borders, borders_of, cut
from classroom.store.texts import lock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LogRow:
    seq: int
    at: datetime
    data: bytes


@dataclass(frozen=True, slots=True)
class Fold:
    """The rows of a spell, and the one update that stands for them."""

    rows: Sequence[LogRow]
    data: bytes

    @property
    def row(self) -> LogRow:
        """The row that is left: the last one, with all that the spell brought."""
        return LogRow(self.rows[-1].seq, self.rows[-1].at, self.data)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a folding did to the log of a text: rows and bytes, before and after."""

    rows: tuple[int, int]
    bytes: tuple[int, int]


class Doubt(Exception):
    """The log is not what it was a moment ago, or not what it must become: nothing is changed."""


def long_logs(store: Store, *, idle_since: datetime) -> list[tuple[str, int]]:
    """The texts in which nothing was typed since then and whose log has several rows: (text id, number of the last row)."""
    last = func.max(t.text_update.c.seq)
    idle = (func.max(t.text_update.c.at) < idle_since) & (func.count() > 1)
    found = select(t.text_update.c.text, last).group_by(t.text_update.c.text).having(idle).order_by(last)
    with store.read() as connection:
        return [(text, seq) for text, seq in connection.execute(found)]


def fold(store: Store, text: str) -> Folded | None:
    """Fold the log of this text, spell by spell. None when there is nothing to fold; also when there is any doubt: it then stays as it is."""
    with store.read() as connection:
        rows = _rows(connection, text)
        spells = _spells(rows, borders_of(connection, text))
    folds = _folds(spells)
    after = _after(spells, folds)
    if not folds or not is_whole(_data(after)):
        return None
    try:
        _write_beside(store, text, folds)
        with store.read() as connection:
            after = _after(spells, _read_back(connection, text, folds))
        if not says_the_same(_data(rows), _data(after)):
            raise Doubt("folded, it would say something else")
        _put_in_place(store, text, rows, folds, after)
    except Doubt as doubt:
        log.warning("the log of text %s stays as it is: %s", text, doubt)
        return None
    return Folded((len(rows), len(after)), (_size(rows), _size(after)))


def _spells(rows: Sequence[LogRow], borders: Borders) -> list[Sequence[LogRow]]:
    """The rows of each spell."""
    found, start = [], 0
    for spell in cut([(row.seq, row.at) for row in rows], borders):
        found.append(rows[start : start + spell.rows])
        start += spell.rows
    return found


def _folds(spells: Sequence[Sequence[LogRow]]) -> list[Fold]:
    """The spells of several rows whose sum brings and deletes the same letters."""
    sums = [(rows, folded(_data(rows))) for rows in spells if len(rows) > 1]
    return [Fold(rows, data) for rows, data in sums if data is not None]


def _write_beside(store: Store, text: str, folds: Sequence[Fold]) -> None:
    new = [{"text": text, "first": one.rows[0].seq, "last": one.rows[-1].seq, "data": one.data} for one in folds]
    with store.write() as connection:
        lock(connection, text)
        connection.execute(delete(t.fold).where(t.fold.c.text == text))
        connection.execute(insert(t.fold), new)


def _read_back(connection: Connection, text: str, folds: Sequence[Fold]) -> list[Fold]:
    """The same folds as the store gives them. Doubt: not what was written, or another service is at it."""
    written = connection.execute(select(t.fold.c.first, t.fold.c.last, t.fold.c.data).where(t.fold.c.text == text))
    found = {(first, last): bytes(data) for first, last, data in written}
    if found != {(one.rows[0].seq, one.rows[-1].seq): one.data for one in folds}:
        raise Doubt("what was written beside it is not there")
    return [Fold(one.rows, found[one.rows[0].seq, one.rows[-1].seq]) for one in folds]


def _after(spells: Sequence[Sequence[LogRow]], folds: Sequence[Fold]) -> list[LogRow]:
    """The log as it will be."""
    instead = {one.row.seq: one.row for one in folds}
    return [row for rows in spells for row in ([instead[rows[-1].seq]] if rows[-1].seq in instead else rows)]


def _put_in_place(
    store: Store, text: str, rows: Sequence[LogRow], folds: Sequence[Fold], after: Sequence[LogRow]
) -> None:
    """The folded rows take the place of the others, all of them or none. What was typed meanwhile comes after them."""
    mine = t.text_update.c.text == text
    with store.write() as connection:
        lock(connection, text)
        if _rows(connection, text)[: len(rows)] != rows:
            raise Doubt("it has changed")
        for one in folds:
            first, last = one.rows[0].seq, one.row.seq
            connection.execute(update(t.text_update).where(mine, t.text_update.c.seq == last).values(data=one.data))
            connection.execute(delete(t.text_update).where(mine, t.text_update.c.seq.between(first, last - 1)))
        connection.execute(delete(t.fold).where(t.fold.c.text == text))
        if _rows(connection, text)[: len(after)] != after:
            raise Doubt("it did not become what it must")


def _rows(connection: Connection, text: str) -> list[LogRow]:
    rows = select(t.text_update.c.seq, t.text_update.c.at, t.text_update.c.data).where(t.text_update.c.text == text)
    return [LogRow(seq, at, bytes(data)) for seq, at, data in connection.execute(rows.order_by(t.text_update.c.seq))]


def _data(rows: Sequence[LogRow]) -> list[bytes]:
    return [row.data for row in rows]


def _size(rows: Sequence[LogRow]) -> int:
    return sum(len(row.data) for row in rows)
