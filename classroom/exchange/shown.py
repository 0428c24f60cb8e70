"""Which marks a pupil sees, and how explicitly: the support that the teacher chose for him (the help ladder of the class)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from classroom.model import Annotation, HelpLevel, Support

NO_KIND = ""
"""The family of a mark whose place is shown without its kind."""


def shown(marks: Iterable[Annotation], support: Support) -> list[Annotation]:
    """The marks that are drawn in the text, by place: those of the chosen families, at most `budget`; none when only counts are told."""
    if support.level is HelpLevel.COUNT:
        return []
    chosen = told(marks, support)
    if support.level is HelpLevel.PLACE:
        return [replace(mark, family=NO_KIND, type=None, comment="") for mark in chosen]
    return chosen


def told(marks: Iterable[Annotation], support: Support) -> list[Annotation]:
    """The marks that this pupil is told about at all, by place."""
    chosen = [mark for mark in marks if not support.families or mark.family in support.families]
    return sorted(chosen, key=lambda mark: (mark.anchor.start, mark.id))[: support.budget]
