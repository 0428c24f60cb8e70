"""`python -m hub_config.warm_fork.pod NOTEBOOK.ipynb [MODULE…]`: a pupil's server where it is alone, as in a pod of KubeSpawner's.

It makes itself warm as the process of a class does, and leaves a copy of that beside itself, from which its pages get their kernels.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import tempfile
from pathlib import Path

from hub_config.warm_fork.warm import bring_in, freeze, leave_out

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """MODULEs are what the notebook imports."""
    notebook, *modules = arguments
    leave_out()
    bring_in(modules)
    from hub_config.single_user.app import PupilServer
    from hub_config.warm_fork import provisioner
    from hub_config.warm_fork.rehearsal import rehearse

    rehearse()
    freeze()
    os.environ[provisioner.SOCKET] = str(leave_copy(Path(tempfile.mkdtemp(prefix="warm-")) / "socket"))
    gc.enable()
    provisioner.register()
    PupilServer.launch_instance([notebook])


def leave_copy(path: Path) -> Path:
    """A warm process that listens at `path`, and ends with this one."""
    from hub_config.warm_fork.becoming import become
    from hub_config.warm_fork.forking import listen, serve

    ourselves = os.getpid()
    with listen(path) as door:
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != ourselves:
                os._exit(0)
            serve(door, become)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
