"""The server that each person gets: a pupil Voilà alone with one notebook, a teacher Voilà with JupyterLab and nbgrader."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from hub_config.settings import CHECKOUT, School

NOTEBOOKS = CHECKOUT / "notebooks"
TEMPLATES = CHECKOUT / "widgets" / "template"
TEACHER_CONFIG = Path(__file__).resolve().parent / "single_user" / "teacher_config"
PUPIL_NOTEBOOK = "pupil.ipynb"
TEACHERS = "teachers"


def configure(c: Any, school: School) -> None:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(school.home / "homes" / "{username}")
    c.Spawner.pre_spawn_hook = by_role(school)
    c.Spawner.start_timeout = school.start_seconds
    c.Spawner.http_timeout = school.start_seconds
    c.Spawner.poll_interval = 15
    c.Spawner.disable_user_config = True
    c.Spawner.cookie_options = {"SameSite": "Lax"}
    # A pupil who comes back after the break finds the page again without a click.
    c.JupyterHub.implicit_spawn_seconds = 0.1
    c.JupyterHub.redirect_to_server = True
    c.JupyterHub.concurrent_spawn_limit = 64


def by_role(school: School) -> Callable[[Any], None]:
    """The hook that decides, at each start, which server this person gets."""

    def prepare(spawner: Any) -> None:
        teacher = TEACHERS in {group.name for group in spawner.user.groups}
        home = Path(spawner.home_dir)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        spawner.environment = environment(school, home)
        (for_teacher if teacher else for_pupil)(spawner, home)
        if teacher and school.gradebook_url:
            spawner.environment["CLASSROOM_GRADEBOOK_URL"] = school.gradebook_url

    return prepare


def environment(school: School, home: Path) -> dict[str, str]:
    """What a server and its kernels are told: where the class is, where our template is; no secret but the hub's token for this server."""
    return {
        "CLASSROOM_SERVICE_URL": school.service_url,
        "JUPYTER_PATH": str(TEMPLATES),
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": str(home / ".ipython"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }


def for_pupil(spawner: Any, home: Path) -> None:
    spawner.cmd = [sys.executable, "-m", "hub_config.single_user"]
    spawner.args = [str(NOTEBOOKS / PUPIL_NOTEBOOK)]
    spawner.default_url = "/"
    spawner.environment["JUPYTER_NO_CONFIG"] = "1"


def for_teacher(spawner: Any, home: Path) -> None:
    desk = home / "classe"
    lay_out(desk)
    spawner.cmd = [sys.executable, "-m", "hub_config.single_user.teacher"]
    # A school's small server often has no other account; a pupil's server has no such question to answer.
    spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
    spawner.notebook_dir = str(desk)
    spawner.default_url = "/voila/render/teacher.ipynb"
    spawner.environment["JUPYTER_CONFIG_PATH"] = str(TEACHER_CONFIG)
    spawner.environment["JUPYTER_RUNTIME_DIR"] = str(private_folder(home))


def private_folder(home: Path) -> Path:
    """Where a server's kernels have their sockets: only ours, and with a short name, as the name of a socket has 107 signs at most."""
    folder = Path(tempfile.gettempdir()) / f"ecritoire-{sha256(bytes(home)).hexdigest()[:16]}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is not a private folder of ours")
    return folder


def lay_out(desk: Path) -> None:
    """Puts our notebooks on the teacher's desk, as they are today; what the teacher adds there stays."""
    desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        if notebook.name != PUPIL_NOTEBOOK:
            copy = desk / notebook.name
            copy.unlink(missing_ok=True)
            shutil.copyfile(notebook, copy)
            copy.chmod(0o444)
