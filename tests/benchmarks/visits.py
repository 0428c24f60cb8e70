"""How a pupil comes in, with JupyterHub and Voilà as they come and with ours: what he touches, and what he types in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from classroom import store as s
from classroom.model import Person, Role
from tests.benchmarks import stock
from tests.browser.coming_in import touch_pictures
from tests.real_class import RealClass

PICTURES = ("cat", "boat", "star")


@dataclass(frozen=True)
class Class:
    """How one kind of class is visited: to the entrance, the tap, until the first screen is there, until he can type."""

    address: str
    entrance: Callable[[Page, str, str], None]
    tap: Callable[[Page], None]
    shown: Callable[[Page], None]
    paper: str
    """CSS selector of what a pupil types in."""


def of_stock(address: str) -> Class:
    def entrance(page: Page, address: str, pupil: str) -> None:
        page.goto(address)
        page.fill("#username_input", pupil)
        page.fill("#password_input", "x")

    def shown(page: Page) -> None:
        page.locator(stock.TEXT_AREA).wait_for()

    return Class(address, entrance, lambda page: page.click("#login_submit"), shown, stock.TEXT_AREA)


def of_ours(address: str) -> Class:
    """He comes to « Mon cahier », and taps his text."""

    def entrance(page: Page, address: str, pupil: str) -> None:
        page.goto(address)
        page.locator(f"[data-username={pupil}]").click()
        touch_pictures(page, list(PICTURES[:-1]))

    def shown(page: Page) -> None:
        page.get_by_role("heading", name="Mon cahier").wait_for()
        page.get_by_role("button", name=re.compile("La boite du grenier")).click()

    return Class(
        address, entrance, lambda page: touch_pictures(page, [PICTURES[-1]]), shown, ".prose[contenteditable=true]"
    )


def type_one(page: Page, paper: str, letter: str) -> None:
    """Types a letter in his text, and waits until it stands there."""
    page.locator(paper).click()
    page.keyboard.type(letter)
    holds = "([paper, letter]) => [...document.querySelectorAll(paper)].some((it) => (it.value ?? it.textContent).includes(letter))"
    page.wait_for_function(holds, arg=[paper, letter])


def enrol(there: RealClass, count: int) -> list[str]:
    """So many more pupils in the demonstration class, all with the same pictures."""
    names = [f"p{number}" for number in range(count)]
    store = s.open_store(there.database)
    with store.write() as connection:
        room = s.person_of(connection, there.teacher[0]).classroom
        for name in names:
            s.add_person(connection, Person(name, Role.PUPIL, room, name, "CM1", "fox"))
            s.set_pictures(connection, name, PICTURES)
    store.close()
    return names
