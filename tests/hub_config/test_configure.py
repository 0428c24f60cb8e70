"""Each subject of the hub's page only sets, and sets what it says."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from traitlets.config import Config

from hub_config import access, people, places, servers, services
from hub_config.settings import CHECKOUT, School

SUBJECTS = [people, access, servers, services, places]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.__name__)
def test_a_subject_only_sets_so_that_twice_is_once(subject: Any, school: School) -> None:
    once, twice = Config(), Config()
    subject.configure(once, school)
    subject.configure(twice, school)
    subject.configure(twice, school)
    assert comparable(once) == comparable(twice)


def comparable(c: Config) -> dict[str, dict[str, Any]]:
    return {
        section: {name: value for name, value in values.items() if not callable(value)} for section, values in c.items()
    }


def test_no_two_subjects_set_the_same_thing(school: School) -> None:
    seen: list[tuple[str, str]] = []
    for subject in SUBJECTS:
        c = Config()
        subject.configure(c, school)
        seen += [(section, name) for section, values in c.items() for name in values]
    assert len(seen) == len(set(seen))


def test_people_of_the_class_may_not_make_tokens_nor_share(school: School) -> None:
    c = Config()
    access.configure(c, school)
    roles = {role["name"]: role for role in c.JupyterHub.load_roles}
    assert all(scope.endswith("!user") for scope in roles["user"]["scopes"])
    assert not [
        s for s in roles["user"]["scopes"] if s.startswith(("self", "tokens", "users:shares", "shares", "admin"))
    ]
    assert "users" not in roles["culler"]


def test_nobody_is_admin_of_the_hub(school: School) -> None:
    c = Config()
    people.configure(c, school)
    assert c.Authenticator.admin_users == set()


def test_the_hubs_pages_allow_no_third_host_and_no_script_of_their_own(school: School) -> None:
    c = Config()
    people.configure(c, school)
    policy = c.JupyterHub.tornado_settings["headers"]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy and "unsafe" not in policy and "*" not in policy


def test_the_class_service_is_a_sibling_and_not_a_child(school: School) -> None:
    c = Config()
    services.configure(c, school)
    by_name = {service["name"]: service for service in c.JupyterHub.services}
    assert "command" not in by_name["classroom"]
    assert by_name["classroom"]["url"] == "http://127.0.0.1:21493"
    assert by_name["classroom"]["api_token"] == "hub-token-value"


def test_the_culler_looks_often_enough_for_a_short_rest(school: School) -> None:
    assert "--timeout=60" in services.culler(replace(school, idle_minutes=1))["command"]
    assert "--cull-every=60" in services.culler(replace(school, idle_minutes=45))["command"]


def test_the_proxy_and_the_servers_outlive_the_hub(school: School) -> None:
    c = Config()
    places.configure(c, school)
    assert not c.ConfigurableHTTPProxy.should_start
    assert (c.JupyterHub.cleanup_proxy, c.JupyterHub.cleanup_servers) == (False, False)


def spawner(tmp_path: Path, *groups: str) -> Any:
    user = SimpleNamespace(name="somebody", groups=[SimpleNamespace(name=name) for name in groups])
    return SimpleNamespace(
        user=user,
        authenticator=SimpleNamespace(first_pages={}),
        home_dir=str(tmp_path / "somebody"),
        cmd=["stock"],
        args=["stock"],
        notebook_dir="",
        account=None,
    )


def test_a_pupil_gets_voila_alone_with_one_notebook(school: School, tmp_path: Path) -> None:
    pupil = spawner(tmp_path, "pupils")
    servers.by_role(school)(pupil)
    assert pupil.cmd == [sys.executable, "-m", "hub_config.single_user"]
    assert pupil.args == [str(CHECKOUT / "notebooks" / "pupil.ipynb")]
    assert pupil.warm


def test_what_the_class_said_of_a_page_is_told_to_the_next_server_of_its_pupil_alone(
    school: School, tmp_path: Path
) -> None:
    pupil = spawner(tmp_path, "pupils")
    pupil.authenticator.first_pages = {"somebody": {"ticket": "t"}, "another": {"ticket": "u"}}
    servers.by_role(school)(pupil)
    assert json.loads(pupil.environment["CLASSROOM_FIRST_PAGE"]) == {"ticket": "t"}
    servers.by_role(school)(pupil)
    assert "CLASSROOM_FIRST_PAGE" not in pupil.environment


def test_what_a_server_needs_while_it_runs_is_private_short_and_gone_after_it(school: School, tmp_path: Path) -> None:
    pupil = spawner(tmp_path, "pupils")
    servers.by_role(school)(pupil)
    place = Path(pupil.environment["TMPDIR"])
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert pupil.environment["HOME"] == pupil.environment["JUPYTER_RUNTIME_DIR"] == str(place)
    (place / "voila_abcdefgh").mkdir()
    assert len(str(place / "voila_abcdefgh" / f"kernel-{uuid4()}-ipc-5")) <= 107
    servers.tidy(school)(pupil)
    assert not place.exists()


def test_a_folder_that_somebody_else_has_made_first_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("open", "link"):
        with pytest.raises(PermissionError):
            places.make_private(tmp_path / name)


def test_accounts_are_given_where_the_program_is_everybodys_to_read(tmp_path: Path) -> None:
    (tmp_path / "open").touch()
    (tmp_path / "shut").mkdir(mode=0o700)
    (tmp_path / "shut" / "file").touch()
    assert places.everybodys(Path("/usr/bin/env"))
    assert not places.everybodys(tmp_path / "shut" / "file")


def test_somebody_of_no_group_gets_what_a_pupil_gets(school: School, tmp_path: Path) -> None:
    nobody = spawner(tmp_path)
    servers.by_role(school)(nobody)
    assert nobody.cmd == [sys.executable, "-m", "hub_config.single_user"]


def test_a_teacher_gets_the_desk_and_our_notebooks_as_they_are_today(school: School, tmp_path: Path) -> None:
    teacher = spawner(tmp_path, "noise", "teachers")
    servers.by_role(school)(teacher)
    servers.by_role(school)(teacher)
    assert not teacher.warm
    assert teacher.default_url == "/voila/render/teacher.ipynb"
    desk = Path(teacher.notebook_dir)
    assert {path.name for path in desk.glob("*.ipynb")} == {
        path.name for path in (CHECKOUT / "notebooks").glob("*.ipynb") if path.name != "pupil.ipynb"
    }


def test_only_a_teacher_is_told_where_the_gradebook_is(school: School, tmp_path: Path) -> None:
    elsewhere = replace(school, gradebook_url="postgresql+psycopg://grades@db/notes")
    told = []
    for group in ("teachers", "pupils"):
        person = spawner(tmp_path, group)
        servers.by_role(elsewhere)(person)
        told.append(person.environment.get("CLASSROOM_GRADEBOOK_URL"))
    assert told == ["postgresql+psycopg://grades@db/notes", None]


def test_a_server_is_told_no_secret_of_the_class(school: School, tmp_path: Path) -> None:
    told = servers.environment(school, tmp_path)
    assert not [value for value in told.values() if "hub-token-value" in value or str(school.secrets) in value]
    assert "CLASSROOM_DATABASE_URL" not in told


def test_the_page_of_the_hub_is_one_page_that_names_each_subject() -> None:
    lines = (CHECKOUT / "jupyterhub_config.py").read_text().splitlines()
    assert len(lines) < 25
    for subject in SUBJECTS:
        name = subject.__name__.rsplit(".", 1)[-1]
        assert any(line.startswith(f"{name}.configure(c, school)") for line in lines)


def test_hub_config_imports_nothing_of_ours() -> None:
    program = (
        "import sys, hub_config.start.__main__, hub_config.people, hub_config.servers, hub_config.services\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('classroom', 'widgets', 'notebooks')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
