"""What the pupils of the demonstration class wrote and what their teacher marked, read from files that a teacher can edit.

The files are in `classroom/demo/texts/`; docs/helper/demo_class.md says how to change them. A mark is written where it stands:
`Il [abité]{verb.ending: À l'imparfait ?} là`. A later version is written as what the pupil changed: `Il abité là → Il habitait là`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from importlib.resources import files
from typing import Any

from classroom.documents import Block
from classroom.errors import BadInput
from classroom.model import HelpLevel, Stage, Support
from classroom.palette import DEFAULT

_MARK = re.compile(r"\[([^\[\]]+)\]\{(\w+)\.(\w+)(?:: ?([^{}]*))?\}")
_ARROW = "→"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the teacher on words of a version: `start` and `end` are code points of its plain text."""

    start: int
    end: int
    family: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Change:
    """What stands from `start` to `end` of a version becomes `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Round:
    """One version: its words, what changed since the one before, its marks, and the days (`D-3 10:05`) on which things happened."""

    blocks: tuple[Block, ...]
    plain: str
    changes: tuple[Change, ...]
    marks: tuple[Mark, ...]
    comment: str
    ready: bool
    support: Support
    days: dict[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """All the rounds of one pupil's text, and the stage at which they leave it."""

    pupil: str
    stage: Stage
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A writing project of the demonstration class with the texts that were begun."""

    id: str
    title: str
    prompt: str
    given: str
    due: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in the demonstration class. A pupil is {username, name, level, pictures}; a teacher {username, name}."""

    id: str
    name: str
    school: str
    teacher: dict[str, str]
    pupils: tuple[dict[str, Any], ...]


PROJECTS = ("invented_animal", "remembered_day", "attic_box")
MOMENTS = ("deposited", "opened", "returned", "accepted", "layout", "published")


def cast() -> Cast:
    """The people of the demonstration class."""
    data = _load("class")
    return Cast(**{**data, "pupils": tuple(data["pupils"])})


def projects() -> tuple[Project, ...]:
    """The writing projects, the oldest first. BadInput says which file, pupil and words are wrong."""
    return tuple(project_from(name, _load(name)) for name in PROJECTS)


def project_from(name: str, data: dict[str, Any]) -> Project:
    """A writing project from what its TOML file says."""
    stories = tuple(_story(text, partial(_wrong, name, text.get("pupil", "?"))) for text in data.get("texts", []))
    known = {field.name for field in fields(Project)} - {"stories"}
    if set(data) - {"texts"} != known:
        raise _wrong(name, "-", f"expected the fields {', '.join(sorted(known))}")
    return Project(**{key: data[key].strip() for key in known}, stories=stories)


Complaint = Callable[[str], BadInput]


def _wrong(name: str, pupil: str, what: str) -> BadInput:
    return BadInput(
        f"La classe de démonstration est mal écrite : {name}.toml, texte de {pupil} : {what}.",
        detail=f"demo class, {name}, {pupil}: {what}",
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("classroom.demo").joinpath("texts", f"{name}.toml").read_text(encoding="utf-8"))


def _story(data: dict[str, Any], wrong: Complaint) -> Story:
    if unknown := set(data) - {"pupil", "stage", "rounds"}:
        raise wrong(f"unknown field {sorted(unknown)[0]}")
    rounds: list[Round] = []
    for entry in data["rounds"]:
        rounds.append(_round(entry, rounds[-1].plain if rounds else None, wrong))
    return Story(data["pupil"], Stage(data["stage"]), tuple(rounds))


def _round(data: dict[str, Any], before: str | None, wrong: Complaint) -> Round:
    known = {"written", "edits", "comment", "ready", "help", "families", "budget", *MOMENTS}
    if unknown := set(data) - known:
        raise wrong(f"unknown field {sorted(unknown)[0]}")
    if ("written" in data) != (before is None):
        raise wrong("the first round has `written`, the others `edits`")
    blocks: tuple[Block, ...] = ()
    changes: tuple[Change, ...] = ()
    if before is None:
        blocks, marks = _written(data["written"], wrong)
        plain = "\n".join(block.text for block in blocks)
    else:
        plain, changes, marks = _edited(before, data["edits"], wrong)
    support = Support(HelpLevel(str(data.get("help", 2))), tuple(data.get("families", ())), data.get("budget"))
    days = {moment: data[moment] for moment in MOMENTS if moment in data}
    return Round(blocks, plain, changes, marks, data.get("comment", ""), data.get("ready", False), support, days)


def _written(source: str, wrong: Complaint) -> tuple[tuple[Block, ...], tuple[Mark, ...]]:
    blocks: list[Block] = []
    marks: list[Mark] = []
    offset = 0
    for line in source.strip().splitlines():
        kind = "title" if line.startswith("# ") else "paragraph"
        text, found = _unmarked(line.removeprefix("# "), offset, wrong)
        blocks.append(Block(text, kind))
        marks += found
        offset += len(text) + 1
    return tuple(blocks), tuple(marks)


def _edited(before: str, source: str, wrong: Complaint) -> tuple[str, tuple[Change, ...], tuple[Mark, ...]]:
    lines = [line for line in source.splitlines() if line.strip()]
    found = sorted((_edit(before, line, wrong) for line in lines), key=lambda edit: edit[0])
    after, at = "", 0
    changes: list[Change] = []
    marks: list[Mark] = []
    for start, end, marked in found:
        if start < at:
            raise wrong(f"two edits overlap at « {before[start:end]} »")
        after += before[at:start]
        new, put = _unmarked(marked, len(after), wrong)
        changes.append(Change(start, end, new))
        marks += put
        after, at = after + new, end
    return after + before[at:], tuple(changes), tuple(marks)


def _edit(before: str, line: str, wrong: Complaint) -> tuple[int, int, str]:
    old, arrow, new = line.partition(_ARROW)
    old = old.removesuffix(" ")
    if not arrow or before.count(old) != 1:
        raise wrong(f"« {old} » must be once in the version before, followed by {_ARROW}")
    start = before.index(old)
    return start, start + len(old), new.strip()


def _unmarked(line: str, offset: int, wrong: Complaint) -> tuple[str, list[Mark]]:
    """The words of a line without the brackets, and its marks; the line begins at `offset` of the plain text."""
    text, at = "", 0
    marks: list[Mark] = []
    for found in _MARK.finditer(line):
        words, family, type_, comment = found.groups()
        if not DEFAULT.has(family, type_):
            raise wrong(f"no kind of mark is called {family}.{type_}")
        text += line[at : found.start()]
        marks.append(Mark(offset + len(text), offset + len(text) + len(words), family, type_, (comment or "").strip()))
        text, at = text + words, found.end()
    text += line[at:]
    if set("[]{}") & set(text):
        raise wrong(f"a mark is not well written near « {text[:40]} »")
    return text, marks
