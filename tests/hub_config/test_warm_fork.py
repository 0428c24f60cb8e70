"""The process that forks pupils' servers: what a child is told, what it keeps from the one before, and what becomes of it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from hub_config.places import ACCOUNTS
from hub_config.warm_fork import child, forking
from hub_config.warm_fork.held import Held
from hub_config.warm_fork.request import AWAY, FULL, ODD, NotForked, Request, ask, receive
from tests.real_class import memory

PATIENCE = 30


def say_who_you_are(request: Request, files: list[int]) -> None:
    """A child for these tests: it begins as all do, writes down what it is, and stays until its file is closed."""
    child.begin(request)
    me = {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "account": [os.getuid(), os.getgid(), os.getgroups()],
        "name": Path("/proc/self/comm").read_text().strip(),
        "group": os.getpgrp() == os.getpid(),
        "files": len(os.listdir("/proc/self/fd")),
        "first_to_go": int(Path("/proc/self/oom_score_adj").read_text()),
    }
    answer, stay = files
    os.write(answer, json.dumps(me).encode())
    os.close(answer)
    if request.arguments == ["fall"]:
        raise RuntimeError("it fell")
    os.read(stay, 1)


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[Path]:
    """The socket of a warm process that listens; its children end with the test."""
    path = tmp_path / "warm"
    process = multiprocessing.get_context("fork").Process(
        target=lambda: forking.serve(forking.listen(path, everybody=True), say_who_you_are)
    )
    process.start()
    until(lambda: listens(path))
    yield path
    process.kill()
    process.join()


def listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
        return line.connect_ex(str(path)) == 0


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Child:
    """One child that was asked for: what it said, and the file that it waits at."""

    def __init__(self, path: Path, folder: Path, *arguments: str, account: int | None = None, **told: str) -> None:
        hears, says = os.pipe()
        stays, self.leave = os.pipe()
        request = Request("server", "lea", told, str(folder), [*arguments], account)
        pid, pidfd = ask(path, request, [says, stays])
        os.close(says)
        os.close(stays)
        self.held = Held(pid, pidfd)
        with os.fdopen(hears) as answer:
            self.said = json.loads(answer.read())

    def go(self) -> None:
        os.close(self.leave)
        until(lambda: self.held.ended)
        self.held.let_go()


def test_a_child_has_the_environment_that_it_was_given_and_no_other(warm: Path, tmp_path: Path) -> None:
    first = Child(warm, tmp_path, JUPYTERHUB_API_TOKEN="of-lea", LANG="fr_FR.UTF-8")
    second = Child(warm, tmp_path, JUPYTERHUB_API_TOKEN="of-tom")
    assert first.said["environment"] == {"JUPYTERHUB_API_TOKEN": "of-lea", "LANG": "fr_FR.UTF-8"}
    assert second.said["environment"] == {"JUPYTERHUB_API_TOKEN": "of-tom"}
    first.go()
    second.go()


def test_the_warm_process_never_reads_what_a_child_is_told(warm: Path, tmp_path: Path) -> None:
    secret = uuid4().hex
    one = Child(warm, tmp_path, JUPYTERHUB_API_TOKEN=secret)
    parent = psutil.Process(one.held.pid).parent()
    assert parent is not None
    assert secret.encode() in memory(psutil.Process(one.held.pid))
    assert secret.encode() not in memory(parent)
    one.go()


def test_whoever_calls_and_says_nothing_keeps_nobody_waiting(warm: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as silent:
        silent.connect(str(warm))
        Child(warm, tmp_path).go()


def test_a_child_is_a_process_of_its_own_that_goes_before_the_class(warm: Path, tmp_path: Path) -> None:
    one = Child(warm, tmp_path)
    assert one.said["folder"] == str(tmp_path)
    assert one.said["name"] == "server lea"
    assert one.said["group"] is True
    assert one.said["first_to_go"] == child.GOES_FIRST
    assert psutil.Process(one.held.pid).parent() == psutil.Process(psutil.Process(one.held.pid).ppid())
    one.go()


def test_what_an_ended_child_held_is_free_again(warm: Path, tmp_path: Path) -> None:
    held = []
    for _ in range(5):
        one = Child(warm, tmp_path)
        parent = psutil.Process(one.held.pid).parent()
        assert parent is not None
        held.append(one.said["files"])
        one.go()
    until(lambda: not parent.children())
    assert len(set(held)) == 1


def test_a_child_that_falls_takes_nobody_along(warm: Path, tmp_path: Path) -> None:
    there = Child(warm, tmp_path)
    fallen = Child(warm, tmp_path, "fall")
    fallen.go()
    assert not there.held.ended
    there.go()


def test_children_live_on_when_the_warm_process_is_killed(warm: Path, tmp_path: Path) -> None:
    one = Child(warm, tmp_path)
    parent = psutil.Process(one.held.pid).parent()
    assert parent is not None
    parent.kill()
    until(lambda: parent.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD))
    assert not one.held.ended
    with pytest.raises(NotForked) as refused:
        Child(warm, tmp_path)
    assert refused.value.code == AWAY
    one.go()


def test_nobody_gets_a_child_that_this_machine_has_no_memory_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "LEAST_FREE_MB", 10**9)
    path = tmp_path / "warm"
    serving = multiprocessing.get_context("fork").Process(
        target=lambda: forking.serve(forking.listen(path), say_who_you_are)
    )
    serving.start()
    until(lambda: listens(path))
    with pytest.raises(NotForked) as refused:
        Child(path, tmp_path)
    assert refused.value.code == FULL
    serving.kill()
    serving.join()


@pytest.mark.parametrize("words", [b"", b"{", b"[]", b"null", b'{"kind": 1}', b"\xff" * 100, b"x" * 150_000])
def test_odd_words_are_no_request_and_leave_the_warm_process_as_it_was(
    warm: Path, tmp_path: Path, words: bytes
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
        line.settimeout(PATIENCE)
        line.connect(str(warm))
        line.send(words)
        line.shutdown(socket.SHUT_WR)
        with suppress(ValueError, ConnectionError):
            assert receive(line)[0] == {"error": ODD}
    Child(warm, tmp_path).go()


def test_its_door_is_shut_to_other_accounts(tmp_path: Path) -> None:
    with forking.listen(tmp_path / "warm"):
        assert stat.S_IMODE((tmp_path / "warm").stat().st_mode) == 0o600


def test_a_process_that_has_a_dead_ones_number_is_another() -> None:
    held = Held.take(os.getpid())
    assert held is not None
    assert Held.again(os.getpid(), held.started) is not None
    assert Held.again(os.getpid(), held.started - 1) is None
    held.let_go()
    held.tell(signal.SIGKILL)
    assert held.ended


root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a process another account")


@root
def test_where_the_class_runs_as_root_a_child_is_nobody(warm: Path) -> None:
    one = Child(warm, Path("/"), account=ACCOUNTS[3])
    assert one.said["account"] == [ACCOUNTS[3], ACCOUNTS[3], []]
    one.go()


@root
def test_a_pupils_account_gets_a_kernel_of_its_own_and_nothing_else(warm: Path) -> None:
    warm.parent.chmod(0o711)
    for kind, account in (("server", None), ("server", 0), ("other", None)):
        assert asked_as(ACCOUNTS[5], warm, kind, account) == ODD
    assert asked_as(ACCOUNTS[5], warm, "kernel", 0) == str([ACCOUNTS[5]] * 2)
    assert asked_as(ACCOUNTS[-1] + 1, warm, "kernel", None) == ODD


def asked_as(account: int, path: Path, kind: str, wanted: int | None) -> str:
    """What somebody with this account gets: the account of the child, or the refusal."""
    hears, says = os.pipe()
    answer, answers = os.pipe()
    stays, leave = os.pipe()
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            # The folders of the tests are root's alone: opened before, this way to the socket is not asked again.
            os.chdir(path.parent)
            os.setresuid(account, account, account)
            try:
                ask(Path("warm"), Request(kind, "x", {}, "/", [], wanted), [answers, stays])
            except NotForked as refused:
                os.write(says, refused.code.encode())
        os._exit(0)
    for file in (says, answers, stays):
        os.close(file)
    os.waitpid(pid, 0)
    with os.fdopen(hears) as refusal, os.fdopen(answer) as child_says:
        said = refusal.read() or str(json.loads(child_says.read())["account"][:2])
    os.close(leave)
    return said
