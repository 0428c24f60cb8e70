"""Rule 3 of the design: pupils are browsers of a trusted app. What a pupil's own cookie and own token can do, and what they cannot."""

from __future__ import annotations

import json
import re
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import websockets.sync.client
from websockets.exceptions import InvalidStatus

from tests.real_class import RealClass, Visitor, memory, until


def kernel_of(visitor: Visitor) -> str:
    """Opens the person's page, as a browser does, and gives the kernel that lays it out."""
    page = visitor.http.get(f"{visitor.home}/").text
    found = re.search(r'"kernelId": "([^"]+)"', page)
    assert found, page[-500:]
    return found[1]


def channel(visitor: Visitor, kernel: str, token: str) -> Any:
    address = visitor.there.address.replace("http", "ws", 1)
    headers = {"Authorization": f"token {token}"}
    return websockets.sync.client.connect(
        f"{address}{visitor.home}/api/kernels/{kernel}/channels", additional_headers=headers, proxy=None
    )


def own_channel(visitor: Visitor) -> Any:
    """To the kernel of a page that has just come; on a busy machine that kernel may have gone before anybody asked for it."""

    def ask() -> Any:
        with suppress(InvalidStatus):
            return channel(visitor, kernel_of(visitor), visitor.token)

    return until(ask, "a kernel that is still there")


def message(kind: str, content: dict[str, Any], where: str = "shell") -> str:
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "x", "session": "s", "version": "5.3"}
    return json.dumps(
        {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": where, "buffers": []}
    )


def answers_until_info(socket: Any) -> list[str]:
    """Asks for the kernel's name and hears everything that comes before the answer: a kernel answers in the order it was asked."""
    socket.send(message("kernel_info_request", {}))
    heard = []
    while True:
        said = socket.recv(timeout=60)
        if isinstance(said, str):
            heard.append(json.loads(said)["msg_type"])
            if heard[-1] == "kernel_info_reply":
                return heard


@pytest.mark.parametrize("where", ["shell", "control"])
def test_a_pupils_page_cannot_run_code(lea: Visitor, tmp_path: Path, where: str) -> None:
    proof = tmp_path / "ran"
    code = {"code": f"open({str(proof)!r}, 'w').close()", "silent": False, "store_history": False}
    with own_channel(lea) as socket:
        socket.send(message("execute_request", code, where))
        heard = answers_until_info(socket)
    assert "kernel_info_reply" in heard
    assert not {"execute_reply", "execute_input", "error"} & set(heard)
    assert not proof.exists()


@pytest.mark.parametrize("kind", ["inspect_request", "complete_request", "history_request", "is_complete_request"])
def test_a_pupils_page_cannot_question_the_kernel(lea: Visitor, kind: str) -> None:
    content = {"code": "get_ipython", "cursor_pos": 3, "detail_level": 1, "hist_access_type": "tail", "n": 10}
    with own_channel(lea) as socket:
        socket.send(message(kind, content))
        assert kind.replace("request", "reply") not in answers_until_info(socket)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "api/contents"),
        ("PUT", "api/contents/evil.ipynb"),
        ("GET", "api/terminals"),
        ("POST", "api/terminals"),
        ("POST", "api/kernels"),
        ("GET", "api/kernels"),
        ("POST", "api/sessions"),
        ("GET", "lab"),
        ("GET", "tree"),
        ("GET", "files/pupil.ipynb"),
        ("GET", "nbconvert/html/pupil.ipynb"),
        ("GET", "voila/files/pupil.ipynb"),
        ("GET", "voila/render/teacher.ipynb"),
        ("GET", "voila/render/../../secrets/hub-token"),
        ("GET", "formgrader"),
    ],
)
def test_a_pupils_token_opens_nothing_but_the_page(lea: Visitor, method: str, path: str) -> None:
    with lea.with_token() as program:
        answer = program.request(method, f"{lea.home}/{path}", json={"type": "notebook", "path": "teacher.ipynb"})
    # A path that is no route of the server leads to Voilà's files, where nothing is on the list.
    followed = answer.headers.get("location", "")
    assert answer.status_code in (403, 404, 405) or (answer.status_code == 302 and "/voila/files/" in followed)
    if followed:
        with lea.with_token() as program:
            assert program.get(followed).status_code in (403, 404)


@pytest.mark.parametrize("path", ["nothing", "nothing/at/all", "voila/files/pupil.ipynb"])
def test_an_address_that_does_not_exist_leads_a_pupil_back_to_his_notebook(lea: Visitor, path: str) -> None:
    answer = lea.http.get(f"{lea.home}/{path}")
    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.text
    assert f'href="{lea.home}/"' in answer.text


def test_a_kernel_starts_for_no_other_notebook(lea: Visitor) -> None:
    before = kernels(lea)
    with lea.with_token() as program:
        for path in ("api/kernels", "api/sessions"):
            program.post(f"{lea.home}/{path}", json={"name": "python3", "path": "teacher.ipynb", "type": "notebook"})
    assert kernels(lea) == before


