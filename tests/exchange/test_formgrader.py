"""Formgrader over a live hub: twelve pupils, three rounds, its own pages and buttons, and the nbgrader command in the teacher's terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from classroom import store as verbs
from classroom.documents import build, freeze_doc, merge
from classroom.documents.rewriting import rewrite
from classroom.exchange.notebook import assignment_notebook
from classroom.model import Role, Stage
from classroom.store import Store
from classroom.store.clock import now
from tests.exchange.living import CONFIG
from tests.exchange.terminal import Terminal
from tests.real_class import RealClass, Visitor, told, until

NAME = "le-tresor"


@dataclass
class Desk:
    """The teacher's server and the class behind it."""

    there: RealClass
    teacher: Visitor
    store: Store
    room: str
    pupils: list[str]
    project: str
    terminal: Terminal

    @property
    def course(self) -> Path:
        return self.there.home / "homes" / self.teacher.username / "classe" / "nbgrader"

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Formgrader's own API, as its buttons call it."""
        headers = {"X-XSRFToken": self.teacher.http.cookies.get("_xsrf", path=f"{self.teacher.home}/")}
        answer = self.teacher.http.request(
            method, f"{self.teacher.home}/formgrader/api/{path}", headers=headers, **more
        )
        assert answer.status_code == 200, answer.text[:500]
        return answer.json()

    def press(self, button: str) -> str:
        answer = self.ask("POST", f"assignment/{NAME}/{button}")
        assert answer["success"], f"{answer.get('error')}\n{answer.get('log')}"
        return str(answer["log"])

    def text(self, pupil: str) -> Any:
        with self.store.read() as connection:
            return next(text for text in verbs.notebook_of(connection, pupil) if text.assignment == self.project)

    def deposit(self, pupil: str, plain: str) -> None:
        text = self.text(pupil).id
        with self.store.write() as connection:
            draft = merge(verbs.load_updates(connection, text))
            fresh = not freeze_doc(draft).plain
            update = build(plain.split("\n")) if fresh else rewrite(draft.get_update(), plain)
            verbs.append_updates(connection, [(text, 5, update, now())])
            verbs.submit_draft(connection, text, by=pupil, key=uuid4().hex)

    def said(self, pupil: str) -> list[str]:
        with self.store.read() as connection:
            return [back.comment for _, back in verbs.hand_backs_of(connection, self.text(pupil).id)]

    def notebook_id(self, pupil: str) -> str:
        rows = self.ask("GET", f"submitted_notebooks/{NAME}/texte")
        return str(next(row["id"] for row in rows if row["student"] == pupil))

    def nbgrader(self, *arguments: str) -> str:
        """The same for the teacher, forked from a process that has nbgrader imported."""
        folder, environment = self.course.parent, _environment(self.teacher)
        code, said = self.terminal.nbgrader(*arguments, folder=folder, environment=environment)
        assert code == 0, said[-3000:]
        return said

    def type(self, person: Visitor, folder: Path, *arguments: str) -> str:
        """The installed command itself, in a terminal of this person's server."""
        command = [Path(sys.executable).with_name("nbgrader"), *arguments]
        typed = subprocess.run(
            command, cwd=folder, env=_environment(person), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert typed.returncode == 0, typed.stdout[-3000:]
        return typed.stdout


def _environment(person: Visitor) -> dict[str, str]:
    """All that this person's server was given, the token above all."""
    return told(person.server) | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, terminal: Terminal) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("class")
    there = RealClass.start(home, CLASSROOM_QUIET_SECONDS="3600")  # a server that ends takes its token with it
    store = verbs.open_store(f"sqlite:///{home / 'classroom.sqlite'}")
    try:
        teacher = Visitor(there).as_teacher()
        with store.write() as connection:
            room = verbs.classrooms(connection)[0].id
            pupils = [one.username for one in verbs.people_of(connection, room, Role.PUPIL)]
            project = verbs.create_assignment(connection, room, "Le trésor", "Raconte.").id
        yield Desk(there, teacher, store, room, pupils[:12], project, terminal)
    finally:
        store.close()
        there.stop()


def test_three_rounds_of_twelve_pupils_through_formgrader(desk: Desk) -> None:
    answer = desk.teacher.http.get(f"{desk.teacher.home}/ecritoire/formgrader")
    assert answer.status_code == 200 and answer.url.path.endswith("/formgrader/manage_assignments")
    assert len(desk.pupils) == 12
    for number in (1, 2, 3):
        for pupil in desk.pupils:
            desk.deposit(pupil, f"Tour {number} de {pupil} : <script>alert(1)</script>\n\n- $x$ *fin*")
        desk.press("collect")
        rows = [row for row in desk.ask("GET", f"submissions/{NAME}") if row["autograded"]]
        assert sorted(row["student"] for row in rows) == sorted(desk.pupils)
        for pupil in desk.pupils:
            say_in_formgrader(desk, pupil, f"Commentaire {number} pour {pupil}", 5 + number)
        desk.press("generate_feedback")
        desk.press("release_feedback")
        assert {desk.text(pupil).stage for pupil in desk.pupils} == {Stage.HANDED_BACK}
    for pupil in desk.pupils:
        assert desk.said(pupil) == [f"Commentaire {n} pour {pupil}\n\nNote : {5 + n} sur 10" for n in (1, 2, 3)]
    page = (desk.course / "feedback" / desk.pupils[0] / NAME / "texte.html").read_text()
    assert "Commentaire 3" in page and "Commentaire 1" not in page and len(page.encode()) < 5_000


