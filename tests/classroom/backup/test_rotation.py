"""The copy of each day: which stay, which go, and what happens when one cannot be made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.backup import writing
from classroom.backup.daily import daily_copies, thin_out, write_daily
from classroom.backup.rotation import to_keep
from classroom.errors import BadInput
from classroom.store import Store, open_store
from tests.classroom.backup.conftest import Machine

TODAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def open_one(settled: Machine) -> Iterator[Store]:
    store = open_store(settled.url)
    yield store
    store.close()


def fill(folder: Path, days: list[date]) -> None:
    folder.mkdir(exist_ok=True)
    for day in days:
        (folder / f"ecritoire-{day.isoformat()}.zip").touch()


def test_a_year_of_days_leaves_a_week_a_month_and_a_year() -> None:
    kept = sorted(to_keep(TODAY - timedelta(days=number) for number in range(400)), reverse=True)
    assert kept[:7] == [TODAY - timedelta(days=number) for number in range(7)]
    assert kept[7:10] == [date(2026, 11, 15), date(2026, 11, 8), date(2026, 10, 31)]
    assert len(kept) == 7 + 2 + 11
    assert kept[-1] == date(2025, 12, 31)


@given(st.sets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1))
def test_the_newest_always_stays_and_what_stays_is_bounded(days: set[date]) -> None:
    kept = to_keep(days)
    assert kept <= days
    assert set(sorted(days)[-7:]) <= kept
    assert len(kept) <= 7 + 4 + 12
    assert to_keep(kept) == kept


def test_a_machine_that_was_off_for_weeks_loses_none_of_its_last_copies(folder: Path) -> None:
    days = [TODAY - timedelta(days=60 + number) for number in range(7)]
    fill(folder, [*days, TODAY])
    thin_out(folder, TODAY)
    assert len(daily_copies(folder)) >= 7 and TODAY in daily_copies(folder)


def test_a_clock_that_is_years_behind_takes_no_copy_away_twice(folder: Path) -> None:
    long_ago = date(2000, 1, 1)
    fill(folder, [TODAY - timedelta(days=number) for number in range(30)] + [long_ago])
    thin_out(folder, long_ago)
    assert long_ago in daily_copies(folder) and TODAY in daily_copies(folder)


def test_files_of_another_name_stay(folder: Path) -> None:
    fill(folder, [TODAY - timedelta(days=number) for number in range(30)])
    others = ("ecritoire-avant-0003-20260101-101010.zip", "ecritoire-2026-13-45.zip", "photo.zip")
    for name in others:
        (folder / name).touch()
    thin_out(folder, TODAY)
    assert all((folder / name).exists() for name in others)


def test_one_copy_is_made_a_day(open_one: Store, settled: Machine, folder: Path) -> None:
    assert write_daily(open_one, settled.belongings, folder, TODAY) == folder / "ecritoire-2026-11-23.zip"
    assert write_daily(open_one, settled.belongings, folder, TODAY) is None
    assert write_daily(open_one, settled.belongings, folder, TODAY + timedelta(days=1)) is not None
    assert folder.stat().st_mode & 0o077 == 0


def test_what_a_copy_that_was_killed_left_is_cleared(open_one: Store, settled: Machine, folder: Path) -> None:
    folder.mkdir()
    (folder / ".ecritoire-2026-11-22.zip.part").write_bytes(b"half")
    write_daily(open_one, settled.belongings, folder, TODAY)
    assert [path.name for path in folder.iterdir()] == ["ecritoire-2026-11-23.zip"]


def test_a_full_disk_takes_no_earlier_copy_away(
    open_one: Store, settled: Machine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [TODAY - timedelta(days=number) for number in range(1, 30)]
    fill(folder, days)
    monkeypatch.setattr(writing, "SPARE", 10**18)
    with pytest.raises(BadInput, match="aucune ancienne sauvegarde n'est effacée"):
        write_daily(open_one, settled.belongings, folder, TODAY)
    assert set(daily_copies(folder)) == set(days)


def test_a_stick_that_was_pulled_out_is_said(open_one: Store, settled: Machine, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="clé USB"):
        write_daily(open_one, settled.belongings, tmp_path / "media" / "stick", TODAY)
    assert not (tmp_path / "media").exists()
