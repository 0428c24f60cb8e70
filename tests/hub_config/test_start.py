"""What the start checks, prepares and says, before any process of the class is there."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from classroom.store import open_store
from hub_config.settings import School
from hub_config.start import checks, lay_out, lock, parts, screen
from hub_config.start.__main__ import check_python
from hub_config.start.checks import CannotStart
from tests.store import dumps


def test_a_busy_port_is_one_sentence_that_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Le port {port} est déjà pris.*CLASSROOM_PORT="):
            checks.check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotStart, match=r"192\.0\.2\.1.*0\.0\.0\.0"):
        checks.check_port("192.0.2.1", 21480)


def test_a_full_disk_is_told_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "NEEDED_MB", 10**9)
    with pytest.raises(CannotStart, match="Le disque est plein"):
        checks.check_disk(tmp_path / "not" / "yet")
    assert not (tmp_path / "not").exists()


def test_an_inner_port_that_is_taken_gives_way_to_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        school = checks.with_free_inner_ports(School(hub_port=busy, port=21481))
    assert school.hub_port != busy
    assert school.port == 21481


def test_an_old_python_is_one_sentence() -> None:
    check_python((3, 11, 0))
    with pytest.raises(CannotStart, match=r"3\.11 ou plus ; celui-ci est 3\.9\.2"):
        check_python((3, 9, 2))


def test_secrets_are_made_once_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    lay_out.make_folders(tmp_path / "home")
    secrets = tmp_path / "home" / "secrets"
    lay_out.make_secrets(secrets)
    before = {name: (secrets / name).read_text() for name in lay_out.OURS}
    lay_out.make_secrets(secrets)
    assert {name: (secrets / name).read_text() for name in lay_out.OURS} == before
    assert len(set(before.values())) == len(before)
    assert all(stat.S_IMODE((secrets / name).stat().st_mode) == 0o600 for name in lay_out.OURS)
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700


def test_a_start_that_fails_leaves_nothing_half_made(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    fresh = replace(school, home=school.home.parent / "fresh")
    monkeypatch.setattr(lay_out, "run", fail)
    with pytest.raises(CannotStart, match="Le disque est plein"):
        lay_out.lay_out(fresh, lambda _: None)
    assert not fresh.home.exists()


def test_a_start_that_fails_keeps_the_folder_that_was_there(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lay_out, "run", lambda *_: (_ for _ in ()).throw(CannotStart("non")))
    with pytest.raises(CannotStart):
        lay_out.lay_out(school, lambda _: None)
    assert school.secret("hub-token") == "hub-token-value"


def test_a_class_of_an_earlier_release_is_copied_before_it_opens(school: School) -> None:
    with closing(open_store(school.store)) as store:
        dumps.read(store, "0001")
    said: list[str] = []
    lay_out.lay_out(school, said.append)
    (copy,) = school.backups.iterdir()
    assert any(str(copy) in line for line in said)


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("noise")
    with pytest.raises(CannotStart, match="ne peut pas être utilisé"):
        lay_out.lay_out(School(home=tmp_path / "file" / "home"), lambda _: None)


def test_whoever_starts_the_same_class_again_is_told_where_it_is(school: School) -> None:
    lay_out.make_folders(school.home)
    lock.refuse_second(school)
    with lock.hold(school), pytest.raises(CannotStart, match=r"déjà ouverte : http://127\.0\.0\.1:21490"):
        lock.refuse_second(school)
    lock.refuse_second(school)


def test_the_lock_goes_with_the_process(school: School) -> None:
    lay_out.make_folders(school.home)
    with lock.hold(school) as held:
        assert os.get_inheritable(held.fileno()) is False
        with (school.home / "run" / "lock").open() as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_the_supervisors_page_holds_no_secret_and_no_loose_percent(school: School) -> None:
    awkward = replace(school, home=school.home.parent / "100 % classe")
    lay_out.make_folders(awkward.home)
    lay_out.make_secrets(awkward.secrets)
    page = parts.supervisor_page(awkward)
    assert awkward.secret("hub-token") not in page and awkward.secret("proxy-token") not in page
    assert "%" not in page.replace("%%", "")
    assert [line for line in page.splitlines() if line.startswith("[program:")] == [
        "[program:proxy]",
        "[program:hub]",
        "[program:pages]",
        "[program:service]",
    ]


def test_the_parts_are_told_where_their_neighbours_are(school: School) -> None:
    told = parts.environment(school)
    assert told["CLASSROOM_HUB_API_URL"] == "http://127.0.0.1:21491/hub/api"
    assert told["CLASSROOM_SERVICE_URL"] == "http://127.0.0.1:21493/services/classroom"
    assert told["CLASSROOM_DATABASE_URL"] == school.store


def test_a_qr_code_is_for_tablets_and_not_for_this_machine_alone(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    screen.greet(school)
    assert "tablettes" not in capsys.readouterr().out
    screen.greet(replace(school, host="0.0.0.0", public_address="https://classe.example"))
    shown = capsys.readouterr().out
    assert "Pour les tablettes : https://classe.example" in shown
    assert "█" in shown or "▀" in shown


def test_the_first_password_is_shown_while_it_is_the_first(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    (school.secrets / "first-password").write_text("martin carafe-nuage\n")
    screen.greet(school)
    shown = capsys.readouterr().out
    assert "martin" in shown and "carafe-nuage" in shown
    (school.secrets / "first-password").unlink()
    screen.greet(school)
    assert "Mot de passe" not in capsys.readouterr().out
