"""What the service answers, shape by shape: the contract of docs/helper/protocol.md as types. Every key is always present."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

from classroom.model import HelpLevel, Outcome, Role, Stage

Moment = Annotated[
    datetime,
    PlainSerializer(
        lambda at: at.astimezone(UTC).isoformat().replace("+00:00", "Z"), return_type=str, when_used="json"
    ),
]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class Health(Shape):
    status: Literal["ok"]
    store: str
    schema_: int
    version: str

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"), populate_by_name=True)


class Problem(Shape):
    """Any error: a stable code for programs, a sentence in French for the person."""

    code: str
    message: str


class WrongPictures(Problem):
    tries_left: int


class Identity(Shape):
    username: str
    name: str
    role: Role


class TeacherIdentity(Identity):
    must_change_password: bool


class PupilAtTheDoor(Shape):
    username: str
    name: str
    level: str
    picture: str
    locked: bool


class TeacherAtTheDoor(Shape):
    username: str
    name: str


class ClassroomAtTheDoor(Shape):
    id: str
    name: str
    school: str
    pupils: list[PupilAtTheDoor]
    teachers: list[TeacherAtTheDoor]


class PersonShape(Shape):
    username: str
    role: Role
    classroom: str
    name: str
    level: str
    picture: str
    locked: bool
    must_change_password: bool


class TicketShape(Shape):
    ticket: str
    expires: Moment
    person: PersonShape


class LeaseShape(Shape):
    lease: str
    expires: Moment
    person: PersonShape


class AssignmentShape(Shape):
    id: str
    classroom: str
    title: str
    prompt: str
    picture: str | None
    due: Moment | None
    pupils: tuple[str, ...]
    created_at: Moment


class TallyShape(Shape):
    total: int
    done: int


class Card(Shape):
    text: str
    assignment: AssignmentShape
    stage: Stage
    since: Moment
    version: int
    marks: TallyShape
    words: int


class Notebook(Shape):
    person: PersonShape
    palette: dict[str, Any]
    cards: list[Card]


class PageHead(Shape):
    ticket: str
    notebook: Notebook


class PupilIdentity(Identity):
    page: PageHead


class AnchorShape(Shape):
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    relative: tuple[str, str] | None


class AnnotationShape(Shape):
    id: str
    text: str
    version: int
    family: str
    type: str | None
    comment: str
    author: str
    created_at: Moment
    anchor: AnchorShape
    outcome: Outcome | None
    confirmed: bool
    done: bool


class PlaceShape(Shape):
    start: int
    end: int
    exact: str


class EarlierShape(AnnotationShape):
    now: PlaceShape | None


class HandBackShape(Shape):
    number: int
    at: Moment
    by: str
    comment: str


class SupportShape(Shape):
    level: HelpLevel
    families: list[str]
    budget: int | None


class ReviewShape(Shape):
    comment: str
    ready: bool
    support: SupportShape


class VersionLineShape(Shape):
    number: int
    submitted_at: Moment
    words: int


class RescueShape(Shape):
    """Words that went when two tablets were put together, and that nobody has seen to yet."""

    id: str
    at: Moment
    seen: str
    missing: list[str]


class TextView(Shape):
    id: str
    assignment: AssignmentShape
    pupil: PersonShape
    stage: Stage
    since: Moment
    version: int
    writable: bool
    moves: list[str]
    palette: dict[str, Any]
    help_level: str
    annotations: list[AnnotationShape]
    done: list[str]
    hand_backs: list[HandBackShape]
    review: ReviewShape | None
    versions: list[VersionLineShape]
    rescues: list[RescueShape]


class VersionView(Shape):
    text: str
    number: int
    submitted_at: Moment
    plain: str
    document: dict[str, Any]
    ydoc: str
    annotations: list[AnnotationShape]
    earlier: list[EarlierShape]


class BroughtBackShape(Shape):
    at: Moment
    by: str


class MomentShape(Shape):
    """What the draft was at the end of a spell of writing."""

    seq: int
    at: Moment
    words: int
    version: int | None
    brought_back: BroughtBackShape | None


class MomentView(Shape):
    seq: int
    at: Moment
    words: int
    plain: str
    document: dict[str, Any]


class HandBackRefusal(Shape):
    text: str
    code: str
    message: str


class HandBackReport(Shape):
    handed_back: list[str]
    refused: list[HandBackRefusal]


class ClassroomShape(Shape):
    id: str
    name: str
    school: str


class ClassroomView(Shape):
    classroom: ClassroomShape
    palette: dict[str, Any]
    pupils: list[PersonShape]
    assignments: list[AssignmentShape]


class PileRowPupil(Shape):
    username: str
    name: str
    level: str
    picture: str


class PileRowShape(Shape):
    text: str
    assignment: str
    pupil: PileRowPupil
    stage: Stage
    since: Moment
    version: int
    words: int
    marks: int
    ready: bool
    done: TallyShape
    returned: int
    priority: int
    found: int


class PileView(Shape):
    rows: list[PileRowShape]


class PublishedShape(Shape):
    """A text that the whole class may read, as it stood when it was published."""

    text: str
    title: str
    pupil: PileRowPupil
    published_at: Moment
    document: dict[str, Any]


class MarkRowShape(Shape):
    annotation: str
    text: str
    assignment: str
    pupil: str
    level: str
    number: int
    family: str
    type: str | None
    positive: bool
    created_at: Moment
    words: int
    outcome: Outcome | None
    outcomes: list[Outcome]
    confirmed: bool
    done: bool
    shown: bool
    help_level: str | None


class RoundRowShape(Shape):
    number: int
    words: int
    submitted_at: Moment
    handed_back_at: Moment | None


class TextRowShape(Shape):
    text: str
    assignment: str
    pupil: str
    level: str
    stage: Stage
    versions: int
    words: int
    since: Moment
    first_submitted_at: Moment | None
    handed_back_at: Moment | None
    rounds: list[RoundRowShape]


class MeasuresView(Shape):
    rows: list[MarkRowShape]
    texts: list[TextRowShape]


class AssetShape(Shape):
    sha256: str
    url: str
    width: int
    height: int
