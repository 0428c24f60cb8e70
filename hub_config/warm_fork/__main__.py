"""`python -m hub_config.warm_fork SOCKET [MODULE…]`: the warm process. MODULEs are what the notebooks import."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hub_config.places import accounts, make_private
from hub_config.single_user import turns
from hub_config.warm_fork.warm import bring_in, freeze, leave_out

KEPT = frozenset({"HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "TMPDIR", "TZ", "VIRTUAL_ENV"})
"""All that it needs to know. The keys of the class, which the supervisor tells the other parts, are not among them."""


def main(arguments: list[str]) -> None:
    if set(os.environ) - KEPT:
        told = {name: value for name, value in os.environ.items() if name in KEPT}
        os.execve(sys.executable, [sys.executable, "-m", "hub_config.warm_fork", *arguments], told)
    leave_out()
    bring_in(arguments[1:])
    from hub_config.warm_fork.becoming import become
    from hub_config.warm_fork.forking import listen, serve
    from hub_config.warm_fork.rehearsal import rehearse

    rehearse()
    freeze()
    path, shared = Path(arguments[0]), bool(accounts())
    make_private(path.parent, 0o711 if shared else 0o700)
    turns.make_places(path.parent)
    serve(listen(path, everybody=shared), become)


if __name__ == "__main__":
    main(sys.argv[1:])
