"""« L'enseignant différencie les tâches des élèves » : a writing project for the whole class, or for chosen pupils."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import check, photograph
from tests.browser.writing import open_text


def test_a_project_for_chosen_pupils_is_in_their_notebooks_and_in_no_other(
    desk: Page, as_pupil: Callable[[str], Page]
) -> None:
    desk.get_by_role("link", name="Projets d'écriture").click()
    desk.get_by_role("textbox", name="Titre").fill("Ma recette")
    desk.get_by_role("textbox", name="Consigne").fill("Écris la recette de ton gâteau préféré.")
    desk.get_by_text("Des élèves choisis").click()
    desk.get_by_text("Aya", exact=True).click()
    check(desk)
    photograph(desk, "nouveau-projet")
    desk.get_by_role("button", name="Donner ce projet").click()
    expect(desk.get_by_text("Le projet « Ma recette » est donné.").first).to_be_visible()

    page = as_pupil("aya")
    open_text(page, "Écrire mon texte", "Ma recette")
    expect(page.get_by_text("Écris la recette de ton gâteau préféré.")).to_be_visible()
    other = as_pupil("tom")
    expect(other.get_by_role("heading", name="La boite du grenier")).to_be_visible()
    expect(other.get_by_role("heading", name="Ma recette")).to_have_count(0)


def test_a_project_without_a_title_says_what_is_missing(desk: Page) -> None:
    desk.get_by_role("link", name="Projets d'écriture").click()
    desk.get_by_role("button", name="Donner ce projet").click()
    expect(desk.get_by_text("Donnez un titre au projet.").first).to_be_visible()


def test_a_project_that_was_given_can_be_changed_and_its_pupil_reads_the_new_words(
    desk: Page, as_pupil: Callable[[str], Page]
) -> None:
    desk.get_by_role("link", name="Projets d'écriture").click()
    desk.get_by_role("textbox", name="Titre").fill("Mon dessin")
    desk.get_by_role("textbox", name="Consigne").fill("Dis ce que tu as dessiné.")
    desk.get_by_text("Des élèves choisis").click()
    desk.get_by_text("Jade", exact=True).click()
    desk.reload()
    expect(desk.get_by_text("Voici ce que vous aviez commencé à écrire")).to_be_visible()
    desk.get_by_role("button", name="Donner ce projet").click()
    expect(desk.get_by_text("Le projet « Mon dessin » est donné.").first).to_be_visible()

    desk.get_by_role("link", name="Projets d'écriture").click()
    desk.get_by_role("link", name="Mon dessin").click()
    desk.get_by_role("textbox", name="Consigne").fill("Dis ce que tu as dessiné, et pourquoi.")
    check(desk)
    desk.get_by_role("button", name="Enregistrer les changements").click()
    expect(desk.get_by_text("Le projet « Mon dessin » est modifié.").first).to_be_visible()
    page = as_pupil("jade")
    open_text(page, "Écrire mon texte", "Mon dessin")
    expect(page.get_by_text("Dis ce que tu as dessiné, et pourquoi.")).to_be_visible()
