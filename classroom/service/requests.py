"""What the service accepts, field by field. Unknown fields, wrong types and signs that no store takes are refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from classroom.model import HelpLevel, Outcome
from classroom.workflow import Move

LONGEST_QUOTE = 20_000


def _storable(text: str) -> str:
    """NUL has no place in a text; a lone surrogate is no character at all."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("NUL or lone surrogate")
    return text


Storable = AfterValidator(_storable)
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]+$", max_length=64)]
"""An id, a username, a code, a key: letters, digits and `_ . : -`."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Storable]
Words = Annotated[str, StringConstraints(max_length=5_000), Storable]
Secret = Annotated[str, StringConstraints(max_length=200), Storable]
WHOLE_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
Base64 = Annotated[str, StringConstraints(pattern=WHOLE_BASE64, max_length=40_000)]
Relative = Annotated[str, StringConstraints(pattern=WHOLE_BASE64, max_length=500)]
Picture = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Place = Annotated[int, Field(ge=0, le=1_000_000)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PupilSignIn(Body):
    username: Name
    pictures: Annotated[list[Name], Field(min_length=3, max_length=3)]


class TeacherSignIn(Body):
    username: Name
    password: Secret


class DoorRequest(Body):
    username: Name


class LeaseRequest(Body):
    credential: Annotated[str, StringConstraints(max_length=2_000)]


class PasswordChange(Body):
    current: Secret
    new: Secret


class MoveRequest(Body):
    move: Literal["open", "take_back", "accept", "reopen", "start_layout", "publish", "unpublish"]
    key: Name

    @property
    def verb(self) -> Move:
        return Move(self.move)


class SubmitRequest(Body):
    key: Name
    state_vector: Base64 | None = None


class KeyRequest(Body):
    key: Name


class SettleRequest(Body):
    settled: Literal["put_back", "left"]


class TickRequest(Body):
    done: bool


class AnchorRequest(Body):
    start: Place
    end: Place
    exact: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_QUOTE), Storable]
    prefix: Annotated[str, StringConstraints(max_length=200), Storable] = ""
    suffix: Annotated[str, StringConstraints(max_length=200), Storable] = ""
    relative: Annotated[list[Relative], Field(min_length=2, max_length=2)] | None = None


class AnnotationRequest(Body):
    id: Name | None = None
    family: Name
    type: Name | None = None
    comment: Words = ""
    anchor: AnchorRequest


class AnnotationChange(Body):
    family: Name = ""
    type: Name | None = None
    comment: Words = ""
    anchor: AnchorRequest | None = None


class SupportRequest(Body):
    level: HelpLevel = Field(default=HelpLevel.KIND, strict=False)
    families: list[Name] = Field(default_factory=list, max_length=20)
    budget: Annotated[int, Field(ge=0, le=1_000)] | None = None


class ReviewRequest(Body):
    comment: Words
    ready: bool
    support: SupportRequest | None = None


class HandBackRequest(Body):
    key: Name
    comment: Words | None = None


class HandBackAll(Body):
    texts: Annotated[list[Name], Field(max_length=500)] | None = None


class OutcomeRequest(Body):
    outcome: Outcome = Field(strict=False)


class AssignmentRequest(Body):
    title: Line
    prompt: Words
    picture: Picture | None = None
    due: AwareDatetime | None = None
    pupils: list[Name] = Field(default_factory=list, max_length=500)


class AssignmentChange(Body):
    title: Line = ""
    prompt: Words = ""
    picture: Picture | None = None
    due: AwareDatetime | None = None
    pupils: list[Name] = Field(default_factory=list, max_length=500)


class PicturesRequest(Body):
    pictures: Annotated[list[Name], Field(min_length=3, max_length=3)]
