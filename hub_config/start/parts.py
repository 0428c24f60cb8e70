"""The parts of the class and how the supervisor runs them: the proxy, the hub, the class service and, where it is set, the continuous copy."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from hub_config.node import find_node
from hub_config.places import warm_socket
from hub_config.settings import CHECKOUT, PREFIX, School, in_checkout
from hub_config.start.copying import copy_command

HERE = Path(__file__).resolve().parent.parent

PUPILS_MODULE = "widgets"
"""What the pupil's notebook imports, and the warm process before it."""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    command: tuple[str, ...]
    more: tuple[str, ...] = ()
    """Lines of its section that the others do not have."""


def parts(school: School) -> tuple[Part, ...]:
    """Siblings: none is the parent of another, so that each may die alone."""
    copy = copy_command(school)
    return (
        # The first to start and the last to stop, so that the service's last words are copied too.
        *((Part("copy", copy, ("priority=1", "umask=077")),) if copy else ()),
        Part("proxy", proxy_command(school)),
        Part("hub", (sys.executable, "-m", "hub_config.hub", "-f", str(config_page()))),
        Part("pages", (sys.executable, "-m", "hub_config.warm_fork", str(warm_socket(school)), PUPILS_MODULE)),
        Part("service", (sys.executable, "-m", "classroom.service")),
    )


def proxy_command(school: School) -> tuple[str, ...]:
    return (
        str(find_node()),
        str(HERE / "proxy" / "static" / "proxy.mjs"),
        f"--ip={school.host}",
        f"--port={school.port}",
        "--api-ip=127.0.0.1",
        f"--api-port={school.proxy_api_port}",
        f"--error-path={HERE / 'proxy' / 'error'}",
        "--log-level=warn",
    )


def config_page() -> Path:
    """`jupyterhub_config.py`: at the top of the project, and inside this package in a wheel."""
    return (CHECKOUT if in_checkout() else HERE) / "jupyterhub_config.py"


def environment(school: School) -> dict[str, str]:
    """What every part is told: the settings, and where its neighbours and the keys are."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(PREFIX)},
        **school.as_environment(),
        "CLASSROOM_DATABASE_URL": school.store,
        "CLASSROOM_SECRETS_DIR": str(school.secrets),
        "CLASSROOM_SERVICE_PREFIX": "/services/classroom/",
        "CLASSROOM_SERVICE_HOST": "127.0.0.1",
        "CLASSROOM_SERVICE_URL": school.service_url,
        "CLASSROOM_HUB_API_URL": f"http://127.0.0.1:{school.hub_port}/hub/api",
        "CLASSROOM_HUB_TOKEN": school.secret("hub-token"),
        "CONFIGPROXY_AUTH_TOKEN": school.secret("proxy-token"),
        # nbgrader looks for `alembic` there, and would leave a gradebook that nobody can upgrade without it.
        "PATH": os.pathsep.join((str(Path(sys.prefix) / "bin"), os.environ.get("PATH", os.defpath))),
    }


def supervisor_page(school: School) -> str:
    """The configuration of supervisord. It holds no secret: those are in the environment."""
    head = [
        "[supervisord]",
        "nodaemon=true",
        "silent=true",
        f"logfile={escaped(school.home / 'log' / 'supervisor.log')}",
        f"pidfile={escaped(school.home / 'run' / 'supervisor.pid')}",
        f"directory={escaped(school.home / 'run')}",
        "user=root" if os.geteuid() == 0 else "",
    ]
    return "\n".join([*head, *(line for part in parts(school) for line in section(part, school))]) + "\n"


def section(part: Part, school: School) -> list[str]:
    return [
        "",
        f"[program:{part.name}]",
        f"command={escaped(shlex.join(part.command))}",
        f"stdout_logfile={escaped(school.home / 'log' / (part.name + '.log'))}",
        "redirect_stderr=true",
        "stdout_logfile_maxbytes=5MB",
        "stdout_logfile_backups=2",
        "autorestart=true",
        "startsecs=2",
        "startretries=10",
        "stopwaitsecs=8",
        "stopasgroup=true",
        "killasgroup=true",
        *part.more,
    ]


def escaped(value: object) -> str:
    return str(value).replace("%", "%%")
