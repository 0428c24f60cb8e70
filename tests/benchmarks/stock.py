"""What a class would have without us: JupyterHub and Voilà as they come, each pupil with a notebook that shows a text area and a button."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import nbformat
import psutil

from hub_config.node import find_node
from hub_config.settings import CHECKOUT
from tests.ports import free_port

CELLS = """
import ipywidgets

draft = ipywidgets.Textarea(placeholder="Mon texte", layout=ipywidgets.Layout(width="100%", height="300px"))
deposit = ipywidgets.Button(description="Déposer")
ipywidgets.VBox([draft, deposit])
"""
"""The pupil's notebook, as its documentation would have it."""

CONFIG = """
c = get_config()
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{home}/{{username}}"
c.Spawner.notebook_dir = "{notebooks}"
c.Spawner.default_url = "/voila/render/ecrire.ipynb"
c.Spawner.args = ["--allow-root"]
# A class that comes in at once takes longer than what comes as its limit (60 s and 30 s).
c.Spawner.start_timeout = c.Spawner.http_timeout = 240
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_api_port}"
c.ConfigurableHTTPProxy.command = ["{node}", "{proxy}"]
c.JupyterHub.db_url = "sqlite:///{home}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{home}/cookie-secret"
"""

PATIENCE = 60.0
TEXT_AREA = "textarea"
"""CSS selector of what a pupil types in."""


@dataclass
class StockClass:
    """A running hub. Anybody's name and any password come in."""

    address: str
    process: subprocess.Popen[bytes]

    def processes(self) -> list[psutil.Process]:
        """The hub, its proxy, and every server and kernel below it."""
        hub = psutil.Process(self.process.pid)
        return [hub, *hub.children(recursive=True)]


@contextmanager
def running(home: Path, more: str = "") -> Iterator[StockClass]:
    """Started in an empty folder, and ended with all its servers. `more` is added to its configuration."""
    notebooks = home / "notebooks"
    notebooks.mkdir(parents=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELLS.strip())])
    nbformat.write(notebook, notebooks / "ecrire.ipynb")
    address = f"http://127.0.0.1:{write_config(home, notebooks, more)}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLASSROOM_")}
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), environment["PATH"]))
    command = [sys.executable, "-m", "jupyterhub", "--config", str(home / "config.py")]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
    stock = StockClass(address, process)
    try:
        wait_until_open(stock)
        yield stock
    finally:
        end(stock)


def write_config(home: Path, notebooks: Path, more: str) -> int:
    """Writes the hub's configuration; gives the port where people come in."""
    port = free_port()
    config = CONFIG.format(
        home=home,
        notebooks=notebooks,
        port=port,
        hub_port=free_port(),
        proxy_api_port=free_port(),
        node=find_node(),
        proxy=CHECKOUT / "hub_config" / "proxy" / "static" / "proxy.mjs",
    )
    (home / "config.py").write_text(config + more, encoding="utf-8")
    return port


def wait_until_open(stock: StockClass) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and stock.process.poll() is None:
        try:
            if httpx.get(f"{stock.address}/hub/login", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError("the stock hub did not open")


def end(stock: StockClass) -> None:
    everybody = stock.processes() if stock.process.poll() is None else []
    for process in everybody:
        if process.is_running():
            process.send_signal(signal.SIGKILL)
    stock.process.wait()
