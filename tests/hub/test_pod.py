"""A pupil's server that is alone, as in a pod: JupyterHub's own Spawner starts it, and its kernels are forks all the same."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hub_config.servers import NOTEBOOKS, PUPIL_NOTEBOOK, TEMPLATES
from tests.benchmarks import class_start, stock
from tests.real_class import command, forked_of, until

COMMAND = [sys.executable, "-m", "hub_config.warm_fork.pod"]


def config(folder: Path) -> str:
    told = {
        "CLASSROOM_SERVICE_URL": "http://127.0.0.1:1/services/classroom",
        "JUPYTER_PATH": str(TEMPLATES),
        "TMPDIR": str(folder),
    }
    return f"""
c.Spawner.cmd = {json.dumps(COMMAND)}
c.Spawner.args = ["{NOTEBOOKS / PUPIL_NOTEBOOK}", "widgets"]
c.Spawner.default_url = "/"
c.Spawner.environment = {json.dumps(told)}
"""


async def open_page(address: str, pupil: str) -> str:
    async with class_start.program(address) as browser:
        return (await class_start.come_in_to_stock(browser, pupil))[1]


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A kernel's sockets are in it, and a socket's name has 107 signs at most."""
    with TemporaryDirectory(prefix="pod-") as name:
        yield Path(name)


def test_a_server_that_is_alone_forks_its_kernels_from_itself_and_takes_them_along(
    tmp_path: Path, short_folder: Path
) -> None:
    with stock.running(tmp_path / "hub", more=config(short_folder)) as hub:
        assert class_start.LAID_OUT in asyncio.run(open_page(hub.address, "lea"))
        [kernel] = [each for each in hub.processes() if forked_of("kernel", each) == "lea"]
        warm, server = kernel.parents()[:2]
        assert COMMAND[2] in command(warm) and COMMAND[2] in command(server)
        server.kill()
        until(lambda: not any(each.is_running() for each in (warm, kernel)), "the end of what it has left")
