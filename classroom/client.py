"""What kernels and notebooks call: the class service's verbs, as the person whose server this is.

    client = Client.from_environment()
    client.notebook()["cards"]

Values are the JSON of docs/helper/protocol.md. Errors are those of `classroom.errors`, rebuilt from what the service answered.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Self, cast
from urllib.parse import quote
from uuid import uuid4

import httpx

from classroom import errors
from classroom.errors import ClassroomError, OutOfService

Json = dict[str, Any]

TIMEOUT = 10.0


class Client:
    """The class service at `url` (up to `/services/classroom`), asked with a hub token."""

    def __init__(self, url: str, token: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/") + "/",
            headers={"Authorization": f"token {token}"},
            timeout=TIMEOUT,
            transport=transport,
            trust_env=False,
            verify=not url.startswith("http://"),  # nothing to verify there, and to read the authorities takes 40 ms
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The class service of this hub. KeyError names the variable that is missing."""
        return cls(environment["CLASSROOM_SERVICE_URL"], environment["JUPYTERHUB_API_TOKEN"])

    def close(self) -> None:
        self._http.close()

    # the door
    def me(self) -> Json:
        return self._json("GET", "api/me")

    def ticket(self) -> Json:
        """`{ticket, expires, person}`: what a page shows to come in."""
        return self._json("POST", "api/tickets")

    def change_password(self, current: str, new: str) -> None:
        self._call("PUT", "api/me/password", {"current": current, "new": new})

    # texts
    def notebook(self) -> Json:
        """`{person, palette, cards}` of the pupil who asks."""
        return self._json("GET", "api/me/texts")

    def text(self, text: str) -> Json:
        return self._json("GET", _path("api/texts", text))

    def version(self, text: str, number: int) -> Json:
        return self._json("GET", _path("api/texts", text, "versions", number))

    def move(self, text: str, move: str, *, key: str | None = None) -> Json:
        """`open`, `take_back`, `accept`, `reopen`, `start_layout`, `publish` or `unpublish`; gives the text view."""
        return self._json("POST", _path("api/texts", text, "moves"), {"move": move, "key": key or _key()})

    def submit(self, text: str, *, key: str | None = None) -> Json:
        return self._json("POST", _path("api/texts", text, "versions"), {"key": key or _key()})

    def mark_done(self, text: str, annotation: str, done: bool) -> Json:
        return self._json("POST", _path("api/texts", text, "marks", annotation), {"done": done})

    # reading
    def annotate(self, text: str, number: int, family: str, anchor: Json, **more: Any) -> Json:
        """`more`: id, type, comment."""
        body = {"family": family, "anchor": anchor, **more}
        return self._json("POST", _path("api/texts", text, "versions", number, "annotations"), body)

    def change_annotation(self, annotation: str, **changes: Any) -> Json:
        return self._json("PATCH", _path("api/annotations", annotation), changes)

    def delete_annotation(self, annotation: str) -> None:
        self._call("DELETE", _path("api/annotations", annotation))

    def confirm_outcome(self, annotation: str, outcome: str) -> Json:
        return self._json("PUT", _path("api/annotations", annotation, "outcome"), {"outcome": outcome})

    def write_review(self, text: str, comment: str, *, ready: bool, support: Json | None = None) -> Json:
        body = {"comment": comment, "ready": ready, "support": support}
        return self._json("PUT", _path("api/texts", text, "review"), body)

    def hand_back(self, text: str, *, comment: str | None = None, key: str | None = None) -> Json:
        body = {"key": key or _key(), "comment": comment}
        return self._json("POST", _path("api/texts", text, "hand-back"), body)

    def hand_back_all(self, classroom: str, texts: Sequence[str] | None = None) -> Json:
        body = {"texts": None if texts is None else list(texts)}
        return self._json("POST", _path("api/classrooms", classroom, "hand-back"), body)

    # the class
    def classroom(self, classroom: str) -> Json:
        return self._json("GET", _path("api/classrooms", classroom))

    def pile(self, classroom: str, assignment: str | None = None) -> list[Json]:
        path = _path("api/classrooms", classroom, "pile")
        return cast(
            list[Json], self._json("GET", path + (f"?assignment={quote(assignment)}" if assignment else ""))["rows"]
        )

    def published(self, classroom: str) -> list[Json]:
        """The published texts of the class, the last one first."""
        return cast(list[Json], self._call("GET", _path("api/classrooms", classroom, "published")).json())

    def measures(self, classroom: str) -> Json:
        """`{rows: [mark row], texts: [text row]}`, for `classroom.progress`."""
        return self._json("GET", _path("api/classrooms", classroom, "measures"))

    def create_assignment(
        self,
        classroom: str,
        title: str,
        prompt: str,
        *,
        picture: str | None = None,
        due: datetime | None = None,
        pupils: Sequence[str] = (),
    ) -> Json:
        body = {"title": title, "prompt": prompt, "picture": picture, "due": _moment(due), "pupils": list(pupils)}
        return self._json("POST", _path("api/classrooms", classroom, "assignments"), body)

    def change_assignment(self, assignment: str, **changes: Any) -> Json:
        return self._json("PATCH", _path("api/assignments", assignment), changes)

    def unlock(self, username: str) -> Json:
        return self._json("POST", _path("api/pupils", username, "unlock"))

    def set_pictures(self, username: str, pictures: Sequence[str]) -> None:
        self._call("PUT", _path("api/pupils", username, "pictures"), {"pictures": list(pictures)})

    def send_picture(self, data: bytes) -> Json:
        """`{sha256, url, width, height}` of a picture file."""
        return cast(Json, self._send("POST", "api/assets", content=data).json())

    def _json(self, method: str, path: str, body: Json | None = None) -> Json:
        return cast(Json, self._call(method, path, body).json())

    def _call(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        return self._send(method, path, json=body)

    def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **content)
        except httpx.TransportError as error:
            raise OutOfService("La classe ne répond pas pour le moment.", detail=type(error).__name__) from error
        if response.is_success:
            return response
        raise _error(response)


def _error(response: httpx.Response) -> ClassroomError:
    """The error that the service meant: its class by the status and code, its code and sentence as they are."""
    try:
        said = response.json()
        code, sentence = str(said["code"]), str(said["message"])
    except (ValueError, KeyError, TypeError):
        return OutOfService("La classe ne répond pas pour le moment.", detail=f"status {response.status_code}")
    kinds = [kind for kind in _tree(ClassroomError) if kind.status == response.status_code]
    kind = next((kind for kind in kinds if kind.code == code), kinds[0] if kinds else ClassroomError)
    return kind(sentence, code=code, detail=f"{response.request.method} {response.request.url.path}")


def _tree(kind: type[ClassroomError]) -> Iterator[type[ClassroomError]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _tree(child)


def _path(*parts: object) -> str:
    return "/".join([str(parts[0]), *(quote(str(part), safe="") for part in parts[1:])])


def _key() -> str:
    return uuid4().hex


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
