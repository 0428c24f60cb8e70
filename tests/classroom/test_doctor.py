"""What the doctor finds in a class that is well, and in one that is not: a sentence each, never a pupil's word, never a traceback."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from classroom.backup.belongings import Belongings
from classroom.backup.writing import write_backup
from classroom.doctor import Finding, Here, examine, machine_looks
from classroom.doctor.machine_looks import look_at_clock
from classroom.store import Store, migrate, open_store
from classroom.store import tables as t
from tests.lived_in import live_a_little
from tests.postgresql import Server
from tests.small_school import found_school
from tests.store import dumps

Change = Callable[[Store], None]


@pytest.fixture(scope="session")
def class_to_examine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("examined")
    url = f"sqlite:///{home / 'classroom.sqlite'}"
    migrate(url)
    store = open_store(url)
    live_a_little(found_school(store))
    (home / "secrets").mkdir(mode=0o700)
    (home / "secrets" / "signing.key").write_bytes(b"key")
    (home / "secrets" / "signing.key").chmod(0o600)
    (home / "backups").mkdir(mode=0o700)
    write_backup(store, Belongings(home / "secrets", home / "homes"), home / "backups" / "ecritoire-2026-11-23.zip")
    store.close()
    return home


@pytest.fixture
def here(class_to_examine: Path, tmp_path: Path) -> Here:
    """A closed class, with SQLite, that is well."""
    home = Path(shutil.copytree(class_to_examine, tmp_path / "home"))
    url = f"sqlite:///{home / 'classroom.sqlite'}"
    return Here(url, home, home / "secrets", home / "backups", True, "", "", "http://127.0.0.1:9", None)


def wrong(here: Here) -> list[str]:
    return [finding.sentence for finding in examine(here) if not finding.well]


def change(here: Here, doing: Change) -> None:
    store = open_store(here.url)
    doing(store)
    store.close()


def run(statement: object) -> Change:
    def doing(store: Store) -> None:
        with store.write() as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    return doing


def test_a_class_that_is_well_has_nothing_wrong(here: Here) -> None:
    found = list(examine(here))
    assert all(finding.well for finding in found), [str(finding) for finding in found]
    said = " ".join(str(finding) for finding in found)
    assert "3 textes" in said and "2 dépôts" in said and "0003" in said
    assert "souris" not in said and "voyait" not in said and "Ana" not in said


def test_a_class_is_examined_while_it_works(here: Here) -> None:
    working = open_store(here.url)
    with working.write():
        assert wrong(here) == []
    working.close()


def test_a_class_in_postgresql_is_examined_too(here: Here, postgresql_server: Server) -> None:
    url = postgresql_server.url(postgresql_server.new_database("class_1"))
    store = open_store(url)
    live_a_little(found_school(store))
    store.close()
    found = list(examine(replace(here, url=url)))
    assert [finding.sentence for finding in found if not finding.well] == []
    assert any("postgresql" in finding.sentence for finding in found)


def test_a_folder_without_a_class_is_said(here: Here, tmp_path: Path) -> None:
    (sentence,) = wrong(replace(here, url=f"sqlite:///{tmp_path / 'none.sqlite'}"))
    assert "pas encore de données" in sentence
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("damage", ["garbage", "holes", "empty"])
def test_a_damaged_store_is_said_and_not_thrown(here: Here, damage: str) -> None:
    file = here.home / "classroom.sqlite"
    data = file.read_bytes()
    spoilt = {"garbage": b"x" * len(data), "holes": data[:8192] + b"\xff" * (len(data) - 8192), "empty": b""}
    file.write_bytes(spoilt[damage])
    found = wrong(here)
    assert found and any("base" in sentence or "tables" in sentence for sentence in found)
    assert "Traceback" not in " ".join(found)


def test_a_text_that_cannot_be_put_together_is_named(here: Here) -> None:
    change(here, run(t.text_update.update().where(t.text_update.c.seq == 2).values(data=b"\xff\xff\xff\xff")))
    found = wrong(here)
    assert len(found) == 1 and "ne se recompose pas" in found[0]


def test_a_deposit_that_the_text_no_longer_holds_is_named(here: Here) -> None:
    change(here, run(t.text_update.delete().where(t.text_update.c.seq > 2)))
    assert any("dépôt n° 2" in sentence for sentence in wrong(here))


def test_a_deposit_that_cannot_be_read_is_named(here: Here) -> None:
    change(here, run(t.version.update().where(t.version.c.number == 1).values(ydoc=b"\xff\xff\xff")))
    assert any("dépôt n° 1" in sentence and "lisible" in sentence for sentence in wrong(here))


def test_rows_that_point_to_nothing_are_counted(here: Here) -> None:
    def doing(store: Store) -> None:
        raw = store.engine.raw_connection()
        raw.cursor().execute("PRAGMA foreign_keys=OFF")
        raw.cursor().execute("UPDATE remark SET by = 'nobody'")
        raw.commit()
        raw.close()

    change(here, doing)
    assert any("renvoient à rien (remark)" in sentence for sentence in wrong(here))


def test_the_tables_of_an_earlier_release_ask_for_an_upgrade(here: Here, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    store = open_store(url)
    dumps.read(store, "0001")
    store.close()
    found = wrong(replace(here, url=url))
    assert len(found) == 1 and "ecritoire upgrade" in found[0]


def test_a_store_of_a_newer_release_asks_for_that_release(here: Here) -> None:
    change(here, run(text("UPDATE alembic_version SET version_num = '9999'")))
    assert any("plus récente" in sentence for sentence in wrong(here))


def test_a_disk_without_room_is_said(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_looks, "LOW", 10**18)
    assert any("faites de la place" in sentence for sentence in wrong(here))


def test_keys_that_others_can_read_are_named_with_the_remedy(here: Here) -> None:
    (here.secrets / "signing.key").chmod(0o644)
    assert any("chmod 600" in sentence and "signing.key" in sentence for sentence in wrong(here))


def test_a_class_without_a_copy_is_told_to_make_one(here: Here) -> None:
    shutil.rmtree(here.backups)
    assert any("ecritoire backup --daily" in sentence for sentence in wrong(here))
    assert any("clé USB" in sentence for sentence in wrong(replace(here, backups=here.home / "media" / "stick")))


def test_a_copy_that_is_too_old_or_spoilt_is_said(here: Here) -> None:
    (copy,) = here.backups.iterdir()
    old = time.time() - 5 * 86_400
    os.utime(copy, (old, old))
    assert any("on a écrit depuis" in sentence for sentence in wrong(here))
    copy.write_bytes(copy.read_bytes()[:5000])
    assert any("abimée ou coupée" in sentence for sentence in wrong(here))


def test_a_clock_that_cannot_be_right_is_said() -> None:
    last = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def at(now: datetime) -> Finding:
        (found,) = look_at_clock(last, now)
        return found

    assert at(last + timedelta(days=100)).well
    assert "avant la dernière écriture" in at(last - timedelta(days=1)).sentence
    assert "remettez-la à l'heure" in at(datetime(1970, 1, 1, tzinfo=UTC)).sentence
    assert not at(datetime(2150, 1, 1, tzinfo=UTC)).well


def test_an_open_class_whose_service_is_silent_is_said(here: Here) -> None:
    assert any("ne répond pas" in sentence for sentence in wrong(replace(here, address="http://127.0.0.1:8000")))


def test_an_open_class_is_found_at_its_address_when_its_port_was_given_to_the_start_alone(here: Here) -> None:
    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/services/classroom/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        found = wrong(replace(here, address=address, service_url="http://127.0.0.1:9"))
        server.shutdown()
    assert not any("ne répond pas" in sentence for sentence in found)


def test_a_continuous_copy_that_nobody_makes_is_said(here: Here, tmp_path: Path) -> None:
    asked = replace(here, continuous_copy=str(tmp_path / "replica"))
    assert any("n'est pas installé" in sentence for sentence in wrong(asked))
    assert any("n'a encore rien écrit" in sentence for sentence in wrong(replace(asked, litestream="/bin/true")))
    (tmp_path / "replica").mkdir()
    (tmp_path / "replica" / "1.ltx").touch()
    assert wrong(replace(asked, litestream="/bin/true")) == []
    os.utime(tmp_path / "replica" / "1.ltx", (1, 1))
    assert any("en retard" in sentence for sentence in wrong(replace(asked, litestream="/bin/true")))
