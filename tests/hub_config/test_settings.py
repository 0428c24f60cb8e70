"""What a school may set, and how a mistake is told."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from hub_config.settings import BadSettings, School, load


def test_every_setting_has_a_default_and_a_sentence() -> None:
    School()
    assert all(field.metadata["sentence"].endswith(".") for field in fields(School))


def test_a_file_wins_over_the_defaults_and_a_variable_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "classroom.toml").write_text('port = 8100\nhost = "0.0.0.0"\n')
    school = load({"CLASSROOM_PORT": "8200", "OTHER": "noise"}, tmp_path)
    assert (school.port, school.host, school.idle_minutes) == (8200, "0.0.0.0", School().idle_minutes)


def test_a_setting_that_we_do_not_know_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"CLASSROOM_PROT.*« port »"):
        load({"CLASSROOM_PROT": "8000"}, tmp_path)


def test_a_name_that_looks_like_no_other_gets_the_whole_list(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"XYLOPHONE.*Réglages connus.*idle_minutes"):
        load({"CLASSROOM_XYLOPHONE": "1"}, tmp_path)


def test_a_mistake_in_the_file_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "classroom.toml").write_text("idle_minute = 5\n")
    with pytest.raises(BadSettings, match=r"classroom\.toml.*idle_minutes"):
        load({}, tmp_path)


@pytest.mark.parametrize("content", [b"port = = 3", b"[[[", b"\xff\xfe"])
def test_a_broken_file_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "classroom.toml").write_bytes(content)
    with pytest.raises(BadSettings, match=r"classroom\.toml n'est pas lisible") as caught:
        load({}, tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("IDLE_MINUTES", "0"),
        ("START_SECONDS", "1.5"),
        ("DAILY_BACKUP", "maybe"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name.lower()):
        load({f"CLASSROOM_{name}": value}, tmp_path)


def test_variables_that_we_give_to_the_parts_are_no_mistake(tmp_path: Path) -> None:
    assert load({"CLASSROOM_HUB_TOKEN": "t", "CLASSROOM_SERVICE_URL": "http://x"}, tmp_path) == School()


def test_the_settings_pass_whole_through_the_environment(tmp_path: Path) -> None:
    school = School(home=tmp_path, port=8123, public_address="https://classe.example", idle_minutes=7)
    assert load(school.as_environment(), tmp_path) == school


def test_a_thing_is_on_or_off_in_french_too(tmp_path: Path) -> None:
    assert [load({"CLASSROOM_DAILY_BACKUP": said}, tmp_path).daily_backup for said in ("non", "False", "oui")] == [
        False,
        False,
        True,
    ]
    (tmp_path / "classroom.toml").write_text("daily_backup = false\n")
    assert load({}, tmp_path).daily_backup is False


def test_copies_go_beside_the_texts_or_where_the_school_says(tmp_path: Path) -> None:
    assert School(home=tmp_path).backups == tmp_path / "backups"
    assert School(home=tmp_path, backup_folder="/media/stick/class").backups == Path("/media/stick/class")


def test_without_another_database_the_texts_are_in_the_folder_of_the_class(tmp_path: Path) -> None:
    assert School(home=tmp_path).store == f"sqlite:///{tmp_path}/classroom.sqlite"
    assert School(home=tmp_path, database_url="postgresql+psycopg://db/x").store == "postgresql+psycopg://db/x"


def test_listening_everywhere_still_gives_an_address_that_this_machine_can_open() -> None:
    assert School(host="0.0.0.0", port=8000).address == "http://127.0.0.1:8000"
    assert School(public_address="https://classe.example/").address == "https://classe.example"
