"""What the teacher does while the class is away: kept in the browser, said so, stored once when the class is back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from classroom.store import marks_of, open_store
from tests.browser.kept import text_of
from tests.browser.reading import all_saved, mark, open_copy
from tests.real_class import RealClass

TITLE = "Un jour dont je me souviens"
WORD = "Mot général pour l'élève"
SAID = "Le hérisson dans la tente, quelle idée !"


@pytest.fixture
def cut(desk: Page) -> Iterator[Page]:
    """The desk open on Louise's text, with the network cut; it is back at the end."""
    open_copy(desk, "Louise", TITLE)
    desk.context.set_offline(True)
    yield desk
    desk.context.set_offline(False)


def marks(school: RealClass) -> int:
    text = text_of(school, "louise", TITLE)
    with open_store(school.database).read() as connection:
        return len(marks_of(connection, text.id))


def words_of(desk: Page) -> list[str]:
    plain = desk.get_by_role("application").inner_text()
    return [word for word in re.findall(r"\w{6,}", plain) if plain.count(word) == 1]


def test_marks_and_words_of_a_cut_network_arrive_once_after_a_closed_tab(cut: Page, school: RealClass) -> None:
    before = marks(school)
    first, second, *_ = words_of(cut)
    mark(cut, first, "Mot")
    mark(cut, second, "Verbe")
    expect(cut.get_by_text(re.compile(r"Gardé dans ce navigateur \(\d gestes?\)"))).to_be_visible()
    cut.get_by_role("textbox", name=WORD).fill(SAID)
    address = cut.url
    other = cut.context.new_page()
    cut.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert marks(school) == before

    cut.context.set_offline(False)
    other.goto(address)
    expect(other.get_by_role("textbox", name=WORD)).to_have_value(SAID)
    expect(other.get_by_role("application").locator("mark.annotated:not(.earlier)")).to_have_count(2)
    all_saved(other)
    all_saved(cut)
    assert marks(school) == before + 2
    other.close()


def test_a_killed_class_service_costs_no_mark_and_the_page_says_when_all_is_stored(
    desk: Page, school: RealClass
) -> None:
    open_copy(desk, "Louise", TITLE)
    before = marks(school)
    third = words_of(desk)[2]
    school.process_of("classroom.service").kill()
    mark(desk, third, "Phrase")
    all_saved(desk)
    assert marks(school) == before + 1
