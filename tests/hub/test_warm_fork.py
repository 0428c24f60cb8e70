"""Pupils' servers and the process that forks them: they come at once, go when they are of no use, and fall without taking anybody along."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import psutil

from tests.hub.test_life_and_death import credentials, opens, write
from tests.real_class import RealClass, Visitor, command, name, told, until

WARM = "hub_config.warm_fork"


def warm_processes(there: RealClass) -> list[psutil.Process]:
    """The one that forks, when it is there; its children have its command line, and names of their own."""
    return [each for each in there.processes() if WARM in command(each) and name(each).startswith("python")]


def warm_process(there: RealClass) -> psutil.Process:
    return warm_processes(there)[0]


def leftovers(server: dict[str, str]) -> bool:
    return Path(server["TMPDIR"]).exists()


def come_back(pupil: Visitor) -> str:
    """What a browser does with the address of a page whose server sleeps: it follows what it is told, and nobody clicks."""
    answer = pupil.http.get(f"{pupil.home}/")
    while moved := re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text):
        answer = pupil.http.get(moved[1].replace("&amp;", "&"))
    return answer.text


def test_a_server_ends_with_its_page_laid_out_and_comes_back_with_the_next_visit(hurried: RealClass) -> None:
    pupil = Visitor(hurried).as_pupil("lea")
    server, place = pupil.server, told(pupil.server)
    lease, text = credentials(pupil)
    until(lambda: not server.is_running(), "the end of a quiet server")
    until(lambda: not leftovers(place), "its folder gone")
    assert not [each for each in hurried.processes() if name(each) == "kernel lea"]
    assert asyncio.run(write(hurried, lease, text, " Sans serveur.")).endswith("Sans serveur.")
    until(lambda: '"kernelId"' in come_back(pupil), "the page, laid out again")
    assert pupil.server.pid != server.pid


def test_a_killed_server_takes_its_kernels_along_and_the_next_visit_opens_another(hurried: RealClass) -> None:
    pupil = Visitor(hurried).as_pupil("tom")
    pupil.http.get(f"{pupil.home}/")
    server, kernels = pupil.server, pupil.kernels
    assert kernels
    server.kill()
    until(lambda: not any(each.is_running() for each in kernels), "the end of its kernels")
    until(lambda: '"kernelId"' in come_back(pupil), "the page, laid out again")
    assert pupil.server.pid != server.pid


def test_the_warm_process_dies_alone_and_is_started_again(hurried: RealClass) -> None:
    there = Visitor(hurried).as_pupil("noe")
    lease, text = credentials(there)
    warm = warm_process(hurried)
    warm.kill()
    assert asyncio.run(write(hurried, lease, text, " Toujours là.")).endswith("Toujours là.")
    newcomer = Visitor(hurried).as_pupil("jade")
    until(lambda: '"kernelId"' in come_back(newcomer), "a newcomer's page")
    until(lambda: warm_process(hurried).pid != warm.pid, "another warm process")


def test_the_warm_process_holds_no_secret(hurried: RealClass) -> None:
    environment = warm_process(hurried).environ()
    assert not [each for each in environment if "TOKEN" in each or each.startswith(("CLASSROOM", "CONFIGPROXY"))]


def test_servers_are_found_again_by_a_hub_that_was_killed(hurried: RealClass) -> None:
    pupil = Visitor(hurried).as_pupil("ines")
    server = pupil.server
    hurried.process_of("hub_config.hub").kill()
    until(lambda: opens(hurried), "the hub back")
    until(lambda: not server.is_running(), "the end of a quiet server")
    until(lambda: '"kernelId"' in come_back(pupil), "the page, laid out again")
