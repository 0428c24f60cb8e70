"""Parts that die come back, idle servers sleep without a word lost, and the end leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hub_config.settings import CHECKOUT
from tests.ports import free_port
from tests.real_class import PATIENCE, RealClass, Visitor, environment, opens, until
from tests.service.page import opened


def credentials(visitor: Visitor) -> tuple[str, str]:
    """A ticket and the id of a text in which this pupil may write."""
    with visitor.with_token() as program:
        ticket = program.post("/services/classroom/api/tickets").json()["ticket"]
        lease = program.post("/services/classroom/api/leases", json={"credential": ticket}).json()["lease"]
        headers = {"Authorization": f"Bearer {lease}"}
        cards = program.get("/services/classroom/api/me/texts", headers=headers).json()["cards"]
    return lease, next(card["text"] for card in cards if card["stage"] in ("writing", "handed_back", "revising"))


async def write(there: RealClass, lease: str, text: str, words: str) -> str:
    """Writes at the end of the text and waits for the ack; with no words, only reads what the class has kept."""
    async with opened(there.address.removeprefix("http://")) as page:
        await page.hello(lease, text)
        await page.until(lambda: page.welcomed)
        if words:
            await page.type_and_keep(words)
        return page.typed


def test_a_culled_server_takes_no_word_with_it(there: RealClass) -> None:
    pupil = Visitor(there).as_pupil("aya")
    server = pupil.server
    lease, text = credentials(pupil)
    kept = asyncio.run(write(there, lease, text, " Un mot avant la sieste."))
    cull_now(there)
    until(lambda: not server.is_running(), "the end of an idle server")
    assert asyncio.run(write(there, lease, text, "")) == kept
    assert asyncio.run(write(there, lease, text, " Et un après.")).endswith("Et un après.")


def cull_now(there: RealClass) -> None:
    """The culler as the hub started it, with its own token, but for servers idle since a second."""
    running = there.process_of("jupyterhub_idle_culler")
    impatient = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=1", "--cull-every=1"],
        env=running.environ(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: not there.servers(), "idle servers asleep")
    finally:
        impatient.terminate()
        impatient.wait()


def test_a_killed_part_comes_back_and_the_others_go_on(there: RealClass) -> None:
    pupil = Visitor(there).as_pupil("tom")
    server = pupil.server
    for words in (("hub_config.hub",), ("classroom.service",), ("proxy.mjs",)):
        part = there.process_of(*words)
        part.kill()
        until(lambda part=part: not part.is_running(), "its death")
        until(lambda: opens(there), f"{words} back")
        assert server.is_running()
    until(lambda: pupil.http.get(f"{pupil.home}/api").status_code == 200, "the pupil's server, found again")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_end_leaves_no_process_behind(tmp_path: Path, number: int) -> None:
    there = RealClass.start(tmp_path / "home")
    pupil = Visitor(there).as_pupil("lea")
    pupil.http.get(f"{pupil.home}/")
    until(lambda: pupil.kernels, "a kernel")
    there.process_of("hub_config.hub").kill()
    until(lambda: opens(there), "the hub back, and the server an orphan")
    assert there.stop(number) == []
    assert there.process.returncode == 0
    assert "La classe est fermée" in there.said[-1]


def start(home: Path, folder: Path = CHECKOUT, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hub_config.start"],
        cwd=folder,
        env=environment(home, PYTHONPATH=str(CHECKOUT), **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a start that failed."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def test_a_busy_port_stops_the_start_before_anything_is_made(there: RealClass, tmp_path: Path) -> None:
    port = there.address.rpartition(":")[2]
    assert f"Le port {port} est déjà pris" in refused(start(tmp_path / "home", CLASSROOM_PORT=port))
    assert not (tmp_path / "home").exists()


def test_the_same_class_twice_says_where_it_is(there: RealClass) -> None:
    assert f"déjà ouverte : {there.address}" in refused(start(there.home, CLASSROOM_PORT=str(free_port())))


def test_a_broken_classroom_toml_stops_the_start_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "classroom.toml").write_text("port = oups")
    assert "classroom.toml n'est pas lisible" in refused(start(tmp_path / "home", tmp_path))
    assert not (tmp_path / "home").exists()


def test_an_unknown_setting_stops_the_start_with_the_nearest_name(tmp_path: Path) -> None:
    assert "« port »" in refused(start(tmp_path / "home", CLASSROOM_PROT="8000"))
    assert not (tmp_path / "home").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_stops_the_start(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(small)], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        assert "Le disque est plein" in refused(start(small / "home"))
        assert not (small / "home").exists()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_the_sentences_of_the_start_are_french_and_show_no_json(there: RealClass) -> None:
    shown = "\n".join(there.said)
    assert "La classe est ouverte." in shown
    assert json.dumps({})[:1] not in shown
