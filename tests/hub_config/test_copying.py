"""The continuous copy is one more part when it is set, and a sentence when it cannot be made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hub_config.settings import School
from hub_config.start import copying, lay_out, parts


@pytest.fixture
def litestream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A program of that name."""
    program = tmp_path / "bin" / "litestream"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(copying.sys, "prefix", str(tmp_path))
    return str(program)


def names(school: School) -> list[str]:
    return [part.name for part in parts.parts(school)]


def test_it_is_off_until_it_is_asked_for(school: School, litestream: str) -> None:
    assert "copy" not in names(school)
    assert not copying.trouble(school)


def test_it_starts_first_and_stops_last_and_its_files_are_private(school: School, litestream: str) -> None:
    asked = replace(school, continuous_copy="/mnt/stick/copie de la classe")
    assert names(asked)[0] == "copy"
    page = parts.supervisor_page(asked)
    section = page[page.index("[program:copy]") : page.index("[program:proxy]")]
    assert "priority=1\n" in section and "umask=077" in section
    assert "file:///mnt/stick/copie%%20de%%20la%%20classe" in section
    assert str(school.home / "classroom.sqlite") in section


def test_an_address_is_taken_as_it_is(school: School, litestream: str) -> None:
    asked = replace(school, continuous_copy="s3://school/class")
    assert copying.copy_command(asked)[-1] == "s3://school/class"


def test_without_the_program_or_with_another_database_it_is_said(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = replace(school, continuous_copy="/mnt/stick/copy")
    monkeypatch.setattr(copying, "find_litestream", lambda: None)
    assert names(asked) == names(school) and copying.trouble(asked)
    monkeypatch.setattr(copying, "find_litestream", lambda: "/bin/litestream")
    assert copying.trouble(replace(asked, database_url="postgresql+psycopg:///class"))


def test_its_folder_is_private_and_not_made_where_the_stick_is_not(school: School, tmp_path: Path) -> None:
    lay_out.make_folders(school.home)
    copying.make_folder(replace(school, continuous_copy=str(tmp_path / "copy")))
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    copying.make_folder(replace(school, continuous_copy=str(tmp_path / "media" / "stick")))
    assert not (tmp_path / "media").exists()
