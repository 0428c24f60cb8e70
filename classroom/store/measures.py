"""The figures of a class, one row a mark and one row a text, for `classroom.progress` to count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from classroom.model import HandBack, HelpLevel, Stage
from classroom.store import tables as t
from classroom.store.marks import Mark, marks_in
from classroom.store.people import positive_families
from classroom.store.reading import hand_backs_in
from classroom.store.texts import given_texts


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark. `words` is the length of the version it is on; `help_level` is None while that version is not handed back."""

    mark: Mark
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
    bravos = positive_families(connection, classroom)
    mark_rows = [
        _mark_row(row, mark, versions[row.id], returned.get(row.id, {}), bravos)
        for row in texts
        for mark in marks.get(row.id, [])
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


def _mark_row(
    row: Row[Any],
    mark: Mark,
    versions: Mapping[int, tuple[int, datetime]],
    returned: Mapping[int, HandBack],
    bravos: set[str],
) -> MarkRow:
    given = returned.get(mark.number)
    return MarkRow(
        mark=mark,
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
