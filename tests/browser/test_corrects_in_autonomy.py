"""« Ces traces ciblées lui permettent de focaliser son attention sur la correction guidée par un code couleur. »"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from classroom.model import Stage
from tests.browser.kept import text_of, wait_for_draft
from tests.browser.looking import check, photograph
from tests.browser.writing import is_saved, open_text, rewrite
from tests.real_class import RealClass

TITLE = "Un jour dont je me souviens"


def test_a_pupil_corrects_at_a_mark_and_says_so_and_the_mark_stays(
    as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    page = as_pupil("adam")
    paper = open_text(page, "Corriger mon texte", TITLE)
    marks = paper.get_by_role("mark").count()
    heading = page.get_by_role("heading", name="Encore")
    left = int(heading.inner_text().split()[1])
    first = paper.get_by_role("mark").first
    wrong = first.inner_text()

    first.click()
    rewrite(page, wrong, "corrigé")
    expect(paper.get_by_role("mark").filter(has_text="corrigé")).to_be_visible()
    page.get_by_role("button", name="C'est corrigé").click()

    expect(heading).to_have_text(f"Encore {left - 1} endroits à revoir")
    expect(paper.get_by_role("mark")).to_have_count(marks)
    is_saved(page)
    check(page)
    photograph(page, "c-est-corrige")
    wait_for_draft(school, "adam", TITLE, lambda kept: "corrigé" in kept)
    assert text_of(school, "adam", TITLE).stage is Stage.REVISING


def test_marks_follow_a_text_that_is_deleted_retyped_split_and_joined(as_pupil: Callable[[str], Page]) -> None:
    page = as_pupil("gabriel")
    paper = open_text(page, "Corriger mon texte", TITLE)
    words = [mark.inner_text() for mark in paper.get_by_role("mark").all()]
    paper.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Voici : ")
    page.keyboard.press("Enter")
    expect(paper.get_by_role("mark")).to_have_text(words)
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+z")
    expect(paper.get_by_role("mark")).to_have_text(words)
    page.get_by_role("button", name="Liste").click()
    expect(paper.get_by_role("mark")).to_have_text(words)


def test_a_tick_can_be_taken_back(as_pupil: Callable[[str], Page]) -> None:
    page = as_pupil("chloe")
    paper = open_text(page, "Corriger mon texte", TITLE)
    heading = page.get_by_role("heading", name="Encore")
    before = heading.inner_text()
    paper.get_by_role("mark").first.click()
    page.get_by_role("button", name="C'est corrigé").click()
    expect(heading).not_to_have_text(before)
    paper.get_by_role("mark").first.click()
    page.get_by_role("button", name="C'est corrigé").click()
    expect(heading).to_have_text(before)


def test_a_pupil_goes_from_mark_to_mark_with_one_button(as_pupil: Callable[[str], Page]) -> None:
    page = as_pupil("rayan")
    open_text(page, "Corriger mon texte", TITLE)
    following = page.get_by_role("button", name="Endroit suivant").first
    following.click()
    expect(page.get_by_role("button", name="C'est corrigé")).to_be_visible()
