"""The OpenAPI document says what the service does: schemathesis asks by it, as everybody, and finds no mistake of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from classroom.service.description import document
from classroom.store import migrate
from classroom.workflow import Move
from tests.service.asking import PREFIX, Service, open_service
from tests.service.test_permissions import MAY_ASK

schema = schemathesis.openapi.from_dict(json.loads(document(PREFIX + "/"))).exclude(path="/door")
"""All but the second door, which leads over a hub (tests/hub)."""

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("description")
    url = f"sqlite:///{folder / 'classroom.sqlite'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        url = server.url(server.new_database())
    migrate(url)
    with open_service(url, folder) as opened:
        school = opened.school
        text = school.returned()
        school.corrects(text, ("chat", "chats"))
        school.deposits(text, key="second")
        school.moves(text, Move.OPEN)
        school.read_by_teacher("bob")
        with requests.Session() as session:
            session.trust_env = False
            opened.app.state.session = session
            yield opened


@schema.parametrize()
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_the_answer_is_as_described(case: schemathesis.Case, service: Service) -> None:
    address = str(service.client.base_url).rstrip("/") + PREFIX
    for who in askers(case):
        aim(case, service)
        case.headers = service.headers(who)
        response = case.call(base_url=address, session=service.app.state.session)
        case.validate_response(response, checks=CHECKS)


def askers(case: schemathesis.Case) -> list[str]:
    """Whoever gets further than the door (who is refused there is asked in test_permissions)."""
    may = MAY_ASK[f"{case.operation.method.upper()} {case.path.removeprefix('/')}"]
    return ["ana"] if None in may else [who for who in ("hub", "ana", "petit") if who in may]


def aim(case: schemathesis.Case, service: Service) -> None:
    """Half of the paths name things that exist, or else all questions would end in 404."""
    real = real_names(service)
    for name in case.path_parameters or {}:
        if name in real and len(str(case.path_parameters[name])) % 2:
            case.path_parameters[name] = real[name]


def real_names(service: Service) -> dict[str, Any]:
    school = service.school
    return {
        "text": school.text_of("ana"),
        "number": 2,
        "seq": 1,
        "annotation": "agree",
        "classroom": school.classroom.id,
        "assignment": school.assignment.id,
        "username": "ana",
    }
