"""« Après avoir écrit un premier jet sur feuille, l'élève saisit sa production sur une tablette puis la dépose sur l'ENT. »"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from classroom.model import Stage
from tests.browser.kept import deposited, text_of, wait_for_draft
from tests.browser.looking import check, photograph
from tests.browser.writing import deposit, is_saved, open_text
from tests.real_class import RealClass

TITLE = "La boite du grenier"
STORY = ["La boite de papi", "J'ai ouvert la boite tout doucement.", "Dedans il y avait un hérisson !"]


def test_a_pupil_types_his_first_draft_and_deposits_it(as_pupil: Callable[[str], Page], school: RealClass) -> None:
    page = as_pupil("chloe")
    check(page)
    photograph(page, "mon-cahier")
    open_text(page, "Écrire mon texte", TITLE).click()
    expect(page.get_by_text("Derrière un vieux matelas")).to_be_visible()
    for line in STORY:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    is_saved(page)
    check(page)
    photograph(page, "premier-jet")
    wait_for_draft(school, "chloe", TITLE, lambda kept: kept.split("\n")[:3] == STORY)

    deposit(page, "Déposer mon texte")
    check(page)
    photograph(page, "depose")
    assert text_of(school, "chloe", TITLE).stage is Stage.SUBMITTED
    assert deposited(school, "chloe", TITLE)[-1].plain.split("\n")[:3] == STORY


def test_a_deposited_text_can_be_taken_back_and_deposited_later(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("jade")
    open_text(page, "Écrire mon texte", TITLE).click()
    page.keyboard.type("Il était une fois")
    deposit(page, "Déposer mon texte")
    page.get_by_role("button", name="Reprendre mon texte").click()
    expect(page.get_by_role("button", name="Déposer mon texte")).to_be_visible()
    page.get_by_role("textbox").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" une boite.")
    deposit(page, "Déposer mon texte")
    assert [version.plain for version in deposited(school, "jade", TITLE)] == [
        "Il était une fois",
        "Il était une fois une boite.",
    ]


def test_an_empty_text_is_not_deposited_and_the_page_says_so(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("noe")
    open_text(page, "Écrire mon texte", TITLE)
    page.get_by_role("button", name="Déposer mon texte").click()
    expect(page.get_by_text("Ton texte est vide").first).to_be_visible()
    assert deposited(school, "noe", TITLE) == []


def test_what_was_typed_is_there_on_another_tablet(as_pupil: Callable[[str], Page], school: RealClass) -> None:
    open_text(first := as_pupil("ibrahim"), "Écrire mon texte", TITLE).click()
    first.keyboard.type("Un oiseau bleu.")
    wait_for_draft(school, "ibrahim", TITLE, lambda kept: kept == "Un oiseau bleu.")
    second = as_pupil("ibrahim")
    expect(open_text(second, "Continuer mon texte", TITLE)).to_have_text("Un oiseau bleu.")
