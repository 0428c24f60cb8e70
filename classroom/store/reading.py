"""The teacher reads: the general comment being written, « prêt à rendre », and handing the text back with its marks."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select

from classroom.errors import BadInput, WrongStage
from classroom.model import HandBack, HelpLevel, Stage, Support, Text
from classroom.rounds import general_comment
from classroom.store import tables as t
from classroom.store.clock import now
from classroom.store.remarks import remark_of
from classroom.store.texts import lock, made_before, write_move
from classroom.store.versions import version_of
from classroom.workflow import Move


@dataclass(frozen=True, slots=True)
class Review:
    """What the teacher is writing about the version being read, not yet seen by the pupil."""

    comment: str = ""
    ready: bool = False
    support: Support = field(default_factory=Support)


def write_review(connection: Connection, text: str, review: Review) -> None:
    """Keep the general comment being written and whether the text is ready. WrongStage when it is not being read."""
    stage = lock(connection, text).stage
    if stage is not Stage.READING:
        raise WrongStage("Ce texte n'est pas en relecture.", detail=stage)
    connection.execute(delete(t.review).where(t.review.c.text == text))
    values = {"text": text, "comment": review.comment, "ready": review.ready, "support": asdict(review.support)}
    connection.execute(insert(t.review).values(values))


def review_of(connection: Connection, text: str) -> Review:
    """The review being written; when there is none, an empty one with the support that this pupil had the last time."""
    row = connection.execute(select(t.review).where(t.review.c.text == text)).first()
    if row is None:
        return Review(support=_last_support(connection, text))
    return Review(row.comment, row.ready, as_support(row.support))


def _last_support(connection: Connection, text: str) -> Support:
    """What the pupil of this text was given with the last of all his texts that was handed back."""
    pupil = select(t.text.c.pupil).where(t.text.c.id == text).scalar_subquery()
    given = select(t.hand_back.c.support).join(t.version, t.version.c.id == t.hand_back.c.version)
    given = given.join(t.text, t.text.c.id == t.version.c.text).where(t.text.c.pupil == pupil)
    return as_support(connection.scalars(given.order_by(t.hand_back.c.at.desc()).limit(1)).first())


def hand_back(
    connection: Connection, text: str, *, by: str, key: str, comment: str | None = None, at: datetime | None = None
) -> None:
    """Give the text back to its pupil with its marks and the general comment: `comment`, or the review's, then the gradebook's.

    WrongStage when it is not being read, with a sentence that says so when the pupil has taken it back. The same key again changes nothing.
    """
    before = lock(connection, text)
    if made_before(connection, text, Move.HAND_BACK, key):
        return
    if before.stage in (Stage.WRITING, Stage.REVISING):
        raise WrongStage("L'élève a repris son texte : il ne peut pas être rendu maintenant.", code="taken_back")
    write_move(connection, before, Move.HAND_BACK, by=by, key=key, at=at)
    _give(connection, before, by, comment, at)


def accept(connection: Connection, text: str, *, by: str, key: str, at: datetime | None = None) -> None:
    """Accept the version being read; its pupil gets its last marks and the general comment. WrongStage when it is not being read."""
    before = lock(connection, text)
    if not made_before(connection, text, Move.ACCEPT, key):
        write_move(connection, before, Move.ACCEPT, by=by, key=key, at=at)
        _give(connection, before, by, None, at)


def _give(connection: Connection, text: Text, by: str, comment: str | None, at: datetime | None) -> None:
    """Show the pupil the marks of the last version, and the general comment (`comment`, or the review's)."""
    review = review_of(connection, text.id)
    version = version_of(connection, text.id, text.version).id
    connection.execute(delete(t.hand_back).where(t.hand_back.c.version == version))
    spoken = general_comment(review.comment if comment is None else comment, remark_of(connection, version))
    said = {"comment": spoken, "support": asdict(review.support)}
    connection.execute(insert(t.hand_back).values(version=version, at=at or now(), by=by, **said))
    connection.execute(delete(t.review).where(t.review.c.text == text.id))


def hand_backs_of(connection: Connection, text: str) -> list[tuple[int, HandBack]]:
    """How a text was handed back, the first time first: (version number, hand-back)."""
    rows = connection.execute(_hand_backs().where(t.version.c.text == text))
    return [(row.number, _as_hand_back(row)) for row in rows]


def hand_backs_in(connection: Connection, classroom: str) -> dict[str, dict[int, HandBack]]:
    """The same for a whole class: text id → version number → hand-back."""
    joined = _hand_backs().join(t.text, t.text.c.id == t.version.c.text)
    joined = joined.join(t.assignment, t.assignment.c.id == t.text.c.assignment)
    found: dict[str, dict[int, HandBack]] = {}
    for row in connection.execute(joined.where(t.assignment.c.classroom == classroom)):
        found.setdefault(row.text, {})[row.number] = _as_hand_back(row)
    return found


def _hand_backs() -> Select[Any]:
    joined = select(t.hand_back, *t.version.c["number", "text"]).join(
        t.version, t.version.c.id == t.hand_back.c.version
    )
    return joined.order_by(t.version.c.number)


def _as_hand_back(row: Row[Any]) -> HandBack:
    return HandBack(row.version, row.at, row.by, row.comment, as_support(row.support))


def as_support(data: dict[str, Any] | None) -> Support:
    """A support from its JSON. BadInput when the help level is not one of the ladder."""
    if not data:
        return Support()
    try:
        return Support(HelpLevel(data["level"]), tuple(data["families"]), data["budget"])
    except ValueError as error:
        raise BadInput("Ce niveau d'aide n'existe pas.", detail="help level") from error
