"""Which tables a store had at a given revision: a copy made before a new release is written and read with the tables of its own day."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Connection, DateTime, Integer, MetaData, Table, create_engine, select
from sqlalchemy.types import TypeEngine

from classroom.store.migration import upgrade_to
from classroom.store.tables import UtcDateTime

NUMBERING = "alembic_version"


@cache
def tables_at(revision: str) -> tuple[Table, ...]:
    """The tables at this revision, in the order in which they can be filled. They are read from a store made for that, in memory."""
    engine = create_engine("sqlite://")
    found = MetaData()
    with engine.begin() as connection:
        upgrade_to(connection, revision)
        found.reflect(connection)
    engine.dispose()
    found.remove(found.tables[NUMBERING])
    for table in found.sorted_tables:
        for column in table.columns:
            column.type = _neutral(column)
    return tuple(found.sorted_tables)


def is_empty(connection: Connection, revision: str) -> bool:
    """Whether no table of the store at this revision has a row."""
    return not any(connection.execute(select(table).limit(1)).first() for table in tables_at(revision))


def _neutral(column: Column[Any]) -> TypeEngine[Any]:
    """The same type for every database: moments in UTC, JSON that tells "nothing" from `null`, whole numbers of any length."""
    match column.type:
        case DateTime():
            return UtcDateTime()
        case JSON():
            return JSON(none_as_null=True)
        case Integer():
            return BigInteger()
    return column.type
