"""What kernels and notebooks call: the client's verbs over a real service, and the errors rebuilt on this side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from classroom import errors
from classroom.client import Client
from classroom.service.signing import Kind
from classroom.store import remember_token
from tests.service.asking import Service, open_service
from tests.small_school import PASSWORD


@pytest.fixture
def service(sqlite_url: str, tmp_path: Path) -> Iterator[Service]:
    with open_service(sqlite_url, tmp_path) as opened:
        yield opened


def client_of(service: Service, username: str) -> Client:
    """A client whose token the service has heard of from the hub."""
    with service.school.store.write() as connection:
        remember_token(connection, f"token-of-{username}", username)
    return Client(f"{str(service.client.base_url).rstrip('/')}/services/classroom", f"token-of-{username}")


def test_a_round_through_the_client(service: Service) -> None:
    ana, petit = client_of(service, "ana"), client_of(service, "petit")
    text = ana.notebook()["cards"][0]["text"]
    service.school.types(text, "Les chat dort.")
    assert ana.submit(text)["stage"] == "submitted"
    room = petit.me()["classroom"]
    assert [row["text"] for row in petit.pile(room) if row["priority"]] == [text]
    petit.move(text, "open")
    mark = petit.annotate(text, 1, "noun_group", {"start": 4, "end": 8, "exact": "chat"}, comment="Combien ?")
    assert petit.change_annotation(mark["id"], type="number")["type"] == "number"
    petit.write_review(text, "Bravo.", ready=True)
    assert petit.hand_back_all(room)["handed_back"] == [text]
    assert ana.mark_done(text, mark["id"], True)["done"] == [mark["id"]]
    assert ana.version(text, 1)["plain"] == "Les chat dort."
    assert [row["family"] for row in petit.measures(room)["rows"]] == ["noun_group"]
    assert ana.published(room) == []
    due, drawn = datetime(2026, 12, 1, tzinfo=UTC), BytesIO()
    Image.new("RGB", (8, 6)).save(drawn, "PNG")
    picture = petit.send_picture(drawn.getvalue())
    assert (picture["width"], picture["height"]) == (8, 6)
    made = petit.create_assignment(room, "Le chien", "Décris.", picture=picture["sha256"], due=due, pupils=["ana"])
    assert petit.change_assignment(made["id"], title="Le chien bleu")["title"] == "Le chien bleu"
    assert len(petit.classroom(room)["assignments"]) == 2
    petit.change_password(PASSWORD, "une-autre-ourse")
    for client in (ana, petit):
        client.close()


def test_the_ticket_of_a_kernel_opens_the_service_to_a_page(service: Service) -> None:
    ana = client_of(service, "ana")
    ticket = ana.ticket()["ticket"]
    ana.close()
    claim = service.client.post("/services/classroom/api/leases", json={"credential": ticket}).json()
    assert claim["person"]["username"] == "ana" and Kind.LEASE in claim


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "not_signed_in", errors.NotSignedIn),
        (401, "expired", errors.NotSignedIn),
        (403, "not_allowed", errors.NotAllowed),
        (404, "not_found", errors.NotFound),
        (409, "wrong_stage", errors.WrongStage),
        (409, "conflict", errors.Conflict),
        (422, "empty_text", errors.BadInput),
        (423, "locked", errors.Locked),
        (429, "slow_down", errors.SlowDown),
        (503, "out_of_service", errors.OutOfService),
        (500, "error", errors.ClassroomError),
    ],
)
def test_an_error_of_the_service_is_the_same_on_this_side(
    status: int, code: str, kind: type[errors.ClassroomError]
) -> None:
    answers = httpx.MockTransport(lambda _: httpx.Response(status, json={"code": code, "message": "Une phrase."}))
    client = Client("http://class", "token", transport=answers)
    with pytest.raises(errors.ClassroomError) as caught:
        client.me()
    assert (type(caught.value), caught.value.code, caught.value.sentence) == (kind, code, "Une phrase.")
    client.close()


@pytest.mark.parametrize("answer", [httpx.Response(502, text="<html>"), httpx.ConnectError("no route")])
def test_a_class_that_does_not_answer_is_out_of_service(answer: httpx.Response | Exception) -> None:
    def reply(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = Client("http://class", "token", transport=httpx.MockTransport(reply))
    with pytest.raises(errors.OutOfService):
        client.me()
    client.close()


def test_an_id_stays_one_part_of_the_address() -> None:
    seen: list[str] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        return httpx.Response(200, json={})

    client = Client("http://class/services/classroom", "token", transport=httpx.MockTransport(reply))
    client.text("../../hub?x#y")
    client.close()
    assert seen == ["/services/classroom/api/texts/..%2F..%2Fhub%3Fx%23y"]


def test_the_client_of_the_environment_names_what_is_missing() -> None:
    with pytest.raises(KeyError, match="JUPYTERHUB_API_TOKEN"):
        Client.from_environment({"CLASSROOM_SERVICE_URL": "http://class"})
    Client.from_environment({"CLASSROOM_SERVICE_URL": "http://class", "JUPYTERHUB_API_TOKEN": "t"}).close()
