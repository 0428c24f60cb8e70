"""The wheel: all that it needs is in it, and a class opens from it in an empty environment that has no Node."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

from hub_config.settings import CHECKOUT
from tests.real_class import PATIENCE, RealClass

LOCKS = ("requirements.lock", "requirements-node.lock")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as a release is; the build hook refuses to make it without the bundles."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what the lock files name, and nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=True)
    locks = [word for lock in LOCKS for word in ("-r", str(CHECKOUT / lock))]
    pip_install(folder, "--require-hashes", *locks)
    pip_install(folder, "--no-deps", "--no-index", str(wheel))
    return folder


def pip_install(folder: Path, *what: str) -> None:
    """With uv where it is, ten times faster."""
    python = str(folder / "bin" / "python")
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    command = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    subprocess.run([*command, "--quiet", *what], check=True)


def test_the_wheel_has_the_bundles_the_pages_and_the_notebooks(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "hub_config/jupyterhub_config.py",
        "hub_config/proxy/static/LICENSES.txt",
        "hub_config/proxy/static/proxy.mjs",
        "hub_config/pages/login.html",
        "hub_config/pages/static/pictures.svg",
        "hub_config/single_user/teacher_config/jupyter_server_config.json",
        "widgets/static/LICENSES.txt",
        "widgets/static/manifest.json",
        "widgets/static/fonts/andika-400.woff2",
        "widgets/template/voila/templates/ecritoire/index.html.j2",
        "notebooks/pupil.ipynb",
        "notebooks/teacher.ipynb",
    } <= names
    assert any(name.startswith("widgets/static/pupil-") for name in names)
    assert any(name.startswith("classroom/store/migrations/versions/") for name in names)


def test_the_wheel_has_no_source_of_the_bundles_and_no_test(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [
        name for name in names if "node_modules" in name or name.endswith((".ts", "package-lock.json", ".npmrc"))
    ]
    assert not [name for name in names if name.startswith(("tests/", "docs/", ".var"))]


def test_a_class_opens_from_the_wheel_without_node_on_the_machine(installed: Path, tmp_path: Path) -> None:
    there = RealClass.start(
        tmp_path / "home",
        command=(str(installed / "bin" / "ecritoire"), "start"),
        folder=tmp_path,
        PATH=str(installed / "bin"),
    )
    try:
        assert httpx.get(f"{there.address}/hub/login", trust_env=False).status_code == 200
        proxy = there.process_of("proxy.mjs")
        assert Path(proxy.exe()).is_relative_to(installed)
    finally:
        left = there.stop(signal.SIGTERM)
    assert left == []
    assert there.process.wait(PATIENCE) == 0
