"""The class service over HTTP: the whole loop as pages and kernels make it, and what is badly asked is refused in a sentence."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from classroom.model import MAX_TEXT
from classroom.workflow import Move
from tests.service.asking import Service, open_service
from tests.small_school import PASSWORD, PICTURES


@pytest.fixture
def service(store_url: str, tmp_path: Path) -> Iterator[Service]:
    with open_service(store_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def sqlite_service(sqlite_url: str, tmp_path: Path) -> Iterator[Service]:
    """For what does not depend on the kind of store."""
    with open_service(sqlite_url, tmp_path) as opened:
        yield opened


def refused(response: Any, status: int, code: str) -> str:
    """The sentence of a refusal that is as the protocol says."""
    said = response.json()
    assert (response.status_code, said["code"]) == (status, code)
    assert isinstance(said["message"], str) and said["message"]
    return str(said["message"])


def test_the_loop_from_the_first_draft_to_the_accepted_text(service: Service) -> None:
    text, school = service.school.text_of(), service.school
    school.types(text, "Les chat mange.")
    submitted = service.ask("ana", "POST", f"api/texts/{text}/versions", {"key": "a"})
    assert (submitted.status_code, submitted.json()["stage"]) == (201, "submitted")
    assert service.ask("ana", "POST", f"api/texts/{text}/versions", {"key": "a"}).status_code == 200

    opened = service.ask("petit", "POST", f"api/texts/{text}/moves", {"move": "open", "key": "o"}).json()
    assert (opened["stage"], opened["moves"], opened["writable"]) == ("reading", ["hand_back", "accept"], False)
    version = service.ask("petit", "GET", f"api/texts/{text}/versions/1").json()
    start = version["plain"].index("chat")
    anchor = {"start": start, "end": start + 4, "exact": "chat"}
    body = {"id": "m1", "family": "noun_group", "type": "number", "anchor": anchor}
    mark = service.ask("petit", "POST", f"api/texts/{text}/versions/1/annotations", body)
    assert mark.status_code == 201
    assert mark.json()["anchor"] == anchor | {"prefix": "Les ", "suffix": " mange.", "relative": None}
    review = service.ask("petit", "PUT", f"api/texts/{text}/review", {"comment": "Cherche le pluriel.", "ready": True})
    usual = {"level": "2", "families": [], "budget": None}
    assert review.json()["review"] == {"comment": "Cherche le pluriel.", "ready": True, "support": usual}
    done = service.ask("petit", "POST", f"api/classrooms/{school.classroom.id}/hand-back", {}).json()
    assert done == {"handed_back": [text], "refused": []}

    seen = service.ask("ana", "GET", f"api/texts/{text}").json()
    assert [one["id"] for one in seen["annotations"]] == ["m1"] and seen["review"] is None
    assert [(one["number"], one["comment"]) for one in seen["hand_backs"]] == [(1, "Cherche le pluriel.")]
    ticked = service.ask("ana", "POST", f"api/texts/{text}/marks/m1", {"done": True}).json()
    assert ticked["done"] == ["m1"]
    school.corrects(text, ("chat", "chats"))
    service.ask("ana", "POST", f"api/texts/{text}/versions", {"key": "b"})
    service.ask("petit", "POST", f"api/texts/{text}/moves", {"move": "open", "key": "o2"})
    second = service.ask("petit", "GET", f"api/texts/{text}/versions/2").json()
    assert [(e["id"], e["outcome"], e["confirmed"], e["now"]["exact"]) for e in second["earlier"]] == [
        ("m1", "fixed", False, "chats")
    ]
    confirmed = service.ask("petit", "PUT", "api/annotations/m1/outcome", {"outcome": "fixed"}).json()
    assert (confirmed["outcome"], confirmed["confirmed"]) == ("fixed", True)
    accepted = service.ask("petit", "POST", f"api/texts/{text}/moves", {"move": "accept", "key": "acc"}).json()
    assert (accepted["stage"], accepted["writable"]) == ("accepted", True)

    card = service.ask("ana", "GET", "api/me/texts").json()["cards"][0]
    assert (card["stage"], card["marks"], card["version"]) == ("accepted", {"total": 1, "done": 1}, 2)
    measures = service.ask("petit", "GET", f"api/classrooms/{school.classroom.id}/measures").json()
    assert [(row["annotation"], row["help_level"], row["outcome"]) for row in measures["rows"]] == [
        ("m1", "2", "fixed")
    ]


def test_the_pupil_who_takes_back_and_the_teacher_who_hands_back_meet(service: Service) -> None:
    text, school = service.school.text_of(), service.school
    school.types(text, "Un texte.")
    school.deposits(text)
    service.ask("ana", "POST", f"api/texts/{text}/moves", {"move": "take_back", "key": "t"})
    said = refused(service.ask("petit", "POST", f"api/texts/{text}/hand-back", {"key": "h"}), 409, "taken_back")
    assert said == "L'élève a repris son texte : il ne peut pas être rendu maintenant."
    named = service.ask("petit", "POST", f"api/classrooms/{school.classroom.id}/hand-back", {"texts": [text, "zz"]})
    assert [(one["text"], one["code"]) for one in named.json()["refused"]] == [
        (text, "taken_back"),
        ("zz", "not_found"),
    ]


def test_an_empty_or_an_endless_text_is_refused_in_words_a_child_reads(service: Service) -> None:
    text = service.school.text_of()
    said = refused(service.ask("ana", "POST", f"api/texts/{text}/versions", {"key": "a"}), 422, "empty_text")
    assert said.startswith("Ton texte est vide")
    service.school.types(text, "mot " * (MAX_TEXT // 4 + 1))
    refused(service.ask("ana", "POST", f"api/texts/{text}/versions", {"key": "a"}), 422, "text_too_long")


@pytest.mark.parametrize("vector", ["a", "abcde", "A===", "é"])
def test_a_state_that_is_not_base64_is_refused(service: Service, vector: str) -> None:
    path = f"api/texts/{service.school.text_of()}/versions"
    refused(service.ask("ana", "POST", path, {"key": "a", "state_vector": vector}), 422, "bad_input")


def test_coming_in_by_the_hubs_door(service: Service) -> None:
    rooms = service.ask("hub", "GET", "api/sign-in/classrooms").json()
    here = next(room for room in rooms if room["id"] == service.school.classroom.id)
    assert [pupil["username"] for pupil in here["pupils"]] == ["ana", "bob"]
    assert here["teachers"] == [{"username": "petit", "name": "Mme Petit"}]
    right = {"username": "ana", "pictures": list(PICTURES)}
    ana = service.ask("hub", "POST", "api/sign-in/pupil", right).json()
    page = ana.pop("page")
    assert ana == {"username": "ana", "name": "Ana", "role": "pupil"}
    assert page["notebook"] == service.ask("ana", "GET", "api/me/texts").json()
    lease = service.ask(None, "POST", "api/leases", {"credential": page["ticket"]}).json()
    assert lease["person"]["username"] == "ana"
    wrong = right | {"pictures": ["a", "b", "c"]}
    answers = [service.ask("hub", "POST", "api/sign-in/pupil", wrong) for _ in range(5)]
    assert [answer.json().get("tries_left") for answer in answers[:4]] == [4, 3, 2, 1]
    refused(answers[3], 403, "wrong_pictures")
    refused(answers[4], 423, "locked")
    refused(service.ask("hub", "POST", "api/sign-in/pupil", right), 423, "locked")
    assert service.ask("petit", "POST", "api/pupils/ana/unlock").json()["locked"] is False
    assert service.ask("hub", "POST", "api/sign-in/pupil", right).status_code == 200


def test_a_teacher_comes_in_and_changes_the_password(service: Service) -> None:
    right = {"username": "petit", "password": PASSWORD}
    assert service.ask("hub", "POST", "api/sign-in/teacher", right).json() == {
        "username": "petit",
        "name": "Mme Petit",
        "role": "teacher",
        "must_change_password": False,
    }
    refused(service.ask("hub", "POST", "api/sign-in/teacher", right | {"password": "no"}), 403, "wrong_password")
    refused(
        service.ask("petit", "PUT", "api/me/password", {"current": PASSWORD, "new": "court"}), 422, "short_password"
    )
    guess = {"current": "no", "new": "x" * 12}
    refused(service.ask("petit", "PUT", "api/me/password", guess), 403, "wrong_password")
    assert service.ask("petit", "PUT", "api/me/password", {"current": PASSWORD, "new": "x" * 12}).status_code == 204
    refused(service.ask("hub", "POST", "api/sign-in/teacher", right), 403, "wrong_password")


def test_an_assignment_is_made_and_changed(service: Service) -> None:
    room = service.school.classroom.id
    body = {"title": "Le chien", "prompt": "Décris.", "due": "2026-12-01T08:00:00+01:00", "pupils": ["bob"]}
    made = service.ask("petit", "POST", f"api/classrooms/{room}/assignments", body).json()
    assert (made["due"], made["pupils"]) == ("2026-12-01T07:00:00Z", ["bob"])
    changed = service.ask("petit", "PATCH", f"api/assignments/{made['id']}", {"due": None, "pupils": []}).json()
    assert (changed["title"], changed["due"], changed["pupils"]) == ("Le chien", None, [])
    titles = [card["assignment"]["title"] for card in service.ask("ana", "GET", "api/me/texts").json()["cards"]]
    assert titles == ["Le chien", "Le chat"]


def picture(size: tuple[int, int], kind: str = "JPEG", **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def test_a_picture_becomes_a_small_webp_named_by_its_content(service: Service) -> None:
    exif = Image.Exif()
    exif[0x010E] = "la maison de Ana"
    sent = picture((2000, 1000), exif=exif)
    first, again = (service.ask("ana", "POST", "api/assets", content=sent) for _ in range(2))
    kept = first.json()
    assert first.status_code == 201 and again.json() == kept
    assert (kept["width"], kept["height"]) == (1600, 800)
    got = service.client.get(kept["url"])
    assert (got.headers["content-type"], b"maison" in got.content) == ("image/webp", False)
    assert "immutable" in got.headers["cache-control"]


def test_a_long_answer_is_squeezed_for_a_weak_network_and_a_lease_is_not(sqlite_service: Service) -> None:
    notebook = sqlite_service.ask("ana", "GET", "api/me/texts")
    assert notebook.headers["content-encoding"] == "gzip"
    assert int(notebook.headers["content-length"]) < len(notebook.content) / 2
    ticket = sqlite_service.headers("ana")["Authorization"].removeprefix("Bearer ")
    lease = sqlite_service.ask(None, "POST", "api/leases", {"credential": ticket})
    assert lease.is_success and "content-encoding" not in lease.headers


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg onload=alert(1)>", picture((10, 10))[:200], b"\xff" * 5000])
def test_what_is_no_picture_is_refused(sqlite_service: Service, data: bytes) -> None:
    refused(sqlite_service.ask("ana", "POST", "api/assets", content=data), 422, "not_a_picture")


def test_a_picture_that_unfolds_into_gigabytes_is_refused(sqlite_service: Service) -> None:
    bomb = picture((8000, 8000), "PNG")
    refused(sqlite_service.ask("ana", "POST", "api/assets", content=bomb), 422, "picture_too_large")


BAD_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"move"',
    b'{"move": "open"}',
    b'{"move": "open", "key": 1}',
    b'{"move": "open", "key": "a", "extra": true}',
    b'{"move": "hand_back", "key": "a"}',
    b'{"move": "open", "key": ""}',
    b'{"move": "open", "key": "\\u0000"}',
    b'{"move": "open", "key": "\\ud800"}',
    b'{"move": "open", "key": "\xff\xfe"}',
    b'{"move": "open", "key": "' + b"k" * 65 + b'"}',
    b'{"move": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"move": "open", "key": NaN}',
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_badly_made_body_is_refused_with_a_code_and_a_sentence(sqlite_service: Service, body: bytes) -> None:
    path = f"api/texts/{sqlite_service.school.text_of()}/moves"
    refused(sqlite_service.ask("petit", "POST", path, content=body), 422, "bad_input")


@pytest.mark.parametrize("words", ["a\0b", "\ud800", "a" * 5001])
def test_signs_that_no_store_takes_and_endless_comments_are_refused(service: Service, words: str) -> None:
    path = f"api/texts/{service.school.read_by_teacher()}/review"
    body = json.dumps({"comment": words, "ready": False}).encode()
    refused(service.ask("petit", "PUT", path, content=body), 422, "bad_input")


def test_a_body_of_more_than_64_kb_is_refused(sqlite_service: Service) -> None:
    path = f"api/texts/{sqlite_service.school.text_of()}/moves"
    refused(sqlite_service.ask("petit", "POST", path, content=b" " * 70_000), 413, "too_large")


@pytest.mark.parametrize(
    "path",
    [
        "api/texts/zz",
        "api/texts/%00",
        "api/texts/a%0Ab",
        "api/texts/%F0%9F%90%88",
        "api/annotations/zz",
        "api/nothing",
        "",
    ],
)
def test_what_is_not_there_is_not_found(service: Service, path: str) -> None:
    method = "DELETE" if "annotations" in path else "GET"
    refused(service.ask("petit", method, path), 404, "not_found")


@pytest.mark.parametrize("number", ["0", "2", "999999", "1000000", "-1", "one", "1.0", "\u0661"])
def test_a_version_that_was_never_deposited_is_not_found(service: Service, number: str) -> None:
    text = service.school.read_by_teacher()
    refused(service.ask("petit", "GET", f"api/texts/{text}/versions/{number}"), 404, "not_found")


def test_an_unknown_question_in_the_address_is_refused(sqlite_service: Service) -> None:
    room = sqlite_service.school.classroom.id
    refused(sqlite_service.ask("petit", "GET", f"api/classrooms/{room}/pile?nothing=1"), 422, "bad_input")


def test_an_open_page_hears_of_what_the_teacher_does(sqlite_service: Service) -> None:
    heard: list[str] = []
    told = threading.Event()

    async def listen(text: str) -> None:
        heard.append(text)
        told.set()

    house = sqlite_service.app.state.house
    object.__setattr__(house, "changed", listen)
    text = sqlite_service.school.text_of()
    sqlite_service.school.types(text, "Un texte.")
    sqlite_service.school.deposits(text)
    sqlite_service.ask("petit", "POST", f"api/texts/{text}/moves", {"move": str(Move.OPEN), "key": "o"})
    assert told.wait(5) and heard == [text]


def test_a_mistake_of_ours_is_told_without_details_and_logged_without_words(
    sqlite_service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the pupil wrote: secret words")

    monkeypatch.setattr("classroom.store.person_of", breaks)
    monkeypatch.setattr("classroom.service.credentials.person_of", breaks)
    said = refused(sqlite_service.ask("ana", "GET", "api/me"), 500, "error")
    assert said == "Quelque chose n'a pas marché. Rien n'est perdu."
    assert "RuntimeError" in caplog.text and "secret" not in caplog.text


def test_a_published_text_is_read_by_the_class_and_by_nobody_else(service: Service) -> None:
    school = service.school
    text = school.read_by_teacher()
    path = f"api/classrooms/{school.classroom.id}/published"
    service.ask("petit", "POST", f"api/texts/{text}/moves", {"move": "accept", "key": "a"})
    assert service.ask("bob", "GET", path).json() == []
    service.ask("petit", "POST", f"api/texts/{text}/moves", {"move": "publish", "key": "p"})
    [one] = service.ask("bob", "GET", path).json()
    assert (one["text"], one["title"], one["pupil"]["name"]) == (text, "Le chat", "Ana")
    assert one["document"]["content"][0]["content"][0]["text"].startswith("Les chat")
    assert set(one) == {"text", "title", "pupil", "published_at", "document"}
    refused(service.ask("zoe", "GET", path), 403, "not_allowed")
