"""The door: tickets and leases that only this class can make, and hub tokens that open even while the hub is away."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from classroom.errors import ClassroomError, NotAllowed, NotSignedIn, OutOfService
from classroom.model import Person, Role
from classroom.service.credentials import LASTS, Credentials
from classroom.service.signing import Claim, Kind, load_key, read, sign
from classroom.store import Store, add_person, create_classroom, open_store, upgrade
from tests.service.fake_hub import API, FakeHub
from tests.service.serving import serve

KEY = b"k" * 32
MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp()


@dataclass
class Clock:
    """A school clock that is moved by hand."""

    now: float = MORNING

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'class.sqlite'}"
    store = open_store(url)
    upgrade(store)
    with store.write() as connection:
        room = create_classroom(connection, "CM1-CM2")
        add_person(connection, Person("ana", Role.PUPIL, room.id, "Ana", "CM1"))
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def hub() -> AsyncIterator[tuple[FakeHub, uvicorn.Server, str]]:
    fake = FakeHub({"ana-kernel": {"name": "ana", "kind": "user"}, "zoe-kernel": {"name": "zoe", "kind": "user"}})
    fake.tokens["culler"] = {"name": "culler", "kind": "service"}
    async with serve(fake.app) as (server, address):
        yield fake, server, f"http://{address}{API}"


@pytest.fixture
async def door(store: Store, clock: Clock, hub: tuple[FakeHub, uvicorn.Server, str]) -> AsyncIterator[Credentials]:
    credentials = Credentials(store, KEY, hub_api_url=hub[2], hub_token="the-hub", clock=clock)
    yield credentials
    await credentials.close()


async def code_of(door: Credentials, credential: str, *kinds: Kind) -> str:
    with pytest.raises(ClassroomError) as refused:
        await door.person_behind(credential, *kinds)
    return refused.value.code


async def test_a_ticket_and_a_lease_say_whose_they_are(door: Credentials) -> None:
    for kind in Kind:
        issued = door.issue(kind, "ana")
        assert (await door.person_behind(issued.token, kind)).username == "ana"
        assert issued.expires.timestamp() == MORNING + LASTS[kind]


async def test_a_credential_that_is_too_old_is_expired(door: Credentials, clock: Clock) -> None:
    ticket, lease = door.issue(Kind.TICKET, "ana").token, door.issue(Kind.LEASE, "ana").token
    clock.now += 5 * 60
    assert await code_of(door, ticket, Kind.TICKET) == "expired"
    assert (await door.person_behind(lease, Kind.LEASE)).username == "ana"
    clock.now += 12 * 3600
    assert await code_of(door, lease, Kind.LEASE) == "expired"


async def test_a_credential_of_another_kind_or_maker_is_refused(door: Credentials) -> None:
    ticket = door.issue(Kind.TICKET, "ana").token
    assert await code_of(door, ticket, Kind.LEASE) == "not_signed_in"
    forged = sign(b"x" * 32, Claim(Kind.LEASE, "ana", int(MORNING) + 60))
    assert await code_of(door, forged, Kind.LEASE) == "not_signed_in"
    body, _, signature = ticket.partition(".")
    assert await code_of(door, f"{body[:-4]}AAAA.{signature}", Kind.TICKET) == "not_signed_in"


async def test_somebody_who_left_the_class_may_do_nothing(door: Credentials) -> None:
    assert await code_of(door, door.issue(Kind.LEASE, "zoe").token, Kind.LEASE) == "not_allowed"


@given(st.text(max_size=80))
def test_no_text_however_strange_is_a_credential(text: str) -> None:
    with pytest.raises(NotSignedIn):
        read(KEY, text, now=MORNING)


@given(st.binary(max_size=60))
def test_what_is_signed_but_of_another_make_is_refused(body: bytes) -> None:
    import hmac
    from base64 import urlsafe_b64encode

    said = urlsafe_b64encode(body)
    signature = urlsafe_b64encode(hmac.digest(KEY, said, "sha256")).decode().rstrip("=")
    with pytest.raises(NotSignedIn):
        read(KEY, f"{said.decode()}.{signature}", now=MORNING)


def test_the_key_is_made_once_and_only_the_class_can_read_it(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    key = load_key(secrets)
    assert len(key) == 32 and load_key(secrets) == key
    assert [file.name for file in secrets.iterdir()] == ["signing.key"]
    assert stat.S_IMODE((secrets / "signing.key").stat().st_mode) == 0o600


async def test_the_hub_says_whose_a_kernel_token_is(door: Credentials) -> None:
    assert (await door.person_with_hub_token("ana-kernel")).username == "ana"


@pytest.mark.parametrize("token", ["nobody", "culler", "", "é", "a\nb", "\ud800"])
async def test_tokens_of_services_and_strangers_are_nobody(door: Credentials, token: str) -> None:
    with pytest.raises(NotSignedIn):
        await door.person_with_hub_token(token)


async def test_a_hub_user_who_is_in_no_class_may_do_nothing(door: Credentials) -> None:
    with pytest.raises(NotAllowed):
        await door.person_with_hub_token("zoe-kernel")


async def test_the_hub_is_asked_once_a_minute_at_most(
    door: Credentials, clock: Clock, hub: tuple[FakeHub, uvicorn.Server, str]
) -> None:
    for _ in range(3):
        await door.person_with_hub_token("ana-kernel")
    assert hub[0].asked == 1
    clock.now += 61
    await door.person_with_hub_token("ana-kernel")
    assert hub[0].asked == 2


async def test_a_token_seen_before_opens_while_the_hub_is_away(
    store: Store, clock: Clock, hub: tuple[FakeHub, uvicorn.Server, str], door: Credentials
) -> None:
    await door.person_with_hub_token("ana-kernel")
    hub[0].status = 503
    restarted = Credentials(store, KEY, hub_api_url="http://127.0.0.1:1/hub/api", hub_token="the-hub", clock=clock)
    clock.now += 61
    for credentials in (door, restarted):
        assert (await credentials.person_with_hub_token("ana-kernel")).username == "ana"
        with pytest.raises(OutOfService) as refused:
            await credentials.person_with_hub_token("never-seen")
        assert refused.value.code == "hub_away"
    clock.now = datetime.now(UTC).timestamp() + 13 * 3600
    with pytest.raises(OutOfService):
        await restarted.person_with_hub_token("ana-kernel")
    await restarted.close()


async def test_a_token_that_the_hub_took_back_opens_no_more(
    door: Credentials, clock: Clock, hub: tuple[FakeHub, uvicorn.Server, str]
) -> None:
    await door.person_with_hub_token("ana-kernel")
    del hub[0].tokens["ana-kernel"]
    clock.now += 61
    with pytest.raises(NotSignedIn):
        await door.person_with_hub_token("ana-kernel")
    hub[0].status = 503
    with pytest.raises(OutOfService):
        await door.person_with_hub_token("ana-kernel")


def test_the_hub_is_known_by_its_own_token_only(door: Credentials) -> None:
    assert door.is_hub("the-hub") and not door.is_hub("the-hu") and not door.is_hub("") and not door.is_hub("é")
