"""Coming in: a first name and three pictures for a pupil, a name and a password for the teacher."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from classroom.words_fr import PICTURES
from tests.browser.coming_in import NAMES, come_in_as_pupil, touch_name, touch_pictures
from tests.browser.looking import check, photograph
from tests.real_class import RealClass


def test_a_pupil_touches_his_name_and_his_pictures_and_finds_his_notebook(tablet: Page, school: RealClass) -> None:
    expect(tablet.get_by_role("heading", name="Qui es-tu ?")).to_be_visible()
    check(tablet)
    photograph(tablet, "qui-es-tu")
    touch_name(tablet, "ines")
    touch_pictures(tablet, school.pictures["ines"][:2])
    check(tablet)
    photograph(tablet, "trois-images")
    touch_pictures(tablet, school.pictures["ines"][2:])
    expect(tablet.get_by_role("heading", name="Mon cahier")).to_be_visible()
    expect(tablet.get_by_text("Bonjour Inès !")).to_be_visible()
    expect(tablet.locator(".cards").get_by_role("heading", level=2)).to_have_count(3)
    assert tablet.locator("html").get_attribute("lang") == "fr"


def test_wrong_pictures_say_how_many_tries_are_left(tablet: Page, school: RealClass) -> None:
    touch_name(tablet, "gabriel")
    touch_pictures(tablet, school.pictures["gabriel"][::-1])
    expect(tablet.get_by_role("status").filter(has_text="essais")).to_contain_text("Il te reste 4 essais.")
    touch_pictures(tablet, school.pictures["gabriel"])
    expect(tablet.get_by_role("heading", name="Mon cahier")).to_be_visible()


def test_the_way_back_of_the_tablet_leads_to_the_names(tablet: Page) -> None:
    names = tablet.get_by_role("heading", name="Qui es-tu ?")
    for leave in (tablet.go_back, tablet.get_by_role("button", name="Ce n'est pas moi").click):
        touch_name(tablet, "ines")
        leave()
        expect(names).to_be_visible()
        expect(tablet.get_by_role("heading", name="Bonjour Inès !")).to_be_hidden()


def test_a_name_is_closed_after_five_wrong_tries_until_the_teacher_opens_it(
    tablet: Page, desk: Page, school: RealClass, open_tablet: Callable[[], Page]
) -> None:
    touch_name(tablet, "louise")
    for left in (4, 3, 2, 1):
        touch_pictures(tablet, ["cat", "cat", "cat"])
        expect(tablet.get_by_text("essai", exact=False).last).to_contain_text(str(left) if left > 1 else "un essai")
    touch_pictures(tablet, ["cat", "cat", "cat"])
    expect(tablet.get_by_text("Demande à ta maitresse").first).to_be_visible()
    desk.get_by_role("link", name="La classe", exact=True).click()
    expect(desk.get_by_text("l'entrée est bloquée")).to_be_visible()
    check(desk)
    photograph(desk, "la-classe")
    desk.get_by_role("button", name="Débloquer").first.click()
    again = open_tablet()
    come_in_as_pupil(again, school, "louise")
    expect(again.get_by_text(f"Bonjour {NAMES['louise']} !")).to_be_visible()


def test_new_pictures_chosen_by_the_teacher_open_the_door_and_the_old_ones_no_longer(
    tablet: Page, desk: Page, school: RealClass
) -> None:
    before = school.pictures["louise"]
    after = ["moon", "moon", "cat"]
    desk.get_by_role("link", name="La classe", exact=True).click()
    desk.get_by_role("button", name="Changer ses images : Louise").click()
    dialog = desk.get_by_role("dialog")
    for picture in after:
        dialog.get_by_role("button", name=PICTURES[picture], exact=True).click()
    check(desk)
    dialog.get_by_role("button", name="Enregistrer ces images").click()
    expect(desk.get_by_text("Les images de Louise sont changées.").first).to_be_visible()
    school.pictures["louise"] = after
    touch_name(tablet, "louise")
    touch_pictures(tablet, before)
    expect(tablet.get_by_text("essai", exact=False).last).to_contain_text("4")
    touch_pictures(tablet, after)
    expect(tablet.get_by_role("heading", name="Mon cahier")).to_be_visible()


def test_everything_at_the_door_is_done_with_the_keyboard(tablet: Page, school: RealClass) -> None:
    button = tablet.get_by_role("button", name="Aya", exact=True)
    button.focus()
    tablet.keyboard.press("Enter")
    for picture in school.pictures["aya"]:
        tablet.locator(f"[data-picture={picture}]").focus()
        tablet.keyboard.press("Space")
    expect(tablet.get_by_role("heading", name="Mon cahier")).to_be_visible()