def test_a_page_reloaded_again_and_again_does_not_fill_the_machine(tom: Visitor) -> None:
    reload(tom, 8)
    before = tom.server.memory_full_info().uss
    reload(tom, 12)
    assert 1 <= len(tom.kernels) <= 4
    assert tom.server.memory_full_info().uss < before + 20 * 2**20


def reload(visitor: Visitor, times: int) -> None:
    for _ in range(times):
        assert visitor.http.get(f"{visitor.home}/").status_code == 200


def kernels(visitor: Visitor) -> set[int]:
    return {kernel.pid for kernel in visitor.kernels}


def test_another_pupils_server_is_closed(lea: Visitor, tom: Visitor) -> None:
    kernel = kernel_of(tom)
    assert lea.http.get(f"{tom.home}/").status_code == 403
    with lea.with_token() as program:
        assert program.get(f"{tom.home}/").status_code == 403
        assert program.get(f"{tom.home}/api/kernels/{kernel}").status_code == 403
    with pytest.raises(InvalidStatus, match="403"):
        channel(tom, kernel, lea.token)


def test_the_teachers_server_is_closed_to_pupils(lea: Visitor, teacher: Visitor) -> None:
    assert lea.http.get(f"{teacher.home}/lab").status_code == 403
    with lea.with_token() as program:
        assert program.get(f"{teacher.home}/api/contents").status_code == 403


@pytest.mark.parametrize("path", ["users", "users/tom", "groups", "services", "info", "proxy"])
def test_a_pupil_learns_nothing_from_the_hub(lea: Visitor, path: str) -> None:
    with lea.with_token() as program:
        assert program.get(f"/hub/api/{path}").status_code in (403, 404)


def test_a_pupil_makes_no_token_of_the_hub(lea: Visitor) -> None:
    with lea.with_token() as program:
        assert program.post(f"/hub/api/users/{lea.username}/tokens", json={}).status_code == 403
    key = {"X-XSRFToken": lea.http.cookies.get("_xsrf", path="/hub/") or ""}
    assert lea.http.post(f"/hub/api/users/{lea.username}/tokens", json={}, headers=key).status_code == 403


def test_the_page_of_a_stranger_is_the_entrance(there: RealClass, lea: Visitor) -> None:
    answer = Visitor(there).http.get(f"{lea.home}/")
    assert answer.url.path == "/hub/login"


def test_a_pupils_server_was_told_no_secret_of_the_class(there: RealClass, lea: Visitor) -> None:
    lea.http.get(f"{lea.home}/")
    secrets = [(there.home / "secrets" / name).read_bytes() for name in ("hub-token", "proxy-token", "cookie-secret")]
    for held in (memory(lea.kernels[-1]), memory(lea.server)):
        assert f"JUPYTERHUB_API_TOKEN={lea.token}".encode() in held
        assert not [secret for secret in secrets if secret.strip() in held]
        assert b"CLASSROOM_DATABASE_URL=" not in held


def test_a_pupils_server_was_told_nothing_of_the_pupil_before(there: RealClass) -> None:
    aya, noe = (Visitor(there).as_pupil(username) for username in ("aya", "noe"))
    assert noe.token.encode() in memory(noe.server)
    assert noe.token.encode() not in memory(aya.server)
    assert aya.token.encode() not in memory(noe.server)


def test_the_page_is_french_light_and_asks_no_third_host(lea: Visitor) -> None:
    answer = lea.http.get(f"{lea.home}/")
    assert '<html lang="fr">' in answer.text
    assert "Ton cahier s'ouvre" in answer.text
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", answer.text)
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert "http" not in answer.headers["content-security-policy"]
    assert answer.headers["content-encoding"] == "gzip"
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    scripts = re.findall(r"<script([^>]*)>", answer.text)
    assert all("src=" in each or 'type="application/' in each for each in scripts)


def test_the_head_of_the_page_is_enough_to_open_the_notebook(lea: Visitor) -> None:
    answer = lea.http.get(f"{lea.home}/")
    assert answer.headers["cache-control"] == "no-cache, no-store, must-revalidate"
    found = re.search(r'<script type="application/json" id="page">(.+?)</script>.*</head>', answer.text, re.S)
    assert found
    head = json.loads(found[1])
    assert (head["person"], head["screen"]) == ("lea", "notebook")
    for name in ("opener", "script", "style", *head["fonts"]):
        file = lea.http.get(head.get(name, name))
        assert file.status_code == 200
        assert "immutable" in file.headers["cache-control"]
        assert "lea" not in file.url.path
    lease = lea.http.post("/services/classroom/api/leases", json={"credential": head["ticket"]})
    assert lease.json()["person"]["username"] == "lea"
