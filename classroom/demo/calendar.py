"""The school days of the demonstration class, counted back from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from classroom.errors import BadInput

SCHOOL_DAYS = frozenset({0, 1, 3, 4})
"""Monday, Tuesday, Thursday, Friday, as `datetime.weekday` counts."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns `D-3 10:05` into a moment: the third school day before `today`, at 10:05 where the school is."""

    today: datetime

    def moment(self, written: str) -> datetime:
        """An aware datetime in UTC. BadInput when it is not written like `D-3 10:05` or `D+2 16:00`."""
        try:
            day, clock = written.split()
            days, hour = int(day.removeprefix("D")), time.fromisoformat(clock)
        except ValueError as error:
            raise BadInput(f"« {written} » n'est pas un moment : écrivez « D-3 10:05 ».", detail=written) from error
        date = self.today.astimezone().date()
        step = timedelta(days=1 if days > 0 else -1)
        for _ in range(abs(days)):
            date += step
            while date.weekday() not in SCHOOL_DAYS:
                date += step
        return datetime.combine(date, hour).astimezone(UTC)
