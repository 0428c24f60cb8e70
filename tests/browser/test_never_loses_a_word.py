"""« Les élèves travaillent à leur rythme » : whatever breaks meanwhile, what was typed is kept and the page says where."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.coming_in import come_in_as_pupil
from tests.browser.kept import deposited, draft_of, wait_for_draft
from tests.browser.looking import photograph
from tests.browser.writing import is_saved, open_text
from tests.real_class import RealClass

TITLE = "La boite du grenier"


def test_a_pupil_goes_on_writing_while_the_class_service_is_killed(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("lea")
    open_text(page, "Écrire mon texte", TITLE).click()
    page.keyboard.type("Avant. ")
    is_saved(page)
    school.process_of("classroom.service").kill()
    page.keyboard.type("Pendant. ")
    is_saved(page)
    page.keyboard.type("Après.")
    wait_for_draft(school, "lea", TITLE, lambda kept: kept == "Avant. Pendant. Après.")
    is_saved(page)


def test_a_pupil_writes_and_deposits_while_his_server_and_the_hub_are_dead(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("rayan")
    open_text(page, "Écrire mon texte", TITLE).click()
    school.server_of("rayan").kill()
    school.process_of("hub_config.hub").kill()
    page.keyboard.type("Toujours là.")
    is_saved(page)
    page.get_by_role("button", name="Déposer mon texte").click()
    page.get_by_role("button", name="Je dépose").click()
    expect(page.get_by_text("Ton texte est déposé.").first).to_be_visible()
    assert deposited(school, "rayan", TITLE)[-1].plain == "Toujours là."


def test_offline_the_text_is_kept_on_the_tablet_and_comes_back_with_the_network(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("adam")
    paper = open_text(page, "Continuer mon texte", TITLE)
    page.context.set_offline(True)
    paper.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Hors ligne.")
    expect(page.get_by_text("Gardé sur la tablette").first).to_be_visible()
    photograph(page, "garde-sur-la-tablette")
    assert "Hors ligne" not in draft_of(school, "adam", TITLE)
    page.context.set_offline(False)
    wait_for_draft(school, "adam", TITLE, lambda kept: kept.endswith(" Hors ligne."))
    is_saved(page)


def test_a_page_opens_again_from_the_tablet_while_the_class_service_does_not_answer(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("aya")
    paper = open_text(page, "mon texte", TITLE)
    paper.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Avant.")
    is_saved(page)
    service = school.process_of("classroom.service")
    service.suspend()
    try:
        page.reload()
        expect(paper).to_contain_text("Avant.")
        paper.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Pendant.")
        expect(page.get_by_text("Gardé sur la tablette").first).to_be_visible()
    finally:
        service.resume()
    is_saved(page)
    wait_for_draft(school, "aya", TITLE, lambda kept: kept.endswith("Avant. Pendant."))


def test_a_deposit_made_offline_is_done_from_the_notebook_when_the_class_is_back(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("lea")
    paper = open_text(page, "mon texte", TITLE)
    page.context.set_offline(True)
    paper.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Fin.")
    page.get_by_role("button", name="Déposer mon texte").click()
    page.get_by_role("button", name="Je dépose").click()
    expect(page.get_by_text("Ton texte sera déposé dès que la tablette retrouve la classe.").first).to_be_visible()
    page.get_by_role("link", name="Mon cahier").click()
    page.get_by_role("link", name="Quitter").click()
    page.get_by_role("button", name="J'attends").click()
    page.context.set_offline(False)
    card = page.locator(".text-card").filter(has_text=TITLE)
    expect(card).to_contain_text("Ton texte attend d'être relu.")
    assert deposited(school, "lea", TITLE)[-1].plain.endswith(" Fin.")


def test_two_tablets_of_the_same_pupil_show_the_same_text(as_pupil: Callable[[str], Page], school: RealClass) -> None:
    one, other = as_pupil("tom"), as_pupil("tom")
    first, second = (open_text(page, "Continuer mon texte", TITLE) for page in (one, other))
    first.click()
    one.keyboard.press("Control+End")
    one.keyboard.type(" Un.")
    expect(second).to_contain_text(" Un.")
    second.click()
    other.keyboard.press("Control+End")
    other.keyboard.type(" Deux.")
    expect(first).to_contain_text(" Un. Deux.")
    wait_for_draft(school, "tom", TITLE, lambda kept: kept.endswith(" Un. Deux."))
    is_saved(one)


def test_what_a_pupil_types_is_never_run(as_pupil: Callable[[str], Page], school: RealClass) -> None:
    page = as_pupil("gabriel")
    paper = open_text(page, "Continuer mon texte", TITLE)
    paper.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("<script>window.stolen = 1</script><img src=x onerror='window.stolen = 1'> שלום")
    page.keyboard.insert_text(" 👩‍👧")
    wait_for_draft(school, "gabriel", TITLE, lambda kept: kept.endswith("👩‍👧"))
    page.reload()
    expect(page.get_by_role("textbox", name=f"Mon texte : {TITLE}")).to_contain_text(
        "<script>window.stolen = 1</script>"
    )
    assert page.evaluate("window.stolen") is None


def test_where_the_address_is_safe_the_page_opens_again_without_the_class(
    trusting_tablet: Callable[[], Page], school: RealClass
) -> None:
    page = trusting_tablet()
    come_in_as_pupil(page, school, "ibrahim")
    open_text(page, "(Écrire|Continuer) mon texte", TITLE).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Avec. ")
    is_saved(page)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()
    paper = page.get_by_role("textbox", name=f"Mon texte : {TITLE}")
    expect(paper).to_contain_text("Avec. ")
    paper.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Sans.")
    is_saved(page, "Gardé sur la tablette")
    page.context.set_offline(False)
    wait_for_draft(school, "ibrahim", TITLE, lambda kept: kept.endswith("Avec. Sans."))
    is_saved(page)
    page.get_by_role("link", name="Mon cahier").click()
    page.get_by_role("link", name="Quitter").click()
    page.get_by_role("heading", name="Qui es-tu ?").wait_for()
    assert page.evaluate("caches.keys()") == []
