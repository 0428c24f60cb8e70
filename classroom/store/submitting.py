"""Depositing: the draft is frozen as the next version, and each earlier mark gets an outcome to propose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from classroom.comparison import count_words
from classroom.documents import Frozen, contains, freeze_doc, is_empty, merge
from classroom.errors import BadInput, Conflict
from classroom.model import MAX_TEXT, Text, Version
from classroom.store import tables as t
from classroom.store.clock import new_id, now
from classroom.store.log import load_updates, note_words
from classroom.store.outcomes import propose_outcomes
from classroom.store.texts import lock, made_before, write_move
from classroom.store.versions import version_with_key
from classroom.workflow import Move

_KEEPING = insert(t.version)


def submit_draft(
    connection: Connection,
    text: str,
    *,
    by: str,
    key: str,
    state_vector: bytes | None = None,
    at: datetime | None = None,
) -> Version:
    """Deposit what the store holds of the draft, once it holds all of `state_vector` (the state that the pupil saw).

    Errors as `submit`, and Conflict `text_behind` when updates that the pupil saw have not come yet.
    """
    before = lock(connection, text)
    if made_before(connection, text, Move.SUBMIT, key):
        return version_with_key(connection, text, key)
    frozen = freeze_doc(merge(load_updates(connection, text)))
    if state_vector is not None and not _holds(frozen, state_vector):
        raise Conflict("Les derniers mots ne sont pas encore arrivés. Réessaie dans un instant.", code="text_behind")
    return submit_locked(connection, before, by=by, key=key, frozen=frozen, at=at)


def submit(
    connection: Connection, text: str, *, by: str, key: str, frozen: Frozen, at: datetime | None = None
) -> Version:
    """Deposit the draft, frozen as it is in `frozen`. The same key again gives the same version.

    BadInput when the text is empty or longer than MAX_TEXT; WrongStage when it is deposited already.
    """
    before = lock(connection, text)
    if made_before(connection, text, Move.SUBMIT, key):
        return version_with_key(connection, text, key)
    return submit_locked(connection, before, by=by, key=key, frozen=frozen, at=at)


def submit_locked(
    connection: Connection, before: Text, *, by: str, key: str, frozen: Frozen, at: datetime | None = None
) -> Version:
    """The same, of a text that is locked and whose key is new."""
    text, number = before.id, before.version + 1
    write_move(connection, before, Move.SUBMIT, by=by, key=key, at=at, version=number)
    _check(frozen.plain)
    row = _row(text, number, key, frozen, at or now())
    connection.execute(_KEEPING, row)
    note_words(connection, {text: row["words"]})
    version = Version(**{name: value for name, value in row.items() if name not in ("words", "key")})
    if number > 1:
        propose_outcomes(connection, version, at=at)
    return version


def _holds(frozen: Frozen, state_vector: bytes) -> bool:
    try:
        return contains(frozen.state_vector, state_vector)
    except ValueError as error:
        raise BadInput(detail="state vector") from error


def _check(plain: str) -> None:
    if is_empty(plain):
        raise BadInput("Ton texte est vide : écris quelque chose avant de déposer.", code="empty_text")
    if len(plain) > MAX_TEXT:
        raise BadInput(
            f"Ton texte est trop long pour être déposé : {len(plain)} signes, {MAX_TEXT} au plus.", code="text_too_long"
        )


def _row(text: str, number: int, key: str, frozen: Frozen, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "text": text,
        "number": number,
        "document": frozen.document,
        "plain": frozen.plain,
        "words": count_words(frozen.plain),
        "ydoc": frozen.ydoc,
        "state_vector": frozen.state_vector,
        "submitted_at": at,
        "key": key,
    }
