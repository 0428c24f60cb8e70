"""Where things are on this machine: the addresses that the parts listen on, the hub's own files, and who starts people's servers."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from hub_config.settings import CHECKOUT, School

LOOPBACK = "127.0.0.1"

ACCOUNTS = range(52000, 59000)
"""User ids that belong to nobody: where the class runs as root, a pupil's server has one of them, and can read nothing of the class."""


def configure(c: Any, school: School) -> None:
    run = school.home / "run"
    c.JupyterHub.bind_url = f"http://{school.host}:{school.port}"
    c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{school.hub_port}"
    c.JupyterHub.cookie_secret_file = str(school.secrets / "cookie-secret")
    c.JupyterHub.pid_file = str(run / "hub.pid")

    # The proxy is the hub's sibling: pupils go on writing while the hub is away, and find their servers again when it is back.
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{school.proxy_api_port}"
    c.ConfigurableHTTPProxy.auth_token = school.secret("proxy-token")
    c.JupyterHub.proxy_class = "hub_config.watched_proxy.WatchedProxy"
    c.JupyterHub.last_activity_interval = 60
    c.JupyterHub.cleanup_proxy = False
    c.JupyterHub.cleanup_servers = False

    # On one machine a pupil's server is a fork of one that is there already. On a cluster it is a pod, and KubeSpawner's business.
    c.JupyterHub.spawner_class = "hub_config.warm_fork.spawner.WarmSpawner"
    c.WarmSpawner.warm_socket = str(warm_socket(school))
    c.WarmSpawner.accounts = accounts()
    c.SimpleLocalProcessSpawner.home_dir_template = str(school.home / "homes" / "{username}")


def warm_socket(school: School) -> Path:
    """Where the warm process listens."""
    return short_folder(school) / "warm"


def short_folder(school: School) -> Path:
    """The class's sockets and what its servers leave: a socket's name has 107 signs at most, so it cannot be below just any folder."""
    return Path(tempfile.gettempdir()) / f"ecritoire-{short(str(school.home))}"


def make_private(folder: Path, mode: int = 0o700, account: int | None = None) -> Path:
    """A folder of ours that others cannot write in. PermissionError when somebody else has made it first."""
    with suppress(FileExistsError):
        folder.mkdir(mode=mode)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), account) or found.st_mode & 0o022:
        raise PermissionError(f"{folder} is not a private folder of ours")
    folder.chmod(mode)
    if account is not None:
        os.chown(folder, account, account)
    return folder


def make_short_folder(school: School) -> Path:
    """With accounts of their own, pupils' servers pass through it to their folders, and see nothing of the others'."""
    return make_private(short_folder(school), 0o711 if accounts() else 0o700)


def folder_of(school: School, username: str, account: int | None = None) -> Path:
    """What a person's server needs while it runs: its kernels' sockets, its temporary files. Emptied when it has ended."""
    return make_private(make_short_folder(school) / short(username), account=account)


def short(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:8]


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def accounts() -> range:
    """User ids for pupils' servers; none where the class does not run as root, or where its program is not everybody's to read."""
    needed = (
        CHECKOUT / "notebooks" / "pupil.ipynb",
        CHECKOUT / "widgets" / "static" / "manifest.json",
        Path(sys.prefix) / "bin",
        Path(sys.base_prefix).resolve() / "bin",
        Path(os.__file__),
    )
    return ACCOUNTS if os.geteuid() == 0 and all(map(everybodys, needed)) else range(0)


def everybodys(path: Path) -> bool:
    """Whether it is there and any account can read it, through all the folders above."""
    readable = path.exists() and path.stat().st_mode & stat.S_IROTH
    return bool(readable) and all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
