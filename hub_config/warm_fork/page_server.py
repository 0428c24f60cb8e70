"""A pupil's server as a forked child: it listens on the socket that the hub opened, and says when it is ready."""

from __future__ import annotations

import os
import socket
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop

from hub_config.single_user.app import PupilServer
from hub_config.warm_fork import provisioner
from hub_config.warm_fork.request import READY


class ForkedServer(PupilServer):
    """The same server; its door is made by the hub, so that thirty that start at once never want the same port."""

    def __init__(self, door: socket.socket, ready: int, **given: Any) -> None:
        super().__init__(**given)
        self.door, self.ready = door, ready

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Nothing but the notebook is ever said: reading that as a command line takes as long as all the rest of a start."""
        self.extra_args = list(argv or [])

    def stop(self) -> None:
        """Its kernels end with it, and the Spawner takes their folder away."""

    def listen(self) -> None:
        self.keep_house()
        self.door.setblocking(False)
        HTTPServer(self.app).add_socket(self.door)
        self.ioloop = IOLoop.current()
        self.ioloop.add_callback(self.say_ready)
        self.ioloop.start()

    def say_ready(self) -> None:
        os.write(self.ready, READY)
        os.close(self.ready)


def run(arguments: list[str], files: list[int]) -> None:
    """Until the server is told to stop. `files`: the listening socket, and the end of a pipe that waits to read READY."""
    door, ready = files
    server = ForkedServer.instance(door=socket.socket(fileno=door), ready=ready)
    provisioner.register()
    server.initialize(arguments)
    server.start()
