"""A class that lives for one test: a real store behind the real class service, and nbgrader set up as in a teacher's server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from classroom import store as verbs
from classroom.anchors import anchor_at
from classroom.documents import build, freeze_doc, merge
from classroom.documents.rewriting import rewrite
from classroom.exchange import calls
from classroom.exchange.setup import configure
from classroom.model import Person, Role, Support
from classroom.service.app import create_app
from classroom.service.settings import ServiceSettings
from classroom.store import Review, Store
from classroom.store.clock import now
from classroom.workflow import Move
from tests.exchange.terminal import Terminal
from tests.service.fake_hub import API, FakeHub
from tests.service.serving import serve_beside

TEACHER = "maitresse"
CONFIG = "from classroom.exchange.setup import configure\n\nconfigure(get_config())\n"


@contextmanager
def hub() -> Iterator[str]:
    """The token of `lea` is `token-of-lea`."""
    with serve_beside(FakeHub().app) as address:
        yield f"http://{address}{API}"


@contextmanager
def service(folder: Path, hub_url: str) -> Iterator[tuple[str, Store]]:
    """The class service on a store in this folder: its address, and the store."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'class.sqlite'}"
    app = create_app(ServiceSettings(url, folder / "secrets", hub_api_url=hub_url))
    with serve_beside(app) as address:
        yield f"http://{address}/services/classroom", app.state.house.store


@dataclass(frozen=True)
class Founded:
    """A class service that serves many tests: its address, its store, the class, and a file with the store as it was founded."""

    url: str
    store: Store
    room: str
    untouched: Path


