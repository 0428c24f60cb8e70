"""A real class in a real browser: one hub with the demonstration class for all tests, a tablet for a pupil, a screen for the teacher.

Both end with this folder: the browser keeps a running loop in the thread, in which no other asynchronous test could run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.coming_in import choose_password, come_in_as_pupil, come_in_as_teacher
from tests.real_class import RealClass

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
TABLET = {"width": 820, "height": 1180}
SCREEN = {"width": 1366, "height": 768}
TEACHERS_PASSWORD = "un-chat-dans-la-neige"
ON_PLAIN_HTTP: dict[str, Any] = {"service_workers": "block"}
"""A school's address has no certificate as a rule: its browsers do without a service worker, and the tests too."""
PATIENCE = 30_000
"""Milliseconds that a state may take to come before the test gives up."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealClass]:
    opened = RealClass.start(tmp_path_factory.mktemp("school") / "home")
    yield opened
    opened.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def open_tablet(browser: Browser, school: RealClass) -> Iterator[Callable[[], Page]]:
    """A new tablet (another browser, with a finger) at the door of the class, each time it is called."""
    yield from _devices(browser, school, viewport=TABLET, has_touch=True)


@pytest.fixture
def trusting_tablet(browser: Browser, school: RealClass) -> Iterator[Callable[[], Page]]:
    """A tablet for which the class's address is a safe one, as with https."""
    yield from _devices(browser, school, viewport=TABLET, has_touch=True, service_workers="allow")


@pytest.fixture
def tablet(open_tablet: Callable[[], Page]) -> Page:
    return open_tablet()


@pytest.fixture
def as_pupil(open_tablet: Callable[[], Page], school: RealClass) -> Callable[[str], Page]:
    """The notebook of this pupil, on a tablet of his own."""

    def open_notebook(username: str) -> Page:
        page = open_tablet()
        come_in_as_pupil(page, school, username)
        return page

    return open_notebook


@pytest.fixture(scope="package")
def teachers_page(browser: Browser, school: RealClass) -> Iterator[Page]:
    """The teacher comes in once and keeps the desk open, as in a real class: each page more is a kernel more."""
    context = browser.new_context(viewport=SCREEN, locale="fr-FR", base_url=school.address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    come_in_as_teacher(page, school)
    choose_password(page, school.teacher[1], TEACHERS_PASSWORD)
    yield page
    context.close()


@pytest.fixture
def desk(teachers_page: Page) -> Page:
    """The teacher's desk, open on the pile."""
    teachers_page.keyboard.press("Escape")
    teachers_page.get_by_role("link", name="La pile", exact=True).first.click()
    teachers_page.get_by_role("heading", name="La pile").wait_for()
    return teachers_page


def _devices(browser: Browser, school: RealClass, **settings: Any) -> Iterator[Callable[[], Page]]:
    contexts: list[BrowserContext] = []

    def open_one() -> Page:
        context = browser.new_context(locale="fr-FR", base_url=school.address, **(ON_PLAIN_HTTP | settings))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        return page

    yield open_one
    for context in contexts:
        context.close()
