"""What can be too much for a class: the process that forks is killed while many come in, or the machine has no memory left.

Those who write notice nothing; those who come in get their page, or read why they must wait.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.hub.test_life_and_death import write
from tests.hub.test_warm_fork import come_back, warm_processes
from tests.real_class import RealClass, Visitor, forked_of, until

DOOR = "/services/classroom/door"
CROWD = ("adam", "chloe", "gabriel", "ibrahim", "louise", "rayan")
LAID_OUT = '"kernelId"'
NO_PLACE = "Il n'y a plus de place"

FULL = """
import sys, pathlib
from hub_config.warm_fork import forking
forking.LEAST_FREE_MB = 10**9
door = forking.listen(pathlib.Path(sys.argv[1]), everybody=True)
print("listens", flush=True)
forking.serve(door, None)
"""
"""The process that forks, on a machine that has never enough memory."""


def credentials(there: RealClass, username: str) -> tuple[str, str]:
    """A lease by the second door, which needs no server that may have gone to rest, and a text in which this pupil may write."""
    pupil = signed_in(there, username)
    answer = pupil.http.get(DOOR, headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"})
    lease = answer.json()["lease"]
    headers = {"Authorization": f"Bearer {lease}"}
    cards = pupil.http.get("/services/classroom/api/me/texts", headers=headers).json()["cards"]
    return lease, next(card["text"] for card in cards if card["stage"] in ("writing", "handed_back", "revising"))


def signed_in(there: RealClass, username: str) -> Visitor:
    visitor = Visitor(there)
    pictures = ",".join(there.pictures[username])
    assert visitor.sign_in(door="pictures", username=username, pictures=pictures).status_code == 200
    return visitor


def comes_in(there: RealClass, username: str) -> str:
    return come_back(Visitor(there).as_pupil(username))


def test_all_get_their_page_when_the_warm_process_is_killed_while_they_come_in(hurried: RealClass) -> None:
    lease, text = credentials(hurried, "aya")
    (warm,) = warm_processes(hurried)
    with ThreadPoolExecutor(len(CROWD)) as coming:
        pages = coming.map(lambda username: comes_in(hurried, username), CROWD)
        until(lambda: any(forked_of("server", each) in CROWD for each in hurried.processes()), "the first of them")
        warm.kill()
        assert asyncio.run(write(hurried, lease, text, " Rien vu.")).endswith(" Rien vu.")
        assert [LAID_OUT in page for page in pages] == [True] * len(CROWD)
    until(lambda: {each.pid for each in warm_processes(hurried)} - {warm.pid}, "another warm process")
    assert asyncio.run(write(hurried, lease, text, " Rien du tout.")).endswith(" Rien vu. Rien du tout.")


@contextmanager
def without_memory(there: RealClass) -> Iterator[None]:
    """In the place of the warm process stands one that finds the machine full."""
    (warm,) = until(lambda: warm_processes(there), "a warm process")
    path = warm.cmdline()[3]
    supervisor = there.process_of("supervisor.supervisord")
    supervisor.suspend()
    warm.kill()
    full = subprocess.Popen([sys.executable, "-c", FULL, path], stdout=subprocess.PIPE, text=True)
    try:
        assert full.stdout is not None and full.stdout.readline() == "listens\n"
        yield
    finally:
        full.kill()
        full.communicate()
        supervisor.resume()
        until(lambda: warm_processes(there), "the warm process back")


def test_without_memory_a_newcomer_reads_why_and_those_who_write_go_on(hurried: RealClass) -> None:
    lease, text = credentials(hurried, "tom")
    with without_memory(hurried):
        newcomer = signed_in(hurried, "lea")
        for page in ("/hub/spawn", "/user/lea/"):
            answer = newcomer.http.get(page)
            assert answer.status_code == 503
            assert NO_PLACE in answer.text
            assert re.search(r'http-equiv="refresh" content="20;url=/hub/spawn', answer.text)
        assert asyncio.run(write(hurried, lease, text, " Il reste une place.")).endswith(" place.")
        assert not [each for each in hurried.processes() if forked_of("server", each) == "lea"]
    assert LAID_OUT in comes_in(hurried, "lea")


def test_without_memory_a_page_comes_to_its_end_without_its_kernel(hurried: RealClass) -> None:
    pupil = Visitor(hurried).as_pupil("jade")
    assert LAID_OUT in come_back(pupil)
    with without_memory(hurried):
        answer = pupil.http.get("/user/jade/")
        assert answer.status_code == 200
        assert re.search(r'"ticket": "[^"]+".*</head>', answer.text, re.DOTALL)
        assert LAID_OUT not in answer.text
