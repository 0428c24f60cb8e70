"""The things of a class, as immutable values: a pupil, an assignment, a text, a version, an annotation.

Ids are opaque strings made by the store, except usernames (`[a-z0-9_-]`, 1 to 32 characters: what JupyterHub and nbgrader both take).
Times are aware datetimes in UTC. Places in a text are counted in Unicode code points of its plain text, in which blocks are joined by
a line feed (`\\n`), pictures count as one U+FFFC, and a forced line break as one U+2028.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

SCHEMA = 1
"""Number of the documents' schema (ProseMirror nodes and marks). An older page must not write in a newer document."""

MAX_TEXT = 20_000
"""Longest text, in code points, that can be deposited; a class text is 40 to 400 words."""


class Role(StrEnum):
    PUPIL = "pupil"
    TEACHER = "teacher"


class Stage(StrEnum):
    """Where a text is in its life; `classroom.workflow` says which moves are allowed."""

    WRITING = "writing"
    SUBMITTED = "submitted"
    READING = "reading"
    HANDED_BACK = "handed_back"
    REVISING = "revising"
    ACCEPTED = "accepted"
    LAYOUT = "layout"
    PUBLISHED = "published"


class Outcome(StrEnum):
    """What became of a mark in the next version."""

    FIXED = "fixed"
    CHANGED = "changed"
    UNTOUCHED = "untouched"
    ORPHAN = "orphan"


class HelpLevel(StrEnum):
    """How explicit a mark is for a pupil (DESIGN: the help ladder)."""

    COUNT = "0"
    PLACE = "1"
    KIND = "2"
    HINT = "3"
    FORM = "4"


@dataclass(frozen=True, slots=True)
class Classroom:
    id: str
    name: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A pupil or a teacher of one class. `level` is "CM1", "CM2" or "" for a teacher; `picture` names an avatar of the class page."""

    username: str
    role: Role
    classroom: str
    name: str
    level: str = ""
    picture: str = ""
    locked: bool = False
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """A writing project: what the pupils are asked to write. `pupils` empty means the whole class."""

    id: str
    classroom: str
    title: str
    prompt: str
    created_at: datetime
    picture: str | None = None
    due: datetime | None = None
    pupils: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One pupil's text for one assignment. `version` is the number of the last deposited version, 0 before the first."""

    id: str
    assignment: str
    pupil: str
    stage: Stage
    since: datetime
    version: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """A deposited version: frozen for ever.

    `document` is the ProseMirror document as JSON, `plain` its plain text, `ydoc` the Yjs document as one update,
    `state_vector` the Yjs state that the deposit spoke of.
    """

    id: str
    text: str
    number: int
    document: dict[str, Any]
    plain: str
    ydoc: bytes
    state_vector: bytes
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a version: W3C TextPositionSelector (`start`, `end`, code points) and TextQuoteSelector (`exact`, `prefix`, `suffix`).

    `relative` is a pair of Yjs relative positions in base64 (start, end): exact in the version and in the living draft alike.
    """

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    relative: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mark of the teacher on one version. `family` and `type` are codes of the class's palette."""

    id: str
    version: str
    family: str
    anchor: Anchor
    author: str
    created_at: datetime
    type: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """How much help a pupil gets with a round of marks: which families are shown (all when empty), how explicitly, how many at most."""

    level: HelpLevel = HelpLevel.KIND
    families: tuple[str, ...] = ()
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class HandBack:
    """A version handed back with its marks: the teacher's general comment, and the support chosen for this pupil."""

    version: str
    at: datetime
    by: str
    comment: str = ""
    support: Support = field(default_factory=Support)
