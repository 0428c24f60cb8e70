"""A class in a folder: to keep, to hand to another school, to open with nbgrader. What is taken out comes back whole.

    l-annee/ecritoire.jsonl     every row of the class, one a line: what `ecritoire import` reads
    l-annee/source, submitted…  the same class as an nbgrader course, for other tools (`classroom.exchange.archive`)

Secrets (passwords, pictures of the door) stay in the class: whoever imports gives new ones.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Select, Table, insert, select

from classroom.errors import BadInput, Conflict
from classroom.store import Store
from classroom.store import tables as t

FILE = "ecritoire.jsonl"
FORMAT = {"format": "ecritoire", "version": 1}

COUNTER = "seq"
"""A number that only says in which order rows came: the new store counts anew."""

NOT_A_CLASS = "Ce fichier n'est pas une classe d'Écritoire, ou il est abimé (ligne {line})."
ALREADY_HERE = "Cette classe, ou un de ses identifiants, existe déjà ici."


def rows_of(classroom: str) -> dict[Table, Select[Any]]:
    """Every table that belongs to a class, in the order in which it can be filled, with the rows that are this class's."""
    people = select(t.person.c.username).where(t.person.c.classroom == classroom)
    projects = select(t.assignment.c.id).where(t.assignment.c.classroom == classroom)
    texts = select(t.text.c.id).where(t.text.c.assignment.in_(projects))
    versions = select(t.version.c.id).where(t.version.c.text.in_(texts))
    marks = select(t.annotation.c.id).where(t.annotation.c.version.in_(versions))
    mine: dict[Table, Any] = {
        t.classroom: t.classroom.c.id == classroom,
        t.person: t.person.c.classroom == classroom,
        t.asset: t.asset.c.by.in_(people),
        t.assignment: t.assignment.c.classroom == classroom,
        t.assignment_pupil: t.assignment_pupil.c.assignment.in_(projects),
        t.course_assignment: t.course_assignment.c.classroom == classroom,
        t.text: t.text.c.id.in_(texts),
        **{table: table.c.text.in_(texts) for table in (t.text_update, t.bring_back, t.version, t.review)},
        **{table: table.c.text.in_(texts) for table in (t.rescue, t.transition)},
        **{table: table.c.version.in_(versions) for table in (t.annotation, t.hand_back, t.remark)},
        t.annotation_event: t.annotation_event.c.annotation.in_(marks),
    }
    return {table: select(table).where(one).order_by(*table.primary_key) for table, one in mine.items()}


def export_class(store: Store, classroom: str, folder: Path) -> Path:
    """Write every row of a class into this folder; gives the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    with store.read() as connection, file.open("w", encoding="utf-8") as out:
        for line in _lines(connection, classroom):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.chmod(0o600)
    return file


def import_class(store: Store, folder: Path) -> str:
    """Bring a class back from its folder, all of it or nothing; gives its id.

    BadInput when the file is not a class, Conflict when the class or one of its people is here already.
    """
    with store.write() as connection:
        rows = list(_read(folder / FILE))
        _must_be_new(connection, rows)
        for table, row in rows:
            connection.execute(insert(table).values(row))
    return next(str(row["id"]) for table, row in rows if table is t.classroom)


def _lines(connection: Connection, classroom: str) -> Iterator[dict[str, Any]]:
    yield FORMAT
    for table, rows in rows_of(classroom).items():
        for row in connection.execute(rows).mappings():
            kept = {name: _to_json(row[name]) for name in row if name != COUNTER}
            yield {"table": table.name, "row": kept}


def _read(file: Path) -> Iterator[tuple[Table, dict[str, Any]]]:
    tables = {table.name: table for table in rows_of("")}
    number = 1
    try:
        with file.open(encoding="utf-8") as lines:
            if json.loads(next(lines)) != FORMAT:
                raise ValueError("format")
            for line in lines:
                number += 1
                said = json.loads(line)
                table = tables[said["table"]]
                yield table, {name: _from_json(table, name, value) for name, value in said["row"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise BadInput(NOT_A_CLASS.format(line=number), detail=type(error).__name__) from error


def _must_be_new(connection: Connection, rows: list[tuple[Table, dict[str, Any]]]) -> None:
    rooms = [row["id"] for table, row in rows if table is t.classroom]
    names = [row["username"] for table, row in rows if table is t.person]
    if len(rooms) != 1:
        raise BadInput(NOT_A_CLASS.format(line=2), detail=f"{len(rooms)} classes")
    here = connection.scalar(select(t.classroom.c.id).where(t.classroom.c.id.in_(rooms)))
    taken = connection.scalar(select(t.person.c.username).where(t.person.c.username.in_(names)))
    if here or taken:
        raise Conflict(ALREADY_HERE, code="already_here")


def _to_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def _from_json(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return b64decode(value, validate=True)
    return datetime.fromisoformat(value) if isinstance(kind, t.UtcDateTime) else value
