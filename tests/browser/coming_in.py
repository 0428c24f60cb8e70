"""How people come into the class, as they do it: a first name and three pictures, or a name and a password."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.real_class import RealClass

NAMES = {
    "adam": "Adam",
    "aya": "Aya",
    "chloe": "Chloé",
    "gabriel": "Gabriel",
    "ibrahim": "Ibrahim",
    "ines": "Inès",
    "jade": "Jade",
    "lea": "Léa",
    "louise": "Louise",
    "noe": "Noé",
    "rayan": "Rayan",
    "tom": "Tom",
}


def touch_name(page: Page, username: str) -> None:
    page.get_by_role("button", name=NAMES[username], exact=True).click()
    page.get_by_role("heading", name=f"Bonjour {NAMES[username]} !").wait_for()


def touch_pictures(page: Page, pictures: list[str]) -> None:
    for picture in pictures:
        page.locator(f"[data-picture={picture}]").click()


def come_in_as_pupil(page: Page, school: RealClass, username: str) -> None:
    """Until the notebook is open."""
    touch_name(page, username)
    touch_pictures(page, school.pictures[username])
    page.get_by_role("heading", name=f"Bonjour {NAMES[username]} !").wait_for(state="detached")
    page.get_by_role("heading", name="Mon cahier").wait_for()


def come_in_as_teacher(page: Page, school: RealClass) -> None:
    """Until the desk is open."""
    name, password = school.teacher
    page.goto("/")
    page.get_by_role("button", name="Je suis enseignant·e").click()
    page.get_by_label("Nom").fill(name)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Entrer").click()
    page.get_by_role("heading", name="La pile").wait_for(timeout=90_000)


def choose_password(page: Page, first: str, chosen: str) -> None:
    """What the first start asks of the teacher."""
    page.get_by_label("Mot de passe actuel").fill(first)
    page.get_by_label("Nouveau mot de passe").fill(chosen)
    page.get_by_label("Le même, encore une fois").fill(chosen)
    page.get_by_role("button", name="Changer le mot de passe").click()
    page.get_by_role("dialog").wait_for(state="detached")
