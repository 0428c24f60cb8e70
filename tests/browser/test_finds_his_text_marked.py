"""« Dans une séance suivante, il retrouve son texte relu par l'enseignant et surligné à certains endroits. »"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import check, photograph
from tests.browser.writing import open_text

TITLE = "Un jour dont je me souviens"


def test_a_pupil_finds_the_marks_on_his_own_text_with_the_code_and_the_teachers_word(
    as_pupil: Callable[[str], Page],
) -> None:
    page = as_pupil("rayan")
    paper = open_text(page, "Corriger mon texte : 8 à revoir", TITLE)
    expect(page.get_by_text("Rayan, quelle belle soirée")).to_be_visible()
    expect(paper.get_by_role("mark")).to_have_count(9)  # and a bravo, which asks for nothing
    notes = page.get_by_role("complementary", name="À revoir")
    expect(notes.get_by_role("heading", name="Verbe 4 à revoir")).to_be_visible()
    expect(notes.get_by_role("heading", name="Groupe nominal 4 à revoir")).to_be_visible()
    check(page)
    photograph(page, "texte-surligne")


def test_touching_a_mark_shows_its_kind_a_hint_and_a_tool(as_pupil: Callable[[str], Page]) -> None:
    page = as_pupil("rayan")
    open_text(page, "Corriger mon texte", TITLE).get_by_text("voyer", exact=True).click()
    expect(page.get_by_text("Qui est-ce qui fait l'action ?").first).to_be_visible()
    expect(page.get_by_text("regarde le tableau de conjugaison").first).to_be_visible()
    expect(page.get_by_role("button", name="C'est corrigé")).to_be_visible()
    check(page)
    photograph(page, "une-marque")


def test_a_pupil_sees_no_mark_before_his_text_is_handed_back(as_pupil: Callable[[str], Page]) -> None:
    page = as_pupil("tom")
    paper = open_text(page, "Voir mon texte", TITLE)
    expect(page.get_by_text("On relit ton texte en ce moment.").first).to_be_visible()
    expect(paper.get_by_role("mark")).to_have_count(0)
