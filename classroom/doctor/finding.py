"""What one look gave: well or not, and one sentence. It never holds what a pupil wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from classroom.doctor import words_fr as words
from classroom.errors import ClassroomError, OutOfService

UNDOABLE = (SQLAlchemyError, sqlite3.Error, OSError, ClassroomError, ValueError)
"""What a look may raise on a machine where something is broken."""


@dataclass(frozen=True)
class Finding:
    """One line: whether it is well, and the sentence that says so or what to do."""

    well: bool
    sentence: str

    def __str__(self) -> str:
        return f"{words.WELL if self.well else words.NOT_WELL} {self.sentence}"


Look = Callable[[], Iterator[Finding]]


def well(sentence: str) -> Finding:
    return Finding(True, sentence)


def wrong(sentence: str) -> Finding:
    return Finding(False, sentence)


def careful(subject: str, look: Look) -> Iterator[Finding]:
    """What this look finds; when it cannot be finished, that is what it found."""
    try:
        yield from look()
    except OutOfService as error:
        yield wrong(words.UNDOABLE.format(subject=subject, reason=error.detail))
    except ClassroomError as error:
        yield wrong(error.sentence)
    except UNDOABLE as error:
        cause = getattr(error, "orig", None) or error
        yield wrong(words.UNDOABLE.format(subject=subject, reason=type(cause).__name__))
