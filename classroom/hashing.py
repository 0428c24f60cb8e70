"""Keeping secrets unreadable: three pictures of a pupil, or a teacher's password, as an argon2id hash."""

from __future__ import annotations

from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's smallest advised setting: 19 MiB and about 20 ms, so that thirty pupils can come in together on a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(secret: str) -> str:
    return _hasher.hash(secret)


def matches(secret: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False


def picture_code(pictures: Sequence[str]) -> str:
    """Three pictures in order, as one secret."""
    return ">".join(pictures)
