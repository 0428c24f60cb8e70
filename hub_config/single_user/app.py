"""Voilà as a pupil's server: one notebook, widget messages only, JupyterHub's identity, nothing read from the pupil's folder.

Voilà alone lets comm messages, kernel info and shutdown through, and has no contents, no terminals, no way to start a kernel but its
page. Loaded as a Jupyter server extension it would filter nothing: that is for teachers.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlparse

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from jupyterhub._version import __version__ as hub_version
from jupyterhub.singleuser.extension import JupyterHubAuthorizer
from nbformat.sign import MemorySignatureStore
from tornado.ioloop import IOLoop
from tornado.web import RedirectHandler
from traitlets.config import Config
from voila.app import Voila

from hub_config.single_user import activity, first_paint, head_first
from hub_config.single_user.identity import PupilIdentity
from hub_config.single_user.kernels import PupilKernels
from hub_config.single_user.resting import Rest, quiet_seconds
from hub_config.single_user.trouble import NoSuchPage, with_our_page

KERNEL_SECONDS = 60
"""How long a kernel is waited for that never came to lay its page out. (Those that did: kernels.py.)"""


class Alive(JupyterHandler):
    """GET api: what the hub asks while it waits for the server."""

    @allow_unauthenticated
    def get(self) -> None:
        self.finish({"version": hub_version})


def settings() -> Config:
    """Our choices for Voilà and its kernels."""
    c = Config()
    c.VoilaConfiguration.template = "pupil"
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.extension_allowlist = []
    c.VoilaConfiguration.page_config_hook = first_paint.page_config_hook
    c.VoilaConfiguration.file_allowlist = []
    c.VoilaConfiguration.show_tracebacks = False
    c.VoilaConfiguration.multi_kernel_manager_class = PupilKernels
    c.MappingKernelManager.cull_idle_timeout = min(KERNEL_SECONDS, quiet_seconds())
    c.MappingKernelManager.cull_interval = min(2, quiet_seconds())
    c.MappingKernelManager.cull_connected = False
    # What nbconvert changes in notebooks, none of which ours has.
    c.Exporter.default_preprocessors = []
    # Our one notebook needs no signature: a database of them would be made anew for each server.
    c.NotebookNotary.store_factory = MemorySignatureStore
    # Sockets in a private folder, not on a port that a neighbour's process can reach.
    c.KernelManager.transport = "ipc"
    return c


class PupilServer(Voila):  # type: ignore[misc]
    """The app. Addresses come from the JUPYTERHUB_SERVICE_* variables; the one argument is the notebook."""

    name = "voila"
    open_browser = False
    port_retries = 0

    def initialize(self, argv: Any = None) -> None:
        url = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
        self.ip = url.hostname or "127.0.0.1"
        self.port = url.port or 80
        self.base_url = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
        self.identity_provider_class = PupilIdentity
        self.authorizer_class = JupyterHubAuthorizer
        # Voilà would read voila.json and voila.py from the current folder, which the pupil's own server could write.
        self.config_file_paths: list[str] = []
        self.update_config(settings())
        head_first.register()
        super().initialize(argv)
        self.tornado_settings = {
            "headers": {"Content-Security-Policy": first_paint.POLICY, "X-JupyterHub-Version": hub_version},
            "xsrf_cookies": False,  # jupyter_server checks by itself, later and better, as in JupyterHub's own single-user server
            "page_config_hook": None,
            "websocket_ping_interval": 30,
            "websocket_ping_timeout": 30,
        }

    def migrate_config(self) -> None:
        """A pupil has nothing from before Jupyter 4."""

    def init_settings(self) -> dict[str, Any]:
        # `tornado_settings` comes after the application is made, too late for compression.
        given = with_our_page(super().init_settings())
        self.rest = Rest(lambda: head_first.HeadFirst.under_way or len(self.kernel_manager.list_kernels()))
        return {**given, "compress_response": True, "log_function": self.rest.heard}

    def init_handlers(self) -> list[Any]:
        # Voilà registers the identity provider's handlers without the prefix of this server.
        own = [(url_path_join(self.base_url, path), *rest) for path, *rest in self.identity_provider.get_handlers()]
        ours = [
            (url_path_join(self.base_url, "api/?"), Alive),
            (url_path_join(self.base_url, "voila/files/.*"), NoSuchPage),
            (self.base_url.rstrip("/"), RedirectHandler, {"url": self.base_url}),
        ]
        return [*own, *ours, *super().init_handlers()]

    def listen(self) -> None:
        self.keep_house()
        super().listen()

    def keep_house(self) -> None:
        """What the server does besides answering, from its first moment on."""
        loop = IOLoop.current()
        loop.add_callback(activity.report, self.kernel_manager)
        loop.add_callback(self.rest.then, loop.stop)
