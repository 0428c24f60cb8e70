"""Coming in: a pupil's three pictures, a teacher's password, the lock after wrong tries, and the tokens that we have seen before.

A sign-in answers with a value instead of raising, because a wrong try must be counted: an exception would undo the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from classroom.errors import BadInput
from classroom.hashing import hashed, matches, picture_code
from classroom.model import Person, Role
from classroom.store import tables as t
from classroom.store.clock import now
from classroom.store.people import WRONG_TRIES_ALLOWED, person_of
from classroom.words_fr import PICTURES

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

Compare = Callable[[str, str], bool]
"""Whether a secret is the one behind a hash."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a try to come in gave: the person, or why not. `tries_left` is None where tries are not limited, `wait` is in seconds."""

    person: Person | None = None
    tries_left: int | None = None
    wait: int = 0


def set_pictures(connection: Connection, username: str, pictures: Sequence[str], *, at: datetime | None = None) -> None:
    """Give a pupil his three pictures, in order; old wrong tries are forgotten. BadInput when they are not three of the twelve."""
    if len(pictures) != 3:
        raise BadInput("Un code a trois images.", detail=f"{len(pictures)} pictures")
    if unknown := set(pictures) - PICTURES.keys():
        raise BadInput(f"Les images sont : {', '.join(PICTURES.values())}.", detail=f"{len(unknown)} unknown pictures")
    _set_secret(connection, username, picture_code(pictures), at)


def set_password(
    connection: Connection, username: str, password: str, *, must_change: bool = False, at: datetime | None = None
) -> None:
    """Give a teacher a password. BadInput when it is shorter than 10 signs or longer than 200."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput(f"Un mot de passe a au moins {SHORTEST_PASSWORD} signes.", code="short_password")
    _set_secret(connection, username, password, at)
    changed = update(t.person).where(t.person.c.username == username).values(must_change_password=must_change)
    connection.execute(changed)


def change_password(
    connection: Connection,
    username: str,
    current: str,
    new: str,
    *,
    compare: Compare = matches,
    at: datetime | None = None,
) -> SignIn:
    """A teacher chooses another password: the current one is tried as at the entrance, and slowed down as there.

    The person once it is changed; none when the current one is wrong or has to wait. BadInput when the new one is too short or the same.
    """
    tried = sign_in_teacher(connection, username, current, compare=compare, at=at)
    if tried.person is None:
        return tried
    if current == new:
        raise BadInput("Choisissez un mot de passe différent de l'ancien.", code="same_password")
    set_password(connection, username, new, at=at)
    return tried


def hash_to_compare(connection: Connection, username: str, role: Role, *, at: datetime | None = None) -> str | None:
    """What a try of this name is compared with; None when it is refused whatever it says (no such name, locked, has to wait)."""
    kept = connection.execute(select(t.secret).where(t.secret.c.username == username)).first()
    if kept is None or person_of(connection, username).role is not role:
        return None
    refused = kept.wrong_tries >= WRONG_TRIES_ALLOWED if role is Role.PUPIL else _wait(kept, at or now())
    return None if refused else str(kept.hash)


def sign_in_pupil(
    connection: Connection,
    username: str,
    pictures: Sequence[str],
    *,
    compare: Compare = matches,
    at: datetime | None = None,
) -> SignIn:
    """Try three pictures. Five wrong tries lock the name, and then the right ones do not open it either. NotFound: no such name."""
    person = person_of(connection, username)
    kept = _secret(connection, username)
    # The tries are counted by what was read under the lock: many at once are five as well.
    if person.role is not Role.PUPIL or kept is None or kept.wrong_tries >= WRONG_TRIES_ALLOWED:
        return SignIn(tries_left=0)
    if compare(picture_code(pictures), kept.hash):
        _count_wrong(connection, username, 0, at)
        return SignIn(person, WRONG_TRIES_ALLOWED)
    _count_wrong(connection, username, kept.wrong_tries + 1, at)
    return SignIn(tries_left=max(0, WRONG_TRIES_ALLOWED - kept.wrong_tries - 1))


def sign_in_teacher(
    connection: Connection, username: str, password: str, *, compare: Compare = matches, at: datetime | None = None
) -> SignIn:
    """Try a password. A teacher is never locked out; after five wrong tries each one makes the next wait longer, up to five minutes.

    For a name that is no teacher's nothing is computed: the entrance shows the names to everybody, and a flood of made-up ones
    would hold up those who write.
    """
    kept = _secret(connection, username)
    if kept is None or person_of(connection, username).role is not Role.TEACHER:
        return SignIn()
    if wait := _wait(kept, at or now()):
        return SignIn(wait=wait)
    if compare(password, kept.hash):
        _count_wrong(connection, username, 0, at)
        return SignIn(person_of(connection, username))
    _count_wrong(connection, username, kept.wrong_tries + 1, at)
    return SignIn()


def unlock(connection: Connection, username: str) -> Person:
    """Forget a pupil's wrong tries."""
    _count_wrong(connection, username, 0, None)
    return person_of(connection, username)


def remember_token(connection: Connection, token: str, username: str, *, at: datetime | None = None) -> None:
    """Note that the hub said this token is this person's, so that the door opens when the hub is away. Only a digest is kept."""
    digest = sha256(token.encode(errors="replace")).hexdigest()
    connection.execute(delete(t.known_token).where(t.known_token.c.digest == digest))
    connection.execute(insert(t.known_token).values(digest=digest, username=username, seen_at=at or now()))


def forget_token(connection: Connection, token: str) -> None:
    """The hub no longer knows this token."""
    connection.execute(
        delete(t.known_token).where(t.known_token.c.digest == sha256(token.encode(errors="replace")).hexdigest())
    )


def owner_of_token(connection: Connection, token: str, *, since: datetime) -> Person | None:
    """Whose token this was when the hub last said so, if that was after `since`."""
    digest = sha256(token.encode(errors="replace")).hexdigest()
    known = select(t.known_token.c.username).where(t.known_token.c.digest == digest, t.known_token.c.seen_at >= since)
    username = connection.scalar(known)
    return None if username is None else person_of(connection, username)


def _secret(connection: Connection, username: str) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(t.secret).where(t.secret.c.username == username).with_for_update()).first()


def _set_secret(connection: Connection, username: str, secret: str, at: datetime | None) -> None:
    person_of(connection, username)
    connection.execute(delete(t.secret).where(t.secret.c.username == username))
    values = {"username": username, "hash": hashed(secret), "wrong_tries": 0, "changed_at": at or now()}
    connection.execute(insert(t.secret).values(values))


def _count_wrong(connection: Connection, username: str, tries: int, at: datetime | None) -> None:
    values = {"wrong_tries": tries, "last_wrong_at": (at or now()) if tries else None}
    connection.execute(update(t.secret).where(t.secret.c.username == username).values(values))


def _wait(kept: Row[Any], at: datetime) -> int:
    """Seconds to wait before another try: 10 after five wrong ones, doubled each time, five minutes at most."""
    if kept.wrong_tries < WRONG_TRIES_ALLOWED or kept.last_wrong_at is None:
        return 0
    pause = timedelta(seconds=min(300, 10 * 2 ** (kept.wrong_tries - WRONG_TRIES_ALLOWED)))
    ends: datetime = kept.last_wrong_at + pause
    return max(0, round((ends - at).total_seconds()))
