"""Which of the daily copies stay: a week of days, a month of weeks, a year of months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

DAYS, WEEKS, MONTHS = 7, 4, 12


def to_keep(days: Iterable[date]) -> set[date]:
    """Of these days: the last seven, the last day of each of the last four weeks, and of each of the last twelve months that have one."""
    newest_first = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest_first:
        year, week, _ = day.isocalendar()
        weeks.setdefault((year, week), day)
        months.setdefault((day.year, day.month), day)
    return {*newest_first[:DAYS], *list(weeks.values())[:WEEKS], *list(months.values())[:MONTHS]}
