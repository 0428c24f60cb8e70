"""« L'enseignant se saisit de cet ENT pour faciliter les allers et retours des élèves sur leur production. »"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from classroom.model import Stage
from tests.browser.kept import deposited, text_of
from tests.browser.writing import deposit, is_saved, open_text
from tests.real_class import RealClass

TITLE = "Un jour dont je me souviens"


def test_a_corrected_text_is_deposited_again_as_the_next_version(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("lea")
    paper = open_text(page, "Corriger mon texte", TITLE)
    paper.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Fin.")
    deposit(page, "Déposer à nouveau")
    assert text_of(school, "lea", TITLE).stage is Stage.SUBMITTED
    first, second = deposited(school, "lea", TITLE)
    assert second.plain.endswith(" Fin.") and not first.plain.endswith(" Fin.")


def test_the_page_says_how_many_marks_are_left_and_lets_the_pupil_deposit_all_the_same(
    as_pupil: Callable[[str], Page],
) -> None:
    page = as_pupil("ines")
    open_text(page, "Corriger mon texte", TITLE)
    page.get_by_role("button", name="Déposer à nouveau").click()
    expect(page.get_by_text("Tu peux déposer quand même.").first).to_be_visible()
    page.get_by_role("button", name="Je relis encore").click()
    expect(page.get_by_role("button", name="Déposer à nouveau")).to_be_visible()
    is_saved(page)
