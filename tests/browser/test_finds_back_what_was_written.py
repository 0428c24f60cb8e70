"""What a pupil wrote and no longer sees: the words that two tablets let fall, and his text of any other moment."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.kept import draft_of, wait_for_draft
from tests.browser.looking import check, photograph
from tests.browser.writing import is_saved, open_text
from tests.real_class import RealClass

TITLE = "La boite du grenier"


def test_words_that_two_tablets_let_fall_are_found_again_and_an_earlier_text_is_taken_up(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page, other = as_pupil("ines"), as_pupil("ines")
    paper, second = (open_text(each, "Continuer mon texte", TITLE) for each in (page, other))
    begun = draft_of(school, "ines", TITLE)
    paper.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("La nuit tombe.")
    expect(second).to_contain_text("La nuit tombe.")

    page.context.set_offline(True)
    page.keyboard.type(" Un dragon mange des crêpes.")
    expect(page.get_by_text("Gardé sur la tablette").first).to_be_visible()
    second.click()
    other.keyboard.press("Control+a")
    other.keyboard.type("Tout est nouveau.")
    wait_for_draft(school, "ines", TITLE, lambda kept: kept == "Tout est nouveau.")
    page.context.set_offline(False)

    expect(page.get_by_role("heading", name="On a retrouvé ces mots à toi")).to_be_visible()
    photograph(page, "mots-retrouves")
    check(page)
    page.get_by_role("button", name="Remettre à la fin de mon texte").click()
    expect(page.get_by_role("heading", name="On a retrouvé ces mots à toi")).to_be_hidden()
    wait_for_draft(school, "ines", TITLE, lambda kept: kept.endswith("Un dragon mange des crêpes."))
    is_saved(page)

    page.get_by_text("Mes textes d'avant").click()
    page.get_by_role("button", name="Retrouver mon texte d'un autre moment").click()
    past = page.get_by_role("dialog", name="Mon texte d'un autre moment")
    past.get_by_role("listitem").last.get_by_role("button").click()
    expect(past.get_by_role("document")).to_have_text(begun.replace("\n", ""))
    photograph(page, "texte-d-un-autre-moment")
    check(page)
    past.get_by_role("button", name="Reprendre ce texte").click()
    page.get_by_role("button", name="Je le reprends").click()
    wait_for_draft(school, "ines", TITLE, lambda kept: kept == begun)
    expect(second).to_have_text(begun.replace("\n", ""))
