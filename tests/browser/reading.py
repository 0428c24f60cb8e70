"""What the teacher does on the desk: open a text, take words with the mouse, mark them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

_BOX = """(words) => {
    const walker = document.createTreeWalker(document.querySelector('[role=application]'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        node.parentElement.scrollIntoView({block: 'nearest'});
        const {x, y, width, height} = range.getClientRects()[0];
        return [x + width / 2, y + height / 2];
    }
    return null;
}"""


def open_copy(desk: Page, name: str, title: str) -> Locator:
    """Open a pupil's text from the pile; gives the paper."""
    desk.get_by_role("link", name=re.compile(f"^{name} .*{re.escape(title)}")).click()
    paper = desk.get_by_role("application")
    expect(paper).to_be_visible()
    return paper


def middle_of(desk: Page, words: str) -> tuple[float, float]:
    found = desk.evaluate(_BOX, words)
    assert found, f"{words} is not in the text in one piece"
    return found[0], found[1]


def touch(desk: Page, word: str) -> None:
    desk.mouse.click(*middle_of(desk, word))


def drag(desk: Page, first: str, last: str) -> None:
    """Take a passage, from one word to another."""
    middle_of(desk, last)  # brings it into view, which may move the rest
    x, y = middle_of(desk, first)
    desk.mouse.move(x, y)
    desk.mouse.down()
    desk.mouse.move(x + 12, y, steps=3)
    desk.mouse.move(*middle_of(desk, last), steps=5)  # where it is now: taking a word may have moved the page
    desk.mouse.up()


def mark(desk: Page, word: str, family: str) -> None:
    touch(desk, word)
    desk.get_by_role("group", name="Code couleur").get_by_role("button", name=family).click()
    expect(desk.get_by_role("application").get_by_role("mark").filter(has_text=word).first).to_be_visible()


def all_saved(desk: Page) -> None:
    expect(desk.get_by_role("status").filter(has_text="Enregistré").first).to_be_visible()
