"""From what the store gives to what the protocol promises."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from classroom.model import Assignment, Person, Version
from classroom.service import shapes
from classroom.store import Earlier, Look, Mark, MarkRow, PileRow, Published, Tally, TextRow
from classroom.workflow import WRITABLE, Move, allowed


def person(value: Person) -> shapes.PersonShape:
    return shapes.PersonShape.model_validate(value)


def assignment(value: Assignment) -> shapes.AssignmentShape:
    return shapes.AssignmentShape.model_validate(value)


def annotation(mark: Mark) -> shapes.AnnotationShape:
    return shapes.AnnotationShape(**_annotation(mark))


def earlier(value: Earlier) -> shapes.EarlierShape:
    now = shapes.PlaceShape.model_validate(value.now) if value.now else None
    seen = _annotation(value.mark) | {"outcome": value.outcome, "confirmed": value.confirmed}
    return shapes.EarlierShape(**seen, now=now)


def text_view(look: Look) -> shapes.TextView:
    """A text as its asker may see it."""
    text, role = look.text, look.asker.role
    return shapes.TextView(
        id=text.id,
        assignment=assignment(look.assignment),
        pupil=person(look.pupil),
        stage=text.stage,
        since=text.since,
        version=text.version,
        writable=text.stage in WRITABLE,
        moves=[move for move in Move if allowed(move, text.stage, role)],
        palette=look.palette.to_json(),
        help_level=look.help_level,
        annotations=[annotation(mark) for mark in look.marks],
        done=[mark.annotation.id for mark in look.marks if mark.done],
        hand_backs=[
            shapes.HandBackShape(number=number, at=given.at, by=given.by, comment=given.comment)
            for number, given in look.hand_backs
        ],
        review=shapes.ReviewShape.model_validate(look.review) if look.review else None,
        versions=[shapes.VersionLineShape.model_validate(line) for line in look.versions],
        rescues=[shapes.RescueShape.model_validate(rescue) for rescue in look.rescues],
    )


def version_view(version: Version, marks: list[Mark], before: list[Earlier]) -> shapes.VersionView:
    return shapes.VersionView(
        text=version.text,
        number=version.number,
        submitted_at=version.submitted_at,
        plain=version.plain,
        document=version.document,
        ydoc=b64encode(version.ydoc).decode(),
        annotations=[annotation(mark) for mark in marks],
        earlier=[earlier(value) for value in before],
    )


def card(look: Look, tally: Tally, words: int) -> shapes.Card:
    text = look.text
    return shapes.Card(
        text=text.id,
        assignment=assignment(look.assignment),
        stage=text.stage,
        since=text.since,
        version=text.version,
        marks=shapes.TallyShape.model_validate(tally),
        words=words,
    )


def pile_row(row: PileRow) -> shapes.PileRowShape:
    return shapes.PileRowShape(
        text=row.text.id,
        assignment=row.text.assignment,
        pupil=shapes.PileRowPupil(**_some(row.pupil, "username", "name", "level", "picture")),
        stage=row.text.stage,
        since=row.text.since,
        version=row.text.version,
        words=row.words,
        marks=row.marks,
        ready=row.ready,
        done=shapes.TallyShape.model_validate(row.done),
        returned=row.returned,
        priority=row.priority,
        found=row.found,
    )


def published(value: Published) -> shapes.PublishedShape:
    return shapes.PublishedShape(
        text=value.text.id,
        title=value.title,
        pupil=shapes.PileRowPupil(**_some(value.pupil, "username", "name", "level", "picture")),
        published_at=value.text.since,
        document=value.document,
    )


def mark_row(row: MarkRow) -> shapes.MarkRowShape:
    mark = row.mark
    return shapes.MarkRowShape(
        annotation=mark.annotation.id,
        family=mark.annotation.family,
        type=mark.annotation.type,
        created_at=mark.annotation.created_at,
        **_some(mark, "text", "number", "outcome", "confirmed", "done"),
        **_some(row, "assignment", "pupil", "level", "positive", "words", "outcomes", "shown", "help_level"),
    )


def text_row(row: TextRow) -> shapes.TextRowShape:
    return shapes.TextRowShape.model_validate(row)


def _annotation(mark: Mark) -> dict[str, Any]:
    value = mark.annotation
    return {
        **_some(value, "id", "family", "type", "comment", "author", "created_at"),
        "anchor": shapes.AnchorShape.model_validate(value.anchor),
        "text": mark.text,
        "version": mark.number,
        **_some(mark, "outcome", "confirmed", "done"),
    }


def _some(value: object, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}
