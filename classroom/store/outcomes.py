"""What became of each mark: ticked by the pupil, proposed by the program at each deposit, confirmed or reopened by the teacher.

An outcome speaks of one version. `fixed` confirmed by the teacher holds for ever; any other outcome is proposed anew when the pupil deposits
again. What the teacher confirmed is never changed by the program for the same version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from classroom.comparison import Comparison, Place, Verdict
from classroom.documents import anchors_now, merge
from classroom.errors import NotFound, WrongStage
from classroom.model import Outcome, Version
from classroom.store import tables as t
from classroom.store.marks import Mark, mark_of, marks_of, write_event
from classroom.store.people import positive_families
from classroom.store.texts import lock
from classroom.store.versions import version_of
from classroom.workflow import WRITABLE

FAMILIES_OF_SIGNS = frozenset({"sentence"})
"""Families whose mistakes may be corrected just beside the marked words: a full stop, a capital, a comma."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mark of an earlier version, seen in a later one: where its words stand there, and what became of it."""

    mark: Mark
    outcome: Outcome | None
    confirmed: bool
    now: Place | None


def mark_done(
    connection: Connection, text: str, annotation: str, *, done: bool, by: str, at: datetime | None = None
) -> None:
    """The pupil says « c'est corrigé » of a mark, or not any more. NotFound unless the mark was handed back to him; WrongStage while he may not write."""
    before = lock(connection, text)
    mark = mark_of(connection, annotation)
    if mark.text != text or not _was_handed_back(connection, mark.annotation.version):
        raise NotFound("Cette marque n'est pas sur ton texte.", detail="annotation of another text or not handed back")
    if before.stage not in WRITABLE:
        raise WrongStage("Ton texte est déposé : tu pourras cocher quand il te sera rendu.", detail=before.stage)
    if mark.done != done:
        _set_done(connection, annotation, done, by, at, before.version)


def note_help(
    connection: Connection, text: str, annotation: str, level: str, *, by: str, at: datetime | None = None
) -> None:
    """The pupil asked for more help with a mark. NotFound unless the mark was handed back to him."""
    mark = mark_of(connection, annotation)
    if mark.text != text or not _was_handed_back(connection, mark.annotation.version):
        raise NotFound("Cette marque n'est pas sur ton texte.", detail="annotation of another text or not handed back")
    write_event(connection, annotation, "help", by=by, at=at, version=mark.number, data={"level": level})


def propose_outcomes(connection: Connection, version: Version, *, at: datetime | None = None) -> None:
    """Say what seems to have become of each earlier mark in this version that has just been deposited."""
    earlier = [mark for mark in marks_of(connection, version.text) if mark.number < version.number]
    if not earlier:
        return
    said = anchors_now(merge([version.ydoc]))
    compared = {number: _compared(connection, version, number) for number in {mark.number for mark in earlier}}
    bravos = _bravos(connection, version.text)
    for mark in earlier:
        if mark.annotation.family in bravos:
            continue
        verdict = compared[mark.number].judge(
            mark.annotation.anchor,
            done=mark.done,
            now=said.get(mark.annotation.id),
            signs=mark.annotation.family in FAMILIES_OF_SIGNS,
        )
        _keep_verdict(connection, mark, verdict, version.number, at)


def confirm_outcome(
    connection: Connection, annotation: str, outcome: Outcome, *, by: str, at: datetime | None = None
) -> Mark:
    """The teacher says what became of a mark in the last version; unless it is fixed the pupil's tick goes away, for he has to look again.

    WrongStage when no version was deposited since the mark.
    """
    mark = mark_of(connection, annotation)
    number = lock(connection, mark.text).version
    if number <= mark.number:
        raise WrongStage("L'élève n'a rien déposé depuis cette marque.", detail=f"version {number}")
    _set_outcome(connection, annotation, outcome, number, confirmed=True)
    write_event(connection, annotation, "confirmed", by=by, at=at, version=number, data={"outcome": outcome})
    if mark.done and outcome is not Outcome.FIXED:
        _set_done(connection, annotation, False, by, at, number)
    return mark_of(connection, annotation)


def earlier_marks(connection: Connection, version: Version) -> list[Earlier]:
    """The marks of earlier versions, as they stand in this one."""
    said = anchors_now(merge([version.ydoc]))
    marks = [mark for mark in marks_of(connection, version.text) if mark.number < version.number]
    compared = {number: _compared(connection, version, number) for number in {mark.number for mark in marks}}
    outcomes = _outcomes_until(connection, version)
    found = []
    for mark in marks:
        outcome, confirmed = outcomes.get(mark.annotation.id, (None, False))
        place = compared[mark.number].locate(mark.annotation.anchor, said.get(mark.annotation.id))
        found.append(Earlier(mark, outcome, confirmed, place))
    return found


def places_then(connection: Connection, marks: Iterable[Mark]) -> dict[tuple[str, int], Place]:
    """Where the words of these marks stood in the later versions: by annotation and version, where they were found."""
    if not (ids := [mark.annotation.id for mark in marks]):
        return {}
    events = t.annotation_event
    proposed = select(events).where(events.c.annotation.in_(ids), events.c.kind == "proposed")
    return {
        (row.annotation, row.version): Place(**place)
        for row in connection.execute(proposed)
        if (place := row.data.get("now"))
    }


def _compared(connection: Connection, version: Version, number: int) -> Comparison:
    return Comparison(version_of(connection, version.text, number).plain, version.plain)


def _keep_verdict(connection: Connection, mark: Mark, verdict: Verdict, number: int, at: datetime | None) -> None:
    if mark.confirmed and mark.outcome is Outcome.FIXED:
        return
    _set_outcome(connection, mark.annotation.id, verdict.outcome, number, confirmed=False)
    data = {"outcome": verdict.outcome, "now": asdict(verdict.now) if verdict.now else None}
    write_event(connection, mark.annotation.id, "proposed", by=None, at=at, version=number, data=data)


def _set_outcome(connection: Connection, annotation: str, outcome: Outcome, number: int, *, confirmed: bool) -> None:
    values = {"outcome": outcome, "outcome_version": number, "confirmed": confirmed}
    connection.execute(update(t.annotation).where(t.annotation.c.id == annotation).values(values))


def _set_done(connection: Connection, annotation: str, done: bool, by: str, at: datetime | None, number: int) -> None:
    connection.execute(update(t.annotation).where(t.annotation.c.id == annotation).values(done=done))
    write_event(connection, annotation, "done" if done else "undone", by=by, at=at, version=number)


def _was_handed_back(connection: Connection, version: str) -> bool:
    return connection.execute(select(t.hand_back.c.version).where(t.hand_back.c.version == version)).first() is not None


def _bravos(connection: Connection, text: str) -> set[str]:
    joined = select(t.assignment.c.classroom).join(t.text, t.text.c.assignment == t.assignment.c.id)
    return positive_families(connection, connection.scalars(joined.where(t.text.c.id == text)).one())


def _outcomes_until(connection: Connection, version: Version) -> dict[str, tuple[Outcome, bool]]:
    """The last outcome known for each mark when this version was the last one."""
    events = (
        select(t.annotation_event)
        .join(t.annotation, t.annotation.c.id == t.annotation_event.c.annotation)
        .join(t.version, t.version.c.id == t.annotation.c.version)
        .where(t.version.c.text == version.text, t.annotation_event.c.version <= version.number)
        .where(t.annotation_event.c.kind.in_(("proposed", "confirmed")))
        .order_by(t.annotation_event.c.seq)
    )
    return {
        row.annotation: (Outcome(row.data["outcome"]), row.kind == "confirmed") for row in connection.execute(events)
    }
