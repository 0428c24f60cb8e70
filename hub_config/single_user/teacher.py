"""`python -m hub_config.single_user.teacher`: JupyterHub's own single-user server, with JupyterLab, Voilà and nbgrader.

What it shows and allows is in `teacher_config/`, which the hub puts first on JUPYTER_CONFIG_PATH.
"""

import sys

# See hub_config/hub.py: half of a server's start, for nothing.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from jupyterhub.singleuser import main  # noqa: E402

if __name__ == "__main__":
    main()
