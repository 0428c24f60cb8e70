"""A pupil's tablet: a browser of its own behind a Wi-Fi of its own, with hands that type and eyes that read the status line."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.coming_in import NAMES
from tests.faults.way.relay import Relay
from tests.faults.way.sheet import PASTE, SUGGESTION
from tests.real_class import RealClass

PATIENCE = 60_000
A_WHILE = 20_000
"""Milliseconds after which a child tries again. A browser may ask over a line that leads nowhere any more, and would wait for minutes."""

PAPER = "[contenteditable=true].prose"
PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
_READ = "() => [...document.querySelector('.prose').children].map((block) => block.textContent).join('\\n')"
_PASTE = """(words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', words);
    document.querySelector('.prose').dispatchEvent(
        new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
}"""

_CURSOR_SHOWN = "() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown, 50)))"
"""A person looks where the cursor is before the next key; the editor learns it from the browser a moment after the key, and takes
a Backspace that comes sooner for one at the place before."""

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of the status line (None: there is none), the words on the page, and when (seconds since 1970)."""

    status: str | None
    words: str | None
    at: float


class Tablet:
    """One pupil, one browser context, one relay."""

    def __init__(self, there: RealClass, username: str, relay: Relay, context: BrowserContext) -> None:
        self.there, self.username, self.relay, self.context = there, username, relay, context
        self.on_status: Callable[[Shown], None] = lambda shown: None
        self.page: Page
        self._dying = asyncio.Lock()
        self._notebook = ""
        self._text = ""

    @classmethod
    async def switch_on(cls, there: RealClass, username: str, browser: Browser, host: str) -> Tablet:
        """With the pupil's notebook open."""
        relay = Relay(int(there.address.rpartition(":")[2]), host)
        await relay.open()
        context = await browser.new_context(
            locale="fr-FR",
            base_url=relay.address,
            viewport={"width": 820, "height": 1180},
            has_touch=True,
            service_workers="block",  # as on a school's address, which has no certificate
        )
        context.set_default_timeout(PATIENCE)
        tablet = cls(there, username, relay, context)
        await context.expose_binding("statusShown", tablet._heard)
        await context.add_init_script(PROBE)
        tablet.page = await context.new_page()
        await tablet._come_in()
        return tablet

    async def switch_off(self) -> None:
        await self.context.close()
        await self.relay.close()

    async def open_text(self, text: str) -> None:
        """From the notebook or from another text, without loading the page again."""
        await self.close_text()
        self._text = text
        await self.page.evaluate("(hash) => { location.hash = hash; }", f"texte={text}")
        await self._at_the_end()

    async def close_text(self) -> None:
        await self.page.evaluate("() => { location.hash = ''; }")
        await self.page.get_by_role("heading", name="Mon cahier").wait_for()

    async def press(self, key: str) -> None:
        if key.startswith(PASTE):
            await self.page.evaluate(_PASTE, key.removeprefix(PASTE))
        elif key.startswith(SUGGESTION):
            await self.page.keyboard.insert_text(key.removeprefix(SUGGESTION))
        elif len(key) > 1:
            await self.page.keyboard.press(key)
            if key.startswith(("Arrow", "Control")):
                await self.page.evaluate(_CURSOR_SHOWN)
        else:
            await self.page.keyboard.type(key)

    async def type(self, *keys: str) -> None:
        for key in keys:
            await self.press(key)

    async def read(self) -> str:
        words: str = await self.page.evaluate(_READ)
        return words

    async def reads(self, words: str) -> None:
        """Waits until these words stand on the page, or for as long as anybody would."""
        deadline = time.monotonic() + PATIENCE / 1000
        while await self.read() != words:
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(0.1)

    async def says(self, words: str) -> None:
        """Waits until the status line says this."""
        await expect(self.page.locator(".status [role=status]")).to_have_text(words, timeout=PATIENCE)

    async def is_saved(self) -> None:
        await self.says("Enregistré")

    async def reload(self) -> None:
        await self._until_open(lambda: self.page.reload(wait_until="commit", timeout=A_WHILE))

    async def reopen(self) -> None:
        """Closes the tab, and opens the text in another one."""
        await self._take_another_tab()
        await self._until_open(self._go)

    async def lose_power(self) -> None:
        """The page dies without a word, and the text is opened in another one."""
        async with self._dying:
            dying = self.page
            session = await self.context.new_cdp_session(dying)
            async with dying.expect_event("crash"):
                unanswered = asyncio.ensure_future(session.send("Page.crash"))
            unanswered.cancel()
            await self._take_another_tab()
        await self._until_open(self._go)

    async def set_offline(self, offline: bool) -> None:
        """Not in the instant in which a page dies: the test's browser tells every page, and fails when one can't hear."""
        async with self._dying:
            await self.context.set_offline(offline)

    async def _take_another_tab(self) -> None:
        """(A tab that is made in the instant when a network comes back may never hear of it from the test's browser.)"""
        await self.page.close()
        self.page = await self.context.new_page()

    async def _go(self) -> object:
        return await self.page.goto(f"{self._notebook}#texte={self._text}", wait_until="commit", timeout=A_WHILE)

    async def _until_open(self, go: Callable[[], Awaitable[object]]) -> None:
        async def open_text() -> None:
            nonlocal go
            going, go = go, self._go
            await going()
            await self._at_the_end(A_WHILE)

        await self._until(open_text)

    async def _until(self, there: Callable[[], Awaitable[None]]) -> None:
        """As a child does it: again, until it is there."""
        deadline = time.monotonic() + 2 * PATIENCE / 1000
        while True:
            try:
                return await there()
            except (Error, AssertionError):
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(1)
                await self._take_another_tab()

    async def _at_the_end(self, patience: int = PATIENCE) -> None:
        paper = self.page.locator(PAPER)
        await paper.wait_for(timeout=patience)
        await expect(paper).to_have_attribute("aria-readonly", "false", timeout=patience)
        await paper.focus()
        await self.press("Control+End")

    async def _come_in(self) -> None:
        await self._until(self._show_pictures)
        self._notebook = self.page.url.partition("#")[0]

    async def _show_pictures(self) -> None:
        """Touches name and pictures, unless the class still knows who this is."""
        page = self.page
        notebook = page.get_by_role("heading", name="Mon cahier")
        face = page.get_by_role("button", name=NAMES[self.username], exact=True)
        await page.goto("/", timeout=A_WHILE)
        await notebook.or_(face).wait_for(timeout=A_WHILE)
        if await face.is_visible():
            await face.click(timeout=A_WHILE)
            for picture in self.there.pictures[self.username]:
                await page.locator(f"[data-picture={picture}]").click(timeout=A_WHILE)
        await notebook.wait_for(timeout=2 * A_WHILE)

    def _heard(self, source: object, status: str | None, words: str | None, at: float) -> None:
        self.on_status(Shown(status, words, at))
