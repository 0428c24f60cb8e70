"""Who may do what: every route, asked by everybody who should not, is refused; and who may is let through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from classroom.permissions import MAY
from classroom.service.routes import ROUTES
from classroom.service.routing import Route
from classroom.store import migrate
from tests.service.asking import Service, open_service
from tests.small_school import SmallSchool

# nobody, the hub, the text's pupil, another pupil of the class, a pupil and a teacher of another class, the teacher
EVERYBODY = (None, "hub", "ana", "bob", "zoe", "grand", "petit")
PEOPLE = {"ana", "bob", "zoe", "grand", "petit"}

MAY_ASK: dict[str, set[str | None]] = {
    "GET health": set(EVERYBODY),
    "GET api/openapi.json": set(EVERYBODY),
    "GET api/sign-in/classrooms": {"hub"},
    "POST api/sign-in/pupil": {"hub"},
    "POST api/sign-in/teacher": {"hub"},
    "POST api/sign-in/door": {"hub"},
    "GET door": set(EVERYBODY),
    "POST api/tickets": PEOPLE,
    "POST api/leases": set(EVERYBODY),
    "GET api/me": PEOPLE,
    "PUT api/me/password": {"petit", "grand"},
    "POST api/me/page": {"ana", "bob", "zoe"},
    "GET api/me/texts": {"ana", "bob", "zoe"},
    "GET api/texts/{text}": {"ana", "petit"},
    "GET api/texts/{text}/versions/{number}": {"ana", "petit"},
    "POST api/texts/{text}/moves": {"ana", "petit"},
    "POST api/texts/{text}/versions": {"ana"},
    "POST api/texts/{text}/marks/{annotation}": {"ana"},
    "GET api/texts/{text}/moments": {"ana", "petit"},
    "GET api/texts/{text}/moments/{seq}": {"ana", "petit"},
    "POST api/texts/{text}/moments/{seq}/bring-back": {"ana", "petit"},
    "POST api/texts/{text}/rescues/{rescue}": {"ana"},
    "POST api/texts/{text}/versions/{number}/annotations": {"petit"},
    "PATCH api/annotations/{annotation}": {"petit"},
    "DELETE api/annotations/{annotation}": {"petit"},
    "PUT api/annotations/{annotation}/outcome": {"petit"},
    "PUT api/texts/{text}/review": {"petit"},
    "POST api/texts/{text}/hand-back": {"petit"},
    "POST api/classrooms/{classroom}/hand-back": {"petit"},
    "GET api/classrooms/{classroom}": {"petit"},
    "GET api/classrooms/{classroom}/pile": {"petit"},
    "GET api/classrooms/{classroom}/published": {"ana", "bob", "petit"},
    "GET api/classrooms/{classroom}/measures": {"petit"},
    "POST api/classrooms/{classroom}/assignments": {"petit"},
    "PATCH api/assignments/{assignment}": {"petit"},
    "POST api/pupils/{username}/unlock": {"petit"},
    "PUT api/pupils/{username}/pictures": {"petit"},
    "GET api/classrooms/{classroom}/course": {"ana", "bob", "petit"},
    "POST api/classrooms/{classroom}/course": {"petit"},
    "GET api/assignments/{assignment}/release": {"ana", "bob", "petit"},
    "DELETE api/assignments/{assignment}/release": {"petit"},
    "GET api/classrooms/{classroom}/deposits": {"ana", "bob", "petit"},
    "GET api/assignments/{assignment}/copies": {"ana", "bob", "petit"},
    "POST api/texts/{text}/deposit": {"ana"},
    "POST api/classrooms/{classroom}/remarks": {"petit"},
    "POST api/classrooms/{classroom}/copies/hand-back": {"petit"},
    "POST api/assets": PEOPLE,
    "GET api/assets/{sha256}": set(EVERYBODY),
}


def name(route: Route) -> str:
    return f"{route.method} {route.path}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("permissions")
    url = f"sqlite:///{folder / 'classroom.sqlite'}"
    migrate(url)
    with open_service(url, folder) as service:
        service.school.returned()
        yield service


def path_of(route: Route, school: SmallSchool) -> str:
    return route.path.format(
        text=school.text_of("ana"),
        number=1,
        seq=1,
        rescue="none",
        annotation="agree",
        classroom=school.classroom.id,
        assignment=school.assignment.id,
        username="ana",
        sha256="0" * 64,
    )


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    verbs = [route.verb for route in ROUTES]
    assert set(verbs) == set(MAY)
    assert len(verbs) == len(set(verbs))


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_only_who_may_ask_is_let_through(service: Service, route: Route) -> None:
    refusals = {}
    for who in EVERYBODY:
        body = [] if route.request is not None else None  # not what any route takes: nobody gets further than that
        response = service.ask(who, route.method, path_of(route, service.school), body)
        if response.status_code in (401, 403):
            refusals[who] = response.status_code
            assert response.json()["code"] in ("not_signed_in", "not_allowed")
        else:
            assert response.status_code in (200, 201, 204, 404, 409, 422, 503)  # 503: the hub is away
    allowed = MAY_ASK[name(route)]
    expected = {who: 401 if who is None else 403 for who in EVERYBODY if who not in allowed}
    assert refusals == expected


@pytest.mark.parametrize(
    ("who", "move"),
    [("ana", "open"), ("ana", "accept"), ("ana", "publish"), ("petit", "take_back"), ("petit", "start_layout")],
)
def test_a_move_is_made_by_whose_it_is(service: Service, who: str, move: str) -> None:
    text = service.school.text_of("ana")
    response = service.ask(who, "POST", f"api/texts/{text}/moves", {"move": move, "key": "k"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "header",
    [
        "token",
        "Bearer",
        "Bearer nonsense",
        "Bearer a.b",
        "Basic YTpi",
        "token \u00e9",
        "nothing",
        "Bearer " + "a" * 5000,
    ],
)
def test_a_credential_that_is_none_opens_nothing(service: Service, header: str) -> None:
    response = service.client.get("/services/classroom/api/me", headers={"Authorization": header.encode("latin-1")})
    assert response.status_code in (401, 503)  # 503: a token that only the hub could tell, and the hub is away
    assert "code" in response.json()


def test_a_ticket_is_no_lease(service: Service) -> None:
    ticket = service.ask("ana", "POST", "api/tickets").json()["ticket"]
    refused = service.client.get("/services/classroom/api/me", headers={"Authorization": f"Bearer {ticket}"})
    assert refused.status_code == 401
    lease = service.ask(None, "POST", "api/leases", {"credential": ticket}).json()
    assert lease["person"]["username"] == "ana"
    let_in = service.client.get("/services/classroom/api/me", headers={"Authorization": f"Bearer {lease['lease']}"})
    assert let_in.json()["username"] == "ana"
