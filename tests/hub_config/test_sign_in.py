"""The doors, and what the page at the entrance can say."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hub_config.people import PAGES
from hub_config.sign_in.doors import DOORS, door_of

PICTURES = {"cat", "sun", "tree", "boat", "star", "house", "fish", "flower", "apple", "moon", "bike", "umbrella"}


def test_the_pictures_door_sends_three_pictures_in_order() -> None:
    door = door_of({"door": "pictures"})
    assert door is not None
    form = {"door": "pictures", "username": "ana", "pictures": "cat,sun,tree", "noise": "x"}
    assert door.credentials(form) == {"username": "ana", "pictures": ["cat", "sun", "tree"]}


def test_the_password_door_sends_the_password_as_it_was_written() -> None:
    door = door_of({"door": "password"})
    assert door is not None
    assert door.credentials({"username": "m", "password": " a,b "}) == {"username": "m", "password": " a,b "}


def test_a_door_that_we_do_not_have_opens_nothing() -> None:
    assert door_of({"door": "window"}) is None
    assert door_of({"username": "ana"}) is None
    assert len({door.name for door in DOORS}) == len(DOORS)


def test_the_twelve_pictures_are_drawn_and_named_in_french() -> None:
    drawn = {each.get("id") for each in ElementTree.parse(PAGES / "static" / "pictures.svg").getroot()}
    words = (PAGES / "static" / "words.fr.js").read_text()
    assert drawn >= PICTURES
    assert all(re.search(rf"\b{name}: \"\w+\"", words) for name in PICTURES)


def test_no_page_of_the_hub_speaks_of_another_host() -> None:
    for path in PAGES.rglob("*.*"):
        addresses = re.findall(r"https?://[^\s\"']+", path.read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, path


def test_no_page_of_the_hub_has_a_script_in_it() -> None:
    for path in PAGES.glob("*.html"):
        assert not re.search(r"<script(?![^>]*\bsrc=)", path.read_text(encoding="utf-8")), path
        assert not re.search(r"\son\w+=", path.read_text(encoding="utf-8")), path
