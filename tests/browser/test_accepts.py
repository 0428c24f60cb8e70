"""« Par la suite, il pourra enrichir la mise en page de son texte. » The second round, then the accepted text."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from classroom.model import Stage
from tests.browser.kept import text_of
from tests.browser.looking import check, photograph
from tests.browser.reading import all_saved, open_copy
from tests.browser.writing import open_text
from tests.real_class import RealClass

TITLE = "L'animal qui n'existe pas"


def test_the_second_round_shows_what_became_of_each_mark_and_the_two_versions(desk: Page) -> None:
    open_copy(desk, "Ibrahim", TITLE)
    expect(desk.get_by_role("heading", name="Marques des jets précédents")).to_be_visible()
    desk.get_by_role("button", name="Comparer").first.click()
    expect(desk.get_by_text("Avant :").first).to_be_visible()
    check(desk)
    photograph(desk, "deuxieme-jet")


def test_the_teacher_confirms_outcomes_and_accepts_and_the_pupil_embellishes(
    desk: Page, as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    open_copy(desk, "Noé", TITLE)
    confirm = desk.get_by_role("button", name="Confirmer les")
    if confirm.count():
        confirm.click()
        all_saved(desk)
    desk.get_by_role("button", name="Accepter").click()
    dialog = desk.get_by_role("dialog")
    if dialog.count():
        dialog.get_by_role("button", name="Accepter").or_(dialog.get_by_role("button", name="Oui")).first.click()
    expect(desk.get_by_text("Le texte de Noé est accepté.").first).to_be_visible()
    assert text_of(school, "noe", TITLE).stage is Stage.ACCEPTED

    page = as_pupil("noe")
    open_text(page, "Voir mon texte", TITLE)
    expect(page.get_by_text("Ton texte est accepté !").first).to_be_visible()
    page.get_by_role("button", name="Embellir mon texte").click()
    paper = page.get_by_role("textbox", name=f"Mon texte : {TITLE}")
    expect(paper).to_have_attribute("contenteditable", "true")
    check(page)
    photograph(page, "mise-en-page")
    assert text_of(school, "noe", TITLE).stage is Stage.LAYOUT
