"""« Les textes de la classe »: what the class may read of its own, each text as it stood when the teacher published it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from classroom.documents import freeze_doc, merge
from classroom.model import Person, Role, Stage, Text
from classroom.store import tables as t
from classroom.store.log import load_updates
from classroom.store.people import people_of
from classroom.store.texts import as_text

_KEPT = 500
"""How many published texts are kept in memory: they do not change, and the whole class opens its notebook at once."""


@dataclass(frozen=True, slots=True)
class Published:
    """A text that the whole class may read. `text.since` is when it was published, `document` its ProseMirror JSON."""

    text: Text
    title: str
    pupil: Person
    document: dict[str, Any]


def published_in(connection: Connection, classroom: str) -> list[Published]:
    """The published texts of a class, the last one first. What a pupil's tablet sends after the publication is not in them."""
    query = select(t.text, t.assignment.c.title).join(t.assignment, t.assignment.c.id == t.text.c.assignment)
    mine = query.where(t.assignment.c.classroom == classroom, t.text.c.stage == Stage.PUBLISHED)
    pupils = {person.username: person for person in people_of(connection, classroom, Role.PUPIL)}
    rows = connection.execute(mine.order_by(t.text.c.since.desc(), t.text.c.id))
    return [Published(text := as_text(row), row.title, pupils[text.pupil], _document(connection, text)) for row in rows]


def _document(connection: Connection, text: Text) -> dict[str, Any]:
    return _frozen(tuple(load_updates(connection, text.id, until=text.since)))


@lru_cache(maxsize=_KEPT)
def _frozen(updates: tuple[bytes, ...]) -> dict[str, Any]:
    return freeze_doc(merge(updates)).document
