"""« L'un des aspects de l'autonomie des élèves » : the figures of the class, for the teacher's eyes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.looking import foreign_requests, photograph, violations


def test_the_teacher_sees_the_progress_of_the_class(desk: Page) -> None:
    desk.get_by_role("link", name="Progrès de la classe").click()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    expect(desk.get_by_text("Verbe").first).to_be_visible()
    assert desk.locator("svg, img").count() > 0
    assert violations(desk) == []
    assert foreign_requests(desk, "/".join(desk.url.split("/", 3)[:3])) == []
    photograph(desk, "progres")
