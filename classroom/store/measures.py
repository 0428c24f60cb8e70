"""The figures of a class, one row a mark and one row a text, for `classroom.progress` to count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from classroom.model import HandBack, HelpLevel, Outcome, Stage
from classroom.store import tables as t
from classroom.store.looking import seen_by_pupil
from classroom.store.marks import Mark, marks_in
from classroom.store.people import positive_families
from classroom.store.reading import hand_backs_in
from classroom.store.texts import given_texts


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark. `words` is the length of the version it is on; `help_level` is None while that version is not handed back.

    `shown` says whether its pupil was given it: not all are, when the support chooses families or a number.
    `outcomes` says what became of it in each version deposited since, the next one first.
    """

    mark: Mark
    shown: bool
    outcomes: tuple[Outcome, ...]
    assignment: str
    pupil: str
    level: str
    positive: bool
    words: int
    help_level: HelpLevel | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A version: how long it is, when it was deposited and, if it was, handed back."""

    number: int
    words: int
    submitted_at: datetime
    handed_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text. `words` is that of the last version, or of the draft before the first; `handed_back_at` is the last time."""

    text: str
    assignment: str
    pupil: str
    level: str
    stage: Stage
    versions: int
    words: int
    since: datetime
    first_submitted_at: datetime | None
    handed_back_at: datetime | None
    rounds: tuple[RoundRow, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    rows: list[MarkRow]
    texts: list[TextRow]


def measures(connection: Connection, classroom: str) -> Measures:
    """All marks and all texts of a class. A teacher sees those of versions not yet handed back too."""
    of_class = given_texts().add_columns(t.text.c.words, t.person.c.level)
    of_class = of_class.join(t.person, t.person.c.username == t.text.c.pupil).where(
        t.assignment.c.classroom == classroom
    )
    texts = connection.execute(of_class.order_by(t.text.c.assignment, t.text.c.pupil)).all()
    versions = _versions(connection, classroom)
    marks, returned = marks_in(connection, classroom), hand_backs_in(connection, classroom)
    bravos, became = positive_families(connection, classroom), _outcomes(connection, classroom)
    mark_rows = []
    for row in texts:
        given, own = returned.get(row.id, {}), marks.get(row.id, [])
        shown = {mark.annotation.id for mark in seen_by_pupil(own, dict(given), bravos)}
        mark_rows += [
            _mark_row(row, mark, versions[row.id], given, bravos, became.get(mark.annotation.id, {}), shown)
            for mark in own
        ]
    return Measures(mark_rows, [_text_row(row, versions.get(row.id, {}), returned.get(row.id, {})) for row in texts])


def _versions(connection: Connection, classroom: str) -> dict[str, dict[int, tuple[int, datetime]]]:
    """Text id → version number → (words, when it was deposited)."""
    joined = select(*t.version.c["text", "number", "words", "submitted_at"])
    joined = joined.join(t.text, t.text.c.id == t.version.c.text)
    joined = joined.join(t.assignment, t.assignment.c.id == t.text.c.assignment)
    found: dict[str, dict[int, tuple[int, datetime]]] = {}
    for row in connection.execute(joined.where(t.assignment.c.classroom == classroom)):
        found.setdefault(row.text, {})[row.number] = (row.words, row.submitted_at)
    return found


def _outcomes(connection: Connection, classroom: str) -> dict[str, dict[int, Outcome]]:
    """Annotation id → version number → the last thing said of the mark in that version."""
    event = t.annotation_event
    joined = select(*event.c["annotation", "version", "data"])
    joined = joined.join(t.annotation, t.annotation.c.id == event.c.annotation)
    joined = joined.join(t.version, t.version.c.id == t.annotation.c.version)
    joined = joined.join(t.text, t.text.c.id == t.version.c.text)
    joined = joined.join(t.assignment, t.assignment.c.id == t.text.c.assignment)
    said = joined.where(t.assignment.c.classroom == classroom, event.c.kind.in_(("proposed", "confirmed")))
    found: dict[str, dict[int, Outcome]] = {}
    for row in connection.execute(said.order_by(event.c.seq)):
        found.setdefault(row.annotation, {})[row.version] = Outcome(row.data["outcome"])
    return found


def _filled(became: Mapping[int, Outcome], numbers: range) -> tuple[Outcome, ...]:
    """One outcome for each version: nothing more is said of a mark once the teacher has confirmed that it is corrected."""
    outcomes: list[Outcome] = []
    for number in numbers:
        if number in became or outcomes:
            outcomes.append(became.get(number) or outcomes[-1])
    return tuple(outcomes)


def _mark_row(
    row: Row[Any],
    mark: Mark,
    versions: Mapping[int, tuple[int, datetime]],
    returned: Mapping[int, HandBack],
    bravos: set[str],
    became: Mapping[int, Outcome],
    shown: set[str],
) -> MarkRow:
    given = returned.get(mark.number)
    return MarkRow(
        mark=mark,
        shown=mark.annotation.id in shown,
        outcomes=_filled(became, range(mark.number + 1, len(versions) + 1)),
        assignment=row.assignment,
        pupil=row.pupil,
        level=row.level,
        positive=mark.annotation.family in bravos,
        words=versions[mark.number][0],
        help_level=given.support.level if given else None,
    )


def _text_row(row: Row[Any], versions: Mapping[int, tuple[int, datetime]], returned: Mapping[int, HandBack]) -> TextRow:
    return TextRow(
        text=row.id,
        assignment=row.assignment,
        pupil=row.pupil,
        level=row.level,
        stage=Stage(row.stage),
        versions=row.version,
        words=versions[row.version][0] if row.version else row.words,
        since=row.since,
        first_submitted_at=versions[1][1] if versions else None,
        handed_back_at=returned[max(returned)].at if returned else None,
        rounds=tuple(_round_row(number, *versions[number], returned.get(number)) for number in sorted(versions)),
    )


def _round_row(number: int, words: int, submitted_at: datetime, given: HandBack | None) -> RoundRow:
    return RoundRow(number, words, submitted_at, given.at if given else None)
