"""« stockage et diffusion des productions des élèves » What was published is read by the class, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import check, photograph


def test_a_pupil_reads_what_a_comrade_has_published(as_pupil: Callable[[str], Page]) -> None:
    page = as_pupil("gabriel")
    shelf = page.get_by_role("region", name="Les textes de la classe")
    expect(shelf.get_by_role("link", name="Louise")).to_have_count(1)
    expect(shelf.get_by_role("link", name="Gabriel")).to_have_count(0)
    check(page)
    photograph(page, "les-textes-de-la-classe")
    shelf.get_by_role("link", name="Louise").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("L'animal qui n'existe pas par Louise")
    expect(page.get_by_role("document", name="L'animal qui n'existe pas, par Louise")).to_contain_text(
        "Personne ne connait le Silencieux"
    )
    expect(page.get_by_role("mark")).to_have_count(0)
    check(page)
    page.get_by_role("link", name="Mon cahier").click()
    expect(shelf).to_be_visible()
