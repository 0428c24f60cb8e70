"""`python -m hub_config.single_user NOTEBOOK.ipynb`, with the JUPYTERHUB_* variables of a Spawner."""

import sys

# See hub_config/hub.py: half of a server's start, for nothing.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from hub_config.single_user.app import PupilServer  # noqa: E402

PupilServer.launch_instance()
