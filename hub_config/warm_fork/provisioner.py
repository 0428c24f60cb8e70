"""How a pupil's server gets a kernel for its page: from the warm process."""

from __future__ import annotations

import asyncio
import os
import signal
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from hub_config.warm_fork.held import Held
from hub_config.warm_fork.request import AWAY, NotForked, Request, ask

SOCKET = "CLASSROOM_WARM_SOCKET"


class HeldProcess:
    """What a LocalProvisioner asks of a Popen, of a process that is not our child."""

    stdin = stdout = stderr = None

    def __init__(self, held: Held) -> None:
        self.held, self.pid = held, held.pid

    def poll(self) -> int | None:
        return 0 if self.held.ended else None

    def wait(self) -> int:
        self.held.let_go()
        return 0

    def send_signal(self, number: int) -> None:
        self.held.tell(signal.Signals(number))

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class WarmKernel(LocalProvisioner):
    """A forked kernel; a plain one, started as Jupyter does, while the warm process is away. NotForked when there is no memory for one more."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **given: Any) -> KernelConnectionInfo:
        environment = dict(given["env"])
        name = environment.get("JUPYTERHUB_USER", "")
        asked = Request("kernel", name, environment, os.getcwd(), ["-f", cmd[cmd.index("-f") + 1]])
        ourselves = os.pidfd_open(os.getpid())
        try:
            pid, pidfd = await asyncio.to_thread(ask, Path(os.environ[SOCKET]), asked, [ourselves])
        except NotForked as refused:
            if refused.code != AWAY:
                raise
            return await super().launch_kernel(cmd, **given)
        finally:
            os.close(ourselves)
        self.process, self.pid, self.pgid = HeldProcess(Held(pid, pidfd)), pid, pid
        return self.connection_info


def register() -> None:
    """From here on a kernel that names no provisioner of its own is a forked one."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners["warm"] = EntryPoint("warm", f"{__name__}:WarmKernel", factory.GROUP_NAME)
    factory.default_provisioner_name = "warm"
