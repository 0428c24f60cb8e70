"""A text's past: the teacher looks at an earlier moment, brings it back, and the pupil's own page follows; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.kept import deposited, draft_of, wait_for_draft
from tests.browser.looking import check, photograph
from tests.browser.reading import open_copy
from tests.browser.writing import deposit, is_saved, open_text, rewrite
from tests.real_class import RealClass

TITLE = "L'animal qui n'existe pas"


def test_the_teacher_brings_back_an_earlier_moment_and_the_deposited_version_stays(
    desk: Page, as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("rayan")
    open_text(page, "Corriger mon texte", TITLE)
    before = draft_of(school, "rayan", TITLE)
    word = next(word for word in re.findall(r"\w{5,}", before) if before.count(word) == 1)
    rewrite(page, word, "PATATRAS")
    is_saved(page)
    wait_for_draft(school, "rayan", TITLE, lambda plain: "PATATRAS" in plain)
    deposit(page, "Déposer à nouveau")

    paper = open_copy(desk, "Rayan", TITLE)
    expect(paper).to_contain_text("PATATRAS")
    desk.get_by_role("link", name="Historique").click()
    expect(desk.get_by_role("heading", name="Historique du texte de Rayan")).to_be_visible()
    moments = desk.locator(".moment")
    then = desk.get_by_role("document", name="Le texte de Rayan")
    expect(moments.first).to_contain_text("Maintenant")
    moments.nth(1).click()
    expect(then).to_contain_text(word)
    desk.get_by_role("button", name="Ce qui a changé depuis").click()
    expect(desk.locator("ins").filter(has_text="PATATRAS")).to_be_visible()
    check(desk)
    photograph(desk, "historique")

    desk.get_by_role("button", name="Ramener le texte à ce moment").click()
    question = desk.get_by_role("dialog")
    expect(question).to_contain_text("Rien n'est perdu")
    expect(question).to_contain_text("Le jet déposé que vous relisez ne change pas")
    check(desk)
    question.get_by_role("button", name="Ramener le texte à ce moment").click()
    expect(desk.get_by_text("Le texte de Rayan est ramené à ce moment.").first).to_be_visible()
    # The pupil's page, where these words were just typed, may have told the class once more what stood there.
    expect(moments.filter(has_text="par Claire Morel")).to_have_count(1)
    expect(then).to_contain_text(word)

    assert draft_of(school, "rayan", TITLE) == before
    assert "PATATRAS" in deposited(school, "rayan", TITLE)[-1].plain
    expect(page.get_by_role("textbox", name=f"Mon texte : {TITLE}")).to_contain_text(word)
    desk.get_by_role("link", name="Revenir au texte").click()
    expect(desk.get_by_role("application")).to_contain_text("PATATRAS")


def test_a_text_that_was_never_deposited_has_a_past_as_well(desk: Page) -> None:
    desk.get_by_role("link", name=re.compile("^Gabriel .*La boite du grenier")).click()
    expect(desk.get_by_text("Rien n'est encore déposé")).to_be_visible()
    desk.get_by_role("link", name="Historique").click()
    expect(desk.get_by_role("heading", name="Historique du texte de Gabriel")).to_be_visible()
    expect(desk.locator(".moment").first).to_contain_text("Maintenant")
    check(desk)
