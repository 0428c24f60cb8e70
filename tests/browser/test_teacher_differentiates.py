"""« L'enseignant consulte leurs productions d'écrits sur l'ENT puis les surligne en respectant un code couleur. »"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from classroom.model import Stage
from tests.browser.kept import text_of
from tests.browser.looking import check, photograph
from tests.browser.reading import all_saved, drag, mark, open_copy, touch
from tests.browser.writing import open_text
from tests.real_class import RealClass

TITLE = "Un jour dont je me souviens"


def test_the_pile_says_whom_to_read_next_and_who_waits(desk: Page) -> None:
    expect(desk.get_by_role("heading", name="À relire")).to_be_visible()
    expect(desk.get_by_role("button", name="Relire le suivant")).to_be_visible()
    check(desk)
    photograph(desk, "la-pile")


def test_the_teacher_marks_chosen_words_hands_back_and_the_pupil_finds_them(
    desk: Page, as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    paper = open_copy(desk, "Ibrahim", TITLE)
    mark(desk, "vacance", "Groupe nominal")
    mark(desk, "aller", "Verbe")
    drag(desk, "bonhome", "de neige mais")
    desk.keyboard.press("1")
    expect(paper.get_by_role("mark")).to_have_count(3)
    touch(desk, "renard")
    desk.keyboard.press("*")
    expect(paper.get_by_role("mark")).to_have_count(4)
    desk.keyboard.press("Control+z")
    expect(paper.get_by_role("mark")).to_have_count(3)

    touch(desk, "aller")
    desk.get_by_role("textbox", name="Mot sur cette marque").fill("On peut dire « vendre » : on est vendre ?")
    desk.get_by_role("textbox", name="Mot général pour l'élève").fill("Quel beau souvenir, Ibrahim !")
    all_saved(desk)
    check(desk)
    photograph(desk, "relecture")
    desk.get_by_role("button", name="Rendre", exact=True).click()
    expect(desk.get_by_text("Le texte d'Ibrahim est rendu.").first).to_be_visible()
    assert text_of(school, "ibrahim", TITLE).stage is Stage.HANDED_BACK

    page = as_pupil("ibrahim")
    marked = open_text(page, "Corriger mon texte", TITLE).get_by_role("mark")
    expect(marked).to_have_text(["vacance", "aller", "bonhome de neige"])
    expect(page.get_by_text("Quel beau souvenir, Ibrahim !")).to_be_visible()
    marked.nth(1).click()
    expect(page.get_by_text("On peut dire « vendre »").first).to_be_visible()


def test_the_teacher_marks_with_the_keyboard_alone(desk: Page) -> None:
    paper = open_copy(desk, "Aya", TITLE)
    paper.focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("5")
    expect(paper.get_by_role("mark")).to_have_count(1)
    desk.keyboard.press("Delete")
    expect(paper.get_by_role("mark")).to_have_count(0)
    all_saved(desk)


def test_marks_that_are_not_handed_back_stay_hidden_from_the_pupil(desk: Page, as_pupil: Callable[[str], Page]) -> None:
    open_copy(desk, "Tom", TITLE)
    page = as_pupil("tom")
    expect(open_text(page, "Voir mon texte", TITLE).get_by_role("mark")).to_have_count(0)


def test_a_text_taken_back_by_its_pupil_cannot_be_handed_back_and_the_desk_says_why(
    desk: Page, as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    """The teacher opens the pile; meanwhile the pupil takes his text back."""
    page = as_pupil("louise")
    open_text(page, "Voir mon texte", "La boite du grenier")
    expect(desk.get_by_role("link", name="Louise CM2 La boite du grenier")).to_be_visible()
    page.get_by_role("button", name="Reprendre mon texte").click()
    expect(page.get_by_role("button", name="Déposer mon texte")).to_be_visible()
    assert text_of(school, "louise", "La boite du grenier").stage is Stage.WRITING
    expect(desk.get_by_role("link", name="Louise CM2 La boite du grenier Déposé")).to_have_count(0)


def test_all_texts_that_are_ready_go_back_together(desk: Page, school: RealClass) -> None:
    desk.get_by_role("button", name="Rendre le texte prêt").click()
    if desk.get_by_role("dialog").count():
        desk.get_by_role("dialog").get_by_role("button", name="Rendre").click()
    expect(desk.get_by_text("1 texte rendu.").first).to_be_visible()
    assert text_of(school, "jade", TITLE).stage is Stage.HANDED_BACK