def say_in_formgrader(desk: Desk, pupil: str, comment: str, score: float) -> None:
    notebook = desk.notebook_id(pupil)
    (said,) = desk.ask("GET", f"comments?submission_id={notebook}")
    (grade,) = desk.ask("GET", f"grades?submission_id={notebook}")
    assert (said["manual_comment"], grade["manual_score"]) == (None, None), "the earlier round's remark is still there"
    desk.ask("PUT", f"comment/{said['id']}", json={"manual_comment": comment})
    desk.ask("PUT", f"grade/{grade['id']}", json={"manual_score": score})


def test_formgrader_s_page_shows_the_text_and_runs_none_of_it(desk: Desk) -> None:
    pupil = desk.pupils[0]
    if desk.text(pupil).version == 0:
        desk.deposit(pupil, "Tour 3 : <script>alert(1)</script>\n\n- $x$ *fin*")
        desk.press("collect")
    page = desk.teacher.http.get(f"{desk.teacher.home}/formgrader/submissions/{desk.notebook_id(pupil)}/").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br/><br/>- $x$ *fin*</div>" in page
    assert 'class="tex2jax_ignore mathjax_ignore"' in page


def test_what_is_said_in_formgrader_is_in_the_general_comment_when_the_desk_hands_back(desk: Desk) -> None:
    pupil = desk.pupils[1]
    desk.deposit(pupil, "Encore un tour.")
    desk.press("collect")
    say_in_formgrader(desk, pupil, "Vu dans formgrader", 9)
    text = desk.text(pupil)
    with desk.store.read() as connection:
        version = verbs.version_of(connection, text.id, text.version).id

    def kept() -> bool:
        with desk.store.read() as connection:
            remark = verbs.remark_of(connection, version)
        return remark is not None and remark.score == 9

    until(kept, "the remark in the class")
    with desk.teacher.with_token() as client:
        opened = client.post(
            f"/services/classroom/api/texts/{text.id}/moves", json={"move": "open", "key": uuid4().hex}
        )
        assert opened.status_code == 200
        body = {"key": uuid4().hex, "comment": "Dit au bureau."}
        assert client.post(f"/services/classroom/api/texts/{text.id}/hand-back", json=body).status_code == 200
    assert desk.said(pupil)[-1] == "Dit au bureau.\n\nVu dans formgrader\n\nNote : 9 sur 10"


def test_the_nbgrader_command_works_in_the_teacher_s_terminal(desk: Desk) -> None:
    pupil = desk.pupils[2]
    if desk.text(pupil).version == 0:
        desk.deposit(pupil, "Un tour.")
    assert f"{desk.room} {pupil} {NAME}" in desk.nbgrader("list", "--inbound")
    desk.nbgrader("collect", NAME, "--update")
    assert "Success" in desk.nbgrader("validate", f"nbgrader/source/{NAME}/texte.ipynb")
    desk.nbgrader("generate_assignment", NAME, "--force")
    desk.nbgrader("autograde", NAME, "--student", pupil, "--force")
    desk.nbgrader("db", "upgrade")


def test_an_assignment_made_with_nbgrader_goes_to_a_pupil_s_notebook_and_back_by_the_installed_commands_alone(
    desk: Desk, tmp_path: Path
) -> None:
    pupil = Visitor(desk.there).as_pupil(desk.pupils[3])
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    made = desk.course / "source" / "rentrée" / "cahier.ipynb"
    made.parent.mkdir(parents=True)
    made.write_text(json.dumps(assignment_notebook("Ma rentrée", "Raconte ta rentrée.")))
    desk.nbgrader("generate_assignment", "rentrée")
    at_the_desk = desk.course.parent
    desk.type(desk.teacher, at_the_desk, "release_assignment", "rentrée")

    assert f"{desk.room} rentrée" in desk.type(pupil, tmp_path, "list")
    desk.type(pupil, tmp_path, "fetch_assignment", "rentrée")
    mine = tmp_path / "rentrée" / "cahier.ipynb"
    notebook = json.loads(mine.read_text())
    notebook["cells"][1]["source"] = "J'ai vu mes amis."
    mine.write_text(json.dumps(notebook))
    assert "Submitted as" in desk.type(pupil, tmp_path, "submit", "rentrée")

    desk.type(desk.teacher, at_the_desk, "collect", "rentrée")
    (row,) = desk.ask("GET", "submitted_notebooks/rentr%C3%A9e/cahier")
    assert row["student"] == pupil.username
    (said,) = desk.ask("GET", f"comments?submission_id={row['id']}")
    desk.ask("PUT", f"comment/{said['id']}", json={"manual_comment": "Quelle belle rentrée !"})
    desk.type(desk.teacher, at_the_desk, "generate_feedback", "rentrée")
    desk.type(desk.teacher, at_the_desk, "release_feedback", "rentrée")

    desk.type(pupil, tmp_path, "fetch_feedback", "rentrée")
    (page,) = tmp_path.glob("rentrée/feedback/*/cahier.html")
    assert ">J'ai vu mes amis.<" in page.read_text()
    assert "Quelle belle rentrée" in page.read_text()


def test_a_pupil_s_server_knows_nothing_of_nbgrader(desk: Desk) -> None:
    pupil = Visitor(desk.there).as_pupil(desk.pupils[3])
    for path in ("formgrader", "formgrader/api/assignments", "ecritoire/formgrader", "assignments", "courses"):
        assert pupil.http.get(f"{pupil.home}/{path}").status_code in (403, 404)
    # rapidfuzz is a compiled library that nbgrader brings in and nobody else: a process that imported nbgrader has it mapped.
    maps = [Path(f"/proc/{person.server.pid}/maps").read_text() for person in (pupil, desk.teacher)]
    assert ["rapidfuzz" in mapped for mapped in maps] == [False, True]
    assert desk.teacher.http.get(f"{desk.teacher.home}/formgrader").status_code == 200
