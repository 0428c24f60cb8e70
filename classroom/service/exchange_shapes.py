"""What nbgrader's side asks of the service, and what it is answered."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from classroom.model import MAX_TEXT, Stage
from classroom.service.requests import Body, Line, Name, Storable, Words
from classroom.service.shapes import Moment, Shape

Label = Annotated[str, StringConstraints(min_length=1, max_length=100), Storable]
"""A name of nbgrader's: it may hold accents and spaces."""


class StudentShape(Shape):
    username: str
    name: str


class CourseAssignmentShape(Shape):
    """`text` is the asker's own text, for a pupil. `foreign`: made with nbgrader, its notebook is at `…/release`."""

    assignment: str
    name: str
    title: str
    prompt: str
    due: Moment | None
    notebook: str
    answer: str
    foreign: bool
    released_at: Moment | None
    text: str | None


class CourseShape(Shape):
    classroom: str
    palette: dict[str, Any]
    students: list[StudentShape]
    assignments: list[CourseAssignmentShape]


class ReleaseRequest(Body):
    """`files` is path → base64, the notebook among them."""

    name: Label
    title: Line
    prompt: Words
    notebook: Label
    answer: Label
    files: dict[Label, str] = Field(max_length=100)
    force: bool = False


class FilesShape(Shape):
    files: dict[str, str]


class DepositShape(Shape):
    text: str
    assignment: str
    pupil: str
    number: int
    submitted_at: Moment
    stage: Stage
    handed_back_at: Moment | None


class DepositsShape(Shape):
    rows: list[DepositShape]


class DepositRequest(Body):
    plain: Annotated[str, StringConstraints(max_length=2 * MAX_TEXT), Storable]
    key: Name


class CopyShape(Shape):
    """`rounds` as `classroom.rounds` writes them."""

    text: str
    pupil: str
    name: str
    stage: Stage
    rounds: list[dict[str, Any]]


class CopiesShape(Shape):
    palette: dict[str, Any]
    copies: list[CopyShape]


class RemarkRequest(Body):
    text: Name
    number: Annotated[int, Field(ge=1, le=999_999)]
    comment: Words = ""
    score: Annotated[float, Field(ge=-1_000, le=1_000_000, allow_inf_nan=False)] | None = None
    max_score: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] | None = None


class RemarksRequest(Body):
    remarks: Annotated[list[RemarkRequest], Field(max_length=100)]


class CopyToHandBack(Body):
    text: Name
    number: Annotated[int, Field(ge=1, le=999_999)]


class CopiesToHandBack(Body):
    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]+$", max_length=40)]
    copies: Annotated[list[CopyToHandBack], Field(max_length=500)]
