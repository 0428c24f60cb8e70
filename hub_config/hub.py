"""`python -m hub_config.hub`: JupyterHub with the page `jupyterhub_config.py`, started a second faster."""

import sys

# It compiles a grammar when jsonschema imports it: one second and 16 MB in every process, for a check that we never use.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from jupyterhub.app import main  # noqa: E402

if __name__ == "__main__":
    main()
