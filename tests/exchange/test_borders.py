"""Where nbgrader is and is not: it costs two seconds and a hundred megabytes, which neither the class service nor a pupil pays."""

import subprocess
import sys

import pytest

WITHOUT = [
    "classroom.service.app, classroom.cli, classroom.demo",
    "classroom.client, widgets, notebooks",
    "hub_config.single_user.app, hub_config.start",
]


@pytest.mark.parametrize("modules", WITHOUT)
def test_these_processes_never_import_nbgrader(modules: str) -> None:
    seen = f"import sys, {modules}; print(sorted(m for m in sys.modules if m.split('.')[0] == 'nbgrader' or 'exchange.mirror' in m))"
    made = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
