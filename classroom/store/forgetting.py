"""A pupil leaves: everything that is his goes, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, false, func, or_, select, text, update

from classroom.errors import BadInput
from classroom.model import Person, Role
from classroom.store import tables as t
from classroom.store.people import person_of

NOT_A_PUPIL = "« {name} » n'est pas un élève : seuls les élèves s'effacent ainsi."


@dataclass(frozen=True)
class Forgotten:
    """Who went, and what with him: so many texts, and so many versions that he had deposited."""

    pupil: Person
    texts: int
    versions: int


def what_is_his(connection: Connection, username: str) -> Forgotten:
    """What `forget_pupil` would take away. NotFound for nobody, BadInput for a teacher."""
    pupil = person_of(connection, username)
    if pupil.role is not Role.PUPIL:
        raise BadInput(NOT_A_PUPIL.format(name=pupil.name), code="not_a_pupil")
    his = _rows(username)
    texts, versions = (
        connection.scalar(select(func.count()).select_from(table).where(his[table])) or 0
        for table in (t.text, t.version)
    )
    return Forgotten(pupil, texts, versions)


def forget_pupil(connection: Connection, username: str) -> Forgotten:
    """Delete every row that leads to this pupil. A picture of his that a comrade or a writing project uses goes over to them."""
    found = what_is_his(connection, username)
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))  # what is deleted is overwritten, not only left out
    _hand_over_pictures(connection, found.pupil)
    his = _rows(username)
    for table in reversed(t.metadata.sorted_tables):
        if table in his:
            connection.execute(delete(table).where(his[table]))
    return found


def _rows(username: str) -> dict[Table, ColumnElement[bool]]:
    """The rows of each table that are his: his own, and those that point to one of his."""
    his: dict[Table, ColumnElement[bool]] = {t.person: t.person.c.username == username}
    for table in t.metadata.sorted_tables:
        if table is t.person:
            continue
        leading = [
            column.in_(select(key.column).where(his[key.column.table]))
            for column in table.columns
            for key in column.foreign_keys
            if key.column.table in his
        ]
        if leading:
            his[table] = or_(false(), *leading)
    return his


def _hand_over_pictures(connection: Connection, pupil: Person) -> None:
    for sha256 in list(connection.scalars(select(t.asset.c.sha256).where(t.asset.c.by == pupil.username))):
        if heir := _who_else_uses(connection, sha256, pupil):
            connection.execute(update(t.asset).where(t.asset.c.sha256 == sha256).values(by=heir))


def _who_else_uses(connection: Connection, sha256: str, pupil: Person) -> str | None:
    """Whoever wrote a text with this picture in it, or the teacher of a class that has a project with it."""
    teachers = select(t.person.c.username).join(t.assignment, t.assignment.c.classroom == t.person.c.classroom)
    asked = teachers.where(t.assignment.c.picture == sha256, t.person.c.role == Role.TEACHER).limit(1)
    if (teacher := connection.scalar(asked)) is not None:
        return str(teacher)
    typed = select(t.text.c.pupil, t.text_update.c.data).join(t.text, t.text.c.id == t.text_update.c.text)
    name = sha256.encode()
    with connection.execute(typed.where(t.text.c.pupil != pupil.username).execution_options(yield_per=500)) as others:
        return next((str(row.pupil) for row in others if name in row.data), None)
