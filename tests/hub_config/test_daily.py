"""The keeper of the class has each day copied: after the opening, once, and again when it failed."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from hub_config.settings import School
from hub_config.start import lay_out
from hub_config.start.daily import AFTER_OPENING, AGAIN_AFTER, DailyCopy
from tests.real_class import until


@dataclass
class Keeper:
    """A daily copy whose clock and calendar are ours, and whose command is a line of Python."""

    school: School
    seconds: float = 0.0
    day: date = date(2026, 11, 23)
    said: list[str] = field(default_factory=list)

    def copy(self, script: str) -> DailyCopy:
        self.runs = self.school.home / "runs"
        script = f"open({str(self.runs)!r}, 'a').write('x')\n{script}"
        command = (sys.executable, "-c", script)
        return DailyCopy(
            self.school, self.said.append, clock=lambda: self.seconds, today=lambda: self.day, command=command
        )

    def finished(self, copy: DailyCopy) -> bool:
        copy.look()
        return copy.pid is None

    def count(self) -> int:
        return len(self.runs.read_text()) if self.runs.exists() else 0


@pytest.fixture
def keeper(school: School) -> Keeper:
    lay_out.make_folders(school.home)
    return Keeper(school)


def test_a_copy_is_made_once_a_day_after_the_opening(keeper: Keeper) -> None:
    copy = keeper.copy("print('Sauvegarde du jour : x.zip')")
    copy.look()
    assert copy.pid is None, "the class comes in first"
    for day in range(2):
        keeper.seconds += AFTER_OPENING
        copy.look()
        assert copy.pid is not None
        until(lambda: keeper.finished(copy), "the copy")
        copy.look()
        assert keeper.count() == day + 1 and copy.pid is None
        keeper.day += timedelta(days=1)
    assert keeper.said == ["Sauvegarde du jour : x.zip"] * 2


def test_a_copy_that_fails_is_tried_again_and_said_once(keeper: Keeper) -> None:
    copy = keeper.copy("print('noise'); raise SystemExit('La clé USB est débranchée.')")
    keeper.seconds += AFTER_OPENING
    for attempt in range(3):
        copy.look()
        until(lambda: keeper.finished(copy), "the copy")
        copy.look()
        assert copy.pid is None, "not at once"
        assert keeper.count() == attempt + 1
        keeper.seconds += AGAIN_AFTER
    assert len(keeper.said) == 1
    assert "n'est pas faite" in keeper.said[0] and "débranchée" in keeper.said[0]


def test_a_school_may_switch_it_off(keeper: Keeper) -> None:
    keeper.school = replace(keeper.school, daily_backup=False)
    copy = keeper.copy("")
    keeper.seconds += AFTER_OPENING
    copy.look()
    assert copy.pid is None
