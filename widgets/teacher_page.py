"""The teacher's desk: the pile, the texts to read, the writing projects and the class, on one page."""

from __future__ import annotations

import os

import traitlets as t

from widgets._base import ClassroomWidget


def on_my_server(path: str) -> str:
    """The address of a page of this person's own server, such as `lab`; empty where there is no hub."""
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "")
    return prefix + path if prefix else ""


class TeacherPage(ClassroomWidget):
    """The whole page of a teacher: `TeacherPage()` in a notebook's only cell."""

    bundle = "desk"
    screen = t.Unicode("desk").tag(sync=True)
    progress_url = t.Unicode(help="Where the class's figures are; no link when empty.").tag(sync=True)
    notebooks_url = t.Unicode(help="Where the teacher's notebooks are; no link when empty.").tag(sync=True)
    grades_url = t.Unicode(help="Where nbgrader's formgrader is; no link when empty.").tag(sync=True)

    @t.default("progress_url")
    def _default_progress_url(self) -> str:
        return on_my_server("voila/render/class_progress.ipynb")

    @t.default("notebooks_url")
    def _default_notebooks_url(self) -> str:
        return on_my_server("lab")

    @t.default("grades_url")
    def _default_grades_url(self) -> str:
        return on_my_server("ecritoire/formgrader")
