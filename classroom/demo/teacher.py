"""The made-up teacher at her desk: opens a text, puts her marks one by one, says what became of the old ones, hands back or accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from classroom import store as s
from classroom.anchors import anchor_at
from classroom.demo.stories import Round
from classroom.documents import merge, relative_anchor
from classroom.model import Annotation, Outcome
from classroom.workflow import Move

_A_MARK = timedelta(seconds=8)


@dataclass(frozen=True)
class TeacherAtWork:
    """The teacher at work on one text."""

    connection: Connection
    text: str
    teacher: str

    def read(self, number: int, round_: Round, at: datetime) -> None:
        """Open the deposited version and put the marks of this round."""
        s.move(self.connection, self.text, Move.OPEN, by=self.teacher, at=at)
        version = s.version_of(self.connection, self.text, number)
        doc = merge([version.ydoc])
        for order, mark in enumerate(round_.marks, start=1):
            anchor = anchor_at(version.plain, mark.start, mark.end, relative_anchor(doc, mark.start, mark.end))
            s.annotate(
                self.connection,
                self.text,
                number,
                id=str(uuid4()),
                author=self.teacher,
                family=mark.family,
                type=mark.type,
                comment=mark.comment,
                anchor=anchor,
                at=at + order * _A_MARK,
            )
        s.write_review(self.connection, self.text, s.Review(round_.comment, round_.ready, round_.support))

    def confirm(self, number: int, at: datetime) -> None:
        """Say what became of the earlier marks: what was proposed, except where she has just marked the same words again."""
        earlier = s.earlier_marks(self.connection, s.version_of(self.connection, self.text, number))
        again = [mark.annotation for mark in s.marks_of(self.connection, self.text) if mark.number == number]
        for old in earlier:
            if old.outcome and not (old.confirmed and old.outcome is Outcome.FIXED):
                outcome = _judged(old, old.outcome, again)
                s.confirm_outcome(self.connection, old.mark.annotation.id, outcome, by=self.teacher, at=at)

    def accept(self, at: datetime) -> None:
        s.accept(self.connection, self.text, by=self.teacher, key=str(uuid4()), at=at)

    def publish(self, at: datetime) -> None:
        s.move(self.connection, self.text, Move.PUBLISH, by=self.teacher, at=at)

    def hand_back(self, at: datetime) -> None:
        s.hand_back(self.connection, self.text, by=self.teacher, key=str(uuid4()), at=at)


def _judged(old: s.Earlier, proposed: Outcome, again: list[Annotation]) -> Outcome:
    if proposed not in (Outcome.FIXED, Outcome.CHANGED):
        return proposed
    return Outcome.CHANGED if any(_same_words(old, mark) for mark in again) else Outcome.FIXED


def _same_words(old: s.Earlier, mark: Annotation) -> bool:
    if old.now is None or mark.family != old.mark.annotation.family:
        return False
    return old.now.start < mark.anchor.end and mark.anchor.start < old.now.end
