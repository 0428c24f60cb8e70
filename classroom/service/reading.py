"""Handlers of the teacher's reading: marks, outcomes, the review, and handing back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from classroom import store
from classroom.errors import ClassroomError
from classroom.model import Anchor, Support
from classroom.service import present, shapes
from classroom.service.requests import AnchorRequest, SupportRequest
from classroom.service.routing import Answer, Ask
from classroom.service.texts import view
from classroom.store import Review


def annotate(ask: Ask) -> Answer:
    body = ask.body
    with ask.store.write() as connection:
        mark = store.annotate(
            connection,
            ask.path["text"],
            ask.number,
            id=body.id or uuid4().hex,
            author=ask.person.username,
            family=body.family,
            type=body.type,
            comment=body.comment,
            anchor=_anchor(body.anchor),
        )
    return Answer(present.annotation(mark))


def change_annotation(ask: Ask) -> Answer:
    changes: dict[str, Any] = ask.body.model_dump(exclude_unset=True)
    changes.pop("anchor", None)
    if ask.body.anchor is not None:
        changes["anchor"] = _anchor(ask.body.anchor)
    with ask.store.write() as connection:
        mark = store.change_annotation(connection, ask.path["annotation"], changes, by=ask.person.username)
    return Answer(present.annotation(mark))


def delete_annotation(ask: Ask) -> Answer:
    with ask.store.write() as connection:
        store.delete_annotation(connection, ask.path["annotation"], by=ask.person.username)
    return Answer()


def confirm_outcome(ask: Ask) -> Answer:
    with ask.store.write() as connection:
        mark = store.confirm_outcome(connection, ask.path["annotation"], ask.body.outcome, by=ask.person.username)
    return Answer(present.annotation(mark))


def write_review(ask: Ask) -> Answer:
    text, body = ask.path["text"], ask.body
    with ask.store.write() as connection:
        support = store.review_of(connection, text).support if body.support is None else _support(body.support)
        store.write_review(connection, text, Review(body.comment, body.ready, support))
        return view(connection, ask, text, changed=False)


def hand_back(ask: Ask) -> Answer:
    text = ask.path["text"]
    with ask.store.write() as connection:
        store.hand_back(connection, text, by=ask.person.username, key=ask.body.key, comment=ask.body.comment)
        return view(connection, ask, text)


def hand_back_all(ask: Ask) -> Answer:
    """Each text in its own transaction: one that the pupil has taken back does not hold up the others."""
    with ask.store.read() as connection:
        rows = store.pile(connection, ask.path["classroom"])
    ready = [row.text.id for row in rows if row.ready]
    there = {row.text.id for row in rows}
    done: list[str] = []
    refused: list[shapes.HandBackRefusal] = []
    for text in ready if ask.body.texts is None else dict.fromkeys(ask.body.texts):
        problem = _hand_back_one(ask, text) if text in there else ("not_found", "Ce texte n'est pas dans cette classe.")
        if problem is None:
            done.append(text)
        else:
            refused.append(shapes.HandBackRefusal(text=text, code=problem[0], message=problem[1]))
    return Answer(shapes.HandBackReport(handed_back=done, refused=refused), changed=tuple(done))


def _hand_back_one(ask: Ask, text: str) -> tuple[str, str] | None:
    try:
        with ask.store.write() as connection:
            store.hand_back(connection, text, by=ask.person.username, key=uuid4().hex)
    except ClassroomError as error:
        return error.code, error.sentence
    return None


def _anchor(request: AnchorRequest) -> Anchor:
    values = request.model_dump()
    relative = values.pop("relative")
    return Anchor(**values, relative=(relative[0], relative[1]) if relative else None)


def _support(request: SupportRequest) -> Support:
    return Support(request.level, tuple(request.families), request.budget)
