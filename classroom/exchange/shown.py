"""Which marks a pupil sees, and how explicitly: the support that the teacher chose for him (the help ladder of the class)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from classroom.model import Annotation, HelpLevel, Support

NO_KIND = ""
"""The family of a mark whose place is shown without its kind."""


def shown(marks: Iterable[Annotation], support: Support, bravos: Collection[str] = ()) -> list[Annotation]:
    """The marks that are drawn in the text, by place: those of the chosen families, at most `budget`; none when only counts are told."""
    if support.level is HelpLevel.COUNT:
        return []
    chosen = told(marks, support, bravos)
    if support.level is HelpLevel.PLACE:
        return [mark if mark.family in bravos else _without_kind(mark) for mark in chosen]
    return chosen


def told(marks: Iterable[Annotation], support: Support, bravos: Collection[str] = ()) -> list[Annotation]:
    """The marks that this pupil is told about at all, by place. A bravo (`bravos`: family codes) is no work: always told, never counted."""
    ordered = sorted(marks, key=lambda mark: (mark.anchor.start, mark.id))
    work = [mark for mark in ordered if mark.family not in bravos]
    chosen = [mark for mark in work if not support.families or mark.family in support.families][: support.budget]
    return [mark for mark in ordered if mark.family in bravos or mark in chosen]


def _without_kind(mark: Annotation) -> Annotation:
    return replace(mark, family=NO_KIND, type=None, comment="")
