"""The teacher's pile: who is writing, who deposited, who waits and since when, and which text to read next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from classroom.model import Person, Role, Stage, Text
from classroom.store import tables as t
from classroom.store.marks import Mark, marks_in
from classroom.store.people import people_of, positive_families
from classroom.store.reading import hand_backs_in
from classroom.store.rescues import found_in
from classroom.store.texts import as_text, given_texts


@dataclass(frozen=True, slots=True)
class Tally:
    """Marks that ask for a correction and were handed back to the pupil: how many, and how many he has dealt with."""

    total: int
    done: int


@dataclass(frozen=True, slots=True)
class PileRow:
    """One text of the pile. `marks` counts those of the last version, `returned` the hand-backs.

    `found` counts the found words that nobody has seen to.
    `priority` is 1 for the text to read next, 2 for the one after…, and 0 where there is nothing to read.
    """

    text: Text
    pupil: Person
    words: int
    marks: int
    ready: bool
    done: Tally
    returned: int
    priority: int
    found: int


def pile(connection: Connection, classroom: str, assignment: str | None = None) -> list[PileRow]:
    """Every text that is given in this class: those to read first, then the others, the last to change first."""
    texts = given_texts().add_columns(t.text.c.words.label("draft_words")).where(t.assignment.c.classroom == classroom)
    if assignment is not None:
        texts = texts.where(t.text.c.assignment == assignment)
    pupils = {person.username: person for person in people_of(connection, classroom, Role.PUPIL)}
    found = found_in(connection, classroom)
    marks, returned = marks_in(connection, classroom), hand_backs_in(connection, classroom)
    ready = set(connection.scalars(select(t.review.c.text).where(t.review.c.ready)))
    bravos = positive_families(connection, classroom)
    rows = [
        PileRow(
            text=as_text(row),
            pupil=pupils[row.pupil],
            words=row.draft_words,
            marks=sum(mark.number == row.version for mark in marks.get(row.id, [])),
            ready=row.stage == Stage.READING and row.id in ready,
            done=tally(marks.get(row.id, []), returned.get(row.id, {}), bravos),
            returned=len(returned.get(row.id, {})),
            priority=0,
            found=found.get(row.id, 0),
        )
        for row in connection.execute(texts)
    ]
    return _ranked(rows)


def tally(marks: Iterable[Mark], handed_back: Iterable[int], bravos: set[str]) -> Tally:
    """Of the marks on the versions with these numbers, those that ask for a correction, and those ticked or confirmed as fixed."""
    numbers = set(handed_back)
    asking = [mark for mark in marks if mark.number in numbers and mark.annotation.family not in bravos]
    return Tally(len(asking), sum(mark.done or (mark.confirmed and mark.outcome == "fixed") for mark in asking))


def _ranked(rows: list[PileRow]) -> list[PileRow]:
    to_read = sorted((row for row in rows if _waits(row)), key=_turn)
    others = sorted((row for row in rows if not _waits(row)), key=lambda row: row.text.since, reverse=True)
    return [replace(row, priority=rank) for rank, row in enumerate(to_read, start=1)] + others


def _waits(row: PileRow) -> bool:
    return row.text.stage is Stage.SUBMITTED or (row.text.stage is Stage.READING and not row.ready)


def _turn(row: PileRow) -> tuple[bool, datetime, str]:
    """A reading that was begun is finished first; then the text that has waited longest."""
    return (row.text.stage is Stage.SUBMITTED, row.text.since, row.text.id)
