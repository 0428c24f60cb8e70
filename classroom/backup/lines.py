"""A row of a table as one line of JSON, and back, the same whichever database it comes from.

A column that holds nothing is left out; bytes are in base64, moments in ISO 8601 with their zone, JSON as itself.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, LargeBinary, Table, Text, cast, select

from classroom.store.tables import UtcDateTime

AT_ONCE = 50
"""Rows held in memory: pictures are rows of up to some megabytes."""


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of the table, by its key, each one line with its end."""
    columns = [cast(column, Text).label(column.name) if is_json(column) else column for column in table.columns]
    rows = connection.execute(
        select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    )
    for row in rows.mappings():
        kept = {
            column.name: _said(column, row[column.name]) for column in table.columns if row[column.name] is not None
        }
        yield json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(table: Table, line: bytes) -> dict[str, Any]:
    """The row that a line says, ready to be inserted. ValueError, KeyError or TypeError when it is no row of this table."""
    said = json.loads(line)
    if unknown := said.keys() - table.columns.keys():
        raise ValueError(f"{len(unknown)} unknown columns")
    return {column.name: _meant(column, said[column.name]) if column.name in said else None for column in table.columns}


def is_json(column: Any) -> bool:
    return isinstance(column.type, JSON)


def _said(column: Any, value: Any) -> Any:
    if is_json(column):
        return json.loads(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def _meant(column: Any, value: Any) -> Any:
    if is_json(column):
        return JSON.NULL if value is None else value
    if isinstance(column.type, LargeBinary):
        return b64decode(value, validate=True)
    return datetime.fromisoformat(value) if isinstance(column.type, DateTime | UtcDateTime) else value
