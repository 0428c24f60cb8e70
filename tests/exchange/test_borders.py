"""Where nbgrader is and is not: it costs two seconds and a hundred megabytes, which neither the class service nor a pupil pays."""

import subprocess
import sys

WITHOUT = (
    "classroom.service.app, classroom.cli, classroom.demo, classroom.client, widgets, notebooks,"
    "hub_config.single_user.app, hub_config.start"
)


def test_the_class_service_and_a_pupil_s_server_never_import_nbgrader() -> None:
    seen = f"import sys, {WITHOUT}; print(sorted(m for m in sys.modules if m.split('.')[0] == 'nbgrader' or 'exchange.mirror' in m))"
    made = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
