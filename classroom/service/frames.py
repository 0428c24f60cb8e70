"""What goes over a sync socket (docs/helper/protocol.md): JSON control messages and binary frames, read with distrust, written plainly."""

from __future__ import annotations

import binascii
import json
import struct
from base64 import b64decode
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

LONGEST = 2 * 1024 * 1024
"""Bytes of a frame: the longest text, pasted with a colour for each letter, takes 1.3 MB; pictures do not travel here."""

_WELCOME, _UPDATE, _ACK = 1, 2, 3
_HEAD = struct.Struct("<BI")


class BadFrame(Exception):
    """What arrived is not a frame of the protocol."""


def _bytes(value: object) -> object:
    try:
        return b64decode(value, validate=True) if isinstance(value, str) else value
    except binascii.Error as error:
        raise ValueError("not base64") from error


Key = Annotated[str, Field(min_length=8, max_length=64)]
StateVector = Annotated[bytes, BeforeValidator(_bytes), Field(max_length=LONGEST)]


class _Message(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Hello(_Message):
    """The first frame: who is there, for which text, and what the page has of it already."""

    k: Literal["hello"]
    credential: Annotated[str, Field(max_length=2_000)]
    text: Annotated[str, Field(max_length=64)]
    client: Annotated[int, Field(ge=0, lt=2**53)]
    schema_: Annotated[int, Field(alias="schema", ge=0)]
    sv: StateVector


class Ping(_Message):
    k: Literal["ping"]


class Seen(_Message):
    """What the pupil saw after an offline spell, before the merge."""

    k: Literal["seen"]
    plain: str


class Do(_Message):
    """Something that the pupil asks about his text as he sees it."""

    k: Literal["do"]
    key: Key
    verb: Literal["submit", "take_back", "mark", "revise", "start_layout", "help", "settle", "bring_back"]
    sv: StateVector | None = None
    annotation: Annotated[str, Field(max_length=64)] = ""
    done: bool = True
    level: Literal["0", "1", "2", "3", "4"] = "3"
    rescue: Annotated[str, Field(max_length=64)] = ""
    settled: Literal["put_back", "left"] = "left"
    seq: Annotated[int, Field(ge=0, lt=10**15)] = 0


Control = Hello | Ping | Seen | Do
_CONTROL: TypeAdapter[Control] = TypeAdapter(Annotated[Control, Field(discriminator="k")])


def read_control(frame: str) -> Control:
    """The control message in a text frame, or BadFrame. Broken characters become U+FFFD: a pupil may have cut an emoji in two."""
    if len(frame) > LONGEST:
        raise BadFrame("too long")
    try:
        said = json.loads(frame)
        return _CONTROL.validate_python({key: _mended(value) for key, value in said.items()})
    except (ValueError, ValidationError, RecursionError, AttributeError) as error:
        raise BadFrame(type(error).__name__) from error


def read_update(frame: bytes) -> tuple[int, bytes]:
    """The number and the Yjs update in a binary frame, or BadFrame."""
    if not _HEAD.size < len(frame) <= LONGEST:
        raise BadFrame("length")
    kind, number = _HEAD.unpack_from(frame)
    if kind != _UPDATE:
        raise BadFrame("kind")
    return number, frame[_HEAD.size :]


def welcome(diff: bytes, state_vector: bytes) -> bytes:
    return _HEAD.pack(_WELCOME, len(diff)) + diff + state_vector


def update(data: bytes) -> bytes:
    """Somebody else's update."""
    return _HEAD.pack(_UPDATE, 0) + data


def ack(number: int) -> bytes:
    return _HEAD.pack(_ACK, number)


def control(k: str, **said: Any) -> str:
    return json.dumps({"k": k, **said}, ensure_ascii=False)


def _mended(value: object) -> object:
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