@dataclass
class LivingClass:
    store: Store
    url: str
    folder: Path
    room: str
    monkeypatch: pytest.MonkeyPatch
    pupils: list[str] = field(default_factory=list)

    @property
    def course(self) -> Path:
        return self.folder / "maitresse" / "nbgrader"

    def come_in(self, username: str) -> None:
        """From now on this process is that person's server."""
        home = self.folder / username
        home.mkdir(exist_ok=True)
        for name, value in self.environment(username).items():
            self.monkeypatch.setenv(name, value)
        self.monkeypatch.chdir(home)

    def environment(self, username: str) -> dict[str, str]:
        return {
            "CLASSROOM_SERVICE_URL": self.url,
            "JUPYTERHUB_API_TOKEN": f"token-of-{username}",
            "JUPYTERHUB_ROOT_DIR": str(self.folder / username),
            "JUPYTER_CONFIG_DIR": str(self.folder / username / ".jupyter"),
            "HOME": str(self.folder / username),
        }

    def config(self) -> Config:
        c = Config()
        configure(c)
        return c

    def api(self) -> NbGraderAPI:
        """nbgrader as formgrader holds it, in the teacher's server."""
        self.come_in(TEACHER)
        self.course.mkdir(exist_ok=True)
        return NbGraderAPI(config=self.config())

    def client(self, username: str = TEACHER) -> calls.ExchangeClient:
        return calls._client(self.url, f"token-of-{username}")

    def run(self, what: str, assignment: str = "", *, by: str = TEACHER, **more: Any) -> Any:
        """One exchange class in this process: `run("Submit", "le-chat", by="lea")`. `student` names one, `course` sets the folder up; the rest are traits."""
        self.come_in(by)
        c = self.config()
        coursedir = CourseDirectory(config=c, **more.pop("course", {}))
        coursedir.assignment_id = assignment
        coursedir.student_id = more.pop("student", "*")
        coursedir.student_id_exclude = more.pop("exclude", "")
        made = getattr(ExchangeFactory(config=c), what)(coursedir=coursedir, authenticator=None, config=c)
        for name, value in more.items():
            setattr(made, name, value)
        return made.start()

    def type(self, terminal: Terminal, *arguments: str, by: str = TEACHER) -> str:
        """The real `nbgrader` command, as in a terminal of this person's server; gives what it said. It must have worked."""
        home = self.folder / by
        settings = home / ".jupyter" / "nbgrader_config.py"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(CONFIG)
        code, said = terminal.nbgrader(*arguments, folder=home, environment=os.environ | self.environment(by))
        assert code == 0, said[-3000:]
        return said

    def assign(self, title: str, prompt: str = "Raconte.", **more: Any) -> str:
        with self.store.write() as connection:
            return verbs.create_assignment(connection, self.room, title, prompt, **more).id

    def text(self, pupil: str, assignment: str | None = None) -> str:
        with self.store.read() as connection:
            mine = verbs.notebook_of(connection, pupil)
        return next(text.id for text in mine if assignment in (None, text.assignment))

    def text_view(self, pupil: str) -> dict[str, Any]:
        return self.client(pupil).text(self.text(pupil))

    def copies(self) -> list[calls.Copy]:
        """Those of « Le chat », as the class service gives them to the teacher."""
        client = self.client()
        return client.copies(client.course(self.room).projects["le-chat"].assignment)

    def write(self, pupil: str, plain: str, assignment: str | None = None) -> None:
        """The pupil types on the tablet and deposits."""
        text = self.text(pupil, assignment)
        with self.store.write() as connection:
            draft = merge(verbs.load_updates(connection, text))
            begun = bool(freeze_doc(draft).plain)
            update = rewrite(draft.get_update(), plain) if begun else build(plain.split("\n"))
            verbs.append_updates(connection, [(text, 5, update, now())])
            verbs.submit_draft(connection, text, by=pupil, key=uuid4().hex)

    def mark(self, pupil: str, words: str, family: str = "verb", comment: str = "") -> None:
        """The teacher opens the text at the desk, if it is not open, and highlights."""
        text = self.text(pupil)
        with self.store.write() as connection:
            found = verbs.text_of(connection, text)
            if found.stage == "submitted":
                verbs.move(connection, text, Move.OPEN, by=TEACHER)
            plain = verbs.version_of(connection, text, found.version).plain
            anchor = anchor_at(plain, plain.index(words), plain.index(words) + len(words))
            more = {"author": TEACHER, "family": family, "anchor": anchor, "comment": comment}
            verbs.annotate(connection, text, found.version, id=uuid4().hex, **more)

    def hand_back(self, pupil: str, comment: str = "") -> None:
        """The teacher hands the text back at the desk."""
        with self.store.write() as connection:
            verbs.hand_back(connection, self.text(pupil), by=TEACHER, key=uuid4().hex, comment=comment)

    def review(self, pupil: str, comment: str) -> None:
        with self.store.write() as connection:
            verbs.write_review(connection, self.text(pupil), Review(comment, False, Support()))

    def stage(self, pupil: str) -> str:
        with self.store.read() as connection:
            return verbs.text_of(connection, self.text(pupil)).stage

    def said(self, pupil: str) -> list[str]:
        """The general comments that the pupil got, round by round."""
        with self.store.read() as connection:
            return [back.comment for _, back in verbs.hand_backs_of(connection, self.text(pupil))]


def ok(answer: dict[str, Any]) -> dict[str, Any]:
    """What a button of formgrader answered, which must be that it worked."""
    assert answer["success"], f"{answer.get('error')}\n{answer.get('log')}"
    return answer


def found(store: Store, names: list[str]) -> str:
    """Found a class: a teacher, these pupils, and one assignment; gives its id."""
    with store.write() as connection:
        room = verbs.create_classroom(connection, "CM1-CM2").id
        verbs.add_person(connection, Person(TEACHER, Role.TEACHER, room, "Mme Petit"))
        for name in names:
            verbs.add_person(connection, Person(name, Role.PUPIL, room, f"{name.title()} M.", "CM1"))
        verbs.create_assignment(connection, room, "Le chat", "Raconte ton chat.")
    return room
