"""Signing what a page shows at the door: tokens that only this class could have made, with a key kept by it."""

from __future__ import annotations

import binascii
import hmac
import json
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from classroom.errors import NotSignedIn

KEY_FILE = "signing.key"
LONGEST = 1_000


class Kind(StrEnum):
    """A ticket comes in (minutes); a lease stays (a school day)."""

    TICKET = "ticket"
    LEASE = "lease"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says: of which kind it is, for whom, and until when (seconds since 1970)."""

    kind: Kind
    username: str
    expires: int


def load_key(directory: Path) -> bytes:
    """The class's signing key, made at the first start and readable by nobody else: open pages survive a restart."""
    path = directory / KEY_FILE
    if not path.exists():
        _make_key(path)
    return path.read_bytes()


def sign(key: bytes, claim: Claim) -> str:
    """The claim as a token: letters, digits, `-`, `_` and one dot."""
    said = json.dumps({"k": claim.kind, "u": claim.username, "e": claim.expires}, separators=(",", ":"))
    body = urlsafe_b64encode(said.encode())
    return f"{body.decode()}.{_signature(key, body)}"


def read(key: bytes, token: str, *, now: float) -> Claim:
    """What a token says. NotSignedIn when this class did not make it; code `expired` when it did, too long ago."""
    body, _, signature = token.partition(".")
    if (
        len(token) > LONGEST
        or not token.isascii()
        or not hmac.compare_digest(_signature(key, body.encode()), signature)
    ):
        raise NotSignedIn(detail="forged or damaged token")
    claim = _claim(body)
    if claim.expires <= now:
        raise NotSignedIn(code="expired", detail=f"{claim.kind} expired")
    return claim


def _signature(key: bytes, body: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(key, body, "sha256")).decode().rstrip("=")


def _claim(body: str) -> Claim:
    try:
        said = json.loads(urlsafe_b64decode(body))
        return Claim(Kind(said["k"]), str(said["u"]), int(said["e"]))
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise NotSignedIn(detail="token of another make") from error


def _make_key(path: Path) -> None:
    """Written whole under another name, then linked: two services that start together agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{KEY_FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    """A file's name is the directory's: without this, a power cut just after the first start could take the key away."""
    there = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(there)
    finally:
        os.close(there)
