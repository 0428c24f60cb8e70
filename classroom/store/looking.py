"""One text with all that hangs on it, as its pupil or the teacher may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from classroom.model import Assignment, HandBack, HelpLevel, Person, Role, Support, Text
from classroom.palette import Palette
from classroom.store import tables as t
from classroom.store.assignments import assignment_of
from classroom.store.marks import Mark, marks_of
from classroom.store.outcomes import Earlier, places_then
from classroom.store.people import palette_of, person_of
from classroom.store.reading import Review, hand_backs_of, review_of
from classroom.store.rescues import Rescue, rescues_of
from classroom.store.texts import text_of


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    submitted_at: datetime
    words: int


@dataclass(frozen=True, slots=True)
class Look:
    """A text as `asker` may see it. `review` is None for a pupil."""

    asker: Person
    text: Text
    assignment: Assignment
    pupil: Person
    palette: Palette
    help_level: HelpLevel
    marks: list[Mark]
    hand_backs: list[tuple[int, HandBack]]
    review: Review | None
    versions: list[VersionLine]
    rescues: list[Rescue]


def look(connection: Connection, text: str, asker: Person) -> Look:
    """This text as this person may see it: a pupil sees the marks and outcomes of the versions that were handed back, and no more."""
    found = text_of(connection, text)
    assignment = assignment_of(connection, found.assignment)
    hand_backs = hand_backs_of(connection, text)
    marks = marks_of(connection, text)
    palette = palette_of(connection, assignment.classroom)
    bravos = {family.code for family in palette.families if family.positive}
    teaches = asker.role is Role.TEACHER
    lines = select(*t.version.c["number", "submitted_at", "words"]).where(t.version.c.text == text)
    return Look(
        asker=asker,
        text=found,
        assignment=assignment,
        pupil=person_of(connection, found.pupil),
        palette=palette,
        help_level=hand_backs[-1][1].support.level if hand_backs else Support().level,
        marks=marks if teaches else without_put_again(connection, seen_by_pupil(marks, dict(hand_backs), bravos)),
        hand_backs=hand_backs,
        review=review_of(connection, text) if teaches else None,
        versions=[VersionLine(*row) for row in connection.execute(lines.order_by(t.version.c.number))],
        rescues=rescues_of(connection, text),
    )


def seen_by_pupil(marks: list[Mark], hand_backs: dict[int, HandBack], bravos: set[str]) -> list[Mark]:
    """The marks of handed-back versions, in the families and within the budget that the teacher chose for this pupil.

    A bravo is no work: it is always shown and counts for nothing. An outcome in a version that is not handed back is not shown yet.
    """
    shown: list[Mark] = []
    for number, given in hand_backs.items():
        of_version = [mark for mark in marks if mark.number == number]
        families = given.support.families
        work = [m for m in of_version if m.annotation.family not in bravos]
        chosen = [m for m in work if not families or m.annotation.family in families][: given.support.budget]
        shown += [m for m in of_version if m.annotation.family in bravos or m in chosen]
    return [mark if mark.outcome_version in hand_backs else _without_outcome(mark) for mark in shown]


def without_put_again(connection: Connection, marks: list[Mark]) -> list[Mark]:
    """Without those that the teacher put again on their words in a later version: a pupil finds each mistake once."""
    last = max((mark.number for mark in marks), default=0)
    then = places_then(connection, [mark for mark in marks if mark.number < last])
    return [
        mark
        for mark in marks
        if not any(
            later.annotation.family == mark.annotation.family
            and later.annotation.anchor.start < place.end
            and place.start < later.annotation.anchor.end
            for later in marks
            if (place := then.get((mark.annotation.id, later.number)))
        )
    ]


def earlier_seen_by_pupil(earlier: list[Earlier], seen: dict[str, Mark]) -> list[Earlier]:
    """Of the earlier marks of a version, those that its pupil may see, with no more of their outcome than he may know."""
    return [
        one if seen[id].outcome_version is not None else replace(one, mark=seen[id], outcome=None, confirmed=False)
        for one in earlier
        if (id := one.mark.annotation.id) in seen
    ]


def _without_outcome(mark: Mark) -> Mark:
    return replace(mark, outcome=None, outcome_version=None, confirmed=False)
