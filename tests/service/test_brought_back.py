"""A class brought back on an empty machine, seen by its pupils and its teacher: the real service on the store that came back."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from typing import Any

import httpx
import pytest

from classroom import store as s
from classroom.backup.belongings import Belongings
from classroom.backup.digest import digests
from classroom.backup.restoring import restore
from classroom.backup.shape import tables_at
from classroom.backup.writing import write_backup
from classroom.service.signing import Claim, Kind, load_key, sign
from classroom.store.migration import newest_revision
from hub_config.start.copying import address_of, find_litestream
from tests.lived_in import live_a_little
from tests.real_class import until
from tests.service.process import ServiceProcess, running
from tests.small_school import found_school

PREFIX = "/services/classroom/api"


def url_of(machine: Path) -> str:
    return f"sqlite:///{machine / 'class.sqlite'}"


def belongings(machine: Path) -> Belongings:
    return Belongings(machine / "secrets", machine / "homes")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine where a class has worked."""
    folder = tmp_path / "machine"
    folder.mkdir()
    s.migrate(url_of(folder))
    with closing(s.open_store(url_of(folder))) as store:
        live_a_little(found_school(store))
    return folder


def words(url: str) -> dict[str, str]:
    with closing(s.open_store(url)) as store, store.read() as connection:
        return {one.text: one.word for one in digests(connection, tables_at(newest_revision()))}


@dataclass(frozen=True)
class Page:
    """A page that somebody opened, with the lease that it was given where the class was."""

    service: ServiceProcess
    lease: str

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        with httpx.Client(trust_env=False, verify=False) as client:
            headers = {"Authorization": f"Bearer {self.lease}"}
            return client.request(method, f"http://{self.service.address}{PREFIX}{path}", headers=headers, json=body)

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> None:
        answer = self.ask("POST", path, body)
        assert answer.status_code < 300, answer.text

    def reads(self, texts: list[str]) -> list[Any]:
        """All that the API says of these texts."""
        views = [self.get(f"/texts/{text}") for text in texts]
        versions = [
            self.get(f"/texts/{view['id']}/versions/{version['number']}")
            for view in views
            for version in view["versions"]
        ]
        moments = [self.get(f"/texts/{text}/moments") for text in texts]
        return [views, versions, moments]


def lease(machine: Path, username: str) -> str:
    return sign(load_key(machine / "secrets"), Claim(Kind.LEASE, username, int(time.time()) + 3600))


async def test_pages_that_were_open_go_on_with_the_class_that_came_back(machine: Path, tmp_path: Path) -> None:
    other, copy = tmp_path / "empty-machine", tmp_path / "copy.zip"
    other.mkdir()
    before = words(url_of(machine))
    async with running(machine) as service:
        teacher, pupil = lease(machine, "petit"), lease(machine, "ana")
        texts = [text for text in before if Page(service, teacher).ask("GET", f"/texts/{text}").status_code == 200]
        said = Page(service, teacher).reads(texts)
        mine = Page(service, pupil).get("/me/texts")
        with closing(s.open_store(url_of(machine))) as store:
            write_backup(store, belongings(machine), copy)
    restore(url_of(other), belongings(other), copy, aside=other / "unused.zip")
    assert words(url_of(other)) == before
    async with running(other) as service:
        assert len(texts) == 2 and Page(service, teacher).reads(texts) == said
        assert Page(service, pupil).get("/me/texts") == mine
        picture = Page(service, pupil).ask("GET", f"/assets/{'a' * 64}")
        assert picture.status_code == 200 and len(picture.content) == 1280


@contextmanager
def followed(database: Path, target: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Litestream, as the start runs it."""
    program = find_litestream()
    if program is None:
        pytest.skip("Litestream is not installed (requirements-litestream.lock)")
    command = [program, "replicate", "-log-level", "warn", str(database), address_of(str(target))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def taken_from(target: Path, database: Path) -> str:
    """What docs/helper/backup.md says to type; gives the URL of the store that came back, empty while nothing did."""
    database.unlink(missing_ok=True)
    command = [find_litestream() or "", "restore", "-o", str(database), address_of(str(target))]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return f"sqlite:///{database}" if done.returncode == 0 else ""


async def test_what_was_kept_before_the_service_was_killed_is_in_the_continuous_copy(
    machine: Path, tmp_path: Path
) -> None:
    replica = tmp_path / "replica"
    async with running(machine) as service:
        with followed(machine / "class.sqlite", replica) as litestream:
            pupil = Page(service, lease(machine, "bob"))
            text = pupil.get("/me/texts")["cards"][0]["text"]
            pupil.post(f"/texts/{text}/deposit", {"plain": "Un début. Puis la suite.", "key": "last"})
            await service.end(SIGKILL)
            kept = words(url_of(machine))
            copies = iter(range(10**6))

            def followed_to_the_end() -> str:
                url = taken_from(replica, tmp_path / f"back-{next(copies)}.sqlite")
                return url if url and words(url) == kept else ""

            until(followed_to_the_end, "the last words in the copy")
            litestream.send_signal(SIGKILL)
            litestream.wait()
    other = tmp_path / "empty-machine"
    other.mkdir()
    assert taken_from(replica, other / "class.sqlite")
    assert words(url_of(other)) == kept
    async with running(other) as service:
        view = Page(service, lease(other, "bob")).get(f"/texts/{text}/versions/1")
        assert view["plain"] == "Un début. Puis la suite."
