"""One trip of a text to the teacher and back: the deposited version, its marks, what was said when it was handed back.

`to_json` is the form in which rounds travel to nbgrader and rest in its notebooks: marks are W3C Web Annotations
(the Web Annotation Data Model, 2017), so that any tool that knows the standard can read them.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from classroom import anchors
from classroom.model import Annotation, HelpLevel, Support, Version

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote about a version in nbgrader's gradebook: a comment, and a score out of `max_score`."""

    comment: str = ""
    score: float | None = None
    max_score: float | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """`comment` and `support` are what the teacher says of the version; the pupil knows them since `handed_back_at` (None: not yet)."""

    version: Version
    annotations: tuple[Annotation, ...] = ()
    comment: str = ""
    support: Support = field(default_factory=Support)
    handed_back_at: datetime | None = None
    handed_back_by: str = ""
    remark: Remark | None = None


def general_comment(comment: str, remark: Remark | None) -> str:
    """What the pupil reads about the whole text: the teacher's comment, then what was said in the gradebook unless it is there already."""
    parts = [comment.strip()]
    if remark:
        parts += [said for said in (remark.comment.strip(), _score(remark)) if said and said not in comment]
    return "\n\n".join(part for part in parts if part)


def to_json(round: Round) -> dict[str, Any]:
    """The round in plain JSON: times in ISO 8601, bytes in base64, marks as Web Annotations."""
    version = round.version
    return {
        "version": version.id,
        "text": version.text,
        "number": version.number,
        "submitted_at": version.submitted_at.isoformat(),
        "plain": version.plain,
        "document": version.document,
        "ydoc": b64encode(version.ydoc).decode(),
        "state_vector": b64encode(version.state_vector).decode(),
        "annotations": [to_web_annotation(mark) for mark in round.annotations],
        "comment": round.comment,
        "support": asdict(round.support),
        "handed_back_at": round.handed_back_at.isoformat() if round.handed_back_at else None,
        "handed_back_by": round.handed_back_by,
        "remark": asdict(round.remark) if round.remark else None,
    }


def from_json(data: dict[str, Any]) -> Round:
    """What `to_json` gave. KeyError, TypeError or ValueError when it is something else."""
    version = Version(
        id=data["version"],
        text=data["text"],
        number=data["number"],
        document=data["document"],
        plain=data["plain"],
        ydoc=b64decode(data["ydoc"], validate=True),
        state_vector=b64decode(data["state_vector"], validate=True),
        submitted_at=datetime.fromisoformat(data["submitted_at"]),
    )
    support = data["support"]
    return Round(
        version,
        annotations=tuple(from_web_annotation(mark) for mark in data["annotations"]),
        comment=data["comment"],
        support=Support(HelpLevel(support["level"]), tuple(support["families"]), support["budget"]),
        handed_back_at=datetime.fromisoformat(data["handed_back_at"]) if data["handed_back_at"] else None,
        handed_back_by=data["handed_back_by"],
        remark=Remark(**data["remark"]) if data["remark"] else None,
    )


def to_web_annotation(mark: Annotation) -> dict[str, Any]:
    """A mark as a Web Annotation: the family classifies, the fine type tags, the comment comments, two selectors point."""
    said = {"classifying": mark.family, "tagging": mark.type, "commenting": mark.comment}
    selectors = anchors.to_selectors(mark.anchor)
    if mark.anchor.relative:
        start, end = mark.anchor.relative
        selectors.append({"type": "YjsRelativeSelector", "start": start, "end": end})
    return {
        "@context": CONTEXT,
        "id": f"urn:ecritoire:annotation:{mark.id}",
        "type": "Annotation",
        "motivation": "highlighting",
        "creator": {"type": "Person", "nickname": mark.author},
        "created": mark.created_at.isoformat(),
        "body": [{"type": "TextualBody", "purpose": why, "value": value} for why, value in said.items() if value],
        "target": {"source": f"urn:ecritoire:version:{mark.version}", "selector": selectors},
    }


def from_web_annotation(data: dict[str, Any]) -> Annotation:
    """The mark that `to_web_annotation` wrote; further selectors of other tools are allowed. KeyError when a part is missing."""
    said = {body["purpose"]: body["value"] for body in data["body"]}
    selectors = data["target"]["selector"]
    exact = next((s for s in selectors if s["type"] == "YjsRelativeSelector"), None)
    anchor = anchors.from_selectors(selectors)
    return Annotation(
        id=data["id"].rpartition(":")[2],
        version=data["target"]["source"].rpartition(":")[2],
        family=said["classifying"],
        anchor=replace(anchor, relative=(exact["start"], exact["end"])) if exact else anchor,
        author=data["creator"]["nickname"],
        created_at=datetime.fromisoformat(data["created"]),
        type=said.get("tagging"),
        comment=said.get("commenting", ""),
    )


def _score(remark: Remark) -> str:
    return "" if remark.score is None else f"Note : {remark.score:g} sur {remark.max_score or 0:g}".replace(".", ",")
