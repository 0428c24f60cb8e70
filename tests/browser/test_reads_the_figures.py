"""The teacher goes from the pile to the class's figures, then to one pupil's: first what to act on, then pictures with their numbers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.looking import check, photograph

PATIENCE_WITH_A_KERNEL = 120_000
"""Milliseconds: a notebook's kernel starts, then counts and draws."""


def open_figures(desk: Page) -> Page:
    """The page of the class, in its own tab."""
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Progrès de la classe").click()
    page = opened.value
    page.get_by_role("heading", name="Où en est la classe").wait_for(timeout=PATIENCE_WITH_A_KERNEL)
    return page


def test_the_figures_of_the_class_begin_with_what_to_act_on(desk: Page) -> None:
    page = open_figures(desk)
    expect(page.get_by_role("heading", level=2).first).to_have_text("À faire d'abord")
    waiting = page.locator(".card", has_text="Qui attend un retour")
    expect(waiting.get_by_role("listitem").filter(has_text="Ibrahim").first).to_contain_text("jet, depuis")
    chart = page.get_by_role("img", name="Marques pour 100 mots, par famille et par jet.")
    expect(chart).to_be_visible(timeout=PATIENCE_WITH_A_KERNEL)
    check(page)
    photograph(page, "progres-de-la-classe")
    page.get_by_text("Voir les nombres").first.click()
    expect(page.get_by_role("columnheader", name="Pour 100 mots")).to_be_visible()
    page.close()


def test_a_pupil_is_chosen_by_first_name(desk: Page) -> None:
    page = open_figures(desk)
    page.get_by_role("link", name="Un élève").click()
    expect(page.get_by_role("heading", name="Adam")).to_be_visible(timeout=PATIENCE_WITH_A_KERNEL)
    page.get_by_label("Élève").select_option("Rayan")
    expect(page.get_by_role("heading", name="Rayan")).to_be_visible()
    expect(page.get_by_role("heading", name="Ce qui lui reste à reprendre")).to_be_visible()
    check(page)
    photograph(page, "progres-d-un-eleve")
    page.get_by_role("link", name="La pile").click()
    expect(page.get_by_role("heading", name="La pile")).to_be_visible(timeout=PATIENCE_WITH_A_KERNEL)
    page.close()
