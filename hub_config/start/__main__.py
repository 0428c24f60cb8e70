"""`python -m hub_config.start`: opens the class and keeps it open until Ctrl-C or SIGTERM. Exit code 1 and one sentence when it cannot."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Any

from hub_config import places, settings
from hub_config.node import NoNode
from hub_config.start import checks, copying, lock, running
from hub_config.start import words_fr as words
from hub_config.start.daily import DailyCopy
from hub_config.start.lay_out import lay_out
from hub_config.start.screen import Screen, greet

OLDEST = (3, 11)


def main() -> int:
    screen = Screen()
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    try:
        open_class(screen, stopping)
    except (settings.BadSettings, checks.CannotStart, NoNode) as error:
        screen.fail(str(error))
        return 1
    return 0


def open_class(screen: Screen, stopping: threading.Event) -> None:
    check_python()
    school = settings.load()
    lock.refuse_second(school)
    checks.check(school)
    school = checks.with_free_inner_ports(school)
    lay_out(school, screen.step)
    with lock.hold(school):
        keep_open(school, screen, stopping)


def say(sentence: str) -> None:
    print(sentence, flush=True)


def check_python(found: Any = sys.version_info) -> None:
    if tuple(found[:2]) < OLDEST:
        raise checks.CannotStart(words.OLD_PYTHON.format(found=".".join(map(str, found[:3]))))


def keep_open(school: settings.School, screen: Screen, stopping: threading.Event) -> None:
    running.adopt_orphans()
    screen.step(words.STEP_START)
    supervisor = running.start_supervisor(school)
    try:
        running.wait_until_open(school, supervisor, stopping)
        screen.done()
        if not stopping.is_set():
            greet(school)
            if copying.trouble(school):
                say(words.NO_CONTINUOUS_COPY)
        running.stay(supervisor, stopping, DailyCopy(school, say))
        if not stopping.is_set():
            raise checks.CannotStart(words.FELL.format(log=school.home / "log"))
        print(words.CLOSING, flush=True)
    finally:
        running.stop_everything(supervisor)
        places.forget(places.short_folder(school))
    print(words.CLOSED, flush=True)


if __name__ == "__main__":
    sys.exit(main())
