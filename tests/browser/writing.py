"""What a pupil does on his page: open a text, type, go to some words, deposit."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def open_text(page: Page, button: str, title: str) -> Locator:
    """Open a text from its card; gives the paper, ready to type in."""
    page.get_by_role("button", name=re.compile(f"{button}.*{re.escape(title)}")).click()
    paper = page.get_by_role("textbox", name=f"Mon texte : {title}")
    expect(paper).to_be_visible()
    is_saved(page)
    return paper


def is_saved(page: Page, state: str = "Enregistré") -> None:
    expect(page.get_by_role("status").filter(has_text=state)).to_be_visible()


def select(page: Page, words: str) -> None:
    """Select these words of the text, as a finger does."""
    found = page.evaluate(
        """(words) => {
            const paper = document.querySelector('[contenteditable]');
            const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                paper.focus();
                document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return true;
            }
            return false;
        }""",
        words,
    )
    assert found, f"{words} is not on the page in one piece"


def rewrite(page: Page, old: str, new: str) -> None:
    """Select some words, and type others over them letter by letter."""
    select(page, old)
    page.keyboard.type(new)


def deposit(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="Je dépose").click()
    expect(page.get_by_text("Ton texte est déposé.").first).to_be_visible()
