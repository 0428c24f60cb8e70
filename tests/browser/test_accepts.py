"""« Par la suite, il pourra enrichir la mise en page de son texte. » The second round, then the accepted text."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from classroom.model import Stage
from tests.browser.kept import text_of
from tests.browser.looking import check, photograph
from tests.browser.reading import all_saved, open_copy
from tests.browser.writing import is_saved, open_text, select
from tests.real_class import RealClass

TITLE = "L'animal qui n'existe pas"


def test_the_second_round_shows_what_became_of_each_mark_and_the_two_versions(desk: Page) -> None:
    open_copy(desk, "Ibrahim", TITLE)
    expect(desk.get_by_role("heading", name="Marques des jets précédents")).to_be_visible()
    desk.get_by_role("button", name="Comparer").first.click()
    expect(desk.get_by_text("Avant :").first).to_be_visible()
    check(desk)
    photograph(desk, "deuxieme-jet")


def test_the_teacher_confirms_outcomes_and_accepts_and_the_pupil_embellishes(
    desk: Page, as_pupil: Callable[[str], Page], school: RealClass
) -> None:
    open_copy(desk, "Noé", TITLE)
    confirm = desk.get_by_role("button", name="Confirmer les")
    if confirm.count():
        confirm.click()
        all_saved(desk)
    desk.get_by_role("button", name="Accepter").click()
    dialog = desk.get_by_role("dialog")
    if dialog.count():
        dialog.get_by_role("button", name="Accepter").or_(dialog.get_by_role("button", name="Oui")).first.click()
    expect(desk.get_by_text("Le texte de Noé est accepté.").first).to_be_visible()
    assert text_of(school, "noe", TITLE).stage is Stage.ACCEPTED

    page = as_pupil("noe")
    open_text(page, "Voir mon texte", TITLE)
    expect(page.get_by_text("Ton texte est accepté !").first).to_be_visible()
    page.get_by_role("button", name="Embellir mon texte").click()
    paper = page.get_by_role("textbox", name=f"Mon texte : {TITLE}")
    expect(paper).to_have_attribute("contenteditable", "true")
    assert text_of(school, "noe", TITLE).stage is Stage.LAYOUT


def test_the_pupil_gives_his_text_a_colour_and_a_picture_and_the_class_reads_it_so(
    desk: Page, as_pupil: Callable[[str], Page]
) -> None:
    page = as_pupil("chloe")
    paper = open_text(page, "Continuer la mise en page", TITLE)
    word = next(word for word in re.findall(r"\w{6,}", paper.inner_text()) if paper.inner_text().count(word) == 1)
    select(page, word)
    tools = page.get_by_role("toolbar", name="Embellir")
    tools.get_by_role("button", name="Couleur").click()
    page.get_by_role("group", name="Couleur").get_by_role("button", name="vert").click()
    expect(paper.locator(".colour-green")).to_have_text(word)
    with page.expect_file_chooser() as chooser:
        tools.get_by_role("button", name="Image").click()
    chooser.value.set_files({"name": "dessin.png", "mimeType": "image/png", "buffer": drawing()})
    page.get_by_role("textbox", name="Que voit-on sur cette image").fill("Mon animal, dessiné au feutre")
    check(page)
    page.get_by_role("button", name="Mettre dans mon texte").click()
    expect(paper.get_by_role("img", name="Mon animal, dessiné au feutre")).to_be_visible()
    is_saved(page)
    check(page)
    photograph(page, "mise-en-page")

    desk.get_by_text("Acceptés").click()
    desk.get_by_role("link", name=re.compile(f"^Chloé .*{TITLE}")).click()
    laid_out = desk.get_by_role("document", name="Le texte de Chloé, mis en page")
    expect(laid_out.get_by_role("img", name="Mon animal, dessiné au feutre")).to_be_visible()
    expect(laid_out.locator(".colour-green")).to_have_text(word)
    check(desk)
    desk.get_by_role("button", name="Publier dans la classe").click()
    expect(desk.get_by_text("Le texte est publié.").first).to_be_visible()

    comrade = as_pupil("jade")
    comrade.get_by_role("link", name=re.compile("Chloé")).click()
    seen = comrade.get_by_role("img", name="Mon animal, dessiné au feutre")
    expect(seen).to_be_visible()
    assert seen.evaluate("(picture) => picture.complete && picture.naturalWidth > 0")


def drawing() -> bytes:
    """A picture as a pupil's tablet has them."""
    picture = Image.new("RGB", (640, 420), "#fff7df")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((170, 130, 470, 350), fill="#8fc2a1", outline="#24693f", width=8)
    pen.ellipse((390, 80, 520, 200), fill="#8fc2a1", outline="#24693f", width=8)
    pen.ellipse((455, 115, 480, 140), fill="#22303c")
    for x in (220, 290, 360, 420):
        pen.line((x, 340, x, 400), fill="#24693f", width=14)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
