"""Coming in, through the real hub and the real class service."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests.real_class import RealClass, Visitor


def test_the_entrance_shows_first_names_and_no_secret(there: RealClass) -> None:
    rooms = Visitor(there).http.get("/hub/classrooms").json()
    assert len(rooms) == 1
    assert len(rooms[0]["pupils"]) == 12
    assert {key for pupil in rooms[0]["pupils"] for key in pupil} == {"username", "name", "level", "picture", "locked"}


def test_the_right_pictures_lead_to_ones_own_server(there: RealClass) -> None:
    visitor = Visitor(there)
    answer = visitor.sign_in(door="pictures", username="noe", pictures=",".join(there.pictures["noe"]))
    assert answer.json()["next"] in ("/user/noe/", "/hub/spawn-pending/noe")
    assert there.server_of("noe")


def test_wrong_pictures_say_how_many_tries_are_left_and_the_fifth_locks(there: RealClass) -> None:
    visitor = Visitor(there)
    wrong = ",".join(reversed(there.pictures["jade"]))
    answers = [visitor.sign_in(door="pictures", username="jade", pictures=wrong) for _ in range(5)]
    assert [answer.json().get("tries_left") for answer in answers[:4]] == [4, 3, 2, 1]
    assert answers[4].status_code == 423
    right = ",".join(there.pictures["jade"])
    assert visitor.sign_in(door="pictures", username="jade", pictures=right).status_code == 423


def test_a_wrong_password_and_a_door_that_we_do_not_have_open_nothing(there: RealClass) -> None:
    visitor = Visitor(there)
    name, _ = there.teacher
    assert visitor.sign_in(door="password", username=name, password="non").status_code == 403
    assert visitor.sign_in(door="window", username=name).status_code == 403
    assert visitor.sign_in(username="lea").status_code == 403
    assert "jupyterhub-hub-login" not in visitor.http.cookies


def test_odd_forms_are_refused_and_never_an_error_of_ours(there: RealClass) -> None:
    visitor = Visitor(there)
    odd = ["", "a" * 5000, "../..", "<script>", "\x00", "léa", "🐈"]
    answers = [visitor.sign_in(door="pictures", username=name, pictures=name) for name in odd]
    assert all(400 <= answer.status_code < 500 for answer in answers)


def test_the_login_page_is_french_and_tells_the_browser_to_load_nothing_from_elsewhere(there: RealClass) -> None:
    answer = Visitor(there).http.get("/hub/login")
    assert '<html lang="fr">' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_what_the_entrance_is_made_of_is_asked_for_once_and_never_missed_after_an_update(there: RealClass) -> None:
    browser = Visitor(there).http
    addresses = set(re.findall(r'"(/hub/class/[^"#]+)', browser.get("/hub/login").text))
    assert len(addresses) >= 5
    for address in addresses:
        assert "immutable" in browser.get(address).raise_for_status().headers["cache-control"]
    for folder in ("", "0123456789ab/"):
        assert browser.get(f"/hub/class/{folder}class.css").raise_for_status().headers["cache-control"] == "no-cache"
    assert browser.get("/hub/class/0123456789ab/../../sign_in/handlers.py").status_code in (403, 404)


def test_the_hubs_own_pages_are_ours(there: RealClass) -> None:
    visitor = Visitor(there)
    visitor.sign_in(door="pictures", username="noe", pictures=",".join(there.pictures["noe"]))
    for path in ("/hub/home", "/hub/token", "/hub/no-such-page"):
        assert '<html lang="fr">' in visitor.http.get(path).text
    assert visitor.http.get("/hub/admin").status_code == 403


def test_another_sites_page_comes_without_our_cookies(lea: Visitor) -> None:
    kept = {one.name: one for one in lea.http.cookies.jar if "jupyterhub" in one.name}
    assert {"jupyterhub-hub-login", "jupyterhub-session-id", "jupyterhub-user-lea"} <= set(kept)
    assert all(one.get_nonstandard_attr("SameSite") == "Lax" for one in kept.values())


@pytest.mark.parametrize("place", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
def test_coming_in_leads_nowhere_else(there: RealClass, place: str) -> None:
    visitor = Visitor(there)
    page = visitor.http.get("/hub/login", params={"next": place}).text
    address = re.search(r'data-login="([^"]+)"', page)
    key = re.search(r'data-xsrf="([^"]+)"', page)
    assert address and key
    form = {"door": "pictures", "username": "noe", "pictures": ",".join(there.pictures["noe"])}
    answer = visitor.http.post(html.unescape(address[1]), data=form, headers={"X-XSRFToken": key[1]})
    leads_to = urljoin(there.address, answer.json()["next"])
    assert urlsplit(leads_to).netloc == urlsplit(there.address).netloc
