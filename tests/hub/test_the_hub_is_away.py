"""The hub may be dead for the whole lesson: the page opens again, its kernel gets a ticket, and what is typed is kept.

The second door (`/services/classroom/door`) is open to whom the hub knows, and says so at once when there is no hub.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from tests.hub.test_life_and_death import write
from tests.hub.test_pupils_are_browsers import kernel_of
from tests.real_class import RealClass, Visitor, until, without_hub

DOOR = "/services/classroom/door"


@pytest.fixture(scope="module")
def ines(there: RealClass) -> Visitor:
    """A pupil who came in, and whose page was open, while the hub was alive."""
    visitor = Visitor(there).as_pupil("ines")
    kernel_of(visitor)
    with visitor.with_token() as program:
        assert program.post("/services/classroom/api/tickets").status_code == 200
    return visitor


@pytest.fixture(scope="module")
def dead_hub(there: RealClass, ines: Visitor) -> Iterator[None]:
    """The hub is killed, once Inès is there, and nobody starts it again before the end of these tests."""
    with without_hub(there):
        yield


def ask(visitor: Visitor, **headers: str) -> httpx.Response:
    return visitor.http.get(DOOR, headers=headers)


def test_the_second_door_gives_a_lease_to_whom_the_hub_knows(ines: Visitor) -> None:
    answer = ask(ines, **{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["person"]["username"] == "ines"
    headers = {"Authorization": f"Bearer {answer.json()['lease']}"}
    assert ines.http.get("/services/classroom/api/me", headers=headers).json()["username"] == "ines"


def test_the_second_door_is_closed_to_strangers_to_other_sites_and_after_the_way_out(there: RealClass) -> None:
    leaving = Visitor(there)
    pictures = ",".join(there.pictures["adam"])
    assert leaving.sign_in(door="pictures", username="adam", pictures=pictures).status_code == 200
    assert ask(leaving).status_code == 200
    for path in (DOOR, "/hub/door"):
        refused = leaving.http.get(path, headers={"Sec-Fetch-Site": "cross-site"})
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    leaving.http.get("/hub/logout")
    for nobody in (leaving, Visitor(there)):
        refused = ask(nobody)
        assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
        assert refused.headers["cache-control"] == "no-store"


def test_the_second_door_takes_no_token_and_no_name(ines: Visitor, there: RealClass) -> None:
    with ines.with_token() as program:
        assert program.get(DOOR, follow_redirects=True).status_code == 401
        assert program.post("/services/classroom/api/sign-in/door", json={"username": "ines"}).status_code == 403
    assert Visitor(there).http.get(f"{DOOR}?username=ines").status_code == 422


def test_a_sign_in_that_the_hub_did_not_live_to_end_begins_anew_by_itself(there: RealClass) -> None:
    noe = Visitor(there)
    assert noe.sign_in(door="pictures", username="noe", pictures=",".join(there.pictures["noe"])).status_code == 200
    noe.http.follow_redirects = False
    last_step = way_in(noe, "/user/noe/")
    with without_hub(there):
        lost = noe.http.get(last_step)
        assert lost.status_code == 500
        assert 'content="4;url=/user/noe/"' in lost.text
        assert "Ton texte est bien gardé." in lost.text
    assert 'content="4;url=/user/noe/"' in noe.http.get(last_step).text
    noe.http.follow_redirects = True
    assert noe.http.get("/user/noe/").status_code == 200


def way_in(visitor: Visitor, path: str) -> str:
    """The last of the addresses through which the hub leads somebody to his server, which is good for one time."""
    while "oauth_callback?" not in path:
        path = until(partial(next_step, visitor, path), f"the way from {path}")
    return path


def next_step(visitor: Visitor, path: str) -> str | None:
    return visitor.http.get(path).headers.get("location")


def test_the_second_door_says_at_once_that_there_is_no_hub(ines: Visitor, dead_hub: None) -> None:
    answer = ask(ines)
    assert (answer.status_code, answer.json()["code"]) == (503, "hub_away")


def test_a_stranger_does_not_come_in_because_the_hub_is_dead(there: RealClass, ines: Visitor, dead_hub: None) -> None:
    assert Visitor(there).http.get(f"{ines.home}/", follow_redirects=False).status_code == 302
    assert ines.http.get(f"{ines.home}/", headers={"Authorization": "token invented"}).status_code == 500


def test_the_page_opens_again_and_what_is_typed_is_kept(there: RealClass, ines: Visitor, dead_hub: None) -> None:
    del ines.http.cookies[
        "jupyterhub-session-id"
    ]  # with another session the server's cache of five minutes knows nobody
    kernel_of(ines)
    with ines.with_token() as program:
        ticket = program.post("/services/classroom/api/tickets").json()["ticket"]
        lease = program.post("/services/classroom/api/leases", json={"credential": ticket}).json()["lease"]
        headers = {"Authorization": f"Bearer {lease}"}
        cards = program.get("/services/classroom/api/me/texts", headers=headers).json()["cards"]
    text = next(card["text"] for card in cards if card["stage"] == "writing")
    kept = asyncio.run(write(there, ticket, text, " Sans le hub."))
    assert " Sans le hub." in kept
    assert asyncio.run(write(there, lease, text, "")) == kept
