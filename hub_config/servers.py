"""The server that each person gets: a pupil Voilà alone with one notebook, a teacher Voilà with JupyterLab and nbgrader."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub_config import places
from hub_config.settings import CHECKOUT, School

NOTEBOOKS = CHECKOUT / "notebooks"
TEMPLATES = CHECKOUT / "widgets" / "template"
TEACHER_CONFIG = Path(__file__).resolve().parent / "single_user" / "teacher_config"
PUPIL_NOTEBOOK = "pupil.ipynb"
TEACHERS = "teachers"


def configure(c: Any, school: School) -> None:
    c.Spawner.pre_spawn_hook = by_role(school)
    c.Spawner.post_stop_hook = tidy(school)
    c.Spawner.start_timeout = school.start_seconds
    c.Spawner.http_timeout = school.start_seconds
    c.Spawner.poll_interval = 15
    c.Spawner.disable_user_config = True
    # A pupil who comes back after the break finds the page again without a click.
    c.JupyterHub.implicit_spawn_seconds = 0.1
    c.JupyterHub.redirect_to_server = True
    # Nobody is sent away: a few start at the same time, and the others wait for their turn (warm_fork/spawner.py).
    c.JupyterHub.concurrent_spawn_limit = 0


def by_role(school: School) -> Callable[[Any], None]:
    """The hook that decides, at each start, which server this person gets."""

    def prepare(spawner: Any) -> None:
        teacher = TEACHERS in {group.name for group in spawner.user.groups}
        home = Path(spawner.home_dir)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        spawner.warm = not teacher
        scratch = places.folder_of(school, spawner.user.name, spawner.account)
        spawner.environment = environment(school, scratch) | first_page(spawner)
        (for_teacher if teacher else for_pupil)(spawner, home)
        if teacher and school.gradebook_url:
            spawner.environment["CLASSROOM_GRADEBOOK_URL"] = school.gradebook_url

    return prepare


def first_page(spawner: Any) -> dict[str, str]:
    """What the class said of the page of the pupil who has just come in: his server need not ask."""
    page = spawner.authenticator.first_pages.pop(spawner.user.name, None)
    return {"CLASSROOM_FIRST_PAGE": json.dumps(page)} if page else {}


def tidy(school: School) -> Callable[[Any], None]:
    """The hook that takes away what a server has left, however it ended."""
    return lambda spawner: places.forget(places.short_folder(school) / places.short(spawner.user.name))


def environment(school: School, scratch: Path) -> dict[str, str]:
    """What a server and its kernels are told: where the class is, where our template is; no secret but the hub's token for this server."""
    return {
        "CLASSROOM_SERVICE_URL": school.service_url,
        "CLASSROOM_QUIET_SECONDS": str(school.quiet_seconds),
        "CLASSROOM_WARM_SOCKET": str(places.warm_socket(school)),
        "JUPYTER_PATH": str(TEMPLATES),
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTER_RUNTIME_DIR": str(scratch),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "TMPDIR": str(scratch),
    }


def for_pupil(spawner: Any, home: Path) -> None:
    """A pupil's server keeps nothing: its home is the folder that goes away with it."""
    spawner.cmd = [sys.executable, "-m", "hub_config.single_user"]
    spawner.args = [str(NOTEBOOKS / PUPIL_NOTEBOOK)]
    spawner.default_url = "/"
    spawner.environment["HOME"] = spawner.environment["IPYTHONDIR"] = spawner.environment["TMPDIR"]
    spawner.environment["JUPYTER_NO_CONFIG"] = "1"


def for_teacher(spawner: Any, home: Path) -> None:
    desk = home / "classe"
    lay_out(desk)
    spawner.cmd = [sys.executable, "-m", "hub_config.single_user.teacher"]
    # A school's small server often has no other account; a pupil's server has no such question to answer.
    spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
    spawner.notebook_dir = str(desk)
    spawner.default_url = "/voila/render/teacher.ipynb"
    spawner.environment["IPYTHONDIR"] = str(home / ".ipython")
    spawner.environment["JUPYTER_CONFIG_PATH"] = str(TEACHER_CONFIG)


def lay_out(desk: Path) -> None:
    """Puts our notebooks on the teacher's desk, as they are today; what the teacher adds there stays."""
    desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        if notebook.name != PUPIL_NOTEBOOK:
            copy = desk / notebook.name
            copy.unlink(missing_ok=True)
            shutil.copyfile(notebook, copy)
            copy.chmod(0o444)
