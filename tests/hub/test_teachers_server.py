"""The teacher's server: the desk first, JupyterLab and nbgrader within reach."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.real_class import Visitor, command


def test_it_opens_on_the_desk(teacher: Visitor) -> None:
    answer = teacher.http.get(f"{teacher.home}/")
    assert answer.url.path == f"{teacher.home}/voila/render/teacher.ipynb"
    assert '<html lang="fr">' in answer.text
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", answer.text)


def test_it_has_the_notebooks_lab_and_nbgrader(teacher: Visitor) -> None:
    contents = teacher.http.get(f"{teacher.home}/api/contents").json()
    names = {each["name"] for each in contents["content"]}
    assert {"teacher.ipynb", "class_progress.ipynb"} <= names
    assert teacher.http.get(f"{teacher.home}/lab").status_code == 200
    assert teacher.http.get(f"{teacher.home}/formgrader").status_code == 200


def test_lab_does_not_ask_about_news_from_the_internet(teacher: Visitor) -> None:
    assert "@jupyterlab/apputils-extension:announcements" in teacher.http.get(f"{teacher.home}/lab").text


def test_its_kernels_are_on_no_port_that_a_neighbour_reaches(teacher: Visitor) -> None:
    with teacher.with_token() as program:
        made = program.post(f"{teacher.home}/api/kernels", json={"name": "python3"}).json()["id"]
        process = next(one for one in teacher.server.children(recursive=True) if made in command(one))
        settings = json.loads(next(Path(word) for word in process.cmdline() if word.endswith(".json")).read_text())
        program.delete(f"{teacher.home}/api/kernels/{made}")
    assert settings["transport"] == "ipc"
