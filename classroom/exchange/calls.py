"""What nbgrader's side asks of the class service: the verbs of `classroom.client`, and those that only nbgrader needs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from urllib.parse import quote, urlencode

from classroom import rounds
from classroom.client import Client, Json
from classroom.palette import Palette, from_json
from classroom.rounds import Remark, Round

REMARKS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Project:
    """A writing project under its nbgrader name. `foreign`: made with nbgrader. `text` is the asker's own, for a pupil."""

    assignment: str
    name: str
    title: str
    prompt: str
    due: datetime | None
    notebook: str
    answer: str
    foreign: bool
    released: bool
    text: str | None


@dataclass(frozen=True, slots=True)
class Course:
    classroom: str
    palette: Palette
    students: dict[str, str]
    projects: dict[str, Project]


@dataclass(frozen=True, slots=True)
class Deposit:
    """One deposited version in a list."""

    text: str
    assignment: str
    pupil: str
    number: int
    submitted_at: datetime
    handed_back: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """A pupil's text with its rounds, at least one."""

    text: str
    pupil: str
    name: str
    stage: str
    rounds: tuple[Round, ...]

    @property
    def last(self) -> Round:
        return self.rounds[-1]

    def until(self, number: int) -> Copy:
        """The same, as it was when version `number` was deposited."""
        return replace(self, rounds=tuple(round for round in self.rounds if round.version.number <= number))


class ExchangeClient(Client):
    """The class service, asked for what nbgrader needs. Errors are those of `classroom.errors`."""

    def course(self, classroom: str) -> Course:
        said = self._json("GET", _path("api/classrooms", classroom, "course"))
        students = {student["username"]: student["name"] for student in said["students"]}
        projects = {one["name"]: _project(one) for one in said["assignments"]}
        return Course(said["classroom"], from_json(said["palette"]), students, projects)

    def release(self, classroom: str, **asked: object) -> None:
        self._json("POST", _path("api/classrooms", classroom, "course"), dict(asked))

    def released_files(self, assignment: str) -> dict[str, str]:
        """Path → base64."""
        files: dict[str, str] = self._json("GET", _path("api/assignments", assignment, "release"))["files"]
        return files

    def withdraw(self, assignment: str) -> None:
        self._call("DELETE", _path("api/assignments", assignment, "release"))

    def deposits(self, classroom: str, *, assignment: str | None = None, pupil: str | None = None) -> list[Deposit]:
        path = _path("api/classrooms", classroom, "deposits")
        return [_deposit(row) for row in self._json("GET", path + _asked(assignment=assignment, pupil=pupil))["rows"]]

    def copies(self, assignment: str, pupil: str | None = None) -> list[Copy]:
        said = self._json("GET", _path("api/assignments", assignment, "copies") + _asked(pupil=pupil))
        return [_copy(one) for one in said["copies"]]

    def deposit(self, text: str, plain: str, key: str) -> Deposit:
        return _deposit(self._json("POST", _path("api/texts", text, "deposit"), {"plain": plain, "key": key}))

    def keep_remarks(self, classroom: str, said: Sequence[tuple[str, int, Remark]]) -> None:
        """(text, version number, remark), any number of them."""
        for some in _batches(said, REMARKS_AT_ONCE):
            rows = [
                {"text": text, "number": number, "comment": r.comment, "score": r.score, "max_score": r.max_score}
                for text, number, r in some
            ]
            self._call("POST", _path("api/classrooms", classroom, "remarks"), {"remarks": rows})

    def hand_back_copies(self, classroom: str, copies: Sequence[tuple[str, int]], key: str) -> Json:
        """`{handed_back: [text], refused: [{text, code, message}]}`."""
        rows = [{"text": text, "number": number} for text, number in copies]
        path = _path("api/classrooms", classroom, "copies/hand-back")
        return self._json("POST", path, {"key": key, "copies": rows})


def client() -> ExchangeClient:
    """The class service of this process, one connection for all. KeyError names the variable that is missing."""
    return _client(os.environ["CLASSROOM_SERVICE_URL"], os.environ["JUPYTERHUB_API_TOKEN"])


@lru_cache(maxsize=4)
def _client(url: str, token: str) -> ExchangeClient:
    return ExchangeClient(url, token)


def _project(said: Json) -> Project:
    return Project(
        **{
            name: said[name]
            for name in ("assignment", "name", "title", "prompt", "notebook", "answer", "foreign", "text")
        },
        due=datetime.fromisoformat(said["due"]) if said["due"] else None,
        released=said["released_at"] is not None,
    )


def _deposit(said: Json) -> Deposit:
    at = datetime.fromisoformat(said["submitted_at"])
    back = said["handed_back_at"] is not None
    return Deposit(said["text"], said["assignment"], said["pupil"], said["number"], at, back)


def _copy(said: Json) -> Copy:
    every = tuple(rounds.from_json(one) for one in said["rounds"])
    return Copy(said["text"], said["pupil"], said["name"], said["stage"], every)


def _batches(said: Sequence[tuple[str, int, Remark]], size: int) -> Iterator[list[tuple[str, int, Remark]]]:
    rest = iter(said)
    while some := list(islice(rest, size)):
        yield some


def _path(start: str, id: str, end: str) -> str:
    return f"{start}/{quote(id, safe='')}/{end}"


def _asked(**asked: str | None) -> str:
    given = {name: value for name, value in asked.items() if value is not None}
    return f"?{urlencode(given)}" if given else ""
