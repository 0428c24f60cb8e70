"""Deposited versions as nbgrader asks for them, a whole class at once and round by round; and what is deposited or handed back there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from classroom.documents import freeze_doc, merge
from classroom.documents.rewriting import rewrite
from classroom.errors import WrongStage
from classroom.model import Person, Role, Stage, Text, Version
from classroom.rounds import Remark, Round
from classroom.store import tables as t
from classroom.store.clock import now
from classroom.store.log import append_updates, load_updates
from classroom.store.looking import seen_by_pupil
from classroom.store.marks import Mark, marks_in
from classroom.store.people import positive_families
from classroom.store.reading import hand_back, hand_backs_in, review_of
from classroom.store.submitting import submit_locked
from classroom.store.texts import as_text, lock, made_before, write_move
from classroom.store.versions import as_version, version_with_key
from classroom.workflow import Move

FROM_NBGRADER = 1
"""The Yjs client id of what was typed in a notebook."""


_DEPOSITS: Select[Any] = (
    select(*t.version.c["text", "number", "submitted_at"], *t.text.c["assignment", "pupil", "stage"], t.hand_back.c.at)
    .join(t.text, t.text.c.id == t.version.c.text)
    .outerjoin(t.hand_back, t.hand_back.c.version == t.version.c.id)
)
_ONE_DEPOSIT: Select[Any] = _DEPOSITS.where(t.version.c.id == bindparam("version"))


@dataclass(frozen=True, slots=True)
class DepositLine:
    """One deposited version in a list of all."""

    text: str
    assignment: str
    pupil: str
    number: int
    submitted_at: datetime
    stage: Stage
    handed_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A pupil's text for an assignment with all its rounds: what nbgrader calls a submission, and the teacher « une copie »."""

    text: Text
    name: str
    rounds: tuple[Round, ...]


def deposits_in(
    connection: Connection, classroom: str, *, assignment: str | None = None, pupil: str | None = None
) -> list[DepositLine]:
    """All versions deposited in a class, the oldest first; those of one assignment or pupil if asked."""
    here = _DEPOSITS.join(t.assignment, t.assignment.c.id == t.text.c.assignment)
    joined = here.where(t.assignment.c.classroom == classroom).order_by(t.version.c.submitted_at, t.version.c.id)
    if assignment is not None:
        joined = joined.where(t.text.c.assignment == assignment)
    if pupil is not None:
        joined = joined.where(t.text.c.pupil == pupil)
    return [_as_line(row) for row in connection.execute(joined)]


def deposit_line(connection: Connection, version: str) -> DepositLine:
    """The same for this version (its id)."""
    return _as_line(connection.execute(_ONE_DEPOSIT, {"version": version}).one())


def copies_of(
    connection: Connection, classroom: str, assignment: str, asker: Person, pupil: str | None = None
) -> list[Copy]:
    """The texts deposited for an assignment with all rounds, as this person may see them; a pupil sees his own."""
    pupil = asker.username if asker.role is Role.PUPIL else pupil
    mine = select(t.text).where(t.text.c.assignment == assignment, t.text.c.version > 0)
    if pupil is not None:
        mine = mine.where(t.text.c.pupil == pupil)
    texts = {row.id: as_text(row) for row in connection.execute(mine.order_by(t.text.c.pupil))}
    named = select(*t.person.c["username", "name"]).where(t.person.c.classroom == classroom)
    names = {row.username: row.name for row in connection.execute(named)}
    rounds = _rounds(connection, classroom, texts, asker)
    return [Copy(text, names[text.pupil], tuple(rounds[text.id])) for text in texts.values()]


def submit_text(
    connection: Connection, text: str, plain: str, *, by: str, key: str, at: datetime | None = None
) -> Version:
    """Deposit what a pupil wrote elsewhere: his draft becomes these words, where they differ, and is deposited.

    A version that the teacher has not opened yet is taken back first. WrongStage when it is being read; errors as `submit`.
    """
    before = lock(connection, text)
    if made_before(connection, text, Move.SUBMIT, key):
        return version_with_key(connection, text, key)
    if before.stage is Stage.SUBMITTED:
        before = write_move(connection, before, Move.TAKE_BACK, by=by, key=None, at=at)
    updates = load_updates(connection, text)
    frozen = freeze_doc(merge(updates))
    if frozen.plain != plain:
        updates.append(rewrite(frozen.ydoc, plain))
        append_updates(connection, [(text, FROM_NBGRADER, updates[-1], at or now())])
        frozen = freeze_doc(merge(updates))
    return submit_locked(connection, before, by=by, key=key, frozen=frozen, at=at)


def hand_back_copy(
    connection: Connection, text: str, number: int, *, by: str, key: str, at: datetime | None = None
) -> None:
    """Hand back the version that was read in nbgrader, opened first if the desk has not. WrongStage when it is no longer the last one."""
    before = lock(connection, text)
    if before.version != number and not made_before(connection, text, Move.HAND_BACK, key):
        raise WrongStage("L'élève a déposé une autre version depuis : collectez-la d'abord.", code="newer_version")
    if before.stage is Stage.SUBMITTED:
        write_move(connection, before, Move.OPEN, by=by, key=None, at=at)
    hand_back(connection, text, by=by, key=key, at=at)


def _as_line(row: Row[Any]) -> DepositLine:
    return DepositLine(row.text, row.assignment, row.pupil, row.number, row.submitted_at, Stage(row.stage), row.at)


def _rounds(connection: Connection, classroom: str, texts: dict[str, Text], asker: Person) -> dict[str, list[Round]]:
    """Every round of these texts: text id → rounds. A few queries whatever the number of pupils."""
    shelf = _Shelf(connection, classroom, texts)
    found: dict[str, list[Round]] = {id: [] for id in texts}
    versions = select(t.version).where(t.version.c.text.in_(texts)).order_by(t.version.c.number)
    for version in map(as_version, connection.execute(versions)):
        round = shelf.for_pupil(version) if asker.role is Role.PUPIL else shelf.for_teacher(version)
        found[version.text].append(round)
    return found


class _Shelf:
    """All that was said of some texts, read once."""

    def __init__(self, connection: Connection, classroom: str, texts: dict[str, Text]) -> None:
        self._connection, self._texts = connection, texts
        self._bravos = positive_families(connection, classroom)
        self._marks, self._handed = marks_in(connection, classroom), hand_backs_in(connection, classroom)
        said = select(t.remark).join(t.version, t.version.c.id == t.remark.c.version).where(t.version.c.text.in_(texts))
        self._remarks = {r.version: Remark(r.comment, r.score, r.max_score) for r in connection.execute(said)}

    def for_teacher(self, version: Version) -> Round:
        round = self._round(version, self._marks.get(version.text, []))
        if round.handed_back_at is None and version.number == self._texts[version.text].version:
            review = review_of(self._connection, version.text)
            round = replace(round, comment=review.comment, support=review.support)
        return replace(round, remark=self._remarks.get(version.id))

    def for_pupil(self, version: Version) -> Round:
        marks, handed_back = self._marks.get(version.text, []), self._handed.get(version.text, {})
        return self._round(version, seen_by_pupil(marks, handed_back, self._bravos))

    def _round(self, version: Version, marks: list[Mark]) -> Round:
        round = Round(version, tuple(mark.annotation for mark in marks if mark.number == version.number))
        back = self._handed.get(version.text, {}).get(version.number)
        if back is None:
            return round
        return replace(
            round, comment=back.comment, support=back.support, handed_back_at=back.at, handed_back_by=back.by
        )
