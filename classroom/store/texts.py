"""The texts of a class and their life: each move is checked by `classroom.workflow` and written down in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, insert, or_, select, update

from classroom.errors import Conflict, NotFound
from classroom.model import Role, Stage, Text
from classroom.store import tables as t
from classroom.store.clock import new_id, now
from classroom.workflow import Move, after

# Made once: it takes longer to put these together than to run them, and nearly every request runs some.
_TEXT = select(t.text).where(t.text.c.id == bindparam("id"))
_LOCKED = _TEXT.with_for_update()
_MADE = select(t.transition.c.move).where(
    t.transition.c.text == bindparam("text"), t.transition.c.key == bindparam("key")
)
_HANDED_BACK = (
    select(t.hand_back.c.version)
    .join(t.version, t.version.c.id == t.hand_back.c.version)
    .where(t.version.c.text == bindparam("text"))
)
_MOVING = update(t.text).where(t.text.c.id == bindparam("moved"))
_WRITING_DOWN = insert(t.transition)


def text_of(connection: Connection, id: str) -> Text:
    """The text with this id. NotFound when there is none."""
    return _found(connection.execute(_TEXT, {"id": id}).first(), id)


def words_of(connection: Connection, id: str) -> int:
    """How many words the draft held when it was last counted."""
    return int(connection.scalars(select(t.text.c.words).where(t.text.c.id == id)).one())


def lock(connection: Connection, id: str) -> Text:
    """The same, and nobody else changes this text before the transaction ends."""
    return _found(connection.execute(_LOCKED, {"id": id}).first(), id)


def notebook_of(connection: Connection, pupil: str) -> list[Text]:
    """A pupil's texts, those of the newest writing project first: what was given to him, and what he wrote if it was given to others since."""
    query = given_texts().where(t.text.c.pupil == pupil)
    newest = query.order_by(t.assignment.c.created_at.desc(), t.text.c.id)
    return [as_text(row) for row in connection.execute(newest)]


def given_texts() -> Select[Any]:
    """Texts of assignments that are given to their pupil (or were when he wrote), joined with `assignment`."""
    chosen = t.assignment_pupil.c.assignment == t.text.c.assignment
    given = or_(
        ~exists().where(chosen),
        exists().where(chosen, t.assignment_pupil.c.pupil == t.text.c.pupil),
        t.text.c.version > 0,
        t.text.c.words > 0,
    )
    return select(t.text).join(t.assignment, t.assignment.c.id == t.text.c.assignment).where(given)


def give_texts(connection: Connection, classroom: str, *, at: datetime | None = None) -> None:
    """Make the texts that are missing in a class: one for each pupil and each writing project that is given to him."""
    chosen = t.assignment_pupil.c.assignment == t.assignment.c.id
    mine = exists().where(chosen, t.assignment_pupil.c.pupil == t.person.c.username)
    there = exists().where(t.text.c.assignment == t.assignment.c.id, t.text.c.pupil == t.person.c.username)
    missing = (
        select(t.assignment.c.id, t.person.c.username)
        .join(t.person, t.person.c.classroom == t.assignment.c.classroom)
        .where(t.assignment.c.classroom == classroom, t.person.c.role == Role.PUPIL, ~there)
        .where(or_(~exists().where(chosen), mine))
    )
    begun = {"stage": Stage.WRITING, "since": at or now()}
    rows = [{"id": new_id(), "assignment": a, "pupil": pupil} | begun for a, pupil in connection.execute(missing)]
    if rows:
        connection.execute(insert(t.text), rows)


def move(
    connection: Connection, id: str, move: Move, *, by: str, key: str | None = None, at: datetime | None = None
) -> Text:
    """Move a text along its life. WrongStage when it is not at the right stage; the same key again changes nothing.

    To deposit, hand back or accept use `submit`, `hand_back` and `accept`, which do more than the move.
    """
    text = lock(connection, id)
    if made_before(connection, id, move, key):
        return text
    return write_move(connection, text, move, by=by, key=key, at=at)


def made_before(connection: Connection, text: str, move: Move, key: str | None) -> bool:
    """Whether this very move was made with this key already. Conflict when the key served for another move."""
    if key is None:
        return False
    before = connection.scalar(_MADE, {"text": text, "key": key})
    if before is not None and before != move:
        raise Conflict(detail=f"key of {before} used for {move}")
    return before is not None


def write_move(
    connection: Connection,
    text: Text,
    move: Move,
    *,
    by: str,
    key: str | None,
    at: datetime | None,
    version: int | None = None,
) -> Text:
    """Check the move, write it down, and give the text as it is then. The text must be locked."""
    stage = after(move, text.stage, handed_back_before=_handed_back(connection, text.id))
    when = at or now()
    number = text.version if version is None else version
    connection.execute(_MOVING, {"moved": text.id, "stage": stage, "since": when, "version": number})
    row = {"text": text.id, "move": move, "from_stage": text.stage, "to_stage": stage, "by": by, "at": when, "key": key}
    connection.execute(_WRITING_DOWN, row)
    return replace(text, stage=stage, since=when, version=number)


def no_such_text(id: str) -> NotFound:
    return NotFound("Ce texte n'existe pas.", detail=f"text {id[:64]}")


def as_text(row: Row[Any]) -> Text:
    return Text(row.id, row.assignment, row.pupil, Stage(row.stage), row.since, row.version)


def _found(row: Row[Any] | None, id: str) -> Text:
    if row is None:
        raise no_such_text(id)
    return as_text(row)


def _handed_back(connection: Connection, text: str) -> bool:
    return connection.execute(_HANDED_BACK, {"text": text}).first() is not None
